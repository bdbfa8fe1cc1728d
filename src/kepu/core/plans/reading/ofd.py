"""OFD documents (.ofd): what stands on their pages, read as pages of any other kind are."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kepu.core.errors import InputError
from kepu.core.plans.codes import PlanCode
from kepu.core.plans.reading.archive import Archive, broken
from kepu.core.plans.reading.ofdpage import POINTS, Box, Canvas, numbers
from kepu.core.plans.reading.ooxml import attribute, child, local, parse_part
from kepu.core.plans.reading.pdf.page import Page
from kepu.core.plans.reading.pdf.reader import read_pages

if TYPE_CHECKING:
    from lxml import etree

    from kepu.core.plans.source import SourceText

MAX_PAGES = 300
MAX_GLYPHS = 1_000_000
_A4: Box = (0.0, 0.0, 210.0, 297.0)
_LOCKS = ("Encryptions.xml", "EncryptEntries.xml", "Decryptseed.dat")


def read_ofd(data: bytes, name: str) -> SourceText:
    """Read an OFD document with a text layer.

    Parameters
    ----------
    data : bytes
        The archive.
    name : str
        The file name, for messages.

    Returns
    -------
    SourceText
        Paragraphs and tables in reading order; running heads and page numbers are left out, stamps are not read.

    Raises
    ------
    InputError
        ``plans.broken_document``, ``plans.password_protected``, ``plans.zip_bomb``, ``plans.too_many_pages``,
        ``plans.too_large``, ``plans.scanned`` or ``plans.unreadable_text``.

    References
    ----------
    .. [1] GB/T 33190-2016, sections 7 (documents and pages), 9 (paths) and 11 (text).
    """
    archive = Archive(data, name)
    if any(archive.part(path) is not None for path in _LOCKS):
        raise InputError(PlanCode.PASSWORD_PROTECTED, "The document is encrypted; ask for one that is not.", name=name)
    root = parse_part(archive, "OFD.xml")
    if root is None:
        raise broken(name, "it has no list of documents")
    pages: list[Page] = []
    for element in root.iter():
        if local(element) == "DocRoot":
            _Reader(archive, _path("", element.text or ""), pages).read()
    if not pages:
        raise broken(name, "it has no pages")
    return read_pages(pages, name)


def _path(folder: str, target: str) -> str:
    target = target.strip().replace("\\", "/")
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


@dataclass(slots=True)
class _Reader:
    """Takes the pages out of one document of the archive."""

    archive: Archive
    path: str
    pages: list[Page]
    templates: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    area: Box = _A4

    def read(self) -> None:
        root = parse_part(self.archive, self.path)
        if root is None:
            raise broken(self.archive.name, f"its part {self.path} is missing")
        folder = posixpath.dirname(self.path)
        common = child(root, "CommonData")
        self.area = _area(child(common, "PageArea")) or _A4
        for element in common if common is not None else ():
            if local(element) == "TemplatePage":
                self.templates[attribute(element, "ID") or ""] = _path(folder, attribute(element, "BaseLoc") or "")
        for element in child(root, "Pages") if child(root, "Pages") is not None else ():  # type: ignore[union-attr]
            if local(element) == "Page":
                self.page(_path(folder, attribute(element, "BaseLoc") or ""))

    def page(self, path: str) -> None:
        number = len(self.pages) + 1
        if number > MAX_PAGES:
            raise InputError(
                PlanCode.TOO_MANY_PAGES,
                f"The document has more than {MAX_PAGES} pages.",
                name=self.archive.name,
                size=number,
                limit=MAX_PAGES,
            )
        root = parse_part(self.archive, path)
        box = (_area(child(root, "Area")) or self.area) if root is not None else self.area
        page = Page(number, box[2] * POINTS, box[3] * POINTS)
        self.pages.append(page)
        if root is None:  # the others can be read
            return
        canvas = Canvas(page, (box[0], box[1]))
        for element in root:
            if local(element) == "Template":
                self.template(attribute(element, "TemplateID") or "", canvas)
        canvas.draw(child(root, "Content"))
        canvas.finish()
        if sum(len(each.glyphs) for each in self.pages) > MAX_GLYPHS:
            raise InputError(
                PlanCode.TOO_LARGE,
                f"The document has more than {MAX_GLYPHS} characters.",
                name=self.archive.name,
                size=MAX_GLYPHS + 1,
                limit=MAX_GLYPHS,
            )

    def template(self, key: str, canvas: Canvas) -> None:
        """Draw what stands behind several pages: its lines on each of them, its words on the first."""
        if key not in self.templates:
            return
        root = parse_part(self.archive, self.templates[key])
        canvas.draw(child(root, "Content"), with_words=key not in self.used)
        self.used.add(key)


def _area(element: etree._Element | None) -> Box | None:
    for name in ("PhysicalBox", "ApplicationBox", "CropBox"):
        found = numbers((child(element, name).text or "") if child(element, name) is not None else "")  # type: ignore[union-attr]
        if len(found) == 4 and found[2] > 0 and found[3] > 0:  # noqa: PLR2004  x, y, width, height
            return (found[0], found[1], found[2], found[3])
    return None
