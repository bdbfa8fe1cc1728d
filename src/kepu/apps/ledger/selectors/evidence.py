"""Files of entries, and who may see them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kepu.apps.files.models import StoredFile
from kepu.apps.ledger import rules
from kepu.apps.ledger.models import Entry, Evidence
from kepu.apps.ledger.selectors.entries import predecessors

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from kepu.apps.ledger.models import UnitReport
    from kepu.apps.people.models import User


def evidence_of(report: UnitReport) -> dict[int, list[Evidence]]:
    """The files of a page by entry, in the order in which they were added."""
    found: dict[int, list[Evidence]] = defaultdict(list)
    rows = Evidence.objects.filter(entry__report=report, removed_at=None).select_related("file").order_by("pk")
    for each in rows:
        found[each.entry_id].append(each)
    return found


def own_files(report: UnitReport) -> QuerySet[StoredFile]:
    """Every file that the unit, or one that was merged into it, has given as evidence, the latest first."""
    units = predecessors([report.organisation_id])
    given = Evidence.objects.filter(entry__report__organisation_id__in=units).values("file_id")
    return StoredFile.objects.filter(pk__in=given).order_by("-created_at", "pk")


def may_see_entry(user: User, entry_id: str) -> bool:
    """Who may see the page of a unit may see its files."""
    if not entry_id.isdecimal():
        return False
    entry = Entry.objects.filter(pk=entry_id).select_related("report").first()
    return entry is not None and rules.REPORT.allows(user, entry.report)


def describe_entry(entry_id: str) -> tuple[str, str]:
    """The unit and the task of an entry, and the address of its page."""
    entry = Entry.objects.select_related("report__organisation", "task").defer("task__spans").get(pk=entry_id)
    words = _("%(unit)s：%(task)s") % {"unit": entry.report.organisation.name, "task": str(entry.task)}
    return words, f"{entry.report.get_absolute_url()}#e{entry.pk}"
