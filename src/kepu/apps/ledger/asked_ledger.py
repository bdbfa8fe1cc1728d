"""The working ledger that somebody asked for by the address of a board."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kepu.apps.base import clock
from kepu.apps.base.errors import Refused
from kepu.apps.ledger import rules
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.ledger_exports import ledger_book
from kepu.apps.ledger.models import Plan
from kepu.apps.ledger.selectors.board import task_board
from kepu.apps.ledger.selectors.facets import offer_across, plan_offer
from kepu.apps.ledger.selectors.ledger_rows import (
    PIECE,
    export_tasks,
    ledger_periods,
    ledger_rows,
    ledger_year,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.http import QueryDict

    from kepu.apps.ledger.selectors.ledger_rows import LedgerRow
    from kepu.apps.people.models import User
    from kepu.core.measures import Period

MOST_AT_ONCE, MOST_ROWS = 500, 20_000
LONGEST_KEY, YEARS = 12, range(1900, 2200)


@dataclass(frozen=True)
class AskedLedger:
    """What was asked for: the keys of its tasks in order, and the periods of its columns."""

    user: User
    plan: Plan | None
    title: str
    keys: list[int]
    periods: list[Period]

    @property
    def n_rows(self) -> int:
        """How many tasks."""
        return len(self.keys)

    def book(self, progress: Callable[[int], None] | None = None) -> bytes:
        """The workbook; `progress` is told how many rows are read."""
        rows: list[LedgerRow] = []
        for start in range(0, len(self.keys), PIECE):
            piece = export_tasks(self.user, self.keys[start : start + PIECE])
            rows += ledger_rows(self.user, piece, self.periods)
            if progress:
                progress(len(rows))
        return ledger_book(self.title, rows, self.periods)


def asked_ledger(user: User, query: QueryDict, plan_id: int | None) -> AskedLedger:
    """The tasks that the board of this address shows, as far as the user may export them."""
    plan = Plan.objects.light().filter(pk=plan_id).first() if plan_id else None
    offer = plan_offer(plan) if plan else offer_across(user, _number(query.get("plan", ""), LONGEST_KEY))
    board = task_board(user, query, offer, plan=plan)
    keys = list(board.queryset.filter(rules.EXPORT.visible(user)).values_list("pk", flat=True)[: MOST_ROWS + 1])
    if len(keys) > MOST_ROWS:
        raise Refused(LedgerCode.EXPORT_TOO_LARGE, rows=board.page.paginator.count, most=MOST_ROWS)
    regions = [plan.region_code] if plan else list(offer.regions)
    wanted = _number(query.get("year", ""), LONGEST_KEY)
    year = wanted if wanted and wanted in YEARS else ledger_year(regions, clock.today())
    periods = ledger_periods(regions[0], year) if regions else []
    name = plan.title if plan else _("任务台账")
    title = _("%(name)s %(year)s年工作台账") % {"name": name, "year": year}
    return AskedLedger(user, plan, title, keys, periods)


def file_name(title: str, today: date) -> str:
    """What the file is called."""
    return f"{title} {today:%Y%m%d}.xlsx".replace("/", "／")


def _number(words: str, longest: int) -> int | None:
    return int(words) if words.isdecimal() and words.isascii() and len(words) <= longest else None
