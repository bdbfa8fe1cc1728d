"""Paragraph styles of a Word document: which list and which outline level they bring."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kepu.core.plans.reading.ooxml import attribute, child, local, number

if TYPE_CHECKING:
    from lxml import etree

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录)\s*[1-9]$", re.IGNORECASE)
_DEEPEST = 20  # styles based on styles; more is a circle
_BODY_TEXT = 9


@dataclass(slots=True)
class Styles:
    """The styles of a document.

    Parameters
    ----------
    root : element or None
        The root of styles.xml.
    """

    root: etree._Element | None
    _by_id: dict[str, etree._Element] = field(default_factory=dict)
    _hidden: dict[str | None, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for element in self.root if self.root is not None else ():
            if local(element) == "style":
                self._by_id[attribute(element, "styleId") or ""] = element

    def list_of(self, properties: etree._Element | None, style: str | None) -> tuple[str, int | None]:
        """Give the list and the level of a paragraph, its own before those of its style; None for a level not named."""
        own = child(properties, "numPr")
        list_id = attribute(child(own, "numId"))
        at = attribute(child(own, "ilvl"))
        for element in self._chain(style):
            inherited = child(element, "pPr", "numPr")
            list_id = list_id if list_id is not None else attribute(child(inherited, "numId"))
            at = at if at is not None else attribute(child(inherited, "ilvl"))
        return ("" if list_id in {None, "0"} else str(list_id)), None if at is None else number(at, 0)

    def outline_of(self, properties: etree._Element | None, style: str | None) -> int | None:
        """Give the outline level of a paragraph from 1, or None for body text."""
        level = attribute(child(properties, "outlineLvl"))
        for element in self._chain(style):
            if level is not None:
                break
            level = attribute(child(element, "pPr", "outlineLvl"))
            heading = _HEADING.match(attribute(child(element, "name")) or "")
            if level is None and heading:
                level = str(int(heading.group(1)) - 1)
        value = number(level, _BODY_TEXT)
        return value + 1 if 0 <= value < _BODY_TEXT else None

    def hides(self, style: str | None) -> bool:
        """Tell whether a style hides what is written in it."""
        if style not in self._hidden:
            marks = (child(element, "rPr", "vanish") for element in self._chain(style))
            found = next((mark for mark in marks if mark is not None), None)
            self._hidden[style] = found is not None and attribute(found) in {None, "1", "true", "on"}
        return self._hidden[style]

    def is_contents(self, style: str | None) -> bool:
        """Tell whether a style is one of the lines of a table of contents."""
        element = self._by_id.get(style or "")
        return bool(_CONTENTS.match(attribute(child(element, "name")) or ""))

    def _chain(self, style: str | None) -> list[etree._Element]:
        chain: list[etree._Element] = []
        while style in self._by_id and len(chain) < _DEEPEST:
            element = self._by_id[style]
            chain.append(element)
            style = attribute(child(element, "basedOn"))
        return chain
