"""A workbook to be filled in and sent back: columns to read, columns to write in, a choice to pick from."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from kepu.core.documents.workbook import (
    FONT,
    FORMULA,
    HIGHEST,
    MADE,
    MAX_CELL,
    PAPERS,
    columns_of,
    printable,
    tab_name,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_LINE, _PADDING = 15.0, 8.0  # points of a line, of the space around
_SPARE = 200  # rows below the last in which a choice can still be picked: rows are moved and added
# Allowed although the sheet is protected: nobody has to lift the protection to read what they wrote.
_ALLOWED = {"format_cells": True, "format_columns": True, "format_rows": True, "sort": True, "autofilter": True}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "valign": "vcenter"},
    # Not wrapped: the words run on over the blank cells beside them.
    "line": {"valign": "vcenter", "font_color": "#4A5666"},
    "head": {
        "bold": True,
        "border": 1,
        "text_wrap": True,
        "align": "center",
        "valign": "vcenter",
        "bg_color": "#E4EEF9",
    },
    "read": {"border": 1, "text_wrap": True, "valign": "top", "bg_color": "#F3F5F8"},
    "write": {"border": 1, "text_wrap": True, "valign": "top", "locked": False},
    # What begins like a formula stays text also after it was edited.
    "quoted": {"border": 1, "text_wrap": True, "valign": "top", "locked": False, "quote_prefix": True},
    "number": {"border": 1, "valign": "top", "locked": False, "num_format": "0.####"},
    "closed": {"border": 1, "bg_color": "#D9E0E8"},
}


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column of a form.

    Attributes
    ----------
    label : str
        In the head.
    width : float
        In digits; 0 hides it.
    kind : str
        ``read`` is protected, ``write`` takes text, ``number`` a number, ``choice`` one of `choices`.
    choices : sequence of str
        What can be picked.
    """

    label: str
    width: float
    kind: Literal["read", "write", "number", "choice"] = "read"
    choices: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class FormSheet:
    """A form.

    Attributes
    ----------
    name : str
        On its tab.
    title : str
        In the first row.
    lines : sequence of str
        What to mind; each has a row below the title.
    mark : str
        In the first, hidden column of the row above the head: by it the form is known again.
    columns : sequence of FormColumn
        The first is hidden and holds the keys of the rows.
    rows : sequence of rows
        A value per column; None closes a cell that has nothing to be filled in, "" leaves it blank.
    """

    name: str
    title: str
    lines: Sequence[str]
    mark: str
    columns: Sequence[FormColumn]
    rows: Sequence[Sequence[str | float | None]]


def write_form(sheet: FormSheet) -> bytes:
    """Write a form as a workbook.

    Parameters
    ----------
    sheet : FormSheet
        The form.

    Returns
    -------
    bytes
        An .xlsx file; the same form gives the same bytes.

    Raises
    ------
    ValueError
        If a cell is longer than a workbook can hold: a mistake of the caller.
    """
    import xlsxwriter  # loaded only where a workbook is written

    if any(isinstance(value, str) and len(value) > MAX_CELL for row in sheet.rows for value in row):
        raise ValueError(f"A cell is longer than the {MAX_CELL} characters that a workbook holds in one.")
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"created": MADE})
    looks = {name: book.add_format({"font_name": FONT, "font_size": 10.5, **look}) for name, look in _LOOKS.items()}
    page = book.add_worksheet(tab_name(sheet.name, set()))
    _write_head(page, sheet, looks)
    _write_rows(page, sheet, looks)
    _set_up(page, sheet)
    book.close()
    return stream.getvalue()


def _head_row(sheet: FormSheet) -> int:
    return len(sheet.lines) + 2


def _write_head(page: Any, sheet: FormSheet, looks: dict[str, Any]) -> None:
    last = len(sheet.columns) - 1
    for row, words in enumerate([sheet.title, *sheet.lines]):
        # Not merged: merged rows cannot be sorted below, and other programs lose them.
        page.write_string(row, 1, printable(words), looks["line" if row else "title"])
        page.set_row(row, 24 if row == 0 else 18)
    page.write_string(_head_row(sheet) - 1, 0, sheet.mark, looks["line"])
    for column, each in enumerate(sheet.columns):
        page.set_column(column, column, each.width or 8, None, {"hidden": not each.width})
        page.write_string(_head_row(sheet), column, each.label, looks["head"])
    page.set_row(_head_row(sheet), 34)
    page.autofilter(_head_row(sheet), 0, _head_row(sheet) + max(1, len(sheet.rows)), last)


def _write_rows(page: Any, sheet: FormSheet, looks: dict[str, Any]) -> None:
    first = _head_row(sheet) + 1
    for number, values in enumerate(sheet.rows):
        page.set_row(first + number, _height(values, sheet.columns))
        for column, value in enumerate(values):
            kind = sheet.columns[column].kind
            look = looks[{"read": "read", "number": "number"}.get(kind, "write")]
            if value is None:
                page.write_blank(first + number, column, None, looks["closed"])
            elif value == "":
                page.write_blank(first + number, column, None, look)
            elif isinstance(value, str):
                words = printable(value)
                is_quoted = kind == "write" and words.startswith(FORMULA)
                page.write_string(first + number, column, words, looks["quoted"] if is_quoted else look)
            else:
                page.write_number(first + number, column, value, look)
    end = first + len(sheet.rows) + _SPARE
    for column, each in enumerate(sheet.columns):
        if each.choices:
            page.data_validation(
                first, column, end, column,
                {
                    "validate": "list", "source": list(each.choices), "error_type": "warning",
                    "error_title": each.label, "error_message": "、".join(each.choices),
                },
            )  # fmt: skip


def _set_up(page: Any, sheet: FormSheet) -> None:
    page.protect("", _ALLOWED)
    page.freeze_panes(_head_row(sheet) + 1, 0)
    page.set_landscape()
    page.set_paper(PAPERS["A3"])
    page.fit_to_pages(1, 0)
    page.repeat_rows(_head_row(sheet))
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.set_footer("&C&P / &N")


def _height(values: Sequence[str | float | None], columns: Sequence[FormColumn]) -> float:
    lines = 2
    for value, column in zip(values, columns, strict=True):
        if isinstance(value, str) and column.width:
            wide = (columns_of(line) for line in value.split("\n"))
            lines = max(lines, sum(max(1, math.ceil(width * 1.08 / column.width)) for width in wide))
    return min(HIGHEST, lines * _LINE + _PADDING)
