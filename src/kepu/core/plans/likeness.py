"""Which sentences of other plans mean the same as one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kepu.core.plans.changes import _dice, _pairs

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Likeness:
    """One of the sentences that were offered, and how like it is.

    Attributes
    ----------
    index : int
        Its place among those that were offered.
    likeness : float
        0 (no two characters in common) to 1 (the same characters).
    """

    index: int
    likeness: float


def likest(text: str, others: Sequence[str], *, least: float = 0.35, most: int = 10) -> tuple[Likeness, ...]:
    """Find the sentences that are most like one.

    Parameters
    ----------
    text : str
        The sentence.
    others : sequence of str
        Those it is compared with.
    least : float
        The likeness below which nothing is proposed.
    most : int
        How many are given.

    Returns
    -------
    tuple of Likeness
        The likest first; of equally like ones in the order in which they were offered.

    Notes
    -----
    Likeness is Dice's coefficient over pairs of neighbouring characters, spaces left out. It knows no synonyms: a
    sentence that says the same in other words is not found.

    Examples
    --------
    >>> likest("办好科普月活动。", ["建设科普馆。", "办好全国科普月活动。"])[0].index
    1
    """
    pairs = _pairs(text)
    scored = (Likeness(index, round(_dice(pairs, _pairs(other)), 4)) for index, other in enumerate(others))
    found = sorted((each for each in scored if each.likeness >= least), key=lambda each: (-each.likeness, each.index))
    return tuple(found[:most])
