"""Who opens a unit's page, and as whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import Filing, RoundState
from kepu.apps.ledger.forms import DecideForm
from kepu.apps.ledger.selectors.unit_report import has_own_unit, report_of
from kepu.apps.territory.submitting import submitted

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from kepu.apps.ledger.models import UnitReport
    from kepu.apps.people.models import User


@dataclass(frozen=True)
class Opened:
    """A page and how this person may use it: `filing` is empty for readers."""

    report: UnitReport
    user: User
    filing: str
    may_enter: bool
    patterns: dict[str, str] = field(default_factory=dict)

    @property
    def may_fill(self) -> bool:
        """Whether this person writes on the page now."""
        return bool(self.filing) and self.report.round.state == RoundState.OPEN

    @property
    def is_proxy(self) -> bool:
        """Whether the office writes for the unit."""
        return self.filing == Filing.PROXY

    def address(self, name: str = "report", **more: Any) -> str:
        """An address of this page, for the office still in the way it came."""
        found = reverse(f"ledger:{name}", kwargs={"key": self.report.key, **more})
        return f"{found}?proxy=1" if self.is_proxy else found

    def entry_address(self, name: str, pk: int) -> str:
        """The same about one entry; finding an address takes time, and a page has many entries."""
        if name not in self.patterns:
            self.patterns[name] = self.address(name, pk=0)
        return self.patterns[name].replace("/0/", f"/{pk}/")

    def require_fill(self) -> None:
        """Refuse readers."""
        if not self.filing:
            raise PermissionDenied(_("您只能查看这一页。填写和上报由该单位的联络员办理，或者由办公室代录。"))


def open_report(request: HttpRequest, key: UUID) -> Opened:
    """The page for those who may see it; who acts for no unit learns whom to ask, whatever the address."""
    user: Any = request.user
    if not has_own_unit(user):
        raise PermissionDenied(
            _(
                "您的账号（%(name)s）还没有对应的单位，不能打开报送页面。请联系领导小组办公室，由安全管理员把您登记为本单位的联络员，再打开同一个链接。"
            )
            % {"name": user.username}
        )
    report = report_of(key)
    if report is None or not rules.REPORT.allows(user, report):
        raise Http404
    if rules.FILL_REPORT.allows(user, report):
        return Opened(report, user, Filing.OWN, may_enter=False)
    may_enter = rules.RUN_ROUNDS.allows(user, report)
    asked = request.POST.get("proxy") or request.GET.get("proxy")
    return Opened(report, user, Filing.PROXY if may_enter and asked else "", may_enter=may_enter)


def pressed(request: HttpRequest, do: Callable[[], str], back: str) -> HttpResponse:
    """Do what a button without a form of its own asks for; a refusal is said on the page that it stands on."""
    form = DecideForm(request.POST)
    if done := submitted(request, form, do):
        return done
    for error in form.non_field_errors():
        messages.warning(request, str(error))
    return redirect(back)
