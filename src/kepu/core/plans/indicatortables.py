"""Figures of a table of indicators: what is measured, in which unit, how much it is now and is to be."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kepu.core.plans.columns import AIMED, INDICATOR, PRESENT, is_indicator_header
from kepu.core.plans.dates import find_years
from kepu.core.plans.dutyrows import words_of
from kepu.core.plans.groupcells import heading_of
from kepu.core.plans.listed import Listed
from kepu.core.plans.normalise import half_width
from kepu.core.plans.quantities import find_figures, scaled
from kepu.core.plans.source import paragraph
from kepu.core.plans.targets import Found
from kepu.core.plans.targetwords import comparator_of

if TYPE_CHECKING:
    from kepu.core.plans.model import Comparator, Document
    from kepu.core.plans.source import Cell, Table

UNITS = frozenset({"单位", "计量单位"})
_YEAR = re.compile(r"20\d{2}")
_UNIT_IN_NAME = re.compile(r"[（(](?P<unit>[^（）()]{1,6})[）)]$")
_NUMBER = re.compile(
    r"(?P<sign>≥|≧|≤|>=|<=|>|<|不低于|不少于|不超过|超过|达到|达|大于|约)?\s*[\[【（(]?(?P<value>\d[\d,]{0,12}(?:\.\d{1,6})?)[\]】）)]?\s*"
    r"(?P<unit>(?:(?!以上|以下|左右|以内)[%\u4e00-\u9fff]){0,4})(?P<also>以上|以下|以内|左右)?"
)
_SIGNS: dict[str, Comparator] = {
    "≥": ">=", "≧": ">=", ">=": ">=", "不低于": ">=", "不少于": ">=", "达到": ">=", "达": ">=", "以上": ">=",
    "≤": "<=", "<=": "<=", "不超过": "<=", "以下": "<=", "以内": "<=", ">": ">", "超过": ">", "大于": ">", "<": "<",
    "约": "approx", "左右": "approx",
}  # fmt: skip
_SCALES = {"万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of values: whether it reports them, and of or by which year."""

    reported: bool
    year: int | None


def indicator_figures(text: str, table: Table, document: Document, title: str | None) -> list[Listed]:
    """Read a table of indicators: name, unit, value now, value aimed at.

    Parameters
    ----------
    text : str
        The normalised text.
    table : Table
        Any table.
    document : Document
        Its period tells years that are over, and dates a target without a year of its own.
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
    header = [half_width(words_of(text, cell)) for cell in grid[0]]
    name = max(column for column, words in enumerate(header) if INDICATOR.search(words))
    unit = next((column for column, words in enumerate(header) if words in UNITS), None)
    columns = _columns(header, name, document)
    found = []
    for row in grid[1:]:
        filled = [column for column in columns if row[column].lines]
        if not row[name].lines or not filled:
            continue
        words = paragraph(text, row[name].lines[0][0], row[filled[-1]].lines[-1][1])
        printed_unit = words_of(text, row[unit]) if unit is not None else ""
        indicator = heading_of(text, row[name]).title
        hits = [
            replace(hit, end=len(words.text))
            for column in filled
            if (hit := _value(_words(text, row[column]), indicator, columns[column], printed_unit, document.period_end))
        ]
        if hits:
            found.append(Listed(words, tuple(hits), title, None))
    return found


def _columns(header: list[str], name: int, document: Document) -> dict[int, _Column]:
    """Tell the columns of values; 2020年 beside 2025年 in a plan from 2021 on is what was."""
    found: dict[int, _Column] = {}
    years: dict[int, int | None] = {}
    for column, words in enumerate(header):
        year = _YEAR.search(words)
        ends = find_years(words)
        years[column] = int(year.group()) if year else ends[-1].value if ends else None
        if column != name and (years[column] or PRESENT.search(words) or AIMED.search(words)):
            found[column] = _Column(bool(PRESENT.search(words)) and not AIMED.search(words), years[column])
    first = document.period_start
    dated = sorted(when for column in found if (when := years[column]))
    over = first or (dated[0] + 1 if len(dated) > 1 else 0)
    return {
        column: replace(
            value,
            reported=value.reported or bool(value.year and value.year < over and not AIMED.search(header[column])),
        )
        for column, value in found.items()
    }


def _words(text: str, cell: Cell) -> str:
    return half_width(words_of(text, cell))


def _value(printed: str, indicator: str, column: _Column, printed_unit: str, last_year: int | None) -> Found | None:
    """Read one value; the head of its column says whether it is aimed at, and the year."""
    number = _NUMBER.fullmatch(printed)
    in_name = _UNIT_IN_NAME.search(indicator)
    if number is not None:
        unit = number["unit"] or printed_unit or (in_name["unit"] if in_name else "")
        scale = _SCALES.get(unit[:1], 1) if len(unit) > 1 or unit in _SCALES else 1
        value = scaled(number["value"], scale)
        unit = unit[1:] if scale > 1 else unit
        high, sign = None, _SIGNS.get(number["sign"] or number["also"] or "", "=")
    elif "全覆盖" in printed:
        value, high, unit, sign = 100.0, None, "%", "="
    else:
        figures = find_figures(printed)
        if not figures:
            return None
        value, high, unit = figures[0].value, figures[0].high, figures[0].unit
        sign = comparator_of(printed, figures[0], baseline=column.reported)
    return Found(
        start=0,
        end=0,
        indicator=indicator[: in_name.start()] if in_name else indicator,
        comparator="=" if column.reported else sign,
        value=value,
        high=high,
        unit=unit,
        period="by_date",
        due=None if column.reported else column.year or last_year,
        aspiration=False,
        baseline=column.reported,
        as_of=column.year if column.reported else None,
        qualitative=False,
        implied=False,
        confidence=0.85,
        rule="target.indicator_table",
    )
