"""A unit's desk: what it owes, by when; what it filed last; nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from kepu.apps.base import clock
from kepu.apps.base.periods import period_label
from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import EntryState, InstructionState, PlanState, Role, RoundState
from kepu.apps.ledger.lights import due_light, due_soon_until, report_light
from kepu.apps.ledger.models import Entry, SupportRequest, Task, TaskUnit, UnitReport
from kepu.apps.ledger.policies import ledger_policies
from kepu.apps.ledger.selectors.chasing import REMINDED
from kepu.apps.ledger.selectors.dues import DUE_STATES
from kepu.apps.ledger.selectors.instructions import giver, instruction_rows, light_of, pressing
from kepu.apps.territory.models import Organisation
from kepu.apps.workspace.selectors.lines import Button, Item, Section, counted

if TYPE_CHECKING:
    from datetime import date

    from kepu.apps.ledger.lights import Light
    from kepu.apps.ledger.policies import LedgerPolicies
    from kepu.apps.people.models import User
    from kepu.apps.workspace.selectors.homes import Home

MOST, RECENT = 30, 4


@dataclass(frozen=True)
class Page:
    """A page of a period that the unit still owes."""

    report: UnitReport
    label: str
    light: Light
    returned: list[Entry]

    @property
    def left(self) -> int:
        """Entries without an answer."""
        return max(self.report.n_entries - self.report.n_answered, 0)


@dataclass(frozen=True)
class UnitDesk:
    """What one unit owes."""

    organisation: Organisation
    may_file: bool
    pages: list[Page]
    requests: Section
    instructions: Section
    tasks: Section
    recent: list[tuple[UnitReport, str]]

    @property
    def owes_nothing(self) -> bool:
        """Whether nothing waits for this unit."""
        return not (self.pages or self.requests.items or self.instructions.items or self.tasks.items)


def unit_desk(user: User, home: Home) -> UnitDesk:
    """The desk of a unit: nine queries however much it owes."""
    today = clock.today()
    organisation = Organisation.objects.select_related("region").get(pk=home.organisation_id or 0)
    policies = ledger_policies(organisation.region_id, today)
    reports = _reports(user, organisation)
    owed = [each for each in reports if each.round.state == RoundState.OPEN and each.state in REMINDED]
    returned = _returned(owed)
    pages = [
        Page(
            report=each,
            label=period_label(each.round.period),
            light=pressing(report_light(each.last_day, each.state, today, policies.lights)),
            returned=returned[each.pk],
        )
        for each in sorted(owed, key=lambda each: (each.last_day, each.pk))
    ]
    filed = [each for each in reports if each.filed_at and each not in owed]
    return UnitDesk(
        organisation=organisation,
        may_file=rules.FILE_REPORT.reaches(user, home.region_code, organisation.pk),
        pages=pages,
        requests=_requests(
            organisation, {each.round_id: each for each in reports if each.round.state == RoundState.OPEN}
        ),
        instructions=_instructions(user, organisation, policies, today),
        tasks=_tasks(user, organisation, policies, today),
        recent=[(each, period_label(each.round.period)) for each in filed[:RECENT]],
    )


def _reports(user: User, organisation: Organisation) -> list[UnitReport]:
    """Its pages of open rounds and the last ones, with those of units that were merged into it."""
    own = Q(organisation=organisation) | Q(organisation__in=organisation.succeeds.values("predecessor_id"))
    rows = UnitReport.objects.visible_to(user).filter(own).select_related("round", "organisation", "filed_by")
    return list(rows.order_by("-round__period_end", "pk")[:MOST])


def _returned(reports: list[UnitReport]) -> dict[int, list[Entry]]:
    """What was sent back in these pages, with the sentence that should change."""
    found: dict[int, list[Entry]] = {each.pk: [] for each in reports}
    rows = Entry.objects.filter(report_id__in=found, state=EntryState.RETURNED).select_related("task")
    for entry in rows.defer("task__spans").order_by("report_id", "task__position", "pk"):
        found[entry.report_id].append(entry)
    return found


def _requests(organisation: Organisation, pages: dict[int, UnitReport]) -> Section:
    """What leads and the office ask it to add, as long as the round is open and nothing was filed."""
    rows = SupportRequest.objects.filter(
        organisation=organisation, withdrawn_at__isnull=True, round_id__in=pages
    ).select_related("task", "asked_for")
    settled = Entry.objects.filter(
        report__organisation=organisation,
        role=Role.SUPPORT,
        state__in=(EntryState.FILED, EntryState.ACCEPTED),
        report__round_id__in=pages,
    )
    rows = rows.exclude(task_id__in=settled.values("task_id"))
    found, total = counted(rows.order_by("due_on", "pk"), MOST)
    items = [
        Item(
            what=each.words or each.task.text,
            whose=each.asked_for.name if each.asked_for else _("领导小组办公室"),
            url=pages[each.round_id].get_absolute_url(),
            since=each.due_on,
            note=each.task.text if each.words else "",
            button=Button(_("去填写"), pages[each.round_id].get_absolute_url()),
        )
        for each in found
    ]
    return Section("requests", _("请本单位配合提供"), items, total)


def _instructions(user: User, organisation: Organisation, policies: LedgerPolicies, today: date) -> Section:
    rows = instruction_rows(user).filter(
        ~Q(state=InstructionState.CLOSED), units__organisation=organisation, units__replied_at__isnull=True
    )
    found, total = counted(rows.order_by("due_on", "pk"), MOST)
    items = [
        Item(
            what=each.text,
            whose=giver(each),
            url=each.get_absolute_url(),
            kind=str(each.get_kind_display()),
            since=each.due_on,
            light=light_of(each, today, policies),
            button=Button(_("回复"), f"{each.get_absolute_url()}#reply"),
        )
        for each in found
    ]
    return Section("instructions", _("请本单位回复"), items, total, reverse("ledger:instructions"))


def _tasks(user: User, organisation: Organisation, policies: LedgerPolicies, today: date) -> Section:
    """Tasks that it leads and that are due soon or overdue."""
    rows = TaskUnit.objects.filter(
        organisation=organisation,
        role=Role.LEAD,
        is_first=True,
        task__state__in=DUE_STATES,
        task__due_on__lte=due_soon_until(today, policies.lights),
        task__plan__state=PlanState.CONFIRMED,
    ).select_related("task", "task__plan")
    light = rows.only(
        "organisation_id",
        "task__text",
        "task__due_on",
        "task__state",
        "task__region_code",
        "task__plan__title",
    )
    found, total = counted(light.order_by("task__due_on", "task_id"), MOST)
    items = [_task_line(user, each.task, policies, today) for each in found]
    return Section("tasks", _("临近或者超过时限的牵头任务"), items, total)


def _task_line(user: User, task: Task, policies: LedgerPolicies, today: date) -> Item:
    # A town may answer for a task of its district without reading the district's ledger.
    url = task.get_absolute_url() if rules.VIEW.allows(user, task) else ""
    light = due_light(task.due_on, task.state, today, policies.lights)
    return Item(what=task.text, url=url, since=task.due_on, note=task.plan.title, light=light)
