"""What units filed about a task, period by period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch

from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import Answer, EntryEvent, Filing
from kepu.apps.ledger.models import Entry, EntryText, Evidence, Task

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kepu.apps.people.models import User

# Events whose text is what the unit said; a return repeats what was not accepted.
SAID = (EntryEvent.FILED, EntryEvent.ACCEPTED, EntryEvent.CORRECTED, EntryEvent.IMPORTED)
MOST = 60
PARTS = ("progress", "reason", "problems", "next_step")


@dataclass(frozen=True)
class Answered:
    """The last text that a unit filed about the task in one period."""

    entry: Entry
    text: EntryText
    evidence: list[Evidence]

    @property
    def period(self) -> str:
        """The code of the period."""
        return self.entry.report.round.period

    @property
    def content(self) -> dict[str, Any]:
        """What was said, by field."""
        content: dict[str, Any] = self.text.content
        return content

    @property
    def answer(self) -> str:
        """有进展, 本期无进展 …"""
        value = self.content.get("answer") or ""
        return str(Answer(value).label) if value in Answer.values else ""

    @property
    def is_proxy(self) -> bool:
        """Whether the office entered it."""
        return self.text.filing == Filing.PROXY


def answers_about(user: User, task: Task) -> list[Answered]:
    """The filed answers about a task and those linked with it that the user may see, the newest period first."""
    same = {"task__link_id": task.link_id} if task.link_id else {"task_id": task.pk}
    texts = EntryText.objects.filter(event__in=SAID).select_related("by").order_by("pk")
    files = Evidence.objects.filter(removed_at=None).select_related("file").order_by("pk")
    rows = (
        Entry.objects.filter(rules.ANSWER.visible(user), **same)
        .exclude(texts=None)
        .select_related("report__organisation", "report__round")
        .prefetch_related(Prefetch("texts", texts, to_attr="said"), Prefetch("evidence", files, to_attr="shown"))
        .order_by("-period_end", "role", "report__organisation__sequence", "report__organisation__position", "pk")
    )
    return list(_with_text(rows[:MOST]))


def _with_text(entries: Any) -> Iterator[Answered]:
    for entry in entries:
        if entry.said:
            yield Answered(entry, entry.said[-1], entry.shown)
