"""Automatic numbers of a Word document, as they are printed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kepu.core.plans.reading.numberforms import form_number
from kepu.core.plans.reading.ooxml import attribute, child, local, number

if TYPE_CHECKING:
    from lxml import etree

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_SILENT = {"bullet", "none"}
_WORD_END = re.compile(r"[0-9A-Za-z\u4e00-\u9fff]$")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    legal: bool = False
    style: str | None = None
    restart: int | None = None
    is_parted: bool = True

    def restarts_behind(self, own: int) -> int:
        """Give the number of levels, from the first, of which each begins this one anew."""
        return own if self.restart is None else self.restart


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has been counted.

    Parameters
    ----------
    root : element or None
        The root of numbering.xml.
    """

    root: etree._Element | None
    _levels: dict[str, tuple[str, dict[int, Level]]] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _restarts: dict[tuple[str, int], int] = field(default_factory=dict)
    _restarted: set[tuple[str, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        if self.root is None:
            return
        abstract = self._abstract_lists()
        for element in self.root:
            if local(element) != "num":
                continue
            base = attribute(child(element, "abstractNumId")) or ""
            levels = dict(abstract.get(base, {}))
            list_id = attribute(element, "numId") or ""
            for override in element:
                if local(override) != "lvlOverride":
                    continue
                at = number(attribute(override, "ilvl"), 0)
                own = child(override, "lvl")
                if own is not None:
                    levels[at] = _level(own)
                start = attribute(child(override, "startOverride"))
                if start is not None:
                    self._restarts[list_id, at] = number(start, 1)
            self._levels[list_id] = (base, levels)

    def _abstract_lists(self) -> dict[str, dict[int, Level]]:
        """Give the levels of each definition; one that only names a list style takes the levels of that style."""
        root = self.root if self.root is not None else ()
        elements = [element for element in root if local(element) == "abstractNum"]
        found = {attribute(element, "abstractNumId") or "": _levels_of(element) for element in elements}
        styled = {
            name: attribute(element, "abstractNumId") or ""
            for element in elements
            if (name := attribute(child(element, "styleLink"))) is not None
        }
        for element in elements:
            linked = attribute(child(element, "numStyleLink"))
            if linked in styled:
                found[attribute(element, "abstractNumId") or ""] = found[styled[linked]]
        return found

    def level_of(self, list_id: str, style: str | None) -> int:
        """Give the level that is tied to a style of paragraphs, else the first.

        Parameters
        ----------
        list_id : str
            The list (numId).
        style : str or None
            The style of the paragraph.

        Returns
        -------
        int
            From 0.
        """
        _, levels = self._levels.get(list_id, ("", {}))
        return next((at for at, level in levels.items() if style is not None and level.style == style), 0)

    def label(self, list_id: str, at: int) -> str:
        """Count one paragraph and give its printed number.

        Parameters
        ----------
        list_id : str
            The list (numId); ``"0"`` means none.
        at : int
            The level in the list, from 0.

        Returns
        -------
        str
            Such as ``一、`` or ``（二）``; empty for bullets and for lists that do not exist.
        """
        if list_id not in self._levels or not 0 <= at < _LEVELS:
            return ""
        key, levels = self._levels[list_id]
        counts = self._counts.setdefault(key, [None] * _LEVELS)
        current = counts[at]
        level = levels.get(at)
        counts[at] = (level or Level()).start if current is None else current + 1
        if (list_id, at) in self._restarts and (list_id, at) not in self._restarted:
            self._restarted.add((list_id, at))
            counts[at] = self._restarts[list_id, at]
        for deeper in range(at + 1, _LEVELS):
            if at < levels.get(deeper, Level()).restarts_behind(deeper):
                counts[deeper] = None
        if level is None or level.form in _SILENT:
            return ""

        def printed(match: re.Match[str]) -> str:
            index = int(match.group(1)) - 1
            other = levels.get(index, Level())
            value = counts[index]
            return form_number(other.start if value is None else value, "decimal" if level.legal else other.form)

        words = _PLACE.sub(printed, level.text)
        return words + " " if level.is_parted and words and _WORD_END.search(words) else words


def _levels_of(element: etree._Element) -> dict[int, Level]:
    return {number(attribute(inner, "ilvl"), 0): _level(inner) for inner in element if local(inner) == "lvl"}


def _level(element: etree._Element) -> Level:
    return Level(
        number(attribute(child(element, "start")), 1),
        attribute(child(element, "numFmt")) or "decimal",
        attribute(child(element, "lvlText")) or "",
        child(element, "isLgl") is not None,
        attribute(child(element, "pStyle")),
        number(attribute(child(element, "lvlRestart")), 0) if child(element, "lvlRestart") is not None else None,
        attribute(child(element, "suff")) != "nothing",
    )
