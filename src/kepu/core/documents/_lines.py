"""How a line chart is drawn."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from kepu.core.documents import _svg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.documents._svg import Across
    from kepu.core.documents.charts import Point

MOST_SERIES = 4
_TOP, _HEIGHT, _LEFT, _RIGHT = 14, 240, 58, 24
_LABEL_ROOM = 8.0


def draw(
    series: Sequence[tuple[str, Sequence[Point]]],
    labels: Sequence[str],
    *,
    unit: str,
    digits: int,
    target: tuple[float | None, str],
) -> tuple[list[str], float]:
    """Draw everything; give the parts and the height."""
    level, level_label = target
    values = [v for _, points in series for p in points for v in (p.value, p.low, p.high) if v is not None]
    scale = _scale([*values, *([] if level is None else [level])])
    width = _svg.WIDTH - _LEFT - _RIGHT
    step = width / max(len(labels) - 1, 1)

    def across(index: float) -> float:
        return _LEFT + (step * index if len(labels) > 1 else width / 2)

    def up(value: float) -> float:
        return _TOP + _HEIGHT * (1 - (value - scale[0]) / (scale[-1] - scale[0]))

    parts = [_svg.line(_LEFT, up(v), _svg.WIDTH - _RIGHT, up(v), "kc-axis" if v == 0 else "kc-grid") for v in scale]
    parts += [_svg.text(_LEFT - 8, up(v) + 4, _svg.short_readable(v, unit), css="soft end") for v in scale]
    parts += _labels(labels, across, step)
    if level is not None:
        parts.append(_svg.line(_LEFT, up(level), _svg.WIDTH - _RIGHT, up(level), "kc-target"))
        parts.append(_svg.text(_LEFT + 4, up(level) - 6, level_label, css="soft"))
    for index, (label, points) in enumerate(series):
        drawn = [*_bands(points, across, up), *_strokes(points, across, up)]
        drawn += _dots(points, across, up, said=(label, unit, digits))
        parts.append(f'<g class="kc-s{index}">{"".join(drawn)}</g>')
    height = _TOP + _HEIGHT + 26
    if len(series) > 1:
        parts += _legend([label for label, _ in series], height + 10)
        height += 26
    return parts, height


def _scale(values: Sequence[float]) -> list[float]:
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    # A flat line far from zero keeps some air; values near zero bring the axis with them.
    if low >= 0 and low < (high - low) * 1.5:
        low = 0.0
    elif low == high:
        low, high = low - abs(low) * 0.1, high + abs(high) * 0.1
    return _svg.ticks(low, high)


def _labels(labels: Sequence[str], across: Across, step: float) -> list[str]:
    """Write as many labels as fit, counted back from the newest."""
    room = max(_svg.span_of(label, 12) for label in labels) + _LABEL_ROOM
    every = max(1, -int(-room // step)) if len(labels) > 1 else 1
    last = len(labels) - 1
    return [
        _svg.text(across(index), _TOP + _HEIGHT + 18, label, css="soft middle")
        for index, label in enumerate(labels)
        if (last - index) % every == 0
    ]


def _runs(points: Sequence[Point]) -> list[list[tuple[int, Point]]]:
    """Stretches of points that have a value."""
    runs: list[list[tuple[int, Point]]] = [[]]
    for index, point in enumerate(points):
        if point.value is None:
            runs.append([])
        else:
            runs[-1].append((index, point))
    return [run for run in runs if run]


def _bands(points: Sequence[Point], across: Across, up: Across) -> list[str]:
    bands = []
    for run in _runs(points):
        known = [(i, p.low, p.high) for i, p in run if p.low is not None and p.high is not None]
        if len(known) == len(run) > 1:
            corners = [(across(i), up(high)) for i, _, high in known]
            corners += [(across(i), up(low)) for i, low, _ in reversed(known)]
            bands.append(f'<polygon class="kc-band" points="{_path(corners)}"/>')
        else:
            # A single estimate, or some without interval: strokes claim nothing between them.
            bands += [_svg.line(across(i), up(low), across(i), up(high), "kc-interval") for i, low, high in known]
    return bands


def _strokes(points: Sequence[Point], across: Across, up: Across) -> list[str]:
    runs = _runs(points)
    strokes = [
        _svg.line(across(a[-1][0]), up(a[-1][1].value or 0.0), across(b[0][0]), up(b[0][1].value or 0.0), "kc-gap")
        for a, b in pairwise(runs)
    ]
    for run in runs:
        corners = [(across(index), up(point.value or 0.0)) for index, point in run]
        strokes.append(f'<polyline class="kc-line" points="{_path(corners)}"/>')
    return strokes


def _dots(points: Sequence[Point], across: Across, up: Across, *, said: tuple[str, str, int]) -> list[str]:
    name, unit, digits = said
    return [
        f'<circle class="kc-dot" cx="{_svg.number(across(index))}" cy="{_svg.number(up(point.value))}" r="4">'
        f"<title>{escape(f'{name} {point.label}：{_svg.readable(point.value, digits, unit)}')}</title></circle>"
        for index, point in enumerate(points)
        if point.value is not None
    ]


def _legend(names: Sequence[str], top: float) -> list[str]:
    parts, x = [], float(_LEFT)
    for index, name in enumerate(names):
        stroke = f'<polyline class="kc-line" points="{_path([(x, top), (x + 28, top)])}"/>'
        parts.append(f'<g class="kc-s{index}">{stroke}</g>{_svg.text(x + 34, top + 4, name)}')
        x += 34 + _svg.span_of(name) + 24
    return parts


def _path(corners: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{_svg.number(x)},{_svg.number(y)}" for x, y in corners)
