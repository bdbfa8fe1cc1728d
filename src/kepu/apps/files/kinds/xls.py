"""Old workbooks, and those of WPS (.xls, .et)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepu.apps.files.codes import FilesCode
from kepu.apps.files.enums import Kind
from kepu.apps.files.kinds import ole
from kepu.apps.files.kinds.base import FileKind
from kepu.core.errors import InputError
from kepu.core.workbooks import WorkbookCode, read_workbook

if TYPE_CHECKING:
    from kepu.apps.files.kinds.base import Material

_BLANK = {WorkbookCode.EMPTY, WorkbookCode.NO_VISIBLE_SHEET}


def matches(material: Material) -> bool:
    """Tell by the streams of the container."""
    return bool(ole.streams(material) & {"Workbook", "Book"})


def text(material: Material) -> str:
    """The words of the cells, a line per row, a page per sheet."""
    try:
        book = read_workbook(material.content())
    except InputError as error:
        if error.code in _BLANK:
            return ""
        locked = error.code == WorkbookCode.PASSWORD_PROTECTED
        raise material.refused(FilesCode.PASSWORD_PROTECTED if locked else FilesCode.BROKEN) from error
    pages = []
    for sheet in book.sheets:
        rows: dict[int, list[str]] = {}
        for (row, _), cell in sorted(sheet.cells.items()):
            rows.setdefault(row, []).append(cell.text)
        pages.append("\n".join("\t".join(cells) for cells in rows.values()))
    return "\f".join(pages)


XLS = FileKind(
    kind=Kind.XLS,
    label=Kind.XLS.label,
    endings=(".xls", ".et", ".xlt", ".ett"),
    content_type="application/vnd.ms-excel",
    matches=matches,
    check=ole.check,
    text=text,
)
