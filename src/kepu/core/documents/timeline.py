"""Readings on a line of days, against what was expected of them and what they are to reach."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from kepu.core.documents import _svg
from kepu.core.documents.codes import DocumentCode
from kepu.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from kepu.core.documents._svg import Svg

__all__ = ["Dated", "Level", "timeline_chart"]

_TOP, _HEIGHT, _LEFT, _RIGHT = 26, 230, 62, 26
_ROOM, _LINE = 10.0, 15


@dataclass(frozen=True, slots=True)
class Dated:
    """One value at a day.

    Attributes
    ----------
    on : date
        The day at whose end the value stands.
    value : float or None
        The value; None is drawn as a cross on the axis with its `mark`, never as zero.
    label : str
        What the pointer reads: the period.
    mark : str
        The word of a value that is None, such as 缺报.
    group : str
        Values of different groups (the years of a figure that begins anew every year) are not joined.
    is_owed : bool
        False where there is none to be had: a short stroke instead of a cross.
    """

    on: date
    value: float | None
    label: str = ""
    mark: str = ""
    group: str = ""
    is_owed: bool = True


@dataclass(frozen=True, slots=True)
class Level:
    """A value to be reached: a dashed line with its words; `css` is ``target`` or ``stretch``."""

    value: float
    label: str
    css: str = "target"


def timeline_chart(
    readings: Sequence[Dated],
    *,
    ticks: Sequence[tuple[date, str]],
    title: str,
    description: str,
    labels: tuple[str, str, str],
    expected: Sequence[Dated] = (),
    others: Sequence[Dated] = (),
    levels: Sequence[Level] = (),
    unit: str = "",
    digits: int = 0,
) -> Svg:
    r"""Draw readings by their days, the expected line, levels to be reached, and a second row of readings.

    Parameters
    ----------
    readings : sequence of Dated
        In the order of days; they are joined by a line, over a missing one by a thin dashed stroke.
    ticks : sequence of (date, str)
        What is written under the axis; the first and the last day of the picture come from these, too.
    title, description : str
        The name of the image and the sentence that a screen reader reads.
    labels : tuple of str
        The words of the legend: of the readings, of the expected line, of the others.
    expected : sequence of Dated
        The corners of the expected line, in order inside each group; a step has two corners on one day.
    others : sequence of Dated
        Readings of another origin, drawn as squares and not joined.
    levels : sequence of Level
        Dashed lines across, each with its words.
    unit : str
        Written after numbers.
    digits : int
        Decimals in the hint of each reading.

    Returns
    -------
    Svg
        A string that templates do not escape again.

    Raises
    ------
    InputError
        If there is nothing to draw, a value is not finite, or days are not in order.

    Examples
    --------
    >>> from datetime import date
    >>> rows = [Dated(date(2026, 3, 31), 4.0, "一季度"), Dated(date(2026, 6, 30), None, "二季度", "缺报")]
    >>> svg = timeline_chart(
    ...     rows, ticks=[(date(2026, 12, 31), "2026")], title="场次", description="一季度 4 场。", labels=("数据", "", "")
    ... )
    >>> "缺报" in svg
    True
    """
    _check(readings, expected, others, levels)
    values = [v for row in (*readings, *expected, *others) if (v := row.value) is not None]
    scale = _scale([*values, *(level.value for level in levels)])
    days = [row.on for row in (*readings, *expected, *others)] + [day for day, _ in ticks]
    first, span = min(days), max((max(days) - min(days)).days, 1)
    width = _svg.WIDTH - _LEFT - _RIGHT

    def across(day: date) -> float:
        return _LEFT + width * (day - first).days / span

    def up(value: float) -> float:
        return _TOP + _HEIGHT * (1 - (value - scale[0]) / (scale[-1] - scale[0]))

    parts = [_svg.line(_LEFT, up(v), _svg.WIDTH - _RIGHT, up(v), "kc-axis" if v == 0 else "kc-grid") for v in scale]
    parts += [_svg.text(_LEFT - 8, up(v) + 4, _svg.short_readable(v, unit), css="soft end") for v in scale]
    parts += _ticks(ticks, across)
    parts += _levels(levels, up)
    parts += _schedule(expected, across, up)
    parts += _readings(readings, across, up, said=(unit, digits, labels[0]))
    parts += _squares(others, across, up, said=(unit, digits, labels[2]))
    shown = [
        (css, words) for css, words, rows in zip(_LEGEND, labels, (readings, expected, others), strict=True) if rows
    ]
    top = _TOP + _HEIGHT + 44
    parts += _legend(shown, top)
    return _svg.document(height=top + 16, title=title, description=description, parts=parts)


_LEGEND = ("kc-line", "kc-expected-line", "kc-square")


def _check(
    readings: Sequence[Dated], expected: Sequence[Dated], others: Sequence[Dated], levels: Sequence[Level]
) -> None:
    if not readings and not expected and not others and not levels:
        raise InputError(DocumentCode.CHART_EMPTY, "A chart needs at least one value; none was given.")
    by_group = [[row for row in expected if row.group == group] for group in {row.group for row in expected}]
    for rows in (readings, *by_group, others):
        if any(one.on > other.on for one, other in pairwise(rows)):
            raise InputError(DocumentCode.CHART_BAD_VALUE, "Values must be in the order of days.", label="days")
    named = [(row.label, row.value) for row in (*readings, *expected, *others)]
    for label, value in [*named, *((level.label, level.value) for level in levels)]:
        if value is not None and not math.isfinite(value):
            raise InputError(DocumentCode.CHART_BAD_VALUE, f"{label}: the value {value} must be finite.", label=label)


def _scale(values: Sequence[float]) -> list[float]:
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if low >= 0 and low < (high - low) * 1.5:
        low = 0.0
    elif low == high:
        low, high = low - abs(low) * 0.1, high + abs(high) * 0.1
    return _svg.ticks(low, high)


def _ticks(ticks: Sequence[tuple[date, str]], across: Callable[[date], float]) -> list[str]:
    """Write as many as fit, counted back from the last."""
    parts: list[str] = []
    edge = math.inf
    for day, words in reversed(ticks):
        x, half = across(day), _svg.span_of(words, 12) / 2
        if x + half > edge:
            continue
        x = min(x, _svg.WIDTH - half - 2)
        parts.append(_svg.text(x, _TOP + _HEIGHT + 18, words, css="soft middle"))
        edge = x - half - _ROOM
    return parts


def _levels(levels: Sequence[Level], up: Callable[[float], float]) -> list[str]:
    parts: list[str] = []
    taken: list[float] = []
    for level in sorted(levels, key=lambda each: up(each.value)):
        y = up(level.value)
        parts.append(_svg.line(_LEFT, y, _svg.WIDTH - _RIGHT, y, f"kc-{level.css}"))
        # Words of two close lines stand above the one and below the other.
        height = y - 6 if all(abs(y - 6 - other) > _LINE for other in taken) else y + _LINE
        taken.append(height)
        parts.append(_svg.text(_LEFT + 4, height, level.label, css="soft"))
    return parts


def _schedule(expected: Sequence[Dated], across: Callable[[date], float], up: Callable[[float], float]) -> list[str]:
    parts = []
    for group in dict.fromkeys(row.group for row in expected):
        corners = [(across(r.on), up(r.value)) for r in expected if r.value is not None and r.group == group]
        parts.append(f'<polyline class="kc-expected-line" points="{_path(corners)}"/>')
    return parts


def _readings(
    rows: Sequence[Dated],
    across: Callable[[date], float],
    up: Callable[[float], float],
    *,
    said: tuple[str, int, str],
) -> list[str]:
    unit, digits, name = said
    parts = []
    known = [row for row in rows if row.value is not None]
    for one, other in pairwise(known):
        if one.group == other.group:
            between = rows[rows.index(one) + 1 : rows.index(other)]
            css = "kc-gap" if between else "kc-line"
            ends = [(across(row.on), up(row.value or 0.0)) for row in (one, other)]
            parts.append(f'<polyline class="{css}" points="{_path(ends)}"/>')
    for row in rows:
        x = across(row.on)
        if row.value is None:
            y = _TOP + _HEIGHT
            if row.is_owed:
                parts.append(_svg.line(x - 4, y - 4, x + 4, y + 4, "kc-missing"))
                parts.append(_svg.line(x - 4, y + 4, x + 4, y - 4, "kc-missing"))
            else:
                parts.append(_svg.line(x - 5, y, x + 5, y, "kc-absent"))
            parts.append(_svg.text(x, y - 8, row.mark, css="soft middle"))
        else:
            hint = f"{name} {row.label}：{_svg.readable(row.value, digits, unit)}"
            parts.append(
                f'<circle class="kc-dot" cx="{_svg.number(x)}" cy="{_svg.number(up(row.value))}" r="4">'
                f"<title>{escape(hint)}</title></circle>"
            )
    return parts


def _squares(
    rows: Sequence[Dated],
    across: Callable[[date], float],
    up: Callable[[float], float],
    *,
    said: tuple[str, int, str],
) -> list[str]:
    unit, digits, name = said
    return [
        _svg.rect(
            across(row.on) - 4,
            up(row.value) - 4,
            8,
            8,
            "kc-square",
            hint=f"{name} {row.label}：{_svg.readable(row.value, digits, unit)}",
        )
        for row in rows
        if row.value is not None
    ]


def _legend(shown: Sequence[tuple[str, str]], top: float) -> list[str]:
    parts, x = [], float(_LEFT)
    for css, words in shown:
        if css == "kc-square":
            parts.append(_svg.rect(x + 10, top - 4, 8, 8, css))
        else:
            parts.append(f'<polyline class="{css}" points="{_path([(x, top), (x + 28, top)])}"/>')
        parts.append(_svg.text(x + 34, top + 4, words))
        x += 34 + _svg.span_of(words) + 24
    return parts


def _path(corners: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{_svg.number(x)},{_svg.number(y)}" for x, y in corners)
