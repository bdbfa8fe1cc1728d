"""Automatic numbers of a Word document, as they are printed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kepu.core.plans.numerals import in_chinese
from kepu.core.plans.reading.ooxml import attribute, child, local, number

if TYPE_CHECKING:
    from lxml import etree

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "japaneseCounting",
    "ideographDigital",
    "taiwaneseDigital",
}
_SILENT = {"bullet", "none"}


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    legal: bool = False


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
    _restarted: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        if self.root is None:
            return
        abstract = {
            attribute(element, "abstractNumId") or "": _levels_of(element)
            for element in self.root
            if local(element) == "abstractNum"
        }
        for element in self.root:
            if local(element) != "num":
                continue
            base = attribute(child(element, "abstractNumId")) or ""
            levels = dict(abstract.get(base, {}))
            key = base
            for override in element:
                if local(override) != "lvlOverride":
                    continue
                at = number(attribute(override, "ilvl"), 0)
                own = child(override, "lvl")
                if own is not None:
                    levels[at] = _level(own)
                start = attribute(child(override, "startOverride"))
                if start is not None:
                    old = levels.get(at, Level())
                    levels[at] = Level(number(start, 1), old.form, old.text, old.legal)
                    key = f"num:{attribute(element, 'numId')}"
            self._levels[attribute(element, "numId") or ""] = (key, levels)

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
        counts[at] = levels.get(at, Level()).start if current is None else current + 1
        for deeper in range(at + 1, _LEVELS):
            counts[deeper] = None
        level = levels.get(at)
        if level is None or level.form in _SILENT:
            return ""

        def printed(match: re.Match[str]) -> str:
            index = int(match.group(1)) - 1
            other = levels.get(index, Level())
            value = counts[index]
            return form_number(other.start if value is None else value, "decimal" if level.legal else other.form)

        return _PLACE.sub(printed, level.text)


def _levels_of(element: etree._Element) -> dict[int, Level]:
    return {number(attribute(inner, "ilvl"), 0): _level(inner) for inner in element if local(inner) == "lvl"}


def _level(element: etree._Element) -> Level:
    return Level(
        number(attribute(child(element, "start")), 1),
        attribute(child(element, "numFmt")) or "decimal",
        attribute(child(element, "lvlText")) or "",
        child(element, "isLgl") is not None,
    )


def form_number(value: int, form: str) -> str:  # noqa: PLR0911  one return for each format
    """Print a number the way a list format asks for.

    Parameters
    ----------
    value : int
        From 0.
    form : str
        A value of ST_NumberFormat; what is not known is printed in digits.

    Returns
    -------
    str
        The number.

    Examples
    --------
    >>> [form_number(12, form) for form in ("chineseCounting", "decimalEnclosedCircle", "upperRoman", "decimal")]
    ['十二', '⑫', 'XII', '12']
    """
    if form in _CHINESE:
        return in_chinese(value)
    if form == "chineseLegalSimplified":
        return in_chinese(value).translate(str.maketrans(_DIGITS + "十百千", _FORMAL + "拾佰仟"))
    if form == "decimalEnclosedCircle" and 1 <= value <= 20:  # noqa: PLR2004  Unicode has circled 1 to 20 in a row
        return chr(0x2460 + value - 1)
    if form in {"decimalFullWidth", "decimalFullWidth2"}:
        return str(value).translate({digit: digit + 0xFEE0 for digit in range(0x30, 0x3A)})
    if form == "ideographTraditional" and 1 <= value <= len(_STEMS):
        return _STEMS[value - 1]
    if form in {"upperLetter", "lowerLetter"} and value > 0:
        letter = chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter if form == "upperLetter" else letter.lower()
    if form in {"upperRoman", "lowerRoman"} and value > 0:
        return _roman(value) if form == "upperRoman" else _roman(value).lower()
    return str(value)


def _roman(value: int) -> str:
    printed = ""
    for size, name in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        printed += name * (value // size)
        value %= size
    return printed
