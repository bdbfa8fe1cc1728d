"""Pages about local rules: what is in force, where that comes from, and deciding anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kepu.apps.base import clock
from kepu.apps.base.errors import Stale
from kepu.apps.territory import permissions, rules
from kepu.apps.territory.guards import get_or_404, permission_required, require
from kepu.apps.territory.models import Policy, Region
from kepu.apps.territory.policies import FieldType, PolicyKind, find_kind
from kepu.apps.territory.policy_forms import ChangePolicyForm, PolicyForm
from kepu.apps.territory.policy_selectors import decisions, in_force_for
from kepu.apps.territory.policy_services import change_policy, has_begun, set_policy
from kepu.apps.territory.submitting import renewed, submitted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from django.http import HttpRequest, HttpResponse

    from kepu.apps.territory.policies import PolicyField, Value
    from kepu.apps.territory.policy_selectors import InForce


def _shown(request: HttpRequest, code: str) -> Region:
    user: Any = request.user
    return get_or_404(Region.objects.all(), rules.VIEW_REGIONS, user, code=code)


def _kind(code: str) -> PolicyKind:
    kind = find_kind(code)
    if kind is None:
        raise Http404
    return kind


def _may_manage(request: HttpRequest, region: Region) -> bool:
    user: Any = request.user
    return rules.MANAGE_POLICIES.allows(user, Policy(region_id=region.pk))


@permission_required(permissions.VIEW)
def own(request: HttpRequest) -> HttpResponse:
    """The rules of the reader's region; of several, the regions to choose from."""
    user: Any = request.user
    tops = {grant.low for grant in rules.MANAGE_POLICIES.grants(user)} or {
        grant.low for grant in rules.VIEW_REGIONS.grants(user)
    }
    rows = list(Region.objects.filter(code__in=tops).order_by("code"))
    if len(rows) == 1:
        return redirect("territory:policies", code=rows[0].code)
    return render(request, "territory/policy_regions.html", {"regions": rows})


@permission_required(permissions.VIEW)
def policies(request: HttpRequest, code: str) -> HttpResponse:
    """Every kind of rule with what holds today and where it comes from."""
    region = _shown(request, code)
    held = in_force_for([region.code], clock.today())[region.code]
    context = {
        "region": region,
        "held": [(each, _lines(each.kind, each.values)) for each in held.values()],
        "may_manage": _may_manage(request, region),
    }
    return render(request, "territory/policy_list.html", context)


@permission_required(permissions.VIEW)
def policy(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """One kind of rule: every decision about it, here and above."""
    region, known = _shown(request, code), _kind(kind)
    held = in_force_for([region.code], clock.today())[region.code][known.code]
    context = {
        "region": region,
        "kind": known,
        "held": held,
        "lines": _lines(known, held.values),
        "history": _history(decisions(region, known), known, held, region),
        "may_manage": _may_manage(request, region),
    }
    return render(request, "territory/policy_detail.html", context)


def _history(rows: Iterable[Policy], kind: PolicyKind, held: InForce, region: Region) -> list[dict[str, Any]]:
    """Decisions as the history shows them, newest first; `current` is the newest of each place that has begun."""
    found, current = [], set[str]()
    for row in rows:
        is_first = has_begun(row) and not _is_over(row) and row.region_id not in current
        if is_first:
            current.add(row.region_id)
        found.append(
            {
                "row": row,
                "lines": _lines(kind, kind.read(row.values)),
                "state": _state(row, held, is_first=is_first),
                "may_change": row.region_id == region.pk and not has_begun(row),
            }
        )
    return found


def _state(row: Policy, held: InForce, *, is_first: bool) -> str:
    if held.row == row:
        return "in_force"
    if not has_begun(row):
        return "ahead"
    if _is_over(row):
        return "over"
    return "elsewhere" if is_first else "replaced"


def _is_over(row: Policy) -> bool:
    return row.valid_until is not None and row.valid_until < clock.today()


@permission_required(permissions.VIEW)
def policy_set(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Decide anew from a day on, beginning with what holds today."""
    region, known = _managed(request, code), _kind(kind)
    held = in_force_for([region.code], clock.today())[region.code][known.code]
    form = PolicyForm(request.POST or None, kind=known, initial={**held.values, "valid_from": clock.today()})

    def do() -> str:
        set_policy(region=region, **form.decision())
        return reverse("territory:policy", args=[region.code, known.code])

    return _form_page(request, region, form, do)


@permission_required(permissions.VIEW)
def policy_change(request: HttpRequest, code: str, kind: str, pk: int) -> HttpResponse:
    """Change a decision that has not begun; one that has is refused with a sentence."""
    region, known = _managed(request, code), _kind(kind)
    row = get_object_or_404(Policy.objects.select_related("region"), pk=pk, region=region, kind=known.code)
    dates = {name: getattr(row, name) for name in ("valid_from", "valid_until", "source", "version")}
    form = ChangePolicyForm(request.POST or None, kind=known, initial={**known.read(row.values), **dates})

    def do() -> str:
        change_policy(row, version=form.cleaned_data["version"], **form.decision())
        return reverse("territory:policy", args=[region.code, known.code])

    return _form_page(request, region, form, do, row=row)


def _managed(request: HttpRequest, code: str) -> Region:
    """A region whose rules this reader decides."""
    user: Any = request.user
    region = _shown(request, code)
    require(rules.MANAGE_POLICIES, user, Policy(region_id=region.pk))
    return region


def _form_page(
    request: HttpRequest, region: Region, form: PolicyForm, do: Callable[[], str], row: Policy | None = None
) -> HttpResponse:
    context: dict[str, Any] = {"region": region, "kind": form.kind, "form": form, "row": row}
    try:
        if done := submitted(request, form, do):
            return done
    except Stale as stale:
        context["stale_rows"] = _compared(form, stale.current)
        renewed(form, stale.current.version)
    status = 409 if "stale_rows" in context else 422 if form.errors else 200
    return render(request, "territory/policy_form.html", context, status=status)


def _compared(form: PolicyForm, current: Policy) -> list[dict[str, Any]]:
    """Both decisions, when somebody was quicker."""
    theirs = form.kind.read(current.values)
    rows: list[tuple[Any, Any, Any]] = [
        (each.label, said(each, form.values()[each.name]), said(each, theirs[each.name])) for each in form.kind.fields
    ]
    rows += [
        (form.fields[name].label, form.cleaned_data[name], getattr(current, name))
        for name in ("valid_from", "valid_until", "source")
    ]
    return [{"label": label, "yours": mine, "theirs": other, "differs": mine != other} for label, mine, other in rows]


def _lines(kind: PolicyKind, values: Mapping[str, Value]) -> list[tuple[Any, str]]:
    """The fields with their values as people say them."""
    return [(each.label, said(each, values[each.name])) for each in kind.fields]


def said(field: PolicyField, value: Value) -> str:
    """A value in words."""
    if field.type is FieldType.BOOLEAN:
        return _("是") if value else _("否")
    if field.type is FieldType.CHOICE:
        return str(dict(field.choices)[str(value)])
    text = f"{value}"
    return text.rstrip("0").rstrip(".") if "." in text else text
