"""Rows copied from a spreadsheet: which column is which, and what each row says."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kepu.apps.base.errors import Refused
from kepu.apps.people.codes import ContactCode
from kepu.apps.people.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kepu.apps.territory.selectors import OrganisationNames

MOST_ROWS = 500
# Headers as offices write them; what is not among them (序号, 备注) is passed over.
CONTACTS = {
    "unit": ("单位", "单位名称", "成员单位", "责任单位", "部门"),
    "kind": ("岗位", "类别", "人员类别", "类型"),
    "name": ("姓名", "名字", "人员姓名"),
    "job_title": ("职务", "职位", "职务职称", "单位及职务"),
    "phone": ("电话", "联系电话", "联系方式", "电话号码"),
    "mobile": ("手机", "手机号", "手机号码", "移动电话"),
    "office_phone": ("办公电话", "座机", "固定电话", "办公室电话"),
    "email": ("邮箱", "电子邮箱", "电子邮件"),
}
CONTACTS_IN_ORDER = ("unit", "job_title", "name", "phone", "office_phone", "email")
SEATS = {
    "kind": ("席位", "小组职务", "组内职务", "类别"),
    "name": ("姓名", "名字"),
    "unit": ("单位", "单位名称", "成员单位", "部门"),
    "job_title": ("职务", "职位", "单位及职务"),
}
SEATS_IN_ORDER = ("kind", "name", "unit", "job_title")
A_HEADER = 2  # so many known headers make a row the header


@dataclass(frozen=True)
class Problem:
    """What is wrong with a row; `details` fill the sentence of the code."""

    row: int
    column: str
    code: ContactCode
    details: Mapping[str, str | int]


@dataclass(frozen=True)
class Pasted:
    """A row by columns; `number` counts as in what was pasted, from 1."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def read(
    text: str,
    headers: Mapping[str, Sequence[str]],
    in_order: Sequence[str],
    required: Sequence[str],
    repeated: str = "",
) -> list[Pasted]:
    """Read rows, with a header in any order or without one in the usual order.

    An empty cell of the column `repeated` means the one above: merged cells are copied so.
    """
    rows = [(number, cells) for number, cells in enumerate(_split(text), start=1) if any(cells)]
    if not rows:
        raise Refused(ContactCode.EMPTY)
    if len(rows) > MOST_ROWS:
        raise Refused(ContactCode.TOO_MANY, rows=len(rows), most=MOST_ROWS)
    columns = _header(rows[0][1], headers)
    if columns:
        rows = rows[1:]
        for name in required:
            if name not in columns:
                raise Refused(ContactCode.NO_COLUMN, column=headers[name][0])
    else:
        columns = list(in_order)
        if all(cells[0].rstrip(".、").isdecimal() for _, cells in rows):
            rows = [(number, cells[1:]) for number, cells in rows]  # numbered rows
    if not rows:
        raise Refused(ContactCode.EMPTY)
    return _filled_down([Pasted(number, _named(columns, cells)) for number, cells in rows], repeated)


def guess(names: OrganisationNames, unit: str) -> str:
    """Which units may have been meant by a name that none has, as a question; nothing when none is like it."""
    like = [each.name for each in names.suggest(unit, 3)]
    return _("是不是%(names)s？") % {"names": _("、").join(like)} if like else ""


def _split(text: str) -> list[list[str]]:
    """Cells of lines: by tabs as a spreadsheet copies them, else by white space or commas."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\t" in text:
        lines = list(csv.reader(io.StringIO(text), "excel-tab"))
    else:
        lines = [re.split(r"[\s,，]+", line.strip()) for line in text.split("\n")]
    return [[" ".join(plain(cell).split()) for cell in line] for line in lines]


def _header(cells: Sequence[str], headers: Mapping[str, Sequence[str]]) -> list[str]:
    meant = {words: name for name, spellings in headers.items() for words in spellings}
    columns = [meant.get(cell.replace(" ", ""), "") for cell in cells]
    return columns if sum(1 for name in columns if name) >= A_HEADER else []


def _named(columns: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, cell in zip(columns, cells, strict=False):
        if name and cell:
            found[name] = f"{found[name]} {cell}" if name in found else cell
    return found


def _filled_down(rows: list[Pasted], column: str) -> list[Pasted]:
    if not column:
        return rows
    above, filled = "", []
    for row in rows:
        above = row[column] or above
        filled.append(Pasted(row.number, {**row.cells, column: above}) if above else row)
    return filled
