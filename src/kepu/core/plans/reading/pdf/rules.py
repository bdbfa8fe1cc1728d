"""Drawn lines and pictures of a page, out of pdfium."""

from __future__ import annotations

import ctypes
import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium

from kepu.core.plans.reading.pdf.page import Page, Rule

if TYPE_CHECKING:
    from kepu.core.plans.reading.pdf.glyphs import Frame, Vector

Matrix = tuple[float, float, float, float, float, float]

MAX_OBJECTS = 200_000  # of a page; a drawing, not a plan
_MAX_SEGMENTS = 400  # of a path; longer ones are drawings
_MAX_DEPTH = 8
_THICK = 4.0  # points: a filled bar thinner than this is a line
_SHORTEST = 2.0
_SKEW = 1.0
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class _Collector:
    page: Page
    frame: Frame
    objects: int = 0
    area: float = field(default=0.0)

    def collect(self, holder: Any, count: int, get: Any, matrix: Matrix, depth: int) -> None:
        for number in range(count):
            self.objects += 1
            if self.objects > MAX_OBJECTS:
                return
            item = get(holder, number)
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self.page.drawn += 1
                self.path(item, _times(_matrix(item), matrix))
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self.picture(item, matrix)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
                inner = _times(_matrix(item), matrix)
                self.collect(
                    item, pdfium.FPDFFormObj_CountObjects(item), pdfium.FPDFFormObj_GetObject, inner, depth + 1
                )

    def picture(self, item: Any, matrix: Matrix) -> None:
        edges = [ctypes.c_float() for _ in range(4)]
        if not pdfium.FPDFPageObj_GetBounds(item, *edges):
            return
        left, bottom, right, top = (edge.value for edge in edges)
        corners = [self.frame.place(*_apply(matrix, x, y)) for x in (left, right) for y in (bottom, top)]
        xs = [min(max(x, 0.0), self.page.width) for x, _ in corners]
        ys = [min(max(y, 0.0), self.page.height) for _, y in corners]
        self.area += (max(xs) - min(xs)) * (max(ys) - min(ys))

    def path(self, item: Any, matrix: Matrix) -> None:
        count = pdfium.FPDFPath_CountSegments(item)
        if not 1 < count <= _MAX_SEGMENTS:
            return
        mode, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(item, mode, stroke)
        if not (mode.value or stroke.value):
            return
        for points in self.outlines(item, count, matrix):
            xs, ys = [x for x, _ in points], [y for _, y in points]
            width, height = max(xs) - min(xs), max(ys) - min(ys)
            if min(width, height) <= _THICK:
                self.line(min(xs), min(ys), max(xs), max(ys))
            elif stroke.value:
                for (x0, y0), (x1, y1) in itertools.pairwise(points):
                    if min(abs(x1 - x0), abs(y1 - y0)) <= _SKEW:
                        self.line(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def outlines(self, item: Any, count: int, matrix: Matrix) -> list[list[Vector]]:
        """Give the corners of each part of a path; curves count as their ends."""
        x, y = ctypes.c_float(), ctypes.c_float()
        found: list[list[Vector]] = []
        for number in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(item, number)
            if not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
                continue
            point = self.frame.place(*_apply(matrix, x.value, y.value))
            if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO or not found:
                found.append([])
            found[-1].append(point)
            if pdfium.FPDFPathSegment_GetClose(segment):
                found[-1].append(found[-1][0])
        return found

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if max(x1 - x0, y1 - y0) < _SHORTEST:
            return
        if x1 - x0 >= y1 - y0:
            self.page.across.append(Rule((y0 + y1) / 2, x0, x1))
        else:
            self.page.down.append(Rule((x0 + x1) / 2, y0, y1))


def add_rules(page_handle: Any, page: Page, frame: Frame) -> bool:
    """Add the drawn lines of a page, and the share of it that pictures cover.

    Parameters
    ----------
    page_handle : FPDF_PAGE
        The page of pdfium.
    page : Page
        Where they are added.
    frame : Frame
        Turns page space into display space.

    Returns
    -------
    bool
        False when there are more objects on the page than a document has.
    """
    collector = _Collector(page, frame)
    count = pdfium.FPDFPage_CountObjects(page_handle)
    collector.collect(page_handle, count, pdfium.FPDFPage_GetObject, _IDENTITY, 0)
    page.pictured = min(1.0, collector.area / max(1.0, page.width * page.height))
    return collector.objects <= MAX_OBJECTS


def _matrix(item: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: Matrix, second: Matrix) -> Matrix:
    """Apply one matrix, then the other."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _apply(matrix: Matrix, x: float, y: float) -> Vector:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
