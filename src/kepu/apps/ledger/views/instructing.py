"""Write an instruction: a leader in one field, the office with units and a day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from kepu.apps.base import clock
from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import InstructionKind
from kepu.apps.ledger.instruction_forms import InstructForm, SuperviseForm
from kepu.apps.ledger.models import Task
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.selectors.instructions import addressed, instructing_regions, units_to_ask
from kepu.apps.ledger.services.instructions import Demand, give_instruction
from kepu.apps.ledger.views.parts import wants_part
from kepu.apps.people.http import get_or_404, permission_required
from kepu.apps.territory.models import Organisation, Region
from kepu.apps.territory.submitting import submitted

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

UNPROCESSABLE = 422
DAYS = 7  # proposed for a reply
LONGEST_KEY = 12  # digits


class About:
    """The task or the unit that the address or the form names."""

    def __init__(self, request: HttpRequest) -> None:
        user: Any = request.user
        self.task: Task | None = None
        self.unit: Organisation | None = None
        if pk := _key(request, "task"):
            self.task = get_or_404(Task.objects.select_related("plan").defer("spans"), rules.VIEW, user, pk=pk)
        if pk := _key(request, "unit"):
            self.unit = Organisation.objects.filter(pk=pk).first()
            if self.unit is None:
                raise Http404

    @property
    def region_code(self) -> str:
        """Where it is, if something is named."""
        if self.task is not None:
            return self.task.region_code
        return self.unit.region_id if self.unit is not None else ""

    @property
    def unit_ids(self) -> tuple[int, ...]:
        """Who is asked: the unit, or the one that consolidates the task."""
        if self.unit is not None:
            return (self.unit.pk,)
        found = addressed(self.task) if self.task is not None else None
        return (found,) if found else ()


@permission_required(LedgerPermission.INSTRUCT)
def instruct(request: HttpRequest) -> HttpResponse:
    """A leader's own words; htmx takes the answer into the line where the field stands."""
    user: Any = request.user
    about = About(request)
    places = _places(instructing_regions(user, supervise=False))
    initial = {
        "task": about.task.pk if about.task else None,
        "unit": about.unit.pk if about.unit else None,
        "region": _region(about, places, user, rules.INSTRUCT),
    }
    form = InstructForm(request.POST or None, regions=places, initial=initial)

    def do() -> str:
        region = _region(about, places, user, rules.INSTRUCT) or form.cleaned_data["region"] or places[0][0]
        demand = Demand(
            region_code=region,
            text=form.cleaned_data["text"],
            task_id=about.task.pk if about.task else None,
            organisation_ids=about.unit_ids,
        )
        return give_instruction(user=user, demand=demand).get_absolute_url()

    done = submitted(request, form, do)
    if wants_part(request):
        address = done["Location"] if done else ""
        return render(request, "ledger/_instruct.html", _slot(request, form, about, address))
    if done:
        messages.success(request, _("批示已经发出，承办单位和办公室都能看到。"))
        return done
    return render(request, "ledger/instruction_new.html", {"form": form, "about": about}, status=_status(form))


@permission_required(LedgerPermission.SUPERVISE)
def supervise(request: HttpRequest) -> HttpResponse:
    """The office chases, or writes down what a leader said."""
    user: Any = request.user
    about = About(request)
    places = _places(instructing_regions(user, supervise=True))
    region = _region(about, places, user, rules.SUPERVISE) or _asked_region(request, places)
    proposed = about.unit_ids
    kind = request.GET.get("kind", "")
    initial = {
        "kind": kind if kind in InstructionKind.values else InstructionKind.OFFICE,
        "units": [str(pk) for pk in proposed],
        "task": about.task.pk if about.task else None,
        "due_on": clock.today() + timedelta(days=DAYS),
    }
    form = SuperviseForm(request.POST or None, units=units_to_ask(region, proposed), initial=initial)

    def do() -> str:
        demand = form.demand(region, about.task.pk if about.task else None)
        return give_instruction(user=user, demand=demand).get_absolute_url()

    if done := submitted(request, form, do):
        messages.success(request, _("已经发给承办单位。"))
        return done
    context = {"form": form, "about": about, "places": places, "region": region}
    return render(request, "ledger/instruction_supervise.html", context, status=_status(form))


def _slot(request: Any, form: InstructForm, about: About, address: str) -> dict[str, Any]:
    """What the place in a line shows after it was sent."""
    name, row = ("unit", about.unit) if about.task is None else ("task", about.task)
    return {
        "error": next((str(error) for errors in form.errors.values() for error in errors), ""),
        "address": address,
        "slot": request.htmx.target,
        "name": name,
        "pk": row.pk if row else "",
        "request_id": form["request_id"].value(),
        "text": form.data.get("text", ""),
    }


def _key(request: HttpRequest, name: str) -> int:
    """A key from the form, else from the address."""
    value = request.POST.get(name) or request.GET.get(name, "")
    if value and not (value.isdecimal() and len(value) <= LONGEST_KEY):
        raise Http404
    return int(value or 0)


def _places(codes: list[str]) -> list[tuple[str, str]]:
    """Regions with their names, in the order of the memberships."""
    names = dict(Region.objects.filter(code__in=codes).values_list("code", "full_name"))
    return [(code, names.get(code, code)) for code in codes]


def _region(about: About, places: list[tuple[str, str]], user: Any, scope: Any) -> str:
    """The region of what is named; nothing of elsewhere can be."""
    if not about.region_code:
        return places[0][0] if len(places) == 1 else ""
    if not scope.reaches(user, about.region_code):
        raise Http404
    if about.task is not None:
        return about.region_code
    # A town is asked by its district.
    return next((grant.low for grant in scope.grants(user) if grant.reaches(about.region_code)), about.region_code)


def _asked_region(request: HttpRequest, places: list[tuple[str, str]]) -> str:
    asked = request.GET.get("region", "")
    return asked if asked in dict(places) else places[0][0]


def _status(form: Any) -> int:
    return UNPROCESSABLE if form.errors else 200
