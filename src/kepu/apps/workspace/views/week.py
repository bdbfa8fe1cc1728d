"""This week's sheet on paper and as text; the message to units that have not reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kepu.apps.ledger import rules
from kepu.apps.ledger.models import Round
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.selectors.chasing import chase_of, chase_text, may_show_numbers
from kepu.apps.ledger.services.chasing import log_chase
from kepu.apps.ledger.views.doors import any_permission
from kepu.apps.ledger.views.parts import wants_part
from kepu.apps.people.enums import Purpose
from kepu.apps.people.http import get_or_404, permission_required, require
from kepu.apps.people.services.numbers import show_numbers
from kepu.apps.territory.models import Region
from kepu.apps.workspace.selectors import HomeKind, homes_of
from kepu.apps.workspace.selectors.homes import OFFICE_WORK, chosen_home
from kepu.apps.workspace.selectors.office import week_of
from kepu.apps.workspace.selectors.sheet import sheet_of, week_text

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from kepu.apps.workspace.selectors.homes import Home


@require_safe
@any_permission(*sorted(OFFICE_WORK))
def week(request: HttpRequest) -> HttpResponse:
    """One A4 sheet, and the same as text."""
    user: Any = request.user
    offices = [each for each in homes_of(user) if each.kind is HomeKind.OFFICE]
    home: Home | None = chosen_home(offices, request.GET.get("home", "")) if offices else None
    if home is None:
        raise PermissionDenied(_("您的账号没有这一项工作的权限。"))
    found = week_of(user, home)
    region = Region.objects.filter(pk=home.region_code).first()
    title = _("%(region)s科普工作本周调度单") % {"region": region.name if region else ""}
    context = {
        "home": home,
        "week": found,
        "sheet": sheet_of(found),
        "sheet_title": title,
        "text": week_text(found, title),
    }
    return render(request, "workspace/week.html", context)


@never_cache
@permission_required(LedgerPermission.RUN_ROUNDS)
@require_POST
def chase(request: HttpRequest, pk: int) -> HttpResponse:
    """The message to everybody who has not reported, with names and numbers: shown, and written down, at a press."""
    user: Any = request.user
    found = get_or_404(Round.objects.all(), rules.ROUND, user, pk=pk)
    require(rules.RUN_ROUNDS, user, found)
    owed = chase_of(found)
    with_numbers = may_show_numbers(user, owed)
    if with_numbers:
        show_numbers(actor=user, posts=[post for post in owed.posts if post.has_numbers], purpose=Purpose.MESSAGE)
    log_chase(round_id=found.pk, report_ids=owed.report_ids, user=user)
    context = {
        "round": found,
        "owed": owed,
        "with_numbers": with_numbers,
        "text": chase_text(found, owed, request.build_absolute_uri, with_numbers=with_numbers),
    }
    template = "workspace/_chase.html" if wants_part(request) else "workspace/chase.html"
    return render(request, template, context)
