"""What stands on a page, in display coordinates: x to the right, y down, both in points."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from kepu.core.plans.source import is_wide


@dataclass(slots=True)
class Glyph:
    """A printed character: where it begins and ends on its base line, and its size."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    at: int = 0  # the number of the character in the file

    @property
    def middle(self) -> float:
        """The middle of the character across the line."""
        return (self.x0 + self.x1) / 2

    @property
    def top(self) -> float:
        """About where the character begins above its base line."""
        return self.y - 0.86 * self.size

    @property
    def bottom(self) -> float:
        """About where the character ends below its base line."""
        return self.y + 0.14 * self.size


@dataclass(slots=True)
class Rule:
    """A drawn line: at one coordinate, from one place to another on the other axis."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Page:
    """The characters and drawn lines of a page."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    across: list[Rule] = field(default_factory=list)  # horizontal, at y
    down: list[Rule] = field(default_factory=list)  # vertical, at x
    pictured: float = 0.0  # share of the page that pictures cover
    drawn: int = 0  # paths, drawings included
    unknown: int = 0  # characters without a Unicode value
    recognised: int = 0  # characters printed invisibly, as text recognition does over a picture


@dataclass(slots=True)
class Line:
    """Characters on one base line, from left to right."""

    glyphs: list[Glyph]
    page: int = 0

    @property
    def x0(self) -> float:
        """Where the line begins."""
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        """Where the line ends."""
        return self.glyphs[-1].x1

    @property
    def y(self) -> float:
        """The base line."""
        return self.glyphs[len(self.glyphs) // 2].y

    @property
    def size(self) -> float:
        """The size of most of its characters."""
        sizes = sorted(glyph.size for glyph in self.glyphs)
        return sizes[len(sizes) // 2]

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.y - 0.86 * self.size

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + 0.14 * self.size

    @property
    def text(self) -> str:
        """The words; a space where a gap parts Latin words, or wide characters by nearly their width."""
        parts = [self.glyphs[0].text]
        stretched = self._stretch()
        for before, glyph in pairwise(self.glyphs):
            wide = is_wide(before.text[-1]) or is_wide(glyph.text[0])
            least = max(0.9 * max(before.size, glyph.size), stretched) if wide else 0.2 * max(before.size, glyph.size)
            if glyph.x0 - before.x1 > least:
                parts.append(" ")
            parts.append(glyph.text)
        return "".join(parts)

    def _stretch(self) -> float:
        """Give the gap that wide characters have where a line is stretched to its width."""
        gaps = sorted(
            glyph.x0 - before.x1
            for before, glyph in pairwise(self.glyphs)
            if is_wide(before.text[-1]) and is_wide(glyph.text[0])
        )
        return 1.5 * gaps[len(gaps) // 2] if gaps else 0.0
