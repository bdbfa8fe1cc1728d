"""Charts of the report, drawn for a telephone: 360 units wide, text of 11, everything also said in words and tables."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

WIDTH = 360.0
LEFT, RIGHT = 38.0, 10.0
# Abilities that curves are drawn over.
RANGE = (-4.0, 4.0)
THETAS = np.linspace(*RANGE, 81)
# Marks of series that can be told apart without colour.
DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 4", "10 4")


@dataclass(frozen=True)
class Line:
    """A curve; NaN breaks it."""

    label: str
    x: Floats
    y: Floats
    dots: bool = False
    strong: bool = False


def wright_map(theta: Floats, weights: Floats, items: Sequence[str], difficulty: Floats, *, cut: float) -> str:
    """People on the left and items on the right of one scale of ability.

    Parameters
    ----------
    theta, weights : ndarray of float64, shape (n,)
        Finite abilities and weights of respondents.
    items : sequence of str
        Names.
    difficulty : ndarray of float64, shape (n_items,)
        Where each item stands.
    cut : float
        Drawn as a dashed line.

    Returns
    -------
    str
        An SVG.
    """
    low = float(np.floor(min(theta.min(), difficulty.min(), cut) * 2) / 2)
    high = float(np.ceil(max(theta.max(), difficulty.max(), cut) * 2) / 2)
    low, high = max(low, -6.0), min(max(high, low + 1), 6.0)
    step = 0.25 if high - low <= 8 else 0.5  # noqa: PLR2004  at most 32 rows
    edges = np.arange(low, high + step / 2, step)
    row, middle = 17.0, 128.0
    height = row * (len(edges) - 1)
    top = 20.0
    share = np.histogram(np.clip(theta, low, high - 1e-9), edges, weights=weights)[0]
    share = share / max(float(share.sum()), 1e-12)
    at = np.clip(np.digitize(np.clip(difficulty, low, high - 1e-9), edges) - 1, 0, len(edges) - 2)
    parts = [_text(middle - 8, 12, "受测者", anchor="end"), _text(middle + 34, 12, "题目")]
    for place in range(len(edges) - 1):
        y = top + height - row * (place + 1)
        length = share[place] / max(float(share.max()), 1e-12) * (middle - 14)
        parts.append(_bar(middle - length, y + 2, length, row - 4, f"{edges[place]:.2f}：{share[place]:.1%}"))
        here = [items[item] for item in np.flatnonzero(at == place).tolist()]
        parts.append(_text(middle + 34, y + row - 5, _fitting(here, WIDTH - middle - 40)))
    for tick in np.arange(np.ceil(low), high + 1e-9):
        y = top + height - (tick - low) / step * row
        parts.append(f'<line class="grid" x1="{middle}" y1="{y:.1f}" x2="{middle + 6}" y2="{y:.1f}"/>')
        parts.append(_text(middle + 8, y + 4, _tick(tick, low), soft=True))
    y = top + height - (min(max(cut, low), high) - low) / step * row
    parts.append(f'<line class="cut" x1="4" y1="{y:.1f}" x2="{WIDTH - 4}" y2="{y:.1f}"/>')
    parts.append(f'<line class="axis" x1="{middle}" y1="{top}" x2="{middle}" y2="{top + height}"/>')
    words = f"能力从 {low:g} 到 {high:g}；{len(items)} 道题的难度和 {len(theta)} 人的能力在同一把尺子上，虚线是分界 {cut:g}。"
    return _svg("怀特图", words, top + height + 8, parts)


def line_plot(
    lines: Sequence[Line],
    *,
    title: str,
    description: str,
    x_range: tuple[float, float],
    y_max: float,
    cut: float | None = None,
    percent: bool = False,
) -> str:
    """Curves over ability.

    Parameters
    ----------
    lines : sequence of Line
        Told apart by dashes and by the words of the legend.
    title, description : str
        The name of the image and what it shows.
    x_range : tuple of float
        From and to.
    y_max : float
        Top of the vertical axis, which begins at 0.
    cut : float, optional
        A dashed vertical line.
    percent : bool
        Whether the vertical axis is a share.

    Returns
    -------
    str
        An SVG.
    """
    top, body = 8.0, 150.0
    low, high = x_range

    def across(value: float) -> float:
        return LEFT + (value - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    def down(value: float) -> float:
        return top + body * (1 - min(value, y_max) / y_max)

    parts = []
    for level in np.linspace(0, y_max, 5):
        parts.append(
            f'<line class="grid" x1="{LEFT}" y1="{down(level):.1f}" x2="{WIDTH - RIGHT}" y2="{down(level):.1f}"/>'
        )
        parts.append(
            _text(LEFT - 4, down(level) + 4, f"{level:.0%}" if percent else f"{level:.3g}", anchor="end", soft=True)
        )
    ticks = np.arange(np.ceil(low), high + 1e-9, 1 if high - low <= 8 else 2)  # noqa: PLR2004  room for labels
    parts += [_text(across(x), top + body + 14, _tick(x, low), anchor="middle", soft=True) for x in ticks.tolist()]
    if cut is not None and low <= cut <= high:
        parts.append(f'<line class="cut" x1="{across(cut):.1f}" y1="{top}" x2="{across(cut):.1f}" y2="{top + body}"/>')
    for place, line in enumerate(lines):
        points = [(across(float(x)), down(float(y))) for x, y in zip(line.x, line.y, strict=True) if y == y]  # noqa: PLR0124
        parts += _drawn(line, place, points)
    legend, height = _legend(lines, top + body + 30)
    return _svg(title, description, height, parts + legend)


def _tick(value: float, low: float) -> str:
    """Abilities carry a sign; the numbers of groups, which begin at 1, do not."""
    return f"{value:.0f}" if low > 0 or round(value) == 0 else f"{value:+.0f}"


def _drawn(line: Line, place: int, points: list[tuple[float, float]]) -> list[str]:
    colour = f"s{place % 6}" + (" strong" if line.strong else "")
    if line.dots:
        return [f'<circle class="dot {colour}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dash = f' stroke-dasharray="{DASHES[place % 6]}"' if DASHES[place % 6] else ""
    return [f'<polyline class="line {colour}" points="{path}"{dash}/>']


def _legend(lines: Sequence[Line], y: float) -> tuple[list[str], float]:
    parts, x = [], LEFT
    for place, line in enumerate(lines):
        width = 30 + 11.5 * len(line.label) * (1 if not line.label.isascii() else 0.6) + 12
        if x + width > WIDTH and x > LEFT:
            x, y = LEFT, y + 16
        sample = [(x, y - 4), (x + 22, y - 4)] if not line.dots else [(x + 11, y - 4)]
        parts += _drawn(line, place, sample)
        parts.append(_text(x + 27, y, line.label))
        x += width
    return parts, y + 8


def _svg(title: str, description: str, height: float, parts: Sequence[str]) -> str:
    label = escape(f"{title}。{description}", quote=True)
    return f'<svg viewBox="0 0 {WIDTH:g} {height:.0f}" role="img" aria-label="{label}">{"".join(parts)}</svg>'


def _text(x: float, y: float, words: str, *, anchor: str = "start", soft: bool = False) -> str:
    css = "t soft" if soft else "t"
    return f'<text class="{css}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _bar(x: float, y: float, width: float, height: float, hint: str) -> str:
    return (
        f'<rect class="bar" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}">'
        f"<title>{escape(hint)}</title></rect>"
    )


def _fitting(names: Sequence[str], room: float) -> str:
    """As many names as fit, and how many more there are."""
    shown = ""
    for place, name in enumerate(names):
        longer = f"{shown} {name}".strip()
        rest = len(names) - place - 1
        tail = f" +{rest}" if rest else ""
        if sum(11 if not each.isascii() else 6.2 for each in longer + tail) > room:
            return f"{shown} +{len(names) - place}".strip()
        shown = longer
    return shown
