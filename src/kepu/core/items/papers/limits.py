"""Rules and a bank become counts with bounds: what the bound, the search and the explanation all read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import scipy.sparse as sp

from kepu.core.errors import InputError
from kepu.core.items.papers.checks import listed
from kepu.core.items.papers.codes import PaperCode
from kepu.core.items.papers.rules import required_benchmarks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kepu.core.items.papers.questions import QuestionBank
    from kepu.core.items.papers.rules import PaperRules

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Family:
    """A partition of the items: how many of each part may stand in a paper."""

    labels: Ints  # place of the part of each item, the number of parts where it belongs to none
    least: Ints
    most: Ints
    names: tuple[str, ...]  # what each part is called in an explanation

    @property
    def n_parts(self) -> int:
        """How many parts."""
        return len(self.least)


@dataclass(frozen=True)
class Limits:
    """Everything that a set of papers must keep to."""

    papers: int
    length: int
    caps: Ints  # in how many papers each item may stand
    families: tuple[Family, ...]
    enemies: tuple[Ints, ...]  # places of the items of each set
    words: Floats | None
    words_range: tuple[float, float]
    max_overlap: float | None  # a plan of uses may keep a mean below it

    @property
    def n_items(self) -> int:
        """Size of the bank."""
        return len(self.caps)


@dataclass(frozen=True)
class Rows:
    """Linear constraints over the uses of items: least ≤ A u ≤ most, each with its name."""

    matrix: Any
    least: Floats
    most: Floats
    names: tuple[str, ...]

    def without(self, dropped: set[str]) -> Rows:
        """The constraints that do not have these names."""
        kept = [place for place, name in enumerate(self.names) if name not in dropped]
        names = tuple(self.names[place] for place in kept)
        return Rows(self.matrix[kept], self.least[kept], self.most[kept], names)


def make_limits(bank: QuestionBank, rules: PaperRules) -> Limits:
    """The limits of a bank under rules.

    Parameters
    ----------
    bank : QuestionBank
        Items of one pool.
    rules : PaperRules
        Rules that are not contradictory in themselves.

    Returns
    -------
    Limits
        In numbers.
    """
    n = len(bank)
    caps = np.full(n, rules.papers, dtype=np.int64)
    if rules.max_use is not None:
        caps = np.minimum(caps, rules.max_use)
    if rules.max_total_use is not None:
        caps = np.minimum(caps, np.maximum(rules.max_total_use - bank.used, 0))
    families = [_benchmarks(bank, rules)]
    if rules.different_points:
        _, labels = np.unique(np.array(["\0".join(pair) for pair in bank.points]), return_inverse=True)
        n_points = int(labels.max()) + 1
        zero, one = np.zeros(n_points, dtype=np.int64), np.ones(n_points, dtype=np.int64)
        families.append(Family(labels.astype(np.int64), zero, one, ("different points",) * n_points))
    if rules.kinds:
        families.append(_kinds(bank, rules))
    for low, high, least, most in rules.difficulties:
        inside = (bank.b >= low) & (bank.b < high)
        families.append(_single(inside, least, most, f"difficulty {low:g} to {high:g}"))
    if rules.max_reused is not None:
        families.append(_single(bank.used > 0, 0, rules.max_reused, "items used earlier"))
    if rules.words is not None and np.isnan(bank.words).any():
        unknown = [bank.item[place] for place in np.flatnonzero(np.isnan(bank.words))]
        message = f"The reading length of {listed(unknown)} is not known, but papers have a limit of it."
        raise InputError(PaperCode.BAD_COLUMN, message, name="words", items=unknown)
    return Limits(
        papers=rules.papers,
        length=rules.length,
        caps=caps,
        families=tuple(families),
        enemies=_enemies(bank),
        words=bank.words if rules.words is not None else None,
        words_range=rules.words or (0.0, np.inf),
        max_overlap=rules.max_overlap if rules.papers > 1 else None,
    )


def rows_of(limits: Limits, papers: int) -> Rows:
    """The constraints of `papers` papers added up, over the uses of items in them.

    Parameters
    ----------
    limits : Limits
        For one paper.
    papers : int
        How many are added up; for one it is the paper itself.

    Returns
    -------
    Rows
        A paper may stand for all by symmetry: divide by their number.
    """
    n = limits.n_items
    blocks = [sp.csr_array(np.ones((1, n)))]
    least, most = [float(limits.length)], [float(limits.length)]
    names = ["length"]
    for family in limits.families:
        inside = np.flatnonzero(family.labels < family.n_parts)
        entries = (np.ones(len(inside)), (family.labels[inside], inside))
        blocks.append(sp.csr_array(entries, shape=(family.n_parts, n)))
        least += family.least.tolist()
        most += family.most.tolist()
        names += list(family.names)
    for members in limits.enemies:
        entries = (np.ones(len(members)), (np.zeros(len(members), dtype=np.int64), members))
        blocks.append(sp.csr_array(entries, shape=(1, n)))
        least.append(0.0)
        most.append(1.0)
        names.append("enemies")
    if limits.words is not None:
        blocks.append(sp.csr_array(limits.words[None, :]))
        least.append(limits.words_range[0])
        most.append(limits.words_range[1])
        names.append("reading length")
    low, high = np.array(least) * papers, np.array(most) * papers
    return Rows(sp.csr_array(sp.vstack(blocks)), low, high, tuple(names))


def _benchmarks(bank: QuestionBank, rules: PaperRules) -> Family:
    names = required_benchmarks(bank, rules)
    place = {name: index for index, name in enumerate(names)}
    labels = np.array([place.get(name, len(names)) for name in bank.benchmark], dtype=np.int64)
    most = np.full(len(names), rules.length, dtype=np.int64)
    return Family(labels, np.ones(len(names), dtype=np.int64), most, tuple(f"benchmark {name}" for name in names))


def _kinds(bank: QuestionBank, rules: PaperRules) -> Family:
    names = list(rules.kinds)
    unknown = [name for name in names if name not in set(bank.kind) and rules.kinds[name][0] > 0]
    if unknown:
        message = f"The bank has no items of kind {', '.join(unknown)}."
        raise InputError(PaperCode.BAD_RULE, message, name="kinds", given=unknown, allowed=sorted(set(bank.kind)))
    place = {name: index for index, name in enumerate(names)}
    labels = np.array([place.get(kind, len(names)) for kind in bank.kind], dtype=np.int64)
    least, most = np.array([rules.kinds[name] for name in names], dtype=np.int64).T
    return Family(labels, least, most, tuple(f"kind {name}" for name in names))


def _single(inside: NDArray[np.bool_], least: int, most: int, name: str) -> Family:
    labels = np.where(inside, 0, 1).astype(np.int64)
    return Family(labels, np.array([least]), np.array([most]), (name,))


def _enemies(bank: QuestionBank) -> tuple[Ints, ...]:
    members: dict[str, list[int]] = {}
    for place, names in enumerate(bank.enemies):
        for name in names:
            members.setdefault(name, []).append(place)
    return tuple(np.array(each, dtype=np.int64) for each in members.values() if len(each) > 1)
