"""Opening a PDF with pdfium, within limits, and taking its pages out."""

from __future__ import annotations

import re
import threading
import zlib
from contextlib import closing
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from kepu.core.errors import InputError
from kepu.core.plans.codes import PlanCode
from kepu.core.plans.reading.pdf.boxfont import use_box_font
from kepu.core.plans.reading.pdf.glyphs import (
    Frame,
    direction,
    once,
    raw_characters,
    recognised,
    settle_unknown,
    upright,
    without_watermarks,
)
from kepu.core.plans.reading.pdf.page import Page
from kepu.core.plans.reading.pdf.rules import add_rules

MAX_PAGES = 300
MAX_GLYPHS = 1_000_000
MAX_CONTENT = 16_000_000  # bytes of one stream of drawing commands, unpacked
MAX_STREAM = 128_000_000  # bytes of a font, unpacked
MAX_TOTAL = 400_000_000
_STREAM = re.compile(rb"stream\r?\n")
_HEAD = 1024  # bytes before a stream in which its dictionary stands
_CHUNK = 1 << 20
_ONE_AT_A_TIME = threading.Lock()  # pdfium is not made for threads


def open_pages(data: bytes, name: str) -> list[Page]:
    """Take the pages out of a PDF.

    Parameters
    ----------
    data : bytes
        The document.
    name : str
        The file name, for messages.

    Returns
    -------
    list of Page
        All pages, in order; one that pdfium cannot open is blank.

    Raises
    ------
    InputError
        ``plans.broken_document``, ``plans.password_protected``, ``plans.too_many_pages`` or ``plans.too_large``.
    """
    _check_streams(data, name)
    with _ONE_AT_A_TIME:
        use_box_font()
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise _refusal(error, name) from error
        with closing(document):
            return _pages(document, name)


def _pages(document: Any, name: str) -> list[Page]:
    count = len(document)
    if not count:
        raise _broken(name, "it has no pages")
    if count > MAX_PAGES:
        raise InputError(
            PlanCode.TOO_MANY_PAGES,
            f"The document has {count} pages; at most {MAX_PAGES} are read.",
            name=name,
            size=count,
            limit=MAX_PAGES,
        )
    pages: list[Page] = []
    size = 0
    unopened = 0
    for number in range(count):
        try:
            with closing(document[number]) as handle:
                page = _page(handle, number + 1, name)
        except pypdfium2.PdfiumError:  # the others can be read
            page = Page(number + 1, 0.0, 0.0)
            unopened += 1
        pages.append(page)
        size += len(page.glyphs)
        if size > MAX_GLYPHS:
            raise _too_large(name, size, MAX_GLYPHS, "characters")
    if unopened == count:
        raise _broken(name, "none of its pages can be opened")
    return pages


def _page(handle: Any, number: int, name: str) -> Page:
    with closing(handle.get_textpage()) as text_page:
        if text_page.count_chars() > MAX_GLYPHS:
            raise _too_large(name, text_page.count_chars(), MAX_GLYPHS, "characters")
        box = tuple(handle.get_bbox())
        raw = raw_characters(text_page.raw)
        along = direction(raw)
        frame = Frame.of(along, box)
        width, height = box[2] - box[0], box[3] - box[1]
        if abs(along[1]) > abs(along[0]):
            width, height = height, width
        glyphs = without_watermarks(text_page.raw, once(upright(raw, frame)))
        unknown = settle_unknown(glyphs)
        page = Page(number, width, height, glyphs, unknown=unknown, recognised=recognised(text_page.raw, glyphs))
        if not add_rules(handle.raw, page, frame):
            raise _too_large(name, pdfium.FPDFPage_CountObjects(handle.raw), page.drawn, "objects on a page")
        return page


def _check_streams(data: bytes, name: str) -> None:
    """Refuse a document whose packed streams grow to more than a document has; pictures stay packed."""
    total = 0
    for match in _STREAM.finditer(data):
        head = data[max(0, match.start() - _HEAD) : match.start()]
        head = head[head.rfind(b" obj") :]
        if b"FlateDecode" not in head and b"/Fl" not in head:
            continue
        if re.search(rb"/Subtype\s*/Image", head):
            continue
        limit = MAX_STREAM if b"/Length1" in head or b"/Subtype" in head else MAX_CONTENT
        size = _unpacked(data, match.end(), limit)
        total += size
        if size > limit or total > MAX_TOTAL:
            raise InputError(
                PlanCode.ZIP_BOMB,
                f"The document unpacks to more than a document can be ({max(size, total)} bytes were seen).",
                name=name,
                size=max(size, total),
                limit=limit,
            )


def _unpacked(data: bytes, start: int, limit: int) -> int:
    """Count the bytes that a packed stream grows to, up to a limit."""
    unpacker = zlib.decompressobj()
    size = 0
    view = memoryview(data)
    try:
        for at in range(start, len(data), _CHUNK):
            chunk: bytes | memoryview = view[at : at + _CHUNK]
            while len(chunk) and not unpacker.eof and size <= limit:
                size += len(unpacker.decompress(chunk, _CHUNK))
                chunk = unpacker.unconsumed_tail
            if unpacker.eof or size > limit:
                break
    except zlib.error:  # encrypted, or broken: pdfium judges
        return size
    return size


def _refusal(error: pypdfium2.PdfiumError, name: str) -> InputError:
    if getattr(error, "err_code", None) in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
        return InputError(
            PlanCode.PASSWORD_PROTECTED, "The document is protected by a password; save it without one.", name=name
        )
    return _broken(name, "its pages cannot be found")


def _broken(name: str, reason: str) -> InputError:
    return InputError(
        PlanCode.BROKEN_DOCUMENT,
        f"The document is broken: {reason}. Export it again as PDF, or use the Word file.",
        name=name,
    )


def _too_large(name: str, size: int, limit: int, what: str) -> InputError:
    return InputError(
        PlanCode.TOO_LARGE,
        f"The document has {size} {what}; at most {limit} are read.",
        name=name,
        size=size,
        limit=limit,
    )
