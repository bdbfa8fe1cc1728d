"""Charts as SVG, drawn on the server: bars and lines with their intervals, progress against a total.

A chart never stands alone: the page puts the sentence it shows above it and its table below. Colours and fonts
come from classes (``kc-…``), because pages refuse style attributes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kepu.core.documents import _lines, _svg
from kepu.core.documents.codes import DocumentCode
from kepu.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.documents._svg import Svg

__all__ = ["Bar", "Part", "Point", "Series", "bar_chart", "line_chart", "progress_chart"]

_ROW, _TOP, _RIGHT = 34, 12, 92
_MOST_LABEL = 200.0


@dataclass(frozen=True, slots=True)
class Point:
    """One value with its interval.

    Attributes
    ----------
    label : str
        What it belongs to: a region, a year.
    value : float or None
        The value; None is missing, which is drawn as a gap and never as zero.
    low, high : float or None
        The interval; both or neither.
    tone : str
        Empty, ``good``, ``warn`` or ``bad``: how a bar is coloured.
    """

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    tone: str = ""


Bar = Point


@dataclass(frozen=True, slots=True)
class Series:
    """A named row of points; all series of a chart have the same labels in the same order."""

    label: str
    points: Sequence[Point] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Part:
    """How much of a total is done.

    Attributes
    ----------
    label : str
        What it belongs to.
    done, of : float
        The part and the total, in the same unit; `of` is above zero.
    expected : float or None
        Where the schedule wants `done` to be, drawn as a stroke.
    tone : str
        Empty, ``good``, ``warn`` or ``bad``.
    """

    label: str
    done: float
    of: float
    expected: float | None = None
    tone: str = ""


def bar_chart(
    bars: Sequence[Bar],
    *,
    title: str,
    description: str,
    unit: str = "",
    digits: int = 0,
    target: float | None = None,
    target_label: str = "",
    missing: str = "—",
) -> Svg:
    r"""Draw horizontal bars from zero, each with its interval.

    Parameters
    ----------
    bars : sequence of Bar
        In the order in which they are shown.
    title, description : str
        The name of the image and the sentence that a screen reader reads.
    unit : str
        Written after every value.
    digits : int
        Decimals of the values.
    target : float, optional
        Drawn as a dashed line across all bars, with `target_label` above it.
    target_label : str
        What the line means.
    missing : str
        Written where a value is missing.

    Returns
    -------
    Svg
        A string that templates do not escape again.

    Raises
    ------
    InputError
        If there is no bar, a value is not finite, or an interval does not enclose its value.

    Examples
    --------
    >>> svg = bar_chart([Bar("甲", 12.0, 10.0, 14.0)], title="比例", description="甲 12%。", unit="%")
    >>> 'class="kc-interval"' in svg
    True
    """
    _check(bars, [target])
    edge = min(max(_svg.span_of(bar.label) for bar in bars) + 12, _MOST_LABEL)
    reach = [v for bar in bars for v in (bar.value, bar.low, bar.high, target) if v is not None]
    scale = _svg.ticks(min(0.0, *reach, 0.0), max(*reach, 0.0) if reach else 1.0)
    width = _svg.WIDTH - edge - _RIGHT
    top = _TOP + (16 if target is not None else 0)
    bottom = top + _ROW * len(bars)

    def across(value: float) -> float:
        return edge + width * (value - scale[0]) / (scale[-1] - scale[0])

    parts = [_svg.line(across(v), top, across(v), bottom, "kc-axis" if v == 0 else "kc-grid") for v in scale]
    parts += [_svg.text(across(v), bottom + 16, _svg.short_readable(v, unit), css="soft middle") for v in scale]
    for index, bar in enumerate(bars):
        parts += _bar(bar, top + _ROW * index, across, edge=edge, said=_said(bar, digits, unit, missing))
    if target is not None:
        parts.append(_svg.line(across(target), top - 4, across(target), bottom, "kc-target"))
        parts.append(_svg.text(across(target), top - 8, target_label, css="soft middle"))
    return _svg.document(height=bottom + 24, title=title, description=description, parts=parts)


def line_chart(
    series: Sequence[Series],
    *,
    title: str,
    description: str,
    unit: str = "",
    digits: int = 0,
    target: float | None = None,
    target_label: str = "",
) -> Svg:
    r"""Draw lines over ordered labels (periods), with their intervals as bands.

    Parameters
    ----------
    series : sequence of Series
        At most four: more cannot be told apart without colour.
    title, description : str
        The name of the image and the sentence that a screen reader reads.
    unit : str
        Written after the numbers of the axis.
    digits : int
        Decimals in the hint of each point.
    target : float, optional
        Drawn as a dashed line, with `target_label`.
    target_label : str
        What the line means.

    Returns
    -------
    Svg
        A string that templates do not escape again.

    Raises
    ------
    InputError
        If there is no point, the series differ in their labels, a value is not finite, an interval does not
        enclose its value, or there are more than four series.

    Notes
    -----
    A missing value breaks the line; a thin dashed stroke joins its neighbours, so that a gap is seen as a gap.
    The vertical axis begins at zero only if the values come near it: a line, unlike a bar, is read by its slope.

    Examples
    --------
    >>> points = [Point("2020", 10.6), Point("2021", None), Point("2022", 12.9)]
    >>> svg = line_chart([Series("全国", points)], title="比例", description="从 10.6% 到 12.9%。", unit="%")
    >>> 'class="kc-gap"' in svg
    True
    """
    points = [point for each in series for point in each.points]
    _check(points, [target])
    labels = [point.label for point in series[0].points]
    if len(series) > _lines.MOST_SERIES or any([p.label for p in each.points] != labels for each in series):
        raise InputError(
            DocumentCode.CHART_BAD_VALUE,
            f"A line chart takes up to {_lines.MOST_SERIES} series with the same labels; {len(series)} were given.",
            label=title,
        )
    parts, height = _lines.draw(
        [(each.label, each.points) for each in series], labels, unit=unit, digits=digits, target=(target, target_label)
    )
    return _svg.document(height=height, title=title, description=description, parts=parts)


def progress_chart(
    rows: Sequence[Part],
    *,
    title: str,
    description: str,
    digits: int = 0,
    unit: str = "",
) -> Svg:
    r"""Draw for each row how much of its total is done, and where the schedule wants it to be.

    Parameters
    ----------
    rows : sequence of Part
        In the order in which they are shown.
    title, description : str
        The name of the image and the sentence that a screen reader reads.
    digits : int
        Decimals of the numbers.
    unit : str
        Written after the total.

    Returns
    -------
    Svg
        A string that templates do not escape again.

    Raises
    ------
    InputError
        If there is no row, a number is not finite or negative, or a total is zero.

    Examples
    --------
    >>> "3 / 4" in progress_chart([Part("甲", 3, 4)], title="进度", description="甲完成四分之三。")
    True
    """
    if not rows:
        raise InputError(DocumentCode.CHART_EMPTY, "A chart needs at least one row; none was given.")
    for row in rows:
        if not all(math.isfinite(v) and v >= 0 for v in (row.done, row.of, row.expected or 0.0)) or row.of == 0:
            raise InputError(
                DocumentCode.CHART_BAD_VALUE,
                f"{row.label}: done, of and expected must be finite and not negative, of above zero.",
                label=row.label,
            )
    edge = min(max(_svg.span_of(row.label) for row in rows) + 12, _MOST_LABEL)
    width = _svg.WIDTH - edge - _RIGHT - 24
    parts: list[str] = []
    for index, row in enumerate(rows):
        top = _TOP + _ROW * index
        said = f"{_svg.readable(row.done, digits)} / {_svg.readable(row.of, digits)}{unit}"
        tone = f" kc-bar--{row.tone}" if row.tone else ""
        parts.append(_svg.text(edge - 10, top + 21, _svg.shortened(row.label, edge - 12), css="end"))
        parts.append(_svg.rect(edge, top + 9, width, 16, "kc-track"))
        parts.append(
            _svg.rect(
                edge, top + 9, width * min(row.done / row.of, 1.0), 16, "kc-bar" + tone, hint=f"{row.label}：{said}"
            )
        )
        if row.expected is not None:
            x = edge + width * min(row.expected / row.of, 1.0)
            parts.append(_svg.line(x, top + 5, x, top + 29, "kc-expected"))
        parts.append(_svg.text(edge + width + 10, top + 21, said))
    return _svg.document(height=_TOP * 2 + _ROW * len(rows), title=title, description=description, parts=parts)


def _bar(bar: Bar, top: float, across: _svg.Across, *, edge: float, said: str) -> list[str]:
    parts = [_svg.text(edge - 10, top + 21, _svg.shortened(bar.label, edge - 12), css="end")]
    if bar.value is None:
        return [*parts, _svg.text(edge + 6, top + 21, said, css="soft")]
    zero, end = across(0.0), across(bar.value)
    tone = f" kc-bar--{bar.tone}" if bar.tone else ""
    parts.append(_svg.rect(min(zero, end), top + 7, abs(end - zero), 20, "kc-bar" + tone, hint=f"{bar.label}：{said}"))
    far = end
    if bar.low is not None and bar.high is not None:
        middle, low, far = top + 17, across(bar.low), across(bar.high)
        parts.append(_svg.line(low, middle, far, middle, "kc-interval"))
        parts += [_svg.line(x, middle - 5, x, middle + 5, "kc-interval") for x in (low, far)]
    parts.append(_svg.text(max(far, end, zero) + 7, top + 21, said))
    return parts


def _said(bar: Bar, digits: int, unit: str, missing: str) -> str:
    return missing if bar.value is None else _svg.readable(bar.value, digits, unit)


def _check(points: Sequence[Point], others: Sequence[float | None]) -> None:
    """Refuse what would draw a wrong picture."""
    if not points:
        raise InputError(DocumentCode.CHART_EMPTY, "A chart needs at least one value; none was given.")
    for point in points:
        given = [v for v in (point.value, point.low, point.high) if v is not None]
        whole = (point.low is None) == (point.high is None) and not (point.low is not None and point.value is None)
        ordered = len(given) < 3 or point.low <= point.value <= point.high  # type: ignore[operator]  # noqa: PLR2004
        if not (whole and ordered and all(math.isfinite(v) for v in given)):
            raise InputError(
                DocumentCode.CHART_BAD_VALUE,
                f"{point.label}: the value {point.value} must be finite and inside [{point.low}, {point.high}].",
                label=point.label,
            )
    if any(v is not None and not math.isfinite(v) for v in others):
        raise InputError(DocumentCode.CHART_BAD_VALUE, "The target must be finite.", label="target")
