"""Excel workbooks (.xlsx)."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from kepu.apps.files.codes import FilesCode
from kepu.apps.files.enums import Kind
from kepu.apps.files.kinds import xml_text, zipped
from kepu.apps.files.kinds.base import MOST_TEXT, FileKind

if TYPE_CHECKING:
    from kepu.apps.files.kinds.base import Material

_MAIN = (b"spreadsheetml.sheet.main", b"spreadsheetml.template", b"ms-excel.sheet.macroEnabled", b"ms-excel.template")
_MACROS = (b"ms-excel.sheet.macroEnabled", b"ms-excel.template.macroEnabled")
_MARGINS = {"oddHeader", "evenHeader", "firstHeader", "oddFooter", "evenFooter", "firstFooter"}


def matches(material: Material) -> bool:
    """Tell by the declaration in the archive; a broken archive by its name."""
    if not zipped.is_zip(material):
        return False
    declared = zipped.content_types(material)
    if declared is None:
        return material.ending == ".xlsx"
    return any(main in declared for main in _MAIN)


def check(material: Material) -> None:
    """Refuse macros, locks, bombs, and archives without a workbook."""
    zipped.check(material, macro_free=".xlsx")
    declared = zipped.content_types(material) or b""
    if any(macros in declared for macros in _MACROS):
        raise material.refused(FilesCode.MACROS, save_as=".xlsx")
    if not declared or not any(True for _ in zipped.parts(material, "xl/workbook")):
        raise material.refused(FilesCode.BROKEN)


def text(material: Material) -> str:
    """The words of the cells, a line per row, a page per sheet; headers and footers come first."""
    shared: list[str] = []
    for _, part in zipped.parts(material, "xl/sharedStrings"):
        shared = _shared(material, part)
    pages, size = [], 0
    for _, part in zipped.parts(material, "xl/worksheets/"):
        page = _sheet(material, part, shared)
        pages.append(page)
        size += len(page)
        if size > MOST_TEXT:
            break
    return "\f".join(pages)


def _shared(material: Material, part: IO[bytes]) -> list[str]:
    strings: list[str] = []
    words: list[str] = []
    for event, name, element in xml_text.events(material, part):
        if event == "end" and name == "t":
            words.append(element.text or "")
        elif event == "end" and name == "si":
            strings.append("".join(words))
            words.clear()
            xml_text.forget(element)
    return strings


def _sheet(material: Material, part: IO[bytes], shared: list[str]) -> str:
    margins: list[str] = []
    lines: list[str] = []
    cells: list[str] = []
    size = 0
    for event, name, element in xml_text.events(material, part):
        if event != "end":
            continue
        if name == "v" and (parent := element.getparent()) is not None and parent.get("t") == "s":
            cells.append(_string(shared, element.text or ""))
        elif name == "t" or (name == "v" and element.text):
            cells.append(element.text or "")
        elif name in _MARGINS:
            margins += [
                piece for code in ("&L", "&C", "&R") for piece in (element.text or "").replace(code, "\n").split("\n")
            ]
        elif name == "row":
            lines.append("\t".join(cell for cell in cells if cell.strip()))
            size += len(lines[-1])
            cells.clear()
            xml_text.forget(element)
            if size > MOST_TEXT:
                break
    return "\n".join([*margins, *lines])


def _string(shared: list[str], index: str) -> str:
    return shared[int(index)] if index.isdecimal() and int(index) < len(shared) else ""


XLSX = FileKind(
    kind=Kind.XLSX,
    label=Kind.XLSX.label,
    endings=(".xlsx",),
    content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    matches=matches,
    check=check,
    text=text,
)
