"""Ask units about their tasks: a page per unit and an entry per task that it leads. Called again it asks what is new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Exists, OuterRef

from kepu.apps.base.errors import Refused
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import EntryState, Role, RoundState
from kepu.apps.ledger.models import Entry, EntryText, Evidence, Round, Task, UnitReport
from kepu.apps.ledger.selectors.duties import lead_duties
from kepu.apps.ledger.selectors.entries import answered, asked_for

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.db.models import QuerySet

BATCH = 500


@dataclass(frozen=True)
class Asked:
    """What asking changed; names of leads that nobody could be asked for."""

    n_reports: int
    n_entries: int
    n_withdrawn: int
    unknown_names: tuple[str, ...]


@transaction.atomic
def ask(round: Round, *, organisation_ids: Collection[int] | None = None) -> Asked:  # noqa: A002  # the word of the field
    """Create the pages and entries that are missing in an open round, and take back those that nobody has to answer.

    What a unit has written, filed or attached stays. Called twice, the second time changes nothing.
    """
    asked = Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    if asked.state != RoundState.OPEN:
        raise Refused(LedgerCode.ROUND_CLOSED)
    duties = lead_duties(asked)
    wanted = {
        pk: tasks for pk, tasks in duties.tasks.items() if organisation_ids is None or pk in set(organisation_ids)
    }
    reports, n_reports = _pages(asked, wanted)
    n_withdrawn = _withdraw(asked, duties.tasks, organisation_ids)
    n_entries = _add_entries(asked, wanted, reports)
    recount(UnitReport.objects.filter(round=asked))
    return Asked(n_reports, n_entries, n_withdrawn, duties.unknown_names)


def _pages(asked: Round, wanted: Mapping[int, list[Task]]) -> tuple[dict[int, UnitReport], int]:
    # Locked, as by everybody who writes on them: what is taken back from a page nobody is writing at this moment.
    rows = UnitReport.objects.select_for_update(no_key=True).filter(round=asked).order_by("pk")
    known = {each.organisation_id: each for each in rows}
    missing = [
        UnitReport(round=asked, region_code=asked.region_code, organisation_id=pk) for pk in wanted if pk not in known
    ]
    UnitReport.objects.bulk_create(missing, BATCH)
    return {**known, **{each.organisation_id: each for each in missing}}, len(missing)


def _add_entries(asked: Round, wanted: Mapping[int, list[Task]], reports: Mapping[int, UnitReport]) -> int:
    known = set(
        Entry.objects.filter(report__round=asked, role=Role.LEAD).values_list("report__organisation_id", "task_id")
    )
    fresh = [
        Entry(
            report=reports[pk],
            task=task,
            role=Role.LEAD,
            region_code=asked.region_code,
            period_end=asked.period_end,
        )
        for pk, tasks in wanted.items()
        for task in tasks
        if (pk, task.pk) not in known
    ]
    Entry.objects.bulk_create(fresh, BATCH)
    return len(fresh)


def _withdraw(asked: Round, duties: Mapping[int, list[Task]], organisation_ids: Collection[int] | None) -> int:
    """Delete questions that are not asked any more and that nobody has touched."""
    rows = untouched(Entry.objects.filter(report__round=asked, role=Role.LEAD))
    if organisation_ids is not None:
        rows = rows.filter(report__organisation_id__in=organisation_ids)
    wanted = {(pk, task.pk) for pk, tasks in duties.items() for task in tasks}
    gone = [
        pk
        for pk, organisation_id, task_id in rows.values_list("pk", "report__organisation_id", "task_id")
        if (organisation_id, task_id) not in wanted
    ]
    Entry.objects.filter(pk__in=gone).delete()
    return len(gone)


def untouched(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Those without any answer, text or file, also from before."""
    return entries.filter(state=EntryState.OPEN, answer="", saved_at=None).exclude(
        Exists(EntryText.objects.filter(entry=OuterRef("pk"))) | Exists(Evidence.objects.filter(entry=OuterRef("pk")))
    )


def recount(reports: QuerySet[UnitReport]) -> None:
    """Write beside each page how many entries it asks for and how many have an answer; supporting answers count too."""
    counted = list(
        reports.annotate(n_asked=Count("entries", filter=asked_for()), n_done=Count("entries", filter=answered()))
    )
    changed = [each for each in counted if (each.n_entries, each.n_answered) != (each.n_asked, each.n_done)]
    for each in changed:
        each.n_entries, each.n_answered = each.n_asked, each.n_done
    UnitReport.objects.bulk_update(changed, ["n_entries", "n_answered"], BATCH)
