"""Questions about instructions: the list, one with everything that was said, who may do what with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kepu.apps.base import clock
from kepu.apps.base.lists import Column, Filter, ListPage
from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import STEP_FROM, InstructionKind, InstructionState, InstructionStep, ReplyEvent
from kepu.apps.ledger.lights import NOTHING, Light, LightCode, due_light
from kepu.apps.ledger.models import Instruction, InstructionReply, InstructionUnit, Task, TaskUnit
from kepu.apps.ledger.policies import LedgerPolicies, ledger_policies_for
from kepu.apps.territory.enums import OrganisationKind
from kepu.apps.territory.models import Organisation
from kepu.core.divisions import Level, level_of, subtree_range

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from django.db.models import QuerySet
    from django.http import QueryDict

    from kepu.apps.people.models import User

OVERDUE, UNFORWARDED, MINE = "overdue", "unforwarded", "mine"
COLUMNS = (
    Column("created", gettext_lazy("日期"), "created_at"),
    Column("text", gettext_lazy("内容"), optional=False),
    Column("units", gettext_lazy("承办单位")),
    Column("due", gettext_lazy("回复期限"), "due_on"),
    Column("state", gettext_lazy("状态"), "state"),
)


@dataclass
class Line:
    """One instruction as a list shows it."""

    row: Instruction
    units: list[InstructionUnit]
    light: Light = NOTHING
    # Of those who read only their own unit's part: the keys of their units; None reads everything.
    own_units: frozenset[int] | None = None

    @property
    def given_by(self) -> str:
        """Whose words these are; the office where it chases by itself."""
        return giver(self.row)

    @property
    def entered_by(self) -> str:
        """Who wrote it down for somebody else."""
        return self.row.created_by.name if self.row.given_by_words else ""

    @property
    def waiting(self) -> list[str]:
        """Names of units that owe a reply."""
        return [unit.organisation.name for unit in self.units if unit.replied_at is None]

    @property
    def state_label(self) -> str:
        """The word of its state: what nobody was asked yet is to be forwarded."""
        if self.row.state == InstructionState.OPEN and not self.units:
            return _("待转办")
        return str(InstructionState(self.row.state).label)

    @property
    def tone(self) -> str:
        """The shape and colour of its state."""
        return InstructionState(self.row.state).tone


@dataclass
class Sheet(Line):
    """One instruction with everything that was said, and what this reader may do with it."""

    said: list[InstructionReply] = field(default_factory=list)
    # For whom this reader may reply; which replies may be sent back.
    reply_for: list[Organisation] = field(default_factory=list)
    returnable: list[Organisation] = field(default_factory=list)
    supervises: bool = False
    decides: bool = False
    is_proxy: bool = False
    is_own_reply: bool = False
    is_givers: bool = False

    @property
    def is_open(self) -> bool:
        """Whether anything may still be done."""
        return self.row.state != InstructionState.CLOSED

    @property
    def answers_itself(self) -> bool:
        """Whether the office may reply because no unit was asked."""
        return self.supervises and not self.units

    @property
    def may_close(self) -> bool:
        """Whether this reader may close it now."""
        in_state = self.row.state in STEP_FROM[InstructionStep.CLOSE] or (self.is_open and self.is_givers)
        return self.decides and in_state and not self.is_own_reply


def giver(row: Instruction) -> str:
    """Whose words an instruction is; the office where it chases by itself."""
    if row.kind == InstructionKind.OFFICE:
        return _("领导小组办公室")
    return row.given_by_words or row.created_by.name


def instruction_rows(user: User) -> QuerySet[Instruction]:
    """What this person may read, with what a line shows: the query and one for the units."""
    units = InstructionUnit.objects.select_related("organisation").order_by(
        "organisation__sequence", "organisation__position", "organisation__code"
    )
    rows = Instruction.objects.visible_to(user).select_related("task", "created_by", "closed_by")
    return rows.defer("task__spans").prefetch_related(Prefetch("units", units))


def lines(user: User, rows: Iterable[Instruction], policies: dict[str, LedgerPolicies] | None = None) -> list[Line]:
    """Rows as a list shows them; one query for the policies of all regions, where they are not at hand."""
    found = list(rows)
    today = clock.today()
    held = policies or ledger_policies_for({row.region_code for row in found}, today)
    return [_line(user, row, today, held) for row in found]


def _line(user: User, row: Instruction, today: date, policies: dict[str, LedgerPolicies]) -> Line:
    line = Line(row, list(row.units.all()), light_of(row, today, policies[row.region_code]))
    line.own_units = own_units(user, row)
    return line


def light_of(row: Instruction, today: date, policies: LedgerPolicies) -> Light:
    """By its due day while somebody owes a reply; there is none as long as nothing presses."""
    if row.state != InstructionState.OPEN:
        return NOTHING
    return pressing(due_light(row.due_on, row.state, today, policies.lights))


def pressing(light: Light) -> Light:
    """A light that says something has to be done."""
    return NOTHING if light.code is LightCode.NORMAL else light


def own_units(user: User, row: Instruction) -> frozenset[int] | None:
    """Of those who do not read every reply, the units whose replies they read; None for everybody else."""
    if rules.ALL_INSTRUCTIONS.allows(user, row):
        return None
    held = {grant.organisation_id for scope in (rules.REPLY, rules.READ_REPLY) for grant in scope.grants(user)}
    return frozenset(unit.organisation_id for unit in row.units.all() if unit.organisation_id in held)


def instruction_list(user: User, query: QueryDict) -> ListPage[Instruction]:
    """The list: what is not closed first, the nearest due day before the others."""
    rank = Case(When(state=InstructionState.CLOSED, then=Value(1)), default=Value(0))
    rows = instruction_rows(user).annotate(is_closed=rank)
    order: Any = ("is_closed", F("due_on").asc(nulls_last=True), "-created_at")
    return ListPage(rows, query, columns=COLUMNS, filters=_filters(user), search=_words, order=order)


def _filters(user: User) -> list[Filter]:
    return [
        Filter("state", gettext_lazy("状态"), _states, is_state),
        Filter(
            "kind", gettext_lazy("类别"), lambda: [(each.value, str(each.label)) for each in InstructionKind], _kind
        ),
        Filter("who", gettext_lazy("范围"), lambda: [(MINE, _("与我有关"))], lambda _value: is_mine(user)),
    ]


def _states() -> list[tuple[str, str]]:
    own = [(state.value, str(state.label)) for state in InstructionState]
    return [*own, (OVERDUE, _("逾期未回复")), (UNFORWARDED, _("待转办"))]


def is_state(value: str) -> Q:
    """The condition of a choice of the filter."""
    if value == OVERDUE:
        return is_overdue(clock.today())
    if value == UNFORWARDED:
        return is_unforwarded()
    return Q(state=value)


def is_overdue(today: date) -> Q:
    """Somebody owes a reply since before today."""
    return Q(state=InstructionState.OPEN, due_on__lt=today)


def is_unforwarded() -> Q:
    """Nobody has been asked to reply yet."""
    return Q(state=InstructionState.OPEN) & ~Q(Exists(InstructionUnit.objects.filter(instruction=OuterRef("pk"))))


def _kind(value: str) -> Q:
    return Q(kind=value)


def is_mine(user: User) -> Q:
    """Given or written down by this person, or waiting for a reply of their unit."""
    units = {grant.organisation_id for grant in rules.REPLY.grants(user) if grant.organisation_id is not None}
    owed = InstructionUnit.objects.filter(instruction=OuterRef("pk"), organisation_id__in=units)
    return Q(created_by_id=user.pk) | Q(Exists(owed))


def _words(text: str) -> Q:
    named = InstructionUnit.objects.filter(instruction=OuterRef("pk"), organisation__name__icontains=text)
    return Q(text__icontains=text) | Q(given_by_words__icontains=text) | Q(Exists(named))


def sheet_of(user: User, row: Instruction) -> Sheet:
    """One instruction with everything this person may read and do: two queries beside the row's."""
    [line] = lines(user, [row])
    said = list(row.replies.select_related("organisation", "by"))
    if line.own_units is not None:
        said = [each for each in said if each.organisation_id in line.own_units]
    supervises, instructs = rules.SUPERVISE.allows(user, row), rules.INSTRUCT.allows(user, row)
    gave = row.created_by_id == user.pk and row.kind == InstructionKind.LEADER and not row.given_by_words
    reply_for, is_proxy = _reply_for(user, row, line.units, supervises=supervises)
    return Sheet(
        row=row,
        units=line.units,
        light=line.light,
        own_units=line.own_units,
        said=said,
        reply_for=reply_for,
        is_proxy=is_proxy,
        returnable=[unit.organisation for unit in line.units if unit.replied_at] if supervises or instructs else [],
        supervises=supervises,
        decides=supervises or instructs,
        is_own_reply=any(each.by_id == user.pk and each.event == ReplyEvent.REPLIED for each in said),
        is_givers=gave and instructs,
    )


