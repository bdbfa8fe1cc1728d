"""Questions about readings."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kepu.apps.measures.enums import ReadingState
from kepu.apps.measures.models import PUBLISHED, Reading

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

SHOWN = (ReadingState.REPORTED, ReadingState.ACCEPTED)


def readings_of(
    subject: str,
    ids: Collection[int],
    *,
    states: Sequence[ReadingState] = SHOWN,
    published: bool = False,
) -> dict[int, list[Reading]]:
    """The current readings of subjects by id, one per period, oldest first; every id has a list. One query.

    Drafts are left out unless they are asked for. `published` gives those published from above instead of our own.
    """
    rows = Reading.objects.of(subject, ids).current().filter(PUBLISHED if published else ~PUBLISHED)
    found: dict[int, list[Reading]] = defaultdict(list)
    for row in rows.filter(state__in=states).order_by("period_end", "period", "pk"):
        found[row.subject_id].append(row)
    return {subject_id: found[subject_id] for subject_id in ids}


def history_of(subject: str, subject_id: int) -> list[Reading]:
    """Every reading that ever stood, newest period first, a correction before what it corrected."""
    rows = Reading.objects.of(subject, [subject_id]).exclude(state=ReadingState.DRAFT)
    return list(rows.select_related("recorded_by", "accepted_by").order_by("-period_end", "-period", "origin", "-pk"))
