"""Targets with how they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from kepu.apps.base.lists import Column, Filter, ListPage
from kepu.apps.ledger.enums import PlanState, Role
from kepu.apps.ledger.judging import Judged, judge, reading_period
from kepu.apps.ledger.lights import LightCode, word_of
from kepu.apps.ledger.models import Plan, Target, TaskUnit
from kepu.apps.ledger.policies import ledger_policies_for
from kepu.apps.measures.selectors import readings_of
from kepu.core.measures import parse_period

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from django.db.models import QuerySet
    from django.http import QueryDict

    from kepu.apps.people.models import User

SUBJECT = "ledger.target"
PURPOSE = "ledger.reading"  # files that readings of a target were taken from
OLDEST_PLAN_FIRST = (F("plan__issued_on").asc(nulls_last=True), "plan_id", "position")
HEAVY = ("plan__text", "plan__tables", "plan__warnings", "plan__based_on")
# What a target may be judged to be; a due day by itself is for tasks.
JUDGED = (
    LightCode.OVERDUE,
    LightCode.FAR_BEHIND,
    LightCode.BEHIND,
    LightCode.NOT_JUDGED,
    LightCode.NORMAL,
    LightCode.REACHED,
)
COLUMNS = (
    Column("indicator", _("指标"), sort="indicator", optional=False),
    Column("value", _("目标")),
    Column("due", _("时限"), sort="due_on"),
    Column("reading", _("最新数据")),
    Column("light", _("进度")),
    Column("leads", _("牵头单位")),
)


def unpaired(rows: QuerySet[Target]) -> QuerySet[Target]:
    """Without the hopes that stand beside their target as its stretch value."""
    main = Target.objects.filter(
        plan_id=OuterRef("plan_id"),
        indicator=OuterRef("indicator"),
        stretch_value=OuterRef("value"),
        is_aspiration=False,
    )
    return rows.exclude(Q(is_aspiration=True) & Exists(main))


def shown_targets(user: User) -> QuerySet[Target]:
    """Targets of confirmed plans, without baselines."""
    rows = Target.objects.visible_to(user).filter(plan__state=PlanState.CONFIRMED, is_baseline=False)
    return unpaired(rows).select_related("plan", "task").defer(*HEAVY)


def stated_periods(ids: Iterable[int], period: str) -> dict[int, str]:
    """Under which period a report on `period` states the figure of each target; one query."""
    asked = parse_period(period)
    return {each.pk: reading_period(each, asked).code for each in Target.objects.filter(pk__in=ids).only("period")}


def may_see_source(user: User, target_id: str) -> bool:
    """Who may see a target may see what its figures were taken from."""
    return target_id.isdecimal() and shown_targets(user).filter(pk=target_id).exists()


def describe_source(target_id: str) -> tuple[str, str]:
    """The target, and the address of its page."""
    target = Target.objects.only("indicator").get(pk=target_id)
    return target.indicator, target.get_absolute_url()


def with_leads(rows: QuerySet[Target]) -> QuerySet[Target]:
    """With the lead units of their tasks, in printed order."""
    leads = TaskUnit.objects.filter(role=Role.LEAD).select_related("organisation").order_by("position")
    return rows.prefetch_related(Prefetch("task__units", leads, to_attr="leads"))


def judged(targets: Collection[Target], today: date) -> dict[int, Judged]:
    """How each target stands; two queries for any number."""
    readings = readings_of(SUBJECT, [each.pk for each in targets])
    policies = ledger_policies_for({each.region_code for each in targets}, today)
    return {each.pk: judge(each, readings[each.pk], policies[each.region_code].lights, today) for each in targets}


def target_page(user: User, query: QueryDict, today: date) -> ListPage[Target]:
    """The list as its reader asked for it."""
    rows = shown_targets(user)

    def of_light(value: str) -> Q:
        """Lights come from readings and local rules, so that every target is judged before some are left out."""
        return Q(pk__in=[pk for pk, each in judged(list(rows), today).items() if each.light.code == value])

    return ListPage(
        with_leads(rows),
        query,
        columns=COLUMNS,
        filters=[
            Filter("plan", _("方案"), lambda: plans_of(rows), lambda value: Q(plan_id=value)),
            Filter("unit", _("牵头单位"), lambda: units_of(user), of_unit),
            Filter("light", _("进度"), lambda: [(code.value, word_of(code)) for code in JUDGED], of_light),
        ],
        search=lambda text: Q(indicator__icontains=text) | Q(quote__icontains=text),
        order=("plan_id", "position"),
    )


def of_unit(value: str) -> Q:
    """Targets of the tasks that a unit leads."""
    return Q(task__in=TaskUnit.objects.filter(unit_key=value, role=Role.LEAD).values("task_id"))


def plans_of(rows: QuerySet[Target]) -> list[tuple[str, str]]:
    """The plans that set targets."""
    plans = Plan.objects.filter(pk__in=rows.order_by().values("plan_id")).order_by("-period_end", "pk")
    return [(str(pk), title) for pk, title in plans.values_list("pk", "title")]


def units_of(user: User) -> list[tuple[str, str]]:
    """The units that lead tasks with targets, in official order."""
    duties = TaskUnit.objects.visible_to(user).filter(role=Role.LEAD, task__n_targets__gt=0)
    found = duties.order_by("unit_order", "unit_key").values_list("unit_key", "unit_label", "unit_order").distinct()
    return list({key: label for key, label, _order in found}.items())


def lead_names(target: Target) -> list[str]:
    """The units that lead the task of a target (read by `with_leads`)."""
    task = target.task
    leads: list[TaskUnit] = getattr(task, "leads", []) if task is not None else []
    return [each.unit_label for each in leads]
