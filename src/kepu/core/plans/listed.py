"""Figures that stand in columns of tables: beside a task, or beside the name of an indicator."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kepu.core.plans.baselines import Setting
from kepu.core.plans.columns import AIMED, INDICATOR, PRESENT, Role, is_indicator_header
from kepu.core.plans.normalise import half_width
from kepu.core.plans.source import paragraph
from kepu.core.plans.targets import Found, find_targets
from kepu.core.plans.taskrows import heading_of, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.model import Comparator, Document
    from kepu.core.plans.source import Paragraph, Table
    from kepu.core.plans.taskrows import DutyTable

_BARE = re.compile(
    r"^(?:基本|力争|争取|不少于|不低于|不超过|不高于|超过|突破|达到|至少|前|约|每年|每季度|每月|每周|全年|[≥≤><＞＜=])*[\s\d０-９]"
)
_YEAR = re.compile(r"20\d{2}")
_UNIT_IN_NAME = re.compile(r"[（(](?P<unit>[^（）()]{1,6})[）)]$")
_NUMBER = re.compile(
    r"^(?P<sign>≥|≤|>|<|＞|＜)?\s*(?P<value>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>(?!以上|以下|左右)[%％\u4e00-\u9fff]{0,4}?)(?P<also>以上|以下|左右)?$"
)
_SIGNS: dict[str, Comparator] = {
    "≥": ">=",
    "≤": "<=",
    ">": ">",
    "<": "<",
    "＞": ">",
    "＜": "<",
    "以上": ">=",
    "以下": "<=",
    "左右": "approx",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """The figures of one row, with the words they stand in."""

    words: Paragraph
    hits: tuple[Found, ...]
    group: str | None
    task_id: int | None


def duty_figures(text: str, duties: DutyTable, ids: Sequence[int], document: Document) -> list[Listed]:
    """Read the column of targets in a table of duties.

    Parameters
    ----------
    text : str
        The normalised text.
    duties : DutyTable
        The table.
    ids : sequence of int
        The ids of its tasks.
    document : Document
        Its period dates what has no date.

    Returns
    -------
    list of Listed
        One for each row with a figure; a bare figure is read together with the task beside it.
    """
    columns = [column for column, role in enumerate(duties.roles) if role is Role.TARGET]
    grid = duties.table.grid()
    found: list[Listed] = []
    for row, task_id in zip(duties.rows, ids, strict=True):
        for column in columns:
            cell = grid[row.index][column]
            if not cell.lines:
                continue
            start, end = cell.lines[0][0], cell.lines[-1][1]
            if _BARE.match(half_width(words_of(text, cell))) and row.words.offsets:
                start = row.words.offsets[row.start]
            words = paragraph(text, min(start, cell.lines[0][0]), end)
            due = _YEAR.search(row.due or "")
            last = int(due.group()) if due else document.period_end
            hits = find_targets(words.text, Setting(background=False, first_year=document.period_start, last_year=last))
            category = row.group or row.category
            found.append(Listed(words, tuple(hits), category.title if category else None, task_id))
    return [listed for listed in found if listed.hits]


def indicator_figures(text: str, table: Table, document: Document, title: str | None) -> list[Listed]:
    """Read a table of indicators: name, unit, value now, value aimed at.

    Parameters
    ----------
    text : str
        The normalised text.
    table : Table
        Any table.
    document : Document
        Its period dates a target without a year of its own.
    title : str or None
        The heading the table stands under.

    Returns
    -------
    list of Listed
        Empty when it is no table of indicators.
    """
    grid = table.grid()
    if not grid or not is_indicator_header([words_of(text, cell) for cell in dict.fromkeys(grid[0])]):
        return []
    header = [words_of(text, cell) for cell in grid[0]]
    name = next(column for column, words in enumerate(header) if INDICATOR.search(words))
    unit = next((column for column, words in enumerate(header) if words in {"单位", "计量单位"}), None)
    found = []
    for row in grid[1:]:
        if not row[name].lines:
            continue
        values = [
            column
            for column, words in enumerate(header)
            if column != name and (PRESENT.search(words) or AIMED.search(words))
        ]
        filled = [column for column in values if row[column].lines]
        if not filled:
            continue
        words = paragraph(text, row[name].lines[0][0], row[filled[-1]].lines[-1][1])
        printed_unit = words_of(text, row[unit]) if unit is not None else ""
        indicator = heading_of(text, row[name]).title
        hits = [
            replace(hit, end=len(words.text))
            for column in filled
            if (
                hit := _value(words_of(text, row[column]), indicator, header[column], printed_unit, document.period_end)
            )
        ]
        if hits:
            found.append(Listed(words, tuple(hits), title, None))
    return found


def _value(printed: str, indicator: str, header: str, printed_unit: str, last_year: int | None) -> Found | None:
    """Read one value; the head of its column says whether it is aimed at, and the year."""
    match = _NUMBER.match(half_width(printed))
    if match is None:
        return None
    in_name = _UNIT_IN_NAME.search(indicator)
    unit = match["unit"] or printed_unit or (in_name["unit"] if in_name else "")
    year = _YEAR.search(header)
    when = int(year.group()) if year else None
    baseline = bool(PRESENT.search(header)) and not AIMED.search(header)
    return Found(
        start=0,
        end=0,
        indicator=indicator[: in_name.start()] if in_name else indicator,
        comparator="=" if baseline else _SIGNS.get(match["sign"] or match["also"] or "", "="),
        value=float(match["value"].replace(",", "")),
        high=None,
        unit=unit.replace("％", "%"),
        period="by_date",
        due=None if baseline else when or last_year,
        aspiration=False,
        baseline=baseline,
        as_of=when if baseline else None,
        qualitative=False,
        implied=False,
        confidence=0.85,
        rule="target.indicator_table",
    )
