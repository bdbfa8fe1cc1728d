"""What a plan contains: the values that the reader gives back.

All are frozen, and all spans are pairs ``[start, end)`` of code points in `Plan.text`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from kepu.core.plans.codes import PlanCode

Span = tuple[int, int]
Status = Literal["issued", "draft", "annex"]
SectionKind = Literal[
    "background",
    "principles",
    "objective",
    "action",
    "project",
    "measure",
    "safeguard",
    "schedule",
    "annex",
    "other",
]
Style = Literal["numbered", "topic", "dash", "label", "implicit", "table", "annex-title", "box", "inferred"]
Comparator = Literal["=", ">=", ">", "<=", "<", "approx"]
Period = Literal["by_end", "by_date", "per_year", "per_quarter", "per_month", "per_week"]
UnitKind = Literal["party", "government", "mass_organisation", "township", "institution", "enterprise", "group"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is printed: the first place and, when there are several, all of them."""

    span: Span | None = None
    spans: tuple[Span, ...] = ()
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """An instrument that the plan says it carries out."""

    title: str
    doc_number: str | None


@dataclass(frozen=True, slots=True)
class Document:
    """What the head of the document says of itself."""

    title: str | None = None
    doc_number: str | None = None
    issuer: str | None = None
    region: str | None = None
    issued_on: str | None = None
    period_start: int | None = None
    period_end: int | None = None
    status: Status | None = None
    based_on: tuple[Basis, ...] = ()
    references: tuple[str, ...] = ()
    notice_title: str | None = None
    approved_by: str | None = None
    spans: dict[str, Span] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading: numbered, or the topic sentence of a paragraph."""

    number: str | None
    level: int
    title: str
    parent: int | None
    kind: SectionKind
    style: Style
    place: Place
    confidence: float
    rule: str
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One row of the table of duties, or one statement of who leads and who supports."""

    id: int
    number: str | None
    category: str | None
    category_number: str | None
    group: str | None
    group_number: str | None
    text: str
    lead: tuple[str, ...]
    support: tuple[str, ...]
    assignment_source: Literal["table", "inline", "paragraph-suffix"]
    inherited: bool
    open_ended: bool
    section: int | None
    place: Place
    category_span: Span | None
    group_span: Span | None
    lead_spans: tuple[Span | None, ...]
    support_spans: tuple[Span | None, ...]
    confidence: float
    rule: str
    due: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A figure that the plan sets, or (a baseline) that it reports."""

    indicator: str
    quote: str
    comparator: Comparator
    value: float
    value_high: float | None
    unit: str
    period: Period
    due_year: int | None
    aspiration: bool
    task_group: str | None
    is_baseline: bool
    as_of_year: int | None
    qualitative: bool
    implied: bool
    task_id: int | None
    section: int | None
    place: Place
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A body that the plan gives work to, by the name it is printed with."""

    name: str
    canonical: str
    kind: UnitKind
    source: Literal["table", "inline", "body"]
    place: Place
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """A dated phase, or something to be there by then, without a figure."""

    quote: str
    year_start: int
    year_end: int
    kind: Literal["schedule", "deliverable"]
    place: Place
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True)
class Post:
    """A part in a leading group, and the office of who has it; the person's name is not kept."""

    role: str
    office: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class CoordinationBody:
    """A leading group, a joint conference or its office, with the posts that its section lists."""

    name: str
    place: Place
    confidence: float
    rule: str
    posts: tuple[Post, ...] = ()


@dataclass(frozen=True, slots=True)
class Warning:  # noqa: A001  the word of the field; importers write model.Warning
    """Something that a person must look at, with the place it is about."""

    code: PlanCode
    message: str
    span: Span | None = None
    details: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """One cell of a printed table: where it begins in the grid, how far it extends, what it says."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table of duties as it is printed; `tasks` are the ids of its rows in order, 0 where a row is no task."""

    title: str | None
    header: tuple[str, ...]
    roles: tuple[str, ...]
    header_rows: int
    n_rows: int
    n_columns: int
    cells: tuple[PrintedCell, ...]
    tasks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Interleaving:
    """The spans that belong to the second of two passes over one text."""

    second_pass: tuple[Span, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that was found, and the text it was found in."""

    text: str
    document: Document
    sections: tuple[Section, ...] = ()
    tasks: tuple[Task, ...] = ()
    targets: tuple[Target, ...] = ()
    units: tuple[Unit, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    coordination_bodies: tuple[CoordinationBody, ...] = ()
    tables: tuple[PrintedTable, ...] = ()
    interleaving: Interleaving | None = None
    warnings: tuple[Warning, ...] = ()
