"""Names of administrative divisions: from a name in a text to the place that is meant."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from kepu.core.divisions.code import Level, ancestors, level_of, pad

if TYPE_CHECKING:
    from collections.abc import Iterable

# Levels that exist in statistics only; they are in no address.
VIRTUAL_NAMES = frozenset(
    {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "省直辖县级行政单位", "自治区直辖县级行政单位"}
)
# 内蒙古自治区 → 内蒙古, 恩施土家族苗族自治州 → 恩施 is left to the full name: cutting peoples' names is guesswork.
_SUFFIX = re.compile(r"(?:壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区|省|市)$")
# 河北 in 河北区 and 中山 in 中山路 name another place.
_NOT_FOLLOWED = r"(?!区|县|镇|乡|街|路|大道)"
SHORTEST = 2
# The winner must be named this many times as often as the next.
CLEAR = 2


def is_virtual(name: str) -> bool:
    """Tell whether a name belongs to a level that exists in statistics only.

    Parameters
    ----------
    name : str
        Such as ``"市辖区"``.

    Returns
    -------
    bool
        True if no address has it.

    Examples
    --------
    >>> is_virtual("市辖区"), is_virtual("渝中区")
    (True, False)
    """
    return name in VIRTUAL_NAMES


class Divisions:
    """A table of names of divisions that completes a name by what a text says around it.

    Parameters
    ----------
    rows : iterable of (str, str)
        Code and name; codes as for `parse_code`. A place whose ancestors are not in the table is completed by those
        that are.

    Examples
    --------
    >>> table = Divisions([("50", "重庆市"), ("500105", "江北区"), ("33", "浙江省"), ("3302", "宁波市"), ("330205", "江北区")])
    >>> table.full_name("江北区", "重庆市江北区人民政府办公室")
    '重庆市江北区'
    >>> table.full_name("江北区", "") is None
    True
    """

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        self._names = {pad(code): name for code, name in rows}
        self._codes: dict[str, list[str]] = defaultdict(list)
        for code, name in self._names.items():
            if name not in VIRTUAL_NAMES:
                self._codes[name].append(code)

    def __len__(self) -> int:
        return len(self._names)

    def name(self, code: str) -> str | None:
        """Give the name of a code, None if the table has no such code."""
        return self._names.get(pad(code))

    def codes(self, name: str) -> tuple[str, ...]:
        """Give the codes of all places of exactly this name."""
        return tuple(self._codes.get(name, ()))

    def address(self, code: str) -> str:
        """Write a place with everything it lies in, without the levels of statistics.

        Parameters
        ----------
        code : str
            A code of the table.

        Returns
        -------
        str
            Such as ``"浙江省宁波市江北区"``.
        """
        chain = (*ancestors(code), pad(code))
        named = [self._names[each] for each in chain if each in self._names]
        return "".join(name for name in named if name not in VIRTUAL_NAMES)

    def full_name(self, name: str, context_text: str) -> str | None:
        """Complete a name by what the text mentions.

        Parameters
        ----------
        name : str
            As printed, such as ``"江北区"`` or, already complete, ``"重庆市江北区"``.
        context_text : str
            The text around it; provinces and cities named there decide between places of one name.

        Returns
        -------
        str or None
            The address of the one place that is meant; None if the name is unknown or the text does not decide.
        """
        code = self.resolve(name, context_text)
        return None if code is None else self.address(code)

    def resolve(self, name: str, context_text: str) -> str | None:
        """Find the one place that a name means in a text.

        Parameters
        ----------
        name, context_text : str
            As for `full_name`.

        Returns
        -------
        str or None
            Its code.

        Notes
        -----
        A name written directly after its province, city or county decides at once. Otherwise each candidate counts how
        often the text names what it lies in, and the winner must be named at least twice as often as the next.
        """
        name = re.sub(r"\s+", "", name)
        candidates = self._codes.get(name) or self._autonomous(name)
        if not candidates:
            return self._read_address(name)
        # A place that was given a new code is one place: two codes with one address do not make a name ambiguous.
        by_address = {self.address(code): code for code in candidates}
        if len(by_address) == 1:
            return next(iter(by_address.values()))
        context = re.sub(r"\s+", "", context_text)
        return self._adjacent(name, by_address.values(), context) or self._most_named(by_address.values(), context)

    def _autonomous(self, name: str) -> list[str]:
        """Find 大理白族自治州 by 大理州: peoples' names are left out in daily use."""
        if not name.endswith(("州", "县", "旗")) or len(name) <= SHORTEST:
            return []
        full = [each for each in self._codes if each.startswith(name[:-1]) and each.endswith(f"自治{name[-1]}")]
        return [code for each in full for code in self._codes[each]]

    def _read_address(self, text: str) -> str | None:
        """Read a name that already begins with what it lies in."""
        for start in range(SHORTEST, len(text) - SHORTEST + 1):
            matching = [c for c in self._codes.get(text[start:], ()) if self._begins(text[:start], c)]
            if len({self.address(code) for code in matching}) == 1:
                return matching[-1]
        return None

    def _begins(self, text: str, code: str) -> bool:
        """Whether `text` is made of nothing but names of what `code` lies in, from the top."""
        for above in self._above(code):
            for form in _forms(above):
                if text.startswith(form):
                    text = text[len(form) :]
                    break
        return not text

    def _above(self, code: str) -> list[str]:
        named = [self._names[each] for each in ancestors(code) if each in self._names]
        return [name for name in named if name not in VIRTUAL_NAMES]

    def _adjacent(self, name: str, candidates: Iterable[str], context: str) -> str | None:
        found = [
            code
            for code in candidates
            if any(form + name in context for above in self._above(code)[-1:] for form in _forms(above))
        ]
        return found[0] if len(found) == 1 else None

    def _most_named(self, candidates: Iterable[str], context: str) -> str | None:
        counts: dict[str, int] = {}
        scores = []
        for code in candidates:
            for above in self._above(code):
                if above not in counts:
                    counts[above] = sum(len(re.findall(_pattern(form, above), context)) for form in _forms(above))
            scores.append((sum(counts[above] for above in self._above(code)), code))
        scores.sort(reverse=True)
        (best, code), (second, _) = scores[:2]
        return code if best and best >= CLEAR * max(second, 0) and best > second else None

    def level(self, code: str) -> Level:
        """Tell the level of a code of the table."""
        return level_of(code)


def _forms(name: str) -> tuple[str, ...]:
    """The full name and, for provinces and cities, the form without its kind."""
    short = _SUFFIX.sub("", name)
    return (name, short) if short != name and len(short) >= SHORTEST else (name,)


def _pattern(form: str, name: str) -> str:
    """Count a short form only where it does not stand inside the full one (counted already) or another place."""
    if form == name:
        return re.escape(form)
    return re.escape(form) + f"(?!{re.escape(name[len(form) :])})" + _NOT_FOLLOWED
