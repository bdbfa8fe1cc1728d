"""Parallel papers from a bank: as informative as possible, alike, and within how much of the best that there is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from kepu.core.errors import ConvergenceError
from kepu.core.items.papers.bound import Plan, plan_uses
from kepu.core.items.papers.clashes import refuse_clash
from kepu.core.items.papers.codes import PaperCode
from kepu.core.items.papers.limits import make_limits
from kepu.core.items.papers.rules import PaperRules, refuse_rules
from kepu.core.items.papers.search import ROUNDING, Start, papers_from

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from kepu.core.items.papers.limits import Limits
    from kepu.core.items.papers.questions import QuestionBank
    from kepu.core.items.papers.state import State

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

# Papers this near to the bound, or to the target, need no other attempt.
CLOSE, NEAR_TARGET = 3e-4, 5e-3
# By how much of a mean item the reading length, and by which share the mean overlap, keep away from their limits.
READING_ROOM, OVERLAP_ROOM = 0.05, 0.1


@dataclass(frozen=True)
class Papers:
    """Papers with the proof of how good they are.

    Attributes
    ----------
    papers : tuple of tuple of str
        Names of the items of each paper, in the order of the bank.
    thetas : tuple of float
        The cut, or the abilities of the target.
    information : ndarray of float64, shape (papers, n_thetas)
        Fisher information of each paper at each of them.
    bound : float
        No set of papers under these rules has a poorest paper with more information at the cut; with a target, none stays
        nearer to it: the largest distance at any ability.
    value : float
        What was reached: information of the poorest paper, or the largest distance from the target.
    gap : float
        (bound − value) / bound; with a target (value − bound) / largest target.
    overlap : int
        Most items that two of the papers share.
    rules : PaperRules
        What the papers keep to, with the names of the benchmarks.
    notes : tuple of str
        What the reader should know.
    """

    papers: tuple[tuple[str, ...], ...]
    thetas: tuple[float, ...]
    information: Floats
    bound: float
    value: float
    gap: float
    overlap: int
    rules: PaperRules
    notes: tuple[str, ...] = ()


def assemble(bank: QuestionBank, rules: PaperRules | None = None, *, pool: str | None = None, seed: int = 1) -> Papers:
    r"""Assemble parallel papers.

    Parameters
    ----------
    bank : QuestionBank
        Items with parameters.
    rules : PaperRules, optional
        What the papers keep to; one paper of 50 over 26 benchmarks when left out.
    pool : str, optional
        What the papers are for; must be named when the bank holds items of several pools.
    seed : int, default 1
        Of the orders in which items are dealt. The same bank, rules and seed give the same papers.

    Returns
    -------
    Papers
        Which break no rule.

    Raises
    ------
    InputError
        If a rule is impossible in itself, a benchmark has no items (`papers.benchmark_missing`), there are too few uses
        (`papers.too_few_uses`) or points, or rules contradict each other (`papers.contradiction`, which names them).
    ConvergenceError
        If the search found no papers although no contradiction is proved (`papers.not_found`).

    Notes
    -----
    The sum of all papers is planned by integer programming, whose dual bound is the proof; it is dealt to the papers in
    rounds, repaired and balanced by exchanges of two items (van der Linden, 2005, *Linear Models for Optimal Test Design*,
    chapters 4 and 5).

    Examples
    --------
    >>> from kepu.core.items.papers import PaperRules, make_questions
    >>> bank = make_questions(["q1", "q2", "q3"], ["1", "2", "2"], ["1", "1", "2"], [1, 1, 2], [0, 0, 0])
    >>> assemble(bank, PaperRules(papers=1, length=2)).papers
    (('q1', 'q3'),)
    """
    asked = rules or PaperRules()
    refuse_rules(asked)
    chosen = bank.of_pool(pool)
    limits = make_limits(chosen, asked)
    thetas = tuple(sorted(asked.target)) or (asked.cut,)
    information = chosen.information(thetas)
    target = np.array([asked.target[theta] for theta in thetas]) if asked.target else None
    plan = plan_uses(limits, information, target)
    if not plan.is_feasible or plan.uses is None:
        refuse_clash(chosen, limits)
        raise _not_found("The solver found no plan of uses in its time.", [])
    uses = _roomy_uses(limits, information, target, plan)
    wanted = information @ uses / limits.papers
    best: State | None = None
    for start in _starts(seed, maximise=target is None):
        state = papers_from(limits, information, uses, wanted, start)
        best = state if best is None or _rank(state, target) < _rank(best, target) else best
        if _is_good(best, target, plan.bound):
            break
    assert best is not None
    return _result(chosen, asked, best, target, plan.bound)


def _roomy_uses(limits: Limits, information: Floats, target: Floats | None, plan: Plan) -> Ints:
    """A plan that does not press against limits that every paper would then have to meet exactly."""
    assert plan.uses is not None
    if limits.papers == 1 or (limits.words is None and limits.max_overlap is None):
        return plan.uses
    low, high = limits.words_range
    room = min(READING_ROOM * float(limits.words.mean()), (high - low) / 4) if limits.words is not None else 0.0
    overlap = None if limits.max_overlap is None else limits.max_overlap * (1 - OVERLAP_ROOM)
    roomy = plan_uses(replace(limits, words_range=(low + room, high - room), max_overlap=overlap), information, target)
    return plan.uses if roomy.uses is None else roomy.uses


def _starts(seed: int, *, maximise: bool) -> Iterator[Start]:
    """Ways to begin, tried one after the other until the papers are near to the bound."""
    yield Start(maximise, np.random.default_rng([seed, 0]))
    yield Start(maximise, by_solver=True)
    yield Start(maximise)
    yield Start(maximise, np.random.default_rng([seed, 1]))


def _value(state: State, target: Floats | None) -> float:
    return float(state.values.min()) if target is None else float(np.abs(state.values - target).max())


def _rank(state: State, target: Floats | None) -> tuple[float, float]:
    value = _value(state, target)
    return float(state.broken().sum()), -value if target is None else value


def _is_good(state: State, target: Floats | None, bound: float) -> bool:
    close = CLOSE if target is None else NEAR_TARGET
    return bool(state.broken().max() <= ROUNDING) and _gap(_value(state, target), bound, target) <= close


def _gap(value: float, bound: float, target: Floats | None) -> float:
    if target is not None:
        return (value - bound) / float(target.max())
    return (bound - value) / bound if bound > 0 else 0.0


def _result(bank: QuestionBank, rules: PaperRules, state: State, target: Floats | None, bound: float) -> Papers:
    if state.broken().max() > ROUNDING:
        refuse_clash(bank, state.limits)
        raise _not_found("The search found no papers that keep to all rules.", _still_broken(state))
    spread = float(np.ptp(state.values, axis=0).max())
    if rules.max_difference is not None and spread > rules.max_difference:
        message = f"The papers differ by {spread:.4g} in information, more than {rules.max_difference:g}."
        raise _not_found(message, ["max difference"])
    shared = state.member.astype(np.int64) @ state.member.T
    np.fill_diagonal(shared, 0)
    value = _value(state, target)
    return Papers(
        papers=tuple(tuple(bank.item[place] for place in np.flatnonzero(row)) for row in state.member),
        thetas=tuple(sorted(rules.target)) or (rules.cut,),
        information=state.values,
        bound=bound,
        value=value,
        gap=max(_gap(value, bound, target), 0.0),
        overlap=int(shared.max()),
        rules=replace(rules, benchmarks=_benchmarks(state.limits)),
    )


def _benchmarks(limits: Limits) -> tuple[str, ...]:
    return tuple(name.removeprefix("benchmark ") for name in limits.families[0].names)


def _still_broken(state: State) -> list[str]:
    found: set[str] = set()
    for family, counts in zip(state.limits.families, state.counts, strict=True):
        wrong = ((counts[:, :-1] < family.least) | (counts[:, :-1] > family.most)).any(axis=0)
        found |= {family.names[part] for part in np.flatnonzero(wrong)}
    if state.foes is not None and (state.foes * state.member).any():
        found.add("enemies")
    low, high = state.limits.words_range
    if state.reading is not None and ((state.reading < low) | (state.reading > high)).any():
        found.add("reading length")
    if state.shared is not None and state.limits.max_overlap is not None:
        pairs = state.shared - np.diag(np.diagonal(state.shared))
        if (pairs > state.limits.max_overlap).any():
            found.add("overlap")
    return sorted(found)


def _not_found(message: str, names: list[str]) -> ConvergenceError:
    which = f" Still broken: {', '.join(names)}." if names else ""
    return ConvergenceError(PaperCode.NOT_FOUND, f"{message}{which} Loosen a rule.", rules=names)
