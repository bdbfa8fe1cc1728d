"""Statistical codes of administrative divisions.

Twelve digits: province (2), city (2), county (2), town (3), village (3). The code carries the ancestry, so a subtree is
a range of codes. Some places skip a level: 仙桃市 429004 is a county directly under its province (the city digits 90
name no city), towns of 东莞 4419 00 stand directly under the city, and the counties of 重庆 (5002) and its districts (5001)
share no city although they share the province.
"""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass
from enum import IntEnum

from kepu.core.divisions.codes import DivisionsCode
from kepu.core.errors import InputError

LENGTH = 12
NATION = "0" * LENGTH
# Where the digits of each level end; the index is the level.
ENDS = (0, 2, 4, 6, 9, 12)
# Sorts after every digit in every collation, so it can close the range of 99 and of the nation.
AFTER_ALL = "A" + "0" * (LENGTH - 1)


class Level(IntEnum):
    """Levels from the top."""

    NATION = 0
    PROVINCE = 1
    CITY = 2
    COUNTY = 3
    TOWN = 4
    VILLAGE = 5


@dataclass(frozen=True, order=True)
class Code:
    """One code, read.

    Parameters
    ----------
    text : str
        The twelve digits.
    level : Level
        The level of the place itself, told by its last digits that are not zero.
    """

    text: str
    level: Level

    @property
    def prefix(self) -> str:
        """The digits that every code below this one begins with."""
        return self.text[: ENDS[self.level]]

    @property
    def is_directly_under_province(self) -> bool:
        """Whether the city digits are the collective 90, which names no city."""
        return self.text[2:4] == "90"

    @property
    def is_zone(self) -> bool:
        """Whether it is a zone (开发区 and the like) that statistics count as a county: county digits 71–79."""
        return self.level >= Level.COUNTY and "71" <= self.text[4:6] <= "79"

    def __str__(self) -> str:
        return self.text


def pad(digits: str) -> str:
    """Complete a short code with zeros.

    Parameters
    ----------
    digits : str
        2, 4, 6, 9 or 12 digits.

    Returns
    -------
    str
        Twelve digits.

    Raises
    ------
    InputError
        If it is not such a code.

    Examples
    --------
    >>> pad("500106")
    '500106000000'
    """
    return parse_code(digits).text


@functools.lru_cache(maxsize=65536)
def parse_code(text: str) -> Code:
    """Read a code.

    Parameters
    ----------
    text : str
        2, 4, 6, 9 or 12 digits; shorter ones are completed with zeros. Twelve zeros are the nation.

    Returns
    -------
    Code
        The twelve digits and the level.

    Raises
    ------
    InputError
        If there are other characters or another number of digits, or a place stands under nothing: a city without
        province, a county without city digits, a town without county digits (unless it is directly under a city), a
        village without town.

    Examples
    --------
    >>> parse_code("500106").level.name
    'COUNTY'
    >>> parse_code("441900003000").level.name
    'TOWN'
    """
    if len(text) not in ENDS[1:] or not (text.isascii() and text.isdigit()):
        raise _bad(text, "expected 2, 4, 6, 9 or 12 digits")
    full = text.ljust(LENGTH, "0")
    groups = [full[start:end].strip("0") for start, end in itertools.pairwise(ENDS)]
    present = [Level(index) for index, group in enumerate(groups, start=1) if group]
    level = present[-1] if present else Level.NATION
    missing = set(range(1, level)) - set(present)
    allowed = {Level.COUNTY} if level >= Level.TOWN else set()
    if missing - allowed:
        raise _bad(text, "a place stands under nothing")
    return Code(full, level)


def _bad(text: str, why: str) -> InputError:
    return InputError(DivisionsCode.BAD_CODE, f"{text!r} is no code of an administrative division: {why}.", text=text)


def level_of(code: str) -> Level:
    """Tell the level of a code.

    Parameters
    ----------
    code : str
        As for `parse_code`.

    Returns
    -------
    Level
        The level of the place itself.

    Examples
    --------
    >>> level_of("110000000000").name
    'PROVINCE'
    """
    return parse_code(code).level


def ancestors(code: str) -> tuple[str, ...]:
    """List what a place lies in, from the top, without itself and without the nation.

    Parameters
    ----------
    code : str
        As for `parse_code`.

    Returns
    -------
    tuple of str
        Twelve-digit codes. Levels that only exist in statistics (市辖区 of 重庆, the collective 90) are among them:
        the table of regions knows which those are.

    Examples
    --------
    >>> ancestors("500106001000")
    ('500000000000', '500100000000', '500106000000')
    >>> ancestors("441900003000")
    ('440000000000', '441900000000')
    """
    parsed = parse_code(code)
    found: list[str] = []
    for end in ENDS[1 : parsed.level]:
        above = parsed.text[:end].ljust(LENGTH, "0")
        if above not in found:
            found.append(above)
    return tuple(found)


def parent_of(code: str) -> str | None:
    """Give the place directly above.

    Parameters
    ----------
    code : str
        As for `parse_code`.

    Returns
    -------
    str or None
        Its code; the nation for a province, None for the nation.

    Examples
    --------
    >>> parent_of("441900003000")
    '441900000000'
    """
    above = ancestors(code)
    if above:
        return above[-1]
    return None if level_of(code) is Level.NATION else NATION


def subtree_range(code: str) -> tuple[str, str]:
    """Give the range of codes of a place and everything in it.

    Parameters
    ----------
    code : str
        As for `parse_code`.

    Returns
    -------
    tuple of str
        `lo` and `hi` with ``lo <= c < hi`` for exactly the codes of the subtree. Both have twelve characters and compare
        alike in every collation: where no code follows, `hi` begins with the letter A, which sorts after all digits.

    Examples
    --------
    >>> subtree_range("500100000000")
    ('500100000000', '500200000000')
    >>> subtree_range("990000000000")
    ('990000000000', 'A00000000000')
    """
    parsed = parse_code(code)
    following = str(int(parsed.prefix or "0") + 1).rjust(len(parsed.prefix), "0")
    if parsed.level is Level.NATION or len(following) > len(parsed.prefix):
        return parsed.text, AFTER_ALL
    return parsed.text, following.ljust(LENGTH, "0")
