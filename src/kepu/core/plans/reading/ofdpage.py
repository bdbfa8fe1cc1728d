"""Objects of an OFD page: characters with their places, drawn lines, pictures."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from kepu.core.plans.reading.ooxml import attribute, local
from kepu.core.plans.reading.pdf.page import Glyph, Page, Rule
from kepu.core.plans.source import is_wide

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

Box = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]

POINTS = 72 / 25.4  # of a millimetre
MAX_OBJECTS = 200_000  # of a page; a drawing, not a plan
MAX_RUN = 100_000  # characters of one object
_MAX_SEGMENTS = 400
_MAX_DEPTH = 12
_THICK = 1.4  # millimetres: a filled bar thinner than this is a line
_SKEW = 0.35
_SHORTEST = 0.7
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_TIGHT = 1.15  # of a size: characters nearer than this stand side by side
_SLANT = 0.05
_FAR = 1e5  # millimetres; nothing is printed there
_GROUPS = {"Content", "Layer", "PageBlock"}
_WORDS_PER_COMMAND = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


def numbers(words: str) -> list[float]:
    """Read numbers parted by spaces; what is none is left out.

    Examples
    --------
    >>> numbers("0 0 210.5 x 297")
    [0.0, 0.0, 210.5, 297.0]
    """
    found = []
    for word in words.split():
        try:
            value = float(word)
        except ValueError:
            continue
        if math.isfinite(value) and abs(value) < _FAR:
            found.append(value)
    return found


def steps(words: str, count: int) -> list[float]:
    """Read the distances from character to character, of which ``g n d`` stands for n times d.

    Examples
    --------
    >>> steps("3.5 g 3 4", 5)
    [3.5, 4.0, 4.0, 4.0]
    """
    parts = words.split()
    found: list[float] = []
    at = 0
    while at < len(parts) and len(found) < count:
        if parts[at] == "g" and at + 2 < len(parts):
            times = numbers(parts[at + 1])
            found += numbers(parts[at + 2]) * max(0, min(int(times[0]) if times else 0, count - len(found)))
            at += 3
        else:
            found += numbers(parts[at])
            at += 1
    return found[:count]


def matrix_of(words: str | None) -> Matrix:
    """Read a matrix; anything else changes nothing."""
    found = numbers(words or "")
    return (found[0], found[1], found[2], found[3], found[4], found[5]) if len(found) == 6 else _IDENTITY  # noqa: PLR2004


@dataclass(slots=True)
class _Place:
    """From the coordinates of an object to those of the page, in millimetres."""

    matrix: Matrix
    left: float
    top: float

    def of(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.matrix
        return a * x + c * y + e + self.left, b * x + d * y + f + self.top

    @property
    def scale(self) -> float:
        return math.hypot(self.matrix[2], self.matrix[3])

    @property
    def is_slanted(self) -> bool:
        """Tell a direction that only watermarks and stamps have."""
        a, b = abs(self.matrix[0]), abs(self.matrix[1])
        return min(a, b) > _SLANT * max(a, b)

    @property
    def is_turned(self) -> bool:
        return abs(self.matrix[1]) > abs(self.matrix[0])


@dataclass(slots=True)
class Canvas:
    """Collects what the objects of a page print.

    Parameters
    ----------
    page : Page
        Where it is kept, in points.
    origin : (float, float)
        The upper left corner of the page, in millimetres.
    """

    page: Page
    origin: tuple[float, float]
    objects: int = 0
    with_words: bool = True
    area: float = field(default=0.0)

    def draw(self, element: etree._Element | None, *, with_words: bool = True) -> None:
        """Take the objects of an element, in its order.

        Parameters
        ----------
        element : element or None
            The content of a page or of a template.
        with_words : bool
            Whether its text is kept too, or only its lines.
        """
        self.with_words = with_words
        if element is not None:
            for each in self._objects(element, 0):
                self._object(each)

    def finish(self) -> None:
        """Say how much of the page its pictures cover."""
        whole = self.page.width * self.page.height
        self.page.pictured = min(1.0, self.area / whole) if whole else 0.0
        for number, glyph in enumerate(self.page.glyphs):
            glyph.at = number

    def _objects(self, element: etree._Element, depth: int) -> Iterator[etree._Element]:
        for each in element:
            if attribute(each, "Visible") in {"false", "0"}:
                continue
            if local(each) in _GROUPS:
                if depth < _MAX_DEPTH:
                    yield from self._objects(each, depth + 1)
            elif self.objects < MAX_OBJECTS:
                self.objects += 1
                yield each

    def _object(self, element: etree._Element) -> None:
        name = local(element)
        if name not in {"TextObject", "PathObject", "ImageObject"}:
            return
        boundary = numbers(attribute(element, "Boundary") or "") or [0.0, 0.0, 0.0, 0.0]
        left, top = [*boundary, 0.0, 0.0][:2]
        place = _Place(matrix_of(attribute(element, "CTM")), left - self.origin[0], top - self.origin[1])
        if name == "TextObject":
            if self.with_words and not place.is_slanted:
                before = len(self.page.glyphs)
                self._words(element, place)
                if attribute(element, "Alpha") == "0":  # text recognition prints invisibly over its picture
                    self.page.recognised += len(self.page.glyphs) - before
        elif name == "PathObject":
            self._path(element, place)
        elif len(boundary) == 4:  # noqa: PLR2004  x, y, width, height
            self.area += abs(boundary[2] * boundary[3]) * POINTS * POINTS

    def _words(self, element: etree._Element, place: _Place) -> None:
        size = (numbers(attribute(element, "Size") or "") or [4.2])[0]
        stretch = (numbers(attribute(element, "HScale") or "") or [1.0])[0]
        x = y = 0.0
        for code in element:
            if local(code) != "TextCode":
                continue
            x = (numbers(attribute(code, "X") or "") or [x])[0]
            y = (numbers(attribute(code, "Y") or "") or [y])[0]
            text = (code.text or "")[:MAX_RUN]
            across = steps(attribute(code, "DeltaX") or "", len(text))
            down = steps(attribute(code, "DeltaY") or "", len(text))
            for number, character in enumerate(text):
                width = size * stretch * (1.0 if is_wide(character) else 0.5)
                step = across[number] if number < len(across) else 0.0 if down else width
                if character.strip():
                    self._glyph(character, (x, y, step if 0 < step <= _TIGHT * size else width, size), place)
                x += step
                y += down[number] if number < len(down) else 0.0

    def _glyph(self, character: str, at: Box, place: _Place) -> None:
        x, y, width, size = at
        left, line = place.of(x, y)
        right, _ = place.of(x + width, y)
        height = size * (place.scale or 1.0)
        if place.is_turned:  # along the margin; the words stay together, one above the other
            right = left + height
        self.page.glyphs.append(
            Glyph(character, min(left, right) * POINTS, max(left, right) * POINTS, line * POINTS, height * POINTS)
        )

    def _path(self, element: etree._Element, place: _Place) -> None:
        self.page.drawn += 1
        stroked, filled = (
            attribute(element, "Stroke") not in {"false", "0"},
            attribute(element, "Fill") in {"true", "1"},
        )
        data = next((each.text or "" for each in element if local(each) == "AbbreviatedData"), "")
        for points in outlines(data):
            placed = [place.of(x, y) for x, y in points]
            xs, ys = [x for x, _ in placed], [y for _, y in placed]
            if min(max(xs) - min(xs), max(ys) - min(ys)) <= _THICK:
                if stroked or filled:
                    self._line(min(xs), min(ys), max(xs), max(ys))
            elif stroked:
                for (x0, y0), (x1, y1) in pairwise(placed):
                    if min(abs(x1 - x0), abs(y1 - y0)) <= _SKEW:
                        self._line(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def _line(self, left: float, top: float, right: float, bottom: float) -> None:
        width, height = right - left, bottom - top
        if max(width, height) < _SHORTEST:
            return
        if width >= height:
            self.page.across.append(Rule((top + bottom) / 2 * POINTS, left * POINTS, right * POINTS))
        else:
            self.page.down.append(Rule((left + right) / 2 * POINTS, top * POINTS, bottom * POINTS))


def outlines(data: str) -> list[list[tuple[float, float]]]:
    """Give the corners of each part of a path; curves count as their ends.

    Parameters
    ----------
    data : str
        Commands with their numbers, such as ``M 0 0 L 10 0 L 10 5 C``.

    Returns
    -------
    list of list of (float, float)
        Parts of at least two corners; those of a drawing with very many are left out.

    Examples
    --------
    >>> outlines("M 0 0 L 10 0 L 10 5 C")
    [[(0.0, 0.0), (10.0, 0.0), (10.0, 5.0), (0.0, 0.0)]]
    """
    parts: list[list[tuple[float, float]]] = []
    words = data.split()
    at = 0
    while at < len(words) and len(words) <= _MAX_SEGMENTS * 8:
        command = words[at]
        count = _WORDS_PER_COMMAND.get(command)
        at += 1
        if count is None:
            continue
        values = numbers(" ".join(words[at : at + count]))
        at += count
        if len(values) != count:
            continue
        if command == "C":
            if parts and parts[-1]:
                parts[-1].append(parts[-1][0])
        elif command in {"S", "M"}:
            parts.append([(values[0], values[1])])
        elif parts:
            parts[-1].append((values[-2], values[-1]))
    return [part for part in parts if 1 < len(part) <= _MAX_SEGMENTS]
