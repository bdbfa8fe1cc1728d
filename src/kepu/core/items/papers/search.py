"""From planned uses to papers: deal, repair, balance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from kepu.core.items.papers.limits import rows_of
from kepu.core.items.papers.state import State

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kepu.core.items.papers.limits import Limits

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

# A violation below this is rounding (reading lengths are sums of decimals).
ROUNDING = 1e-9
# Papers are balanced until all are within this share of what is wanted: at one ability, and at several.
FINE, COARSE = 1e-6, 1e-4
# Exchanges between papers, then also with the bank.
REPAIRS, BANK_REPAIRS, BALANCES = 250, 350, 2000
# An item that was just exchanged rests for so many repairs.
TABU = 12
# How much more than an exchange between papers one with the bank has to repair.
BANK_COST = 0.75


@dataclass(frozen=True)
class Start:
    """How a search begins.

    Attributes
    ----------
    maximise : bool
        Whether more than what is wanted is impossible on the mean.
    rng : numpy.random.Generator or None
        Orders of dealing; None for one order.
    by_solver : bool
        Whether the solver splits the plan, which is slower and seldom breaks anything.
    """

    maximise: bool
    rng: np.random.Generator | None = None
    by_solver: bool = False


def deal(limits: Limits, uses: Ints, rng: np.random.Generator | None) -> NDArray[np.bool_]:
    """Deal the uses to the papers in rounds, sorted by benchmark, point and item.

    Parameters
    ----------
    limits : Limits
        The first two families are benchmarks and points, which are nested: a run of k neighbours gives every paper about
        k / papers, so that all of them get what the plan promises on the mean.
    uses : ndarray of int64, shape (n_items,)
        Adding up to papers × length.
    rng : numpy.random.Generator or None
        Every round has an order of its own, so that no two papers share all their neighbours; None keeps one order, which
        gives every paper exactly the floor or the ceiling.

    Returns
    -------
    ndarray of bool, shape (papers, n_items)
        Papers of equal length.
    """
    keys = [np.arange(limits.n_items), *[family.labels for family in reversed(limits.families[:2])]]
    order = np.lexsort(keys)
    dealt = np.repeat(order, uses[order])
    if rng is not None:
        member = _dealt_in_rounds(limits, dealt, rng)
        if member is not None:
            return member
    member = np.zeros((limits.papers, limits.n_items), dtype=bool)
    member[np.arange(len(dealt)) % limits.papers, dealt] = True
    return member


def _dealt_in_rounds(limits: Limits, dealt: Ints, rng: np.random.Generator) -> NDArray[np.bool_] | None:
    """Each item goes to the waiting paper that has least of its point and benchmark; None where nobody can take it."""
    member = np.zeros((limits.papers, limits.n_items), dtype=bool)
    nested = limits.families[:2]
    counts = [np.zeros((limits.papers, family.n_parts + 1), dtype=np.int64) for family in nested]
    for start in range(0, len(dealt), limits.papers):
        waiting = rng.permutation(limits.papers)
        for item in dealt[start : start + limits.papers].tolist():
            burden = member[waiting, item] * limits.length * limits.length
            for weight, family, count in zip((1, limits.length), nested, counts, strict=False):
                burden = burden + weight * count[waiting, family.labels[item]]
            place = int(np.argmin(burden))
            paper = waiting[place]
            if member[paper, item]:
                return None
            member[paper, item] = True
            for family, count in zip(nested, counts, strict=True):
                count[paper, family.labels[item]] += 1
            waiting = np.delete(waiting, place)
    return member


def split(limits: Limits, uses: Ints) -> NDArray[np.bool_] | None:
    """Take papers from the plan one by one, so that what is left can still be split.

    Parameters
    ----------
    limits : Limits
        Of one paper.
    uses : ndarray of int64, shape (n_items,)
        Adding up to papers × length.

    Returns
    -------
    ndarray of bool, shape (papers, n_items), or None
        None where the solver found no such paper.

    Notes
    -----
    The shadow test of van der Linden (2005), chapter 5: the rest is kept feasible as one big paper.
    """
    member = np.zeros((limits.papers, limits.n_items), dtype=bool)
    left = uses.copy()
    one = rows_of(limits, 1)
    for paper in range(limits.papers):
        rest = limits.papers - paper - 1
        total = one.matrix @ left
        constraints = [
            LinearConstraint(one.matrix, np.maximum(one.least, total - rest * one.most), one.most),
            LinearConstraint(one.matrix, -np.inf, total - rest * one.least),
        ]
        if limits.max_overlap is not None and paper:
            constraints.append(LinearConstraint(member[:paper].astype(float), -np.inf, limits.max_overlap))
        found = milp(
            np.zeros(limits.n_items),
            integrality=np.ones(limits.n_items, dtype=np.int64),
            bounds=Bounds(np.maximum(left - rest, 0), np.minimum(left, 1)),
            constraints=constraints,
            options={"time_limit": 1.0},
        )
        if found.x is None:
            return None
        member[paper] = found.x > 0.5  # noqa: PLR2004  0 or 1
        left -= member[paper]
    return member


def repair(state: State) -> bool:
    """Exchange items until nothing is broken.

    Parameters
    ----------
    state : State
        Papers, changed in place.

    Returns
    -------
    bool
        Whether nothing is broken.
    """
    rests_until = np.zeros(state.member.shape, dtype=np.int64)
    for turn in range(REPAIRS + BANK_REPAIRS):
        broken = state.broken()
        if broken.max() <= ROUNDING:
            return True
        paper = int(np.argmax(broken)) if turn % 3 else int(np.argsort(-broken)[turn // 3 % (broken > ROUNDING).sum()])
        found = _best_repair(state, paper, rests_until <= turn, with_bank=turn >= REPAIRS)
        if found is None:
            continue
        gone, come, other = found
        state.exchange(paper, gone, come, other)
        rests_until[paper, [gone, come]] = turn + TABU
        if other is not None:
            rests_until[other, [gone, come]] = turn + TABU
    return bool(state.broken().max() <= ROUNDING)


def _best_repair(
    state: State, paper: int, free: NDArray[np.bool_], *, with_bank: bool
) -> tuple[int, int, int | None] | None:
    best, chosen = np.inf, None
    mine = state.member[paper]
    others: list[int | None] = [other for other in range(len(state.member)) if other != paper]
    for other in [*others, None] if with_bank else others:
        if other is None:
            gone = np.flatnonzero(mine & free[paper])
            come = np.flatnonzero(~mine & free[paper] & (state.uses < state.limits.caps))
        else:
            allowed = free[paper] & free[other]
            gone = np.flatnonzero(mine & ~state.member[other] & allowed)
            come = np.flatnonzero(state.member[other] & ~mine & allowed)
        if not (len(gone) and len(come)):
            continue
        change = state.change(paper, gone, come, other)
        # An exchange with the bank costs information, so it is taken only where nothing else repairs.
        change = change + BANK_COST if other is None else change
        place = int(np.argmin(change))
        if change.flat[place] < best - ROUNDING:
            best = float(change.flat[place])
            row, column = divmod(place, len(come))
            chosen = int(gone[row]), int(come[column]), other
    return chosen


def balance(state: State, wanted: Floats, *, maximise: bool) -> None:
    """Exchange items until the papers are alike and near what is wanted, breaking nothing.

    Parameters
    ----------
    state : State
        Papers that break nothing, changed in place.
    wanted : ndarray of float64, shape (n_thetas,)
        Information that every paper should have.
    maximise : bool
        Whether `wanted` cannot be exceeded on the mean, so that information is never given back to the bank.
    """
    tolerance = (FINE if len(wanted) == 1 else COARSE) * float(np.abs(wanted).max())
    for _ in range(BALANCES):
        distance = np.abs(state.values - wanted).max(axis=1)
        if distance.max() <= tolerance or not _step(
            state, wanted, np.argsort(-distance, kind="stable"), maximise=maximise
        ):
            return


def _step(state: State, wanted: Floats, order: Ints, *, maximise: bool) -> bool:
    """One exchange that brings the papers nearer to what is wanted; False when there is none."""
    for paper in order[:3].tolist():
        partners = np.argsort(-((state.values - state.values[paper]) ** 2).sum(axis=1), kind="stable")
        for other in [*[each for each in partners.tolist() if each != paper], None]:
            if _try(state, paper, other, wanted, maximise=maximise):
                return True
    return False


def _try(state: State, paper: int, other: int | None, wanted: Floats, *, maximise: bool) -> bool:
    mine = state.member[paper]
    if other is None:
        gone, come = np.flatnonzero(mine), np.flatnonzero(~mine & (state.uses < state.limits.caps))
    else:
        gone = np.flatnonzero(mine & ~state.member[other])
        come = np.flatnonzero(state.member[other] & ~mine)
    if not (len(gone) and len(come)):
        return False
    difference = state.information[come] - state.information[gone][:, None]
    gain = 2 * difference @ (state.values[paper] - wanted) + (difference**2).sum(axis=2)
    if other is not None:
        gain += -2 * difference @ (state.values[other] - wanted) + (difference**2).sum(axis=2)
    # The smallest gains are rounding, and would be taken for ever.
    worth = gain < -((FINE if len(wanted) == 1 else COARSE) ** 2) * float((wanted**2).sum())
    if maximise and other is None:
        worth &= difference.sum(axis=2) > 0
    if not worth.any():
        return False
    allowed = np.where(worth & (state.change(paper, gone, come, other) <= ROUNDING), gain, np.inf)
    place = int(np.argmin(allowed))
    if not np.isfinite(allowed.flat[place]):
        return False
    row, column = divmod(place, len(come))
    state.exchange(paper, int(gone[row]), int(come[column]), other)
    return True


def papers_from(limits: Limits, information: Floats, uses: Ints, wanted: Floats, start: Start) -> State:
    """Papers that use the items as planned, repaired and balanced.

    Parameters
    ----------
    limits : Limits
        Of one paper.
    information : ndarray of float64, shape (n_thetas, n_items)
        Of the items.
    uses : ndarray of int64, shape (n_items,)
        The plan.
    wanted : ndarray of float64, shape (n_thetas,)
        Information that every paper should have.
    start : Start
        How the search begins.

    Returns
    -------
    State
        It may still break something: `State.broken` says so.
    """
    member = split(limits, uses) if start.by_solver else None
    state = State(limits, information, deal(limits, uses, start.rng) if member is None else member)
    if repair(state):
        balance(state, wanted, maximise=start.maximise)
        state.refresh()
    return state