def _reply_for(
    user: User, row: Instruction, units: list[InstructionUnit], *, supervises: bool
) -> tuple[list[Organisation], bool]:
    """The own units; for the office every unit, and that it answers for them."""
    own = [
        unit.organisation for unit in units if rules.FILE_REPORT.reaches(user, row.region_code, unit.organisation_id)
    ]
    if own or not supervises:
        return own, False
    return [unit.organisation for unit in units], bool(units)


def replies_of(user: User, rows: Collection[Instruction]) -> dict[int, list[InstructionReply]]:
    """What was answered to several instructions, as far as this person reads it; one query."""
    visible = {row.pk: own_units(user, row) for row in rows}
    found: dict[int, list[InstructionReply]] = {pk: [] for pk in visible}
    for reply in InstructionReply.objects.filter(instruction_id__in=visible).select_related("organisation", "by"):
        own = visible[reply.instruction_id]
        if own is None or reply.organisation_id in own:
            found[reply.instruction_id].append(reply)
    return found


def addressed(task: Task) -> int | None:
    """The unit that an instruction about a task goes to: the one that consolidates, if it is a known unit."""
    return (
        TaskUnit.objects.filter(task=task, is_consolidator=True, organisation__isnull=False)
        .values_list("organisation_id", flat=True)
        .first()
    )


def units_to_ask(region_code: str, also: Collection[int] = ()) -> list[Organisation]:
    """The units of a region and the towns of a county, in official order; those that were asked stay on offer."""
    offered = Q(region_id=region_code)
    if level_of(region_code) == Level.COUNTY:
        low, high = subtree_range(region_code)
        offered |= Q(kind=OrganisationKind.TOWNSHIP, region_id__gte=low, region_id__lt=high)
    current = Organisation.objects.current(clock.today()).filter(offered)
    return list((current | Organisation.objects.filter(pk__in=also)).official_order())


def instructing_regions(user: User, *, supervise: bool) -> list[str]:
    """Codes of the regions for which this person instructs (or supervises): where their memberships are."""
    scope = rules.SUPERVISE if supervise else rules.INSTRUCT
    return list(dict.fromkeys(grant.low for grant in scope.grants(user)))
