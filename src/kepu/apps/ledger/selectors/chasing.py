"""Whom to remind, and the words for the chat group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kepu.apps.base import clock
from kepu.apps.base.periods import period_label
from kepu.apps.ledger.enums import ReportState
from kepu.apps.ledger.selectors.rounds import OFFICIAL_ORDER, round_rows
from kepu.apps.people.rules import SHOW_NUMBERS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from kepu.apps.ledger.models import Round
    from kepu.apps.ledger.selectors.rounds import RoundRow
    from kepu.apps.people.models import Post, User

REMINDED = (ReportState.WAITING, ReportState.DRAFT, ReportState.RETURNED)


@dataclass(frozen=True)
class Chase:
    """Units to remind, and those of them that nobody can be called at."""

    rows: Sequence[RoundRow]

    @property
    def report_ids(self) -> list[int]:
        """Their pages."""
        return [row.report.pk for row in self.rows]

    @property
    def posts(self) -> list[Post]:
        """Every liaison of theirs."""
        return [post for row in self.rows for post in row.liaisons]

    @property
    def without_liaison(self) -> list[str]:
        """Names of units without a liaison."""
        return [row.report.organisation.name for row in self.rows if not row.liaisons]


def chase_of(found: Round, report_ids: Collection[int] = ()) -> Chase:
    """The ticked units that still owe something; all that do when none is ticked."""
    reports = found.reports.filter(state__in=REMINDED).select_related("organisation", "round")
    if report_ids:
        reports = reports.filter(pk__in=report_ids)
    return Chase(round_rows(reports.order_by(*OFFICIAL_ORDER, "pk")))


def may_show_numbers(user: User, chase: Chase) -> bool:
    """Whether this person may see every number of these liaisons, and there is one."""
    posts = [post for post in chase.posts if post.has_numbers]
    return bool(posts) and all(SHOW_NUMBERS.allows(user, post) for post in posts)


def chase_text(found: Round, chase: Chase, link: Callable[[str], str], *, with_numbers: bool) -> str:
    """The message as it can be pasted into a group: who, until when, with the link of each page."""
    words = {"period": period_label(found.period), "day": date_format(found.due_on, "Y-m-d")}
    if found.due_on < clock.today():
        head = _("【催报】%(period)s工作进展的报送已于 %(day)s 截止，下列单位还没有报送，请尽快补报：") % words
    else:
        head = _("【提醒】请下列单位于 %(day)s 前报送%(period)s工作进展：") % words
    lines = [head]
    for number, row in enumerate(chase.rows, 1):
        lines.append(
            f"{number}. {row.report.organisation.name}{_who(row, with_numbers=with_numbers)}{_notes(found, row)}"
        )
        lines.append(link(row.report.get_absolute_url()))
    lines.append(_("点开各自的链接登录后即可填写，没有进展的任务可以选“本期无进展”或“与上期相同”。已经报送的请忽略。"))
    return "\n".join(lines)


def _who(row: RoundRow, *, with_numbers: bool) -> str:
    names = []
    for post in row.liaisons:
        number = (post.mobile or post.office_phone) if with_numbers else ""
        names.append(f"{post.name} {number}".strip())
    return _("（联络员：%(names)s）") % {"names": _("、").join(names)} if names else ""


def _notes(found: Round, row: RoundRow) -> str:
    notes = ""
    if row.report.due_on and row.report.due_on != found.due_on:
        notes += _("，延期至 %(day)s") % {"day": date_format(row.report.due_on, "Y-m-d")}
    if row.report.state == ReportState.RETURNED:
        notes += _("，已退回，请按意见修改")
    return notes
