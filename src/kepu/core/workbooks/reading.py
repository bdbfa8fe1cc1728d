"""Bytes in, sheets with their cells out."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from kepu.core.errors import InputError
from kepu.core.workbooks.archive import Archive, attribute, broken, forget, is_old, local, whole
from kepu.core.workbooks.codes import WorkbookCode
from kepu.core.workbooks.formats import BUILT_IN, GENERAL
from kepu.core.workbooks.model import Workbook, Worksheet
from kepu.core.workbooks.sheets import Book, read_sheet

if TYPE_CHECKING:
    from lxml import etree

MAX_SHEETS = 200


def read_workbook(data: bytes) -> Workbook:
    """Read a workbook.

    Parameters
    ----------
    data : bytes
        An .xlsx file, or an old one (.xls, .et).

    Returns
    -------
    Workbook
        All sheets with cells, hidden ones marked. Formulas are not computed: their saved results are given.

    Raises
    ------
    InputError
        If it cannot be read; ``code`` is one of `WorkbookCode`.

    Notes
    -----
    One pass over the XML gives values, formats, merges, formulas and what is hidden, with the limits of an upload. A
    library that expands a sheet into a grid could be made to fill the memory by a single cell in the last row.
    """
    if is_old(data):
        from kepu.core.workbooks.old import read_old_sheets  # loaded only where it is needed

        return _with_content(read_old_sheets(data))
    archive = Archive(data)
    path = _main_part(archive)
    root = archive.tree(path)
    if root is None or local(root) != "workbook":
        raise InputError(WorkbookCode.NOT_A_WORKBOOK, "The archive holds no workbook.")
    folder = posixpath.dirname(path)
    relations = _relations(archive, folder, posixpath.basename(path))
    book = Book(
        strings=_strings(archive, relations),
        formats=_formats(archive, relations),
        from_1904=_is_on(root, "workbookPr", "date1904"),
        recalculated=_is_on(root, "calcPr", "fullCalcOnLoad"),
    )
    sheets = [
        read_sheet(archive, part, name, book, is_hidden=hidden)
        for name, part, hidden in _tabs(root, relations)
        if part in archive.names
    ]
    if not sheets:
        raise broken("it has no sheets")
    return _with_content(sheets)


def _with_content(sheets: list[Worksheet]) -> Workbook:
    if all(sheet.is_hidden for sheet in sheets):
        raise InputError(WorkbookCode.NO_VISIBLE_SHEET, "All sheets of the workbook are hidden.")
    if not any(sheet.cells for sheet in sheets if not sheet.is_hidden):
        raise InputError(WorkbookCode.EMPTY, "The sheets that are shown hold nothing.")
    return Workbook(tuple(sheets))


def _main_part(archive: Archive) -> str:
    root = archive.tree("_rels/.rels")
    for relation in root if root is not None else ():
        if (attribute(relation, "Type") or "").endswith("/officeDocument"):
            return (attribute(relation, "Target") or "").lstrip("/")
    return "xl/workbook.xml"


def _relations(archive: Archive, folder: str, name: str) -> dict[str, tuple[str, str]]:
    """Give for each relation its kind and part."""
    root = archive.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
    found: dict[str, tuple[str, str]] = {}
    for relation in root if root is not None else ():
        target = attribute(relation, "Target") or ""
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        kind = (attribute(relation, "Type") or "").rpartition("/")[2]
        found[attribute(relation, "Id") or ""] = (kind, part)
    return found


def _tabs(root: etree._Element, relations: dict[str, tuple[str, str]]) -> list[tuple[str, str, bool]]:
    """Give name, part and whether it is hidden, for each sheet of cells."""
    tabs = []
    for sheet in root.iter():
        if local(sheet) != "sheet":
            continue
        kind, part = relations.get(attribute(sheet, "id") or "", ("", ""))
        if kind == "worksheet":
            tabs.append((attribute(sheet, "name") or "", part, attribute(sheet, "state") in {"hidden", "veryHidden"}))
    if len(tabs) > MAX_SHEETS:
        raise InputError(
            WorkbookCode.TOO_LARGE, f"The workbook has {len(tabs)} sheets.", size=len(tabs), limit=MAX_SHEETS
        )
    return tabs


def _is_on(root: etree._Element, name: str, key: str) -> bool:
    return any(local(each) == name and attribute(each, key) in {"1", "true"} for each in root)


def _part_of(relations: dict[str, tuple[str, str]], kind: str) -> str:
    return next((part for its, part in relations.values() if its == kind), "")


def _strings(archive: Archive, relations: dict[str, tuple[str, str]]) -> list[str]:
    """Give the strings that cells share, without the readings printed above characters."""
    part = _part_of(relations, "sharedStrings")
    strings: list[str] = []
    if part not in archive.names:
        return strings
    for element in archive.ends(part, "si"):
        strings.append(_string(element))
        forget(element)
    return strings


def _string(element: etree._Element) -> str:
    """Give the words of a string, run after run."""
    if len(element) == 1 and not len(element[0]):
        return element[0].text or ""
    runs = [each for each in element if local(each) != "rPh"]
    return "".join(words.text or "" for run in runs for words in run.iter() if local(words) == "t")


def _formats(archive: Archive, relations: dict[str, tuple[str, str]]) -> list[str]:
    """Give for each style the number format."""
    part = _part_of(relations, "styles")
    root = archive.tree(part) if part else None
    if root is None:
        return []
    own = {
        whole(attribute(each, "numFmtId")): attribute(each, "formatCode") or GENERAL
        for each in root.iter()
        if local(each) == "numFmt"
    }
    styles = next((each for each in root if local(each) == "cellXfs"), None)
    ids = [whole(attribute(each, "numFmtId"), 0) for each in (styles if styles is not None else ())]
    return [own.get(each) or BUILT_IN.get(each, GENERAL) for each in ids]
