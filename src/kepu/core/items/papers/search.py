"""From planned uses to papers: deal, repair, balance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kepu.core.items.papers.dealing import deal, split
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
