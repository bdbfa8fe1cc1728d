"""What stands on a unit's page: rows with their figures, by plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kepu.apps.base.periods import period_label
from kepu.apps.ledger.enums import Answer, Role, RoundState
from kepu.apps.ledger.judging import counted_how, counted_in
from kepu.apps.ledger.selectors.entries import EDITABLE
from kepu.apps.ledger.wording import target_words

if TYPE_CHECKING:
    from kepu.apps.ledger.lights import Light
    from kepu.apps.ledger.models import Entry, Evidence, Plan, SupportRequest, Target, Task, UnitReport
    from kepu.apps.ledger.same_figures import Quantity
    from kepu.apps.ledger.selectors.entries import Previous


@dataclass
class FigureRow:
    """A quantity whose figure is asked for, with what was written."""

    quantity: Quantity
    state: str = ""
    value: str = ""
    last: str = ""

    @property
    def target(self) -> Target:
        """The target that stands for it."""
        return self.quantity.target

    @property
    def also(self) -> list[tuple[Target, str]]:
        """The targets of other plans that it counts for, with what those want."""
        return [(target, target_words(target)) for target in self.quantity.others]

    @property
    def words(self) -> str:
        """What the plan wants."""
        return target_words(self.target)

    @property
    def how(self) -> str:
        """What is to be typed."""
        return counted_how(self.target)

    @property
    def unit(self) -> str:
        """The unit of what is typed."""
        return counted_in(self.target)


@dataclass
class Row:
    """One entry with everything that stands beside it."""

    entry: Entry
    sentences: list[Task]
    light: Light
    is_asked: bool
    is_editable: bool
    content: dict[str, Any]
    previous: Previous | None = None
    targets: list[Target] = field(default_factory=list)
    figures: list[FigureRow] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    told: list[Entry] = field(default_factory=list)
    requests: list[SupportRequest] = field(default_factory=list)
    problem: str = ""
    stale: dict[str, Any] | None = None
    place: int = 0

    @property
    def task(self) -> Task:
        """The task that was asked about first."""
        return self.entry.task

    @property
    def key(self) -> str:
        """What its parts are called on the page."""
        return f"e{self.entry.pk}"

    @property
    def answer_label(self) -> str:
        """The word of its answer."""
        answer = self.content["answer"]
        return str(Answer(answer).label) if answer in Answer.values else ""

    @property
    def is_support(self) -> bool:
        """Whether somebody asked for it."""
        return self.entry.role == Role.SUPPORT

    @property
    def has_percent(self) -> bool:
        """A percentage is asked only where the plan sets a figure."""
        return bool(self.figures)

    @property
    def may_ask(self) -> bool:
        """Whether there is anybody to ask."""
        return not self.is_support and any(task.support_names for task in self.sentences)

    @property
    def is_answered(self) -> bool:
        """Whether there is an answer."""
        return bool(self.content["answer"])


@dataclass
class Group:
    """The rows of one plan; without a plan those that others asked for."""

    plan: Plan | None
    rows: list[Row]


@dataclass
class UnitPage:
    """The whole page."""

    report: UnitReport
    groups: list[Group]
    light: Light

    @property
    def rows(self) -> list[Row]:
        """Every row in order."""
        return [row for group in self.groups for row in group.rows]

    @cached_property
    def asked(self) -> list[Row]:
        """Rows that count."""
        return [row for row in self.rows if row.is_asked]

    @property
    def n_answered(self) -> int:
        """How many of them have an answer."""
        return sum(row.is_answered for row in self.asked)

    @property
    def n_waiting(self) -> int:
        """How many can still be filed."""
        return sum(row.entry.state in EDITABLE for row in self.asked)

    @property
    def is_open(self) -> bool:
        """Whether the round still takes answers."""
        return self.report.round.state == RoundState.OPEN

    @property
    def period(self) -> str:
        """The period as people say it."""
        return period_label(self.report.round.period)

    @property
    def names(self) -> list[str]:
        """The unit, and what it has become."""
        return unit_names(self.report)


def unit_names(report: UnitReport) -> list[str]:
    """The unit as it was asked, then those that it has become."""
    steps = report.organisation.succeeded_by.all()
    return [report.organisation.name, *dict.fromkeys(step.successor.name for step in steps)]
