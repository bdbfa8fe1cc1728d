"""Text of the XML parts of Office documents, read as a stream."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from lxml import etree

from kepu.apps.files.codes import FilesCode
from kepu.apps.files.kinds import zipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kepu.apps.files.kinds.base import Material

Event = tuple[str, str, etree._Element]  # noqa: SLF001  the name that the stubs give it


def events(material: Material, part: IO[bytes]) -> Iterator[Event]:
    """Give (event, local name, element) of a part; entities, which Office documents never declare, are refused."""
    try:
        # huge_tree lifts the limit of 256 levels; the size of a part is limited before.
        walk = etree.iterparse(
            part,
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=True,
            remove_comments=True,
            remove_pis=True,
        )
        for event, element in walk:
            if event == "start" and element.getparent() is None and element.getroottree().docinfo.doctype:
                raise material.refused(FilesCode.BROKEN)
            yield event, etree.QName(element).localname, element
    except (etree.XMLSyntaxError, *zipped.BROKEN) as error:
        raise material.refused(FilesCode.BROKEN) from error


def forget(element: etree._Element) -> None:
    """Free an element that has been read, and its elder siblings."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
