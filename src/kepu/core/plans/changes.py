"""What a new version of a plan changed: which tasks are the same, and which words in them are not."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_WORD = re.compile(r"[0-9]+(?:[.．][0-9]+)?[%％‰]?|[A-Za-z]+|\s+|.", re.DOTALL)
_TEXT, _GROUP, _NUMBER = 0.7, 0.2, 0.1  # how much each says about two tasks being one
_COMMON = 200  # pairs of characters in more tasks than this tell none of them apart
_LONG = 4000  # characters from which sentences are compared, not words
_SENTENCE = re.compile(r"[^。；\n]*[。；\n]?")


@dataclass(frozen=True, slots=True)
class Printed:
    """A task as one version prints it."""

    text: str
    number: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A task of the old version and one of the new; None where there is none."""

    old: int | None
    new: int | None
    likeness: float = 0.0


@dataclass(frozen=True, slots=True)
class Words:
    """Words that both versions have, or only one of them."""

    kind: Literal["same", "removed", "added"]
    text: str


def match_tasks(old: Sequence[Printed], new: Sequence[Printed], *, least: float = 0.55) -> tuple[Pair, ...]:
    """Find which tasks of two versions are the same.

    Parameters
    ----------
    old, new : sequence of Printed
        The tasks of each version in printed order.
    least : float
        The likeness, 0 to 1, below which two tasks are different ones.

    Returns
    -------
    tuple of Pair
        One for each new task, in order, then one for each old task that the new version leaves out.

    Notes
    -----
    Likeness is Dice's coefficient over pairs of characters of the text, with the group and the number beside it. The
    likest pair is taken first; of equally like ones the nearest in print.

    Examples
    --------
    >>> match_tasks([Printed("办科普月。", "1")], [Printed("建馆。", "1"), Printed("办好科普月。", "2")])[1].old
    0
    """
    found = {other: Pair(one, other, 1.0) for one, other in _equal(old, new)}
    taken_old = {pair.old for pair in found.values()}
    left_old = {index: each for index, each in enumerate(old) if index not in taken_old}
    left_new = {index: each for index, each in enumerate(new) if index not in found}
    scored = sorted(_scored(left_old, left_new), key=lambda each: (-each[0], abs(each[1] - each[2]), each[2], each[1]))
    for likeness, one, other in scored:
        if likeness >= least and one not in taken_old and other not in found:
            taken_old.add(one)
            found[other] = Pair(one, other, round(likeness, 4))
    pairs = [found.get(index, Pair(None, index)) for index in range(len(new))]
    return (*pairs, *(Pair(index, None) for index in range(len(old)) if index not in taken_old))


def _equal(old: Sequence[Printed], new: Sequence[Printed]) -> Iterator[tuple[int, int]]:
    """Tasks that both versions print alike, the first with the first: most of a new version, found without comparing."""
    waiting: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for index in reversed(range(len(old))):
        waiting[_squeezed(old[index].text), old[index].number, _squeezed(old[index].group)].append(index)
    for other, task in enumerate(new):
        same = waiting.get((_squeezed(task.text), task.number, _squeezed(task.group)))
        if same:
            yield same.pop(), other


def _scored(old: Mapping[int, Printed], new: Mapping[int, Printed]) -> Iterator[tuple[float, int, int]]:
    texts = {index: _pairs(each.text) for index, each in old.items()}
    groups = {index: _pairs(each.group) for index, each in old.items()}
    where: dict[str, list[int]] = defaultdict(list)
    for index, pairs in texts.items():
        for pair in pairs:
            where[pair].append(index)
    same: dict[str, list[int]] = defaultdict(list)
    for index, each in old.items():
        same[_squeezed(each.text)].append(index)
    for other, task in new.items():
        pairs = _pairs(task.text)
        near = set(same[_squeezed(task.text)])
        for pair in pairs:
            if len(where[pair]) <= _COMMON:
                near.update(where[pair])
        group = _pairs(task.group)
        for one in near:
            likeness = _TEXT * _dice(texts[one], pairs) + _GROUP * _dice(groups[one], group)
            yield likeness + _NUMBER * (old[one].number == task.number), one, other


def _pairs(text: str) -> frozenset[str]:
    words = _squeezed(text)
    return frozenset(words[at : at + 2] for at in range(len(words) - 1)) or frozenset({words} - {""})


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    if not one and not other:
        return 1.0
    return 2 * len(one & other) / (len(one) + len(other))


def _squeezed(text: str) -> str:
    return "".join(text.split())


def word_diff(old: str, new: str) -> tuple[Words, ...]:
    """Compare two texts word by word.

    Parameters
    ----------
    old, new : str
        The texts; every Chinese character is a word, so is a figure with its percent sign.

    Returns
    -------
    tuple of Words
        What is the same, removed and added, in the order of the text; removed words stand before added ones. Joining
        what is not added gives `old`, joining what is not removed gives `new`.

    Examples
    --------
    >>> [(each.kind, each.text) for each in word_diff("达到15%以上", "达到20%以上")]
    [('same', '达到'), ('removed', '15%'), ('added', '20%'), ('same', '以上')]
    """
    pattern = _SENTENCE if max(len(old), len(new)) > _LONG else _WORD
    one, other = (([word for word in pattern.findall(text) if word]) for text in (old, new))
    pieces: list[tuple[Literal["same", "removed", "added"], str]] = []
    for tag, start, end, begin, stop in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("same", "".join(one[start:end])))
            continue
        pieces += [("removed", "".join(one[start:end])), ("added", "".join(other[begin:stop]))]
    full = [piece for piece in pieces if piece[1]]
    return tuple(
        Words(kind, "".join(text for _kind, text in found)) for kind, found in groupby(full, key=lambda each: each[0])
    )


def changed_names(old: Sequence[str], new: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Compare two lists of units.

    Parameters
    ----------
    old, new : sequence of str
        Names in printed order.

    Returns
    -------
    tuple of (removed, added)
        Names that only the old list has, and those that only the new one has, each in its order; another order of the
        same names is no change.

    Examples
    --------
    >>> changed_names(["区科协", "区教委"], ["区教委", "区文旅委"])
    (('区科协',), ('区文旅委',))
    """
    before, after = Counter(old), Counter(new)
    removed = tuple(name for name in dict.fromkeys(old) if before[name] > after[name])
    return removed, tuple(name for name in dict.fromkeys(new) if after[name] > before[name])
