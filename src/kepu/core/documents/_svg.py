"""Small pieces of SVG: escaped text, rounded coordinates, classes instead of styles."""

from __future__ import annotations

import hashlib
import math
import unicodedata
from html import escape
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    Across: TypeAlias = Callable[[float], float]

WIDTH = 600
FONT = 13


class Svg(str):
    """An SVG document; templates that escape text take it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return itself: every text inside was escaped when it was drawn."""
        return str(self)


def document(*, height: float, title: str, description: str, parts: list[str]) -> Svg:
    """Wrap parts into an image with a name and a description."""
    body = "".join(parts)
    # Ids must differ between charts of one page and stay the same between two drawings of one chart.
    key = "c" + hashlib.sha256(f"{title}\0{description}\0{body}".encode()).hexdigest()[:10]
    return Svg(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="k-chart__svg" viewBox="0 0 {WIDTH} {number(height)}" '
        f'role="img" aria-labelledby="{key}-t {key}-d">'
        f'<title id="{key}-t">{escape(title)}</title><desc id="{key}-d">{escape(description)}</desc>{body}</svg>'
    )


def number(value: float) -> str:
    """Write a coordinate with at most one decimal."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def text(x: float, y: float, words: str, *, css: str = "") -> str:
    """Write text; `css` adds modifiers of ``kc-text``."""
    classes = " ".join(["kc-text", *(f"kc-text--{name}" for name in css.split())])
    return f'<text class="{classes}" x="{number(x)}" y="{number(y)}">{escape(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> str:
    """Draw a line."""
    return f'<line class="{css}" x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"/>'


def rect(x: float, y: float, width: float, height: float, css: str, *, hint: str = "") -> str:
    """Draw a bar with rounded corners; the hint is what a pointer reads."""
    inside = f"<title>{escape(hint)}</title>" if hint else ""
    return (
        f'<rect class="{css}" x="{number(x)}" y="{number(y)}" width="{number(max(width, 0))}" '
        f'height="{number(height)}" rx="2">{inside}</rect>'
    )


def span_of(words: str, size: float = FONT) -> float:
    """Estimate the width of text: a Chinese character is as wide as high, others about 0.56 of it."""
    return sum(size if unicodedata.east_asian_width(c) in "WF" else size * 0.56 for c in words)


def shortened(words: str, room: float, size: float = FONT) -> str:
    """Cut text that does not fit and say so with an ellipsis."""
    if span_of(words, size) <= room:
        return words
    kept = ""
    for character in words:
        if span_of(kept + character + "…", size) > room:
            break
        kept += character
    return kept + "…"


def ticks(low: float, high: float, n: int = 5) -> list[float]:
    """Choose round numbers that enclose [low, high]."""
    if high <= low:
        high = low + 1.0
    raw = (high - low) / n
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= raw * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(index * step, 10) for index in range(first, last + 1)]


def readable(value: float, digits: int, unit: str = "") -> str:
    """Write a value for people: thousands apart, fixed decimals, its unit."""
    return f"{value:,.{digits}f}{unit}"


def short_readable(value: float, unit: str = "") -> str:
    """Write a tick without decimals that say nothing."""
    return f"{value:,.6f}".rstrip("0").rstrip(".") + unit
