"""XML of Office documents: parsed without entities, addressed by local names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from kepu.core.plans.reading.archive import broken

if TYPE_CHECKING:
    from kepu.core.plans.reading.archive import Archive

_DECLARED = re.compile(rb'^\s*<\?xml[^>]*encoding\s*=\s*["\']([^"\']+)', re.IGNORECASE)
_ALLOWED = {b"utf-8", b"utf-16", b"us-ascii", b"ascii"}
_DOCTYPE = ("<!DOCTYPE", "<!ENTITY")


def parse_part(archive: Archive, path: str) -> etree._Element | None:
    """Parse one part of an archive.

    Parameters
    ----------
    archive : Archive
        The document.
    path : str
        The part.

    Returns
    -------
    element or None
        None when the part is absent.

    Raises
    ------
    InputError
        ``plans.broken_document``, if it is no XML or declares entities, which Office documents never do.
    """
    data = archive.part(path)
    if data is None:
        return None
    declared = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
    if declared and declared.group(1).lower() not in _ALLOWED:
        raise broken(archive.name, f"its part {path} has a strange encoding")
    if any(word.encode(encoding) in data for word in _DOCTYPE for encoding in ("ascii", "utf-16-le", "utf-16-be")):
        raise broken(archive.name, f"its part {path} declares entities")
    # huge_tree only lifts the limit of 256 levels; entities cannot occur and the size is limited before.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise broken(archive.name, f"its part {path} is no XML") from error


def local(element: etree._Element) -> str:
    """Give the name of an element without its namespace, which differs between the two editions of the standard."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element | None, name: str = "val") -> str | None:
    """Give an attribute by its local name."""
    if element is None:
        return None
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """Follow local names downwards, always to the first."""
    for name in path:
        if element is None:
            return None
        element = next((inner for inner in element if local(inner) == name), None)
    return element


def number(text: str | None, default: int) -> int:
    """Read a whole number of an attribute."""
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default
