"""What a reader of results should know: a sentence with a code, so that it can be said in other languages too."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class NoteCode(StrEnum):
    """What is noted."""

    NEGATIVE_A = "negative_a"
    C_AT_ZERO = "c_at_zero"
    NO_VARIANCE = "no_variance"
    NOT_ESTIMATED = "not_estimated"
    CATEGORY_UNUSED = "category_unused"
    ALL_HIGHEST = "all_highest"
    ALL_LOWEST = "all_lowest"
    ANSWERED_NOTHING = "answered_nothing"
    UNLINKED = "unlinked"
    NO_FINITE_SCORE = "no_finite_score"
    OMEGA_NEEDS_THREE = "omega_needs_three"
    NO_ONE_FACTOR = "no_one_factor"
    ALL_ALIKE = "all_alike"
    PAIRS_APART = "pairs_apart"
    FIT_ON_SOME = "fit_on_some"
    FIT_NEEDS_TWO = "fit_needs_two"
    FIT_NOT_FREE = "fit_not_free"


class Note(str):
    """An English sentence that remembers what it says.

    Parameters
    ----------
    message : str
        The sentence.
    code : NoteCode
        What it says.
    **details
        Its numbers and names.
    """

    __slots__ = ("code", "details")

    code: NoteCode
    details: dict[str, object]

    def __new__(cls, message: str, code: NoteCode, **details: object) -> Self:
        """Make the sentence."""
        note = super().__new__(cls, message)
        note.code, note.details = code, details
        return note
