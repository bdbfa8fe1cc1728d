"""Who wrote an answer, and who may check it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kepu.apps.base import clock
from kepu.apps.ledger.enums import EntryEvent
from kepu.apps.ledger.models import EntryText
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.people.models import Membership, Role
from kepu.apps.territory.models import in_force
from kepu.core.divisions import ancestors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kepu.apps.ledger.models import Entry, UnitReport
    from kepu.apps.people.models import User

MOST_NAMES = 5


def authors_of(report: UnitReport, entries: Iterable[Entry]) -> dict[int, set[int | None]]:
    """Everybody who wrote, entered or filed each answer; one query."""
    found: dict[int, set[int | None]] = defaultdict(set)
    for entry in entries:
        found[entry.pk] |= {entry.saved_by_id, report.filed_by_id} - {None}
    filed = EntryText.objects.filter(entry__in=list(found), event=EntryEvent.FILED)
    for entry_id, author in filed.values_list("entry_id", "by_id"):
        found[entry_id].add(author)
    return dict(found)


def checkers_of(report: UnitReport, *, other_than: User) -> list[str]:
    """The names of other people who may check a page today; two queries."""
    roles = [role.pk for role in Role.objects.all() if LedgerPermission.CHECK_REPORTS in role.permissions]
    places = [report.region_code, *ancestors(report.region_code)]
    rows = Membership.objects.filter(
        in_force(clock.today(), since="since", until="until"),
        role__in=roles,
        region_id__in=places,
        user__is_active=True,
    ).exclude(user=other_than)
    # Of one's own region first: whoever is nearest is asked first.
    names = rows.order_by("-region_id", "user__name").values_list("user__name", flat=True)
    return list(dict.fromkeys(names))[:MOST_NAMES]
