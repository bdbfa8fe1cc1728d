"""The office's week: what is overdue, due soon, to be checked, owed, still open."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kepu.apps.base import clock
from kepu.apps.base.periods import period_label
from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import InstructionState, PlanState, ReportState, RoundState
from kepu.apps.ledger.lights import LightCode, due_light, due_soon_until, report_light
from kepu.apps.ledger.models import Plan, Round, Task, UnitReport
from kepu.apps.ledger.policies import ledger_policies
from kepu.apps.ledger.selectors.chasing import REMINDED
from kepu.apps.ledger.selectors.dues import DUE_STATES
from kepu.apps.ledger.selectors.instructions import giver, instruction_rows, light_of
from kepu.apps.ledger.selectors.rounds import OFFICIAL_ORDER, OWED
from kepu.apps.people.selectors import liaisons_of
from kepu.apps.workspace.selectors.lines import Button, Item, Section, counted

if TYPE_CHECKING:
    from datetime import date

    from kepu.apps.ledger.models import Instruction
    from kepu.apps.ledger.policies import LedgerPolicies
    from kepu.apps.people.models import User
    from kepu.apps.people.models.posts import Post
    from kepu.apps.workspace.selectors.homes import Home

MOST = 60


@dataclass(frozen=True)
class RoundBox:
    """An open round: how many have reported, and who has not."""

    round: Round
    label: str
    total: int
    owed: list[UnitReport] = field(default_factory=list)
    returned: list[UnitReport] = field(default_factory=list)
    is_over: bool = False

    @property
    def reported(self) -> int:
        """How many have reported."""
        return self.total - len(self.owed)

    @property
    def n_to_remind(self) -> int:
        """How many the message goes to."""
        return len(self.owed) + len(self.returned)


@dataclass(frozen=True)
class Week:
    """This week's sheet."""

    region_code: str
    today: date
    days: int
    overdue: Section
    soon: Section
    checking: Section
    replies: Section
    open_instructions: Section
    rounds: list[RoundBox]
    n_plans: int

    @property
    def sections(self) -> list[Section]:
        """In the order of the sheet."""
        return [self.overdue, self.soon, self.checking, self.replies, self.open_instructions]

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits for anybody."""
        return not any(section.total for section in self.sections)


def week_of(user: User, home: Home) -> Week:
    """Everything that waits in the region of an office, each thing once: nine queries whatever their number."""
    today = clock.today()
    policies = ledger_policies(home.region_code, today)
    until = due_soon_until(today, policies.lights)
    tasks = _tasks(user, home.region_code, policies, today)
    reports = _reports(user, home.region_code)
    rounds = {each.pk: each for each in _open_rounds(user, home.region_code)}
    phones = liaisons_of({each.organisation_id for each in reports if each.state in REMINDED}, today)
    late = [each for each in reports if each.state in REMINDED and each.last_day < today]
    near = [each for each in reports if each.state in REMINDED and today <= each.last_day <= until]
    filed = [each for each in reports if each.state == ReportState.FILED]
    asked = _instructions(user, home.region_code, policies, today)
    return Week(
        region_code=home.region_code,
        today=today,
        days=policies.lights.due_soon_days,
        overdue=_joined("overdue", _("逾期"), [tasks[0], _report_lines(late, phones, policies, today), asked.overdue]),
        soon=_joined(
            "soon",
            _("%(days)s 日内到期") % {"days": policies.lights.due_soon_days},
            [tasks[1], _report_lines(near, phones, policies, today), asked.soon],
        ),
        checking=_joined("checking", _("待核对"), [_checking(filed, user, policies)]),
        replies=_joined("replies", _("待回复"), [asked.waiting]),
        open_instructions=_joined("open", _("批示未办结"), [asked.open]),
        rounds=[_box(each, reports, today) for each in rounds.values()],
        n_plans=Plan.objects.filter(rules.visible_plans(user), state=PlanState.CONFIRMED).count(),
    )


@dataclass(frozen=True)
class Found:
    """Lines of one source, with how many there are in all and where the rest is."""

    items: list[Item]
    total: int
    url: str = ""


@dataclass(frozen=True)
class Asked:
    """Instructions by what they wait for."""

    overdue: Found
    soon: Found
    waiting: Found
    open: Found


def _joined(key: str, title: str, found: list[Found]) -> Section:
    """Lines of several sources under one heading, what has waited longest first."""
    items = sorted((item for each in found for item in each.items), key=lambda item: (item.since is None, item.since))
    more = [each.url for each in found if each.total > len(each.items) and each.url]
    return Section(key, title, items, sum(each.total for each in found), more[0] if more else "")


def _tasks(user: User, region_code: str, policies: LedgerPolicies, today: date) -> tuple[Found, Found]:
    rows = Task.objects.filter(
        rules.visible_tasks(user), region_code=region_code, state__in=DUE_STATES, plan__state=PlanState.CONFIRMED
    ).select_related("plan")
    light = rows.only("text", "due_on", "state", "lead_names", "region_code", "plan__title").order_by("due_on", "pk")
    until = due_soon_until(today, policies.lights)
    board = reverse("ledger:tasks")
    return (
        _task_lines(*counted(light.filter(due_on__lt=today), MOST), policies, today, f"{board}?light=overdue"),
        _task_lines(
            *counted(light.filter(due_on__gte=today, due_on__lte=until), MOST),
            policies,
            today,
            f"{board}?light=due_soon",
        ),
    )


def _task_lines(rows: list[Task], total: int, policies: LedgerPolicies, today: date, url: str) -> Found:
    items = [
        Item(
            what=row.text,
            whose=row.lead_names or _("没有写明牵头单位"),
            url=row.get_absolute_url(),
            kind=_("任务"),
            since=row.due_on,
            note=row.plan.title,
            light=due_light(row.due_on, row.state, today, policies.lights),
            button=Button(_("督办"), f"{reverse('ledger:supervise')}?task={row.pk}"),
        )
        for row in rows
    ]
    return Found(items, total, url)


def _open_rounds(user: User, region_code: str) -> list[Round]:
    rows = Round.objects.filter(rules.ROUND.visible(user), region_code=region_code, state=RoundState.OPEN)
    return list(rows.order_by("due_on", "pk"))


def _reports(user: User, region_code: str) -> list[UnitReport]:
    """The pages of open rounds, and what waits to be checked after its round was closed, in official order."""
    waiting = Q(round__state=RoundState.OPEN) | Q(state=ReportState.FILED)
    rows = UnitReport.objects.filter(rules.ROUND.visible(user), waiting, region_code=region_code)
    return list(rows.select_related("organisation", "round").order_by("round__due_on", *OFFICIAL_ORDER))


def _report_lines(
    reports: list[UnitReport], phones: dict[int, list[Post]], policies: LedgerPolicies, today: date
) -> Found:
    items = [
        Item(
            what=_("%(period)s报送：%(state)s")
            % {"period": period_label(each.round.period), "state": ReportState(each.state).label},
            whose=each.organisation.name,
            url=each.get_absolute_url(),
            kind=_("报送"),
            since=each.last_day,
            note=_liaison(phones.get(each.organisation_id, [])),
            light=report_light(each.last_day, each.state, today, policies.lights),
            button=Button(_("催报"), f"{reverse('ledger:round_chase', args=[each.round_id])}?report={each.pk}"),
            is_report=True,
        )
        for each in reports
    ]
    # All of them: on paper they leave their section, and one that was only counted could not.
    return Found(items, len(items))


def _liaison(posts: list[Post]) -> str:
    """Who is called; the number itself is shown only where that is written down."""
    return _("、").join(f"{post.name} {post.masked_mobile}".strip() for post in posts) or _("没有登记联络员")


def _checking(reports: list[UnitReport], user: User, policies: LedgerPolicies) -> Found:
    """Pages to check; those that this person filed wait for somebody else."""
    own = {
        each.pk
        for each in reports
        if not policies.reporting.may_check(checker_id=user.pk, author_ids=[each.filed_by_id])
    }
    items = [
        Item(
            what=_("%(period)s报送") % {"period": period_label(each.round.period)},
            whose=each.organisation.name,
            url=reverse("ledger:check", args=[each.key]),
            kind=_("报送"),
            since=localtime(each.filed_at).date() if each.filed_at else None,
            note=_("是您上报的，由别人核对") if each.pk in own else "",
            button=None if each.pk in own else Button(_("核对"), reverse("ledger:check", args=[each.key])),
        )
        for each in sorted(reports, key=lambda each: (each.filed_at is None, each.filed_at))
    ]
    return Found(items[:MOST], len(items), reverse("ledger:rounds"))


def _box(row: Round, reports: list[UnitReport], today: date) -> RoundBox:
    own = [each for each in reports if each.round_id == row.pk]
    owed = [each for each in own if each.state in OWED]
    returned = [each for each in own if each.state == ReportState.RETURNED]
    return RoundBox(row, period_label(row.period), len(own), owed, returned, row.due_on < today)


def _instructions(user: User, region_code: str, policies: LedgerPolicies, today: date) -> Asked:
    """Overdue, due soon, waiting for a reply, and what the office has to forward or close: two queries."""
    rows = instruction_rows(user).filter(~Q(state=InstructionState.CLOSED), region_code=region_code)
    found, total = counted(rows.order_by(F("due_on").asc(nulls_last=True), "pk"), 4 * MOST)
    sorted_: dict[str, list[Item]] = {"overdue": [], "soon": [], "waiting": [], "open": []}
    for row in found:
        light = light_of(row, today, policies)
        place = {LightCode.OVERDUE: "overdue", LightCode.DUE_SOON: "soon"}.get(light.code, "waiting")
        if row.state == InstructionState.REPLIED or not row.units.all():
            place = "open"
        sorted_[place].append(_instruction_line(row, policies, today))
    url = reverse("ledger:instructions")
    beyond = total - len(found)
    lists = {name: Found(items, len(items), url) for name, items in sorted_.items()}
    lists["waiting"] = Found(sorted_["waiting"], len(sorted_["waiting"]) + beyond, url)
    return Asked(**lists)


def _instruction_line(row: Instruction, policies: LedgerPolicies, today: date) -> Item:
    units = list(row.units.all())
    waiting = [unit.organisation.name for unit in units if unit.replied_at is None]
    if row.state == InstructionState.REPLIED:
        button, whose = Button(_("办结"), f"{row.get_absolute_url()}#close"), _("已回复，待办结")
    elif not units:
        button, whose = Button(_("转办"), row.get_absolute_url()), _("待转办")
    else:
        button = Button(_("查看"), row.get_absolute_url())
        names = _("、").join(waiting[:3])
        whose = names if len(waiting) <= 3 else _("%(names)s等 %(n)s 家") % {"names": names, "n": len(waiting)}  # noqa: PLR2004
    return Item(
        what=row.text,
        whose=whose,
        url=row.get_absolute_url(),
        kind=str(row.get_kind_display()),
        since=row.due_on or localtime(row.created_at).date(),
        note=giver(row),
        light=light_of(row, today, policies),
        button=button,
    )
