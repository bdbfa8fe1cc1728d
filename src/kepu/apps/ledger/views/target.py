"""One target: its readings drawn against its schedule; what it asks for; by what it is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse

from kepu.apps.base import clock
from kepu.apps.base.errors import Stale
from kepu.apps.ledger import rules
from kepu.apps.ledger.charting import picture, reading_words
from kepu.apps.ledger.enums import PlanState, ScheduleKind
from kepu.apps.ledger.judging import counted_in, is_recurring, is_yearly
from kepu.apps.ledger.models import Target
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.selectors.links import linked_targets, own_quantities
from kepu.apps.ledger.selectors.targets import HEAVY, SUBJECT, judged, with_leads
from kepu.apps.ledger.services.targets import FIELDS, edit_target, set_schedule
from kepu.apps.ledger.target_forms import UNJUDGED, ScheduleForm, TargetForm
from kepu.apps.ledger.wording import plain, target_words
from kepu.apps.measures.enums import ReadingState
from kepu.apps.measures.selectors import history_of, readings_of
from kepu.apps.people.http import get_or_404, permission_required, require
from kepu.apps.people.views.comparing import compared
from kepu.apps.territory.submitting import renewed, submitted

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from kepu.apps.base.forms import VersionedForm
    from kepu.apps.ledger.same_figures import Quantity
    from kepu.apps.measures.models import Reading


def found_target(request: HttpRequest, pk: int) -> Target:
    """A target that its reader may see."""
    user: Any = request.user
    rows = Target.objects.filter(plan__state=PlanState.CONFIRMED, is_baseline=False)
    rows = rows.select_related("plan", "task", "section")
    return get_or_404(with_leads(rows.defer(*HEAVY)), rules.VIEW, user, pk=pk)


@permission_required(LedgerPermission.VIEW_PLAN)
def target(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a target."""
    user: Any = request.user
    shown, today = found_target(request, pk), clock.today()
    stands = judged([shown], today)[shown.pk]
    own, published = (readings_of(SUBJECT, [shown.pk], published=above)[shown.pk] for above in (False, True))
    context = {
        "target": shown,
        "words": target_words(shown),
        "quantity": _quantity(shown),
        "judged": stands,
        "picture": picture(shown, own, published, stands, today),
        "readings": _lines(history_of(SUBJECT, shown.pk), counted_in(shown)),
        "figures": _figures(shown),
        "milestones": shown.schedule_points if shown.schedule == ScheduleKind.MILESTONES else [],
        "may_record": rules.RECORD_READING.allows(user, shown),
        "may_edit": rules.EDIT_TASK.allows(user, shown),
    }
    return render(request, "ledger/target_detail.html", context)


def _quantity(shown: Target) -> Quantity | None:
    """What it is asked with, when its task means the same as others."""
    if shown.task is None or shown.task.link_id is None:
        return None
    found = own_quantities(shown.task, linked_targets(shown.task))
    return next((each for each in found if shown in each.targets), None)


def _figures(shown: Target) -> dict[str, str]:
    """Values as people write them; empty where there is none."""
    names = ("stretch_value", "baseline_value")
    return {name: "" if getattr(shown, name) is None else plain(getattr(shown, name)) + shown.unit for name in names}


def _lines(rows: list[Reading], unit: str) -> list[dict[str, Any]]:
    """Every reading that ever stood, with what may be done about it."""
    replaced = {row.supersedes_id for row in rows}
    return [
        {
            "row": row,
            "words": reading_words(row, unit),
            "is_replaced": row.pk in replaced,
            "may_correct": row.pk not in replaced and row.state == ReadingState.ACCEPTED,
        }
        for row in rows
    ]


@permission_required(LedgerPermission.VIEW_PLAN)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a target asks for."""
    user: Any = request.user
    shown = found_target(request, pk)
    require(rules.EDIT_TASK, user, shown)
    initial = {"version": shown.version, **{name: _plain(getattr(shown, name)) for name in FIELDS}}
    form = TargetForm(request.POST or None, initial=initial)

    def do() -> str:
        given = form.cleaned_data
        edit_target(shown, user=user, values=given, reason=given["reason"], version=given["version"])
        return reverse("ledger:target", args=[shown.pk])

    return _form_page(request, shown, form, do, template="ledger/target_edit.html", names=FIELDS)


@permission_required(LedgerPermission.VIEW_PLAN)
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose by what a target is judged before it is due."""
    user: Any = request.user
    shown = found_target(request, pk)
    require(rules.EDIT_TASK, user, shown)
    initial = {"version": shown.version, "schedule": shown.schedule or UNJUDGED}
    form = ScheduleForm(request.POST or None, target=shown, choices=schedule_choices(shown), initial=initial)

    def do() -> str:
        given = form.cleaned_data
        set_schedule(shown, user=user, kind=given["schedule"], points=given["points"], version=given["version"])
        return reverse("ledger:target", args=[shown.pk])

    return _form_page(request, shown, form, do, template="ledger/target_schedule.html", names=("schedule",))


def schedule_choices(shown: Target) -> list[tuple[str, Any]]:
    """Last year's pattern is for what begins anew every year; what is owed each period needs no schedule."""
    if is_recurring(shown):
        return [(ScheduleKind.NONE.value, ScheduleKind.NONE.label)]
    return [
        (value, label) for value, label in ScheduleKind.choices if value != ScheduleKind.LAST_YEAR or is_yearly(shown)
    ]


def _plain(value: Any) -> Any:
    return plain(value) if hasattr(value, "as_tuple") else value


def _form_page(
    request: HttpRequest,
    shown: Target,
    form: VersionedForm,
    do: Callable[[], str],
    *,
    template: str,
    names: tuple[str, ...],
) -> HttpResponse:
    """The form, both texts when somebody was quicker, or the way back."""
    context: dict[str, Any] = {"target": shown, "form": form, "words": target_words(shown)}
    try:
        if done := submitted(request, form, do):
            return done
    except Stale as stale:
        context["stale_rows"] = compared(form, stale.current, names)
        renewed(form, stale.current.version)
    status = 409 if "stale_rows" in context else 422 if form.errors else 200
    return render(request, template, context, status=status)
