"""Findings as a person goes through them: by kind, the doubtful ones first, a page at a time, beside the text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kepu.apps.base.lists import Filter, ListPage
from kepu.apps.base.marked import Place
from kepu.apps.base.messages import sentence
from kepu.apps.ledger import wording
from kepu.apps.ledger.enums import CandidateKind, CandidateState, SectionKind, Sureness, UnitKind
from kepu.apps.ledger.selectors.review import SURE, sureness
from kepu.apps.ledger.selectors.units import chosen_units

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import QueryDict

    from kepu.apps.ledger.models import Candidate, Plan
    from kepu.apps.territory.models import Organisation

PAGE = 50
BEFORE, AFTER, MOST = 60, 100, 160  # characters of context
DEEPEST = 4
UNCHECKED = "todo"
WORDS = {
    CandidateKind.TASK: "text",
    CandidateKind.TARGET: "indicator",
    CandidateKind.SECTION: "title",
    CandidateKind.UNIT: "name",
}
SHOWN = {
    UNCHECKED: Q(state=CandidateState.OPEN, is_doubtful=True),
    "fair": Q(state=CandidateState.OPEN, is_doubtful=False, is_edited=False, data__confidence__lt=SURE),
    "open": Q(state=CandidateState.OPEN),
    "accepted": Q(state=CandidateState.ACCEPTED),
    "rejected": Q(state=CandidateState.REJECTED),
    "edited": Q(is_edited=True),
}


@dataclass(frozen=True)
class Item:
    """One finding, ready to be shown."""

    candidate: Candidate
    tag: str = ""
    title: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    note: str = ""
    level: int = 0
    matched: str = ""
    request_id: UUID = field(default_factory=uuid4)

    @property
    def id(self) -> str:
        """Its name in the text and in the list."""
        return self.candidate.key

    @property
    def is_unsure(self) -> bool:
        """Whether somebody still has to look."""
        return self.candidate.is_doubtful and self.candidate.state == CandidateState.OPEN

    @property
    def sureness(self) -> Sureness | None:
        """How sure the reader is; None once a person has said or changed something."""
        if self.candidate.state != CandidateState.OPEN or self.candidate.is_edited:
            return None
        if self.candidate.is_doubtful:
            return Sureness.DOUBTFUL
        # What a name means is asked at the step of units: a doubtful one is not asked about here as well.
        return Sureness.SURE if sureness(self.candidate.data) == Sureness.SURE else Sureness.FAIR

    @property
    def state(self) -> CandidateState:
        """What was said about it."""
        return CandidateState(self.candidate.state)

    @property
    def can_be_cut(self) -> bool:
        """Whether it may be split and merged."""
        return self.candidate.kind == CandidateKind.TASK and self.candidate.state != CandidateState.REJECTED


@dataclass(frozen=True)
class Notice:
    """A warning of the reader."""

    id: str
    text: str
    in_text: bool


@dataclass(frozen=True)
class Tally:
    """How many findings of a kind there are, and what was said about them."""

    kind: CandidateKind
    open_sure: int = 0
    open_doubtful: int = 0
    accepted: int = 0
    rejected: int = 0

    @property
    def label(self) -> str:
        """The kind in words."""
        return str(self.kind.label)

    @property
    def n_live(self) -> int:
        """All that were not split, merged or undone."""
        return self.open_sure + self.open_doubtful + self.accepted + self.rejected

    @property
    def n_kept(self) -> int:
        """What would be written now."""
        return self.n_live - self.rejected


def tallies(plan: Plan) -> list[Tally]:
    """The numbers of every kind, in one query."""
    rows = plan.candidates.live().order_by().values_list("kind", "state", "is_doubtful").annotate(n=Count("pk"))
    counts = Counter({(kind, state, doubtful): n for kind, state, doubtful, n in rows})
    return [
        Tally(
            kind,
            open_sure=counts[kind.value, CandidateState.OPEN.value, False],
            open_doubtful=counts[kind.value, CandidateState.OPEN.value, True],
            accepted=sum(counts[kind.value, CandidateState.ACCEPTED.value, each] for each in (True, False)),
            rejected=sum(counts[kind.value, CandidateState.REJECTED.value, each] for each in (True, False)),
        )
        for kind in CandidateKind
    ]


def finding_list(plan: Plan, kind: CandidateKind, query: QueryDict) -> ListPage[Candidate]:
    """The findings of a kind: filters, search and page stand in the address."""
    return ListPage(
        plan.candidates.live().filter(kind=kind).select_related("decided_by"),
        query,
        filters=[Filter("show", gettext_lazy("显示"), _shown, lambda value: SHOWN[value])],
        search=lambda text: Q(**{f"data__{WORDS[kind]}__icontains": text}),
        order=("-is_doubtful", "place"),
        page_size=PAGE,
    )


def _shown() -> list[tuple[str, str]]:
    return [
        (UNCHECKED, _("存疑、未核对的")),
        ("fair", _("较有把握、未核对的")),
        ("open", _("未核对的")),
        ("accepted", _("已通过的")),
        ("rejected", _("已剔除的")),
        ("edited", _("改过的")),
    ]


def page_of(plan: Plan, candidate: Candidate) -> int:
    """On which page of the whole list of its kind a finding stands."""
    before = Q(is_doubtful=True) if not candidate.is_doubtful else Q(pk__in=())
    same = Q(is_doubtful=candidate.is_doubtful)
    earlier = before | (same & (Q(place__lt=candidate.place) | Q(place=candidate.place, pk__lt=candidate.pk)))
    return plan.candidates.live().filter(earlier, kind=candidate.kind).count() // PAGE + 1


def places_of(plan: Plan) -> list[Place]:
    """Where every finding stands in the text; two queries less than rows."""
    rows = plan.candidates.live().values_list("pk", "kind", "spans", "is_doubtful", "state")
    found = []
    for pk, kind, spans, is_doubtful, state in rows:
        out = " k-span--out" if state == CandidateState.REJECTED else ""
        unsure = is_doubtful and state == CandidateState.OPEN
        found += [Place(start, end, f"c{pk}", f"{kind}{out}", unsure) for start, end in spans]
    return [*found, *_warned(plan)]


def _warned(plan: Plan) -> list[Place]:
    return [
        Place(warning["span"][0], warning["span"][1], f"w{index}", "notice", unsure=True)
        for index, warning in enumerate(plan.warnings)
        if warning.get("span")
    ]


def notices_of(plan: Plan) -> list[Notice]:
    """What the reader warned of."""
    return [
        Notice(f"w{index}", str(sentence(warning["code"], warning.get("details"))), bool(warning.get("span")))
        for index, warning in enumerate(plan.warnings)
    ]


def items_of(plan: Plan, kind: str, candidates: Sequence[Candidate]) -> list[Item]:
    """Findings of one kind, arranged for the page."""
    organisations: Mapping[str, Organisation | None] = {}
    if kind == CandidateKind.UNIT:
        organisations = chosen_units(plan, [each.data["name"] for each in candidates])
    return [item_of(each, organisations) for each in candidates]


def item_of(candidate: Candidate, organisations: Mapping[str, Organisation | None]) -> Item:
    """One finding, arranged for the page."""
    data = candidate.data
    match candidate.kind:
        case CandidateKind.TASK:
            return _task(candidate, data)
        case CandidateKind.TARGET:
            return _target(candidate, data)
        case CandidateKind.SECTION:
            title = wording.heading(data.get("number"), data["level"], data["title"])
            return Item(candidate, _label(SectionKind, data["kind"]), title, level=min(int(data["level"]), DEEPEST))
    known = organisations.get(data["name"])
    facts = [(_("全称"), data.get("canonical") or "")] if data.get("canonical") != data["name"] else []
    return Item(candidate, _label(UnitKind, data["kind"]), data["name"], facts, matched=known.name if known else "")


def _task(candidate: Candidate, data: Mapping[str, Any]) -> Item:
    path = " › ".join(str(part) for part in (data.get("category"), data.get("group")) if part)
    facts = [
        (_("牵头"), _("、").join(data["lead"])),
        (_("配合"), _("、").join(data["support"])),
        (_("时限"), data.get("due") or ""),
        (_("所属"), path),
    ]
    number = data.get("number") or int(candidate.place.partition(".")[0]) + 1
    return Item(
        candidate,
        _("任务 %(number)s") % {"number": number},
        data["text"],
        [(label, value) for label, value in facts if value],
        note="" if data["lead"] else _("没有找到牵头单位"),
    )


def _target(candidate: Candidate, data: Mapping[str, Any]) -> Item:
    figure = wording.figure(
        comparator=data["comparator"],
        value=data["value"],
        value_high=data.get("value_high"),
        unit=data.get("unit") or "",
    )
    when = wording.when(period=data["period"], due_year=data.get("due_year"), as_of_year=data.get("as_of_year"))
    facts = [(_("数值"), figure), (_("时限"), when), (_("原文"), f"“{data['quote']}”")]
    tag = _("基数") if data.get("is_baseline") else _("力争") if data.get("aspiration") else _("指标")
    return Item(candidate, tag, data["indicator"], [(label, value) for label, value in facts if value])


def _label(choices: Any, value: str) -> str:
    return str(choices(value).label) if value in choices.values else ""


@dataclass(frozen=True)
class Excerpt:
    """The document around a finding."""

    text: str
    places: list[Place]
    cut_before: bool
    cut_after: bool


def excerpt_of(candidate: Candidate) -> Excerpt | None:
    """The lines around the first place of a finding, with all its places lit; None when it is not printed."""
    if not candidate.spans:
        return None
    text = candidate.plan.text
    first, last = candidate.spans[0]
    start = text.rfind("\n", 0, max(first - BEFORE, 0)) + 1
    end = text.find("\n", min(last + AFTER, len(text)))
    end = len(text) if end < 0 else end
    start, end = max(start, first - MOST), min(end, last + MOST)
    places = [
        Place(one - start, other - start, candidate.key, f"{candidate.kind} is-lit")
        for one, other in candidate.spans
        if start <= one and other <= end
    ]
    return Excerpt(text[start:end], places, start > 0, end < len(text))
