"""Number formats: what people see of a number in a cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

GENERAL = "General"
# Formats that a workbook names by number only; those of the Chinese editions included.
BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m/d/yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss",
    46: "[h]:mm:ss", 47: "mm:ss", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<elapsed>h+|m+|s+)\]|\[[^\]]*\]'
    r"|(?P<general>General)|(?P<half>AM/PM|A/P|上午/下午)|(?P<date>y+|m+|d+|h+|s+|a{3,4})|(?P<digits>[0#?,.%]+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_LAST_DAY = 2_958_465  # 31 December 9999
_LEAP_ERROR = 60  # the calendar of the first spreadsheets has a 29 February 1900
_LONG_NAME = 3
_NOON = 12
_MANY_DIGITS = 1e15  # more than a number of a workbook keeps
_WEEK = "一二三四五六日"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as a value and as people see it."""

    value: float | date | datetime | time
    text: str


@dataclass(frozen=True, slots=True)
class _Part:
    kind: str  # literal, general, date, elapsed, half or digits
    text: str


@dataclass(frozen=True, slots=True)
class _Section:
    parts: tuple[_Part, ...]

    def has(self, *kinds: str) -> bool:
        return any(part.kind in kinds for part in self.parts)


def shown(number: float, code: str, *, from_1904: bool = False) -> Shown:
    """Give a number as people see it.

    Parameters
    ----------
    number : float
        What the cell holds.
    code : str
        The number format.
    from_1904 : bool
        The workbook counts its days from 1904.

    Returns
    -------
    Shown
        A date where the format prints one. What the format cannot print is given with all its digits.

    Examples
    --------
    >>> shown(990101000000.0, "General").text, shown(0.853, "0%").text, shown(46203.0, 'yyyy"年"m"月"d"日"').text
    ('990101000000', '85%', '2026年6月30日')
    """
    sections = _sections(code)
    section = _chosen(sections, number)
    if section.has("date", "elapsed", "half"):
        when = _moment(number, from_1904=from_1904)
        if when is not None:
            return Shown(_as_value(when, number, section), _date_words(when, number, section))
        return Shown(number, plain(number))
    if section.has("general") or not section.has("digits"):
        words = "".join(plain(number) if part.kind == "general" else part.text for part in section.parts)
        return Shown(number, words if words and "@" not in words else plain(number))
    digits = _digit_words(abs(number), section)
    negative = number < 0 and len(sections) == 1
    return Shown(number, plain(number) if digits is None else ("-" if negative else "") + digits)


def plain(number: float) -> str:
    """Give a number with at most 15 digits, never with an exponent.

    Examples
    --------
    >>> plain(0.1 + 0.2), plain(990101000000.0), plain(-0.0)
    ('0.3', '990101000000', '0')
    """
    text = f"{Decimal(f'{number:.15g}'):f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    found: list[list[_Part]] = [[]]
    for match in _TOKEN.finditer(code[:500]):
        kind, words = _kind(match)
        if kind == "other" and words == ";":
            found.append([])
        elif kind:
            found[-1].append(_Part("literal" if kind == "other" else kind, words))
    return tuple(_Section(tuple(parts)) for parts in found)


def _kind(match: re.Match[str]) -> tuple[str, str]:
    groups = match.groupdict()
    for name in ("quoted", "escaped", "currency"):
        if groups[name] is not None:
            return "literal", groups[name]
    for name in ("general", "elapsed", "half", "date", "digits", "other"):
        if groups[name] is not None:
            return name, groups[name]
    return "", ""


def _chosen(sections: tuple[_Section, ...], number: float) -> _Section:
    """One section for all, or: positive; negative; zero; text."""
    if number < 0 and len(sections) > 1:
        return sections[1]
    if number == 0 and len(sections) > 2:  # noqa: PLR2004
        return sections[2]
    return sections[0]


def _digit_words(number: float, section: _Section) -> str | None:
    codes = [part.text for part in section.parts if part.kind == "digits"]
    code = "".join(codes)
    if number >= _MANY_DIGITS or (len(codes) > 1 and not all(set(each) <= {"%"} for each in codes[1:])):
        return None  # fractions, telephone numbers: as they are
    percent = "%" in code
    before, _, after = code.replace("%", "").partition(".")
    scale = len(before) - len(before.rstrip(",")) if not after else 0
    places = sum(character in "0#?" for character in after)
    exact = Decimal(f"{number:.15g}") * (100 if percent else 1) / (1000**scale)
    rounded = f"{exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
    integer, _, fraction = rounded.partition(".")
    integer = integer.zfill(before.count("0")) if before.count("0") else integer
    if "," in before.rstrip(","):
        integer = f"{int(integer):,}"
    while fraction and len(fraction) > after.count("0") and fraction.endswith("0"):
        fraction = fraction[:-1]
    words = integer + (f".{fraction}" if fraction else "")
    made, done = "", False
    for part in section.parts:
        if part.kind == "literal":
            made += part.text
        elif part.kind == "digits" and not done:
            made, done = made + words, True
            made += "%" * part.text.count("%")
        elif part.kind == "digits":
            made += part.text
    return made.strip()


def _moment(number: float, *, from_1904: bool) -> datetime | None:
    if not 0 <= number <= _LAST_DAY:
        return None
    day = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001  a workbook knows no zones
    if not from_1904 and number < _LEAP_ERROR:
        day += timedelta(days=1)
    return day + timedelta(seconds=round(number * 86400))


def _as_value(when: datetime, number: float, section: _Section) -> float | date | datetime | time:
    letters = "".join(part.text.lower() for part in section.parts if part.kind == "date")
    if section.has("elapsed"):
        return number
    if not any(letter in letters for letter in "yd") and ("h" in letters or "s" in letters):
        return when.time()
    return when.date() if when.time() == time() else when


def _date_words(when: datetime, number: float, section: _Section) -> str:
    parts = section.parts
    made = ""
    for at, part in enumerate(parts):
        if part.kind == "date":
            made += _field(when, part.text.lower(), parts, at)
        elif part.kind == "elapsed":
            made += str(int(number * {"h": 24, "m": 1440, "s": 86400}[part.text[0].lower()]))
        elif part.kind == "half":
            made += ("上午" if when.hour < _NOON else "下午") if "上" in part.text else when.strftime("%p")
        else:
            made += part.text
    return made.strip()


def _field(when: datetime, letters: str, parts: tuple[_Part, ...], at: int) -> str:
    letter, width = letters[0], len(letters)
    if letter == "m" and _is_minute(parts, at):
        return f"{when.minute:0{min(width, 2)}}"
    if letter == "m" and width >= _LONG_NAME:
        return _MONTHS[when.month - 1]
    if letter == "y":
        return f"{when.year:04}" if width >= _LONG_NAME else f"{when.year % 100:02}"
    if letter == "a" or (letter == "d" and width >= _LONG_NAME):
        return ("星期" if width > _LONG_NAME or letter == "d" else "") + _WEEK[when.weekday()]
    hour = when.hour
    if letter == "h" and any(part.kind == "half" for part in parts):
        hour = hour % _NOON or _NOON
    number = {"m": when.month, "d": when.day, "h": hour, "s": when.second}[letter]
    return f"{number:0{min(width, 2)}}"


def _is_minute(parts: tuple[_Part, ...], at: int) -> bool:
    """The letter m means minutes beside hours or seconds."""
    before = next((part.text.lower() for part in reversed(parts[:at]) if part.kind in {"date", "elapsed"}), "")
    after = next((part.text.lower() for part in parts[at + 1 :] if part.kind in {"date", "elapsed"}), "")
    return before.startswith("h") or after.startswith("s")
