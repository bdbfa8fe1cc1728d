"""What a statement of who does what says, at its place in a paragraph."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from kepu.core.plans.shares import DUE, HELPING, LEADING

if TYPE_CHECKING:
    from kepu.core.plans.shares import Share


class Form(Enum):
    """How a statement is printed."""

    SENTENCE = "sentence"
    BRACKET = "bracket"
    LABELS = "labels"


@dataclass(frozen=True, slots=True)
class Labelled:
    """The words behind a label such as 责任单位：, in positions of the paragraph."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """Who does what, at its place in a paragraph."""

    start: int
    end: int
    form: Form
    parts: tuple[Labelled, ...]

    def roles(self) -> tuple[tuple[Labelled, ...], tuple[Labelled, ...]]:
        """Tell which parts lead and which support."""
        return lead_and_support(self.parts)


def lead_and_support(parts: tuple[Labelled, ...]) -> tuple[tuple[Labelled, ...], tuple[Labelled, ...]]:
    """Tell which of several labelled parts lead: 牵头, or where nobody does, the first unless it helps; others support."""
    naming = [part for part in parts if part.word != DUE]
    leaders = [part for part in naming if part.word in LEADING]
    leaders = leaders or [part for part in naming if part.word not in HELPING][:1]
    chosen = {id(part) for part in leaders}
    return tuple(leaders), tuple(part for part in naming if id(part) not in chosen)


def labelled_share(share: Share) -> Labelled:
    """Give a share with its act as the label."""
    return Labelled(share.act, share.start, share.end)
