"""Why there are no papers: the rules that contradict each other, and no more of them than needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kepu.core.errors import InputError
from kepu.core.items.papers.bound import is_possible
from kepu.core.items.papers.codes import PaperCode
from kepu.core.items.papers.limits import rows_of

if TYPE_CHECKING:
    from kepu.core.items.papers.limits import Limits
    from kepu.core.items.papers.questions import QuestionBank


def refuse_clash(bank: QuestionBank, limits: Limits) -> None:
    """Refuse with the smallest contradiction that can be found; return when none is proved.

    Parameters
    ----------
    bank : QuestionBank
        The items.
    limits : Limits
        What they should keep to.

    Raises
    ------
    InputError
        `papers.too_few_uses`, `papers.too_few_points` or `papers.contradiction` with the names of the rules.
    """
    _refuse_capacity(bank, limits)
    _refuse_points(limits)
    for papers in dict.fromkeys((limits.papers, 1)):
        names = clash(limits, papers)
        if names:
            said = _facts(bank, limits, names)
            message = f"These rules contradict each other: {'; '.join(said)}. Loosen one of them."
            raise InputError(PaperCode.CONTRADICTION, message, rules=names)


def clash(limits: Limits, papers: int) -> list[str]:
    """A smallest set of rules that cannot be kept together: each of them is needed for the contradiction.

    Parameters
    ----------
    limits : Limits
        All rules.
    papers : int
        How many papers are added up.

    Returns
    -------
    list of str
        Names; empty when no contradiction is proved.

    Notes
    -----
    Deletion filter (Chinneck, 2008, *Feasibility and Infeasibility in Optimization*, section 6.2.2).
    """
    rows = rows_of(limits, papers)
    if is_possible(limits, rows, papers=papers, dropped=set()):
        return []
    names = list(dict.fromkeys(rows.names))
    # The last that are tried are the likeliest to stay: those that a person set.
    benchmarks = [name for name in names if name.startswith("benchmark ")]
    others = [name for name in names if name not in benchmarks and name != "length"]
    candidates = [*benchmarks, *others, "overlap", "max_use", "length"]
    dropped: set[str] = set()
    for group in (set(benchmarks), {name for name in others if name == "enemies"}):
        if group and not is_possible(limits, rows, papers=papers, dropped=dropped | group):
            dropped |= group
    for name in candidates:
        if name not in dropped and not is_possible(limits, rows, papers=papers, dropped=dropped | {name}):
            dropped.add(name)
    return [name for name in candidates if name not in dropped]


def _refuse_capacity(bank: QuestionBank, limits: Limits) -> None:
    needed, capacity = limits.papers * limits.length, int(limits.caps.sum())
    if needed > capacity:
        message = (
            f"{limits.papers} papers of {limits.length} need {needed} uses of items; the {len(bank)} items allow "
            f"{capacity}. Ask for fewer papers, or allow more uses of an item."
        )
        raise InputError(PaperCode.TOO_FEW_USES, message, needed=needed, capacity=capacity, items=len(bank))


def _refuse_points(limits: Limits) -> None:
    points = next((each for each in limits.families if "different points" in each.names), None)
    if points is not None and points.n_parts < limits.length:
        message = (
            f"Papers of {limits.length} items with different points need {limits.length} points; "
            f"the bank has {points.n_parts}."
        )
        raise InputError(PaperCode.TOO_FEW_POINTS, message, points=points.n_parts, length=limits.length)


def _facts(bank: QuestionBank, limits: Limits, names: list[str]) -> list[str]:
    """Every rule with the numbers that matter."""
    said = []
    for name in names:
        if name == "length":
            said.append(f"{limits.papers} papers of {limits.length} items")
        elif name == "max_use":
            said.append(f"items in at most {int(limits.caps.max())} papers")
        elif name == "overlap":
            said.append(f"two papers share at most {limits.max_overlap} items")
        elif name == "reading length":
            low, high = limits.words_range
            said.append(f"reading length from {low:g} to {high:g} (all items: {float(np.sum(bank.words)):g})")
        else:
            said.append(_family_fact(limits, name))
    return said


def _family_fact(limits: Limits, name: str) -> str:
    for family in limits.families:
        parts = [part for part, each in enumerate(family.names) if each == name]
        if len(parts) == 1:
            part = parts[0]
            has = int((family.labels == part).sum())
            uses = int(limits.caps[family.labels == part].sum())
            return f"{name}: {family.least[part]} to {family.most[part]} in a paper ({has} items, {uses} uses)"
        if parts:
            return f"{name}: at most one item of each of {len(parts)} points"
    return name
