"""A working ledger that is too large for one request is written by a worker and kept as a file of who asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kepu.apps.audit.services import record
from kepu.apps.jobs.services import enqueue

if TYPE_CHECKING:
    from uuid import UUID

    from kepu.apps.jobs.models import Job
    from kepu.apps.people.models import User

PURPOSE = "ledger.export"


def queue_export(*, user: User, request_id: UUID, query: str, plan_id: int | None, rows: int) -> Job:
    """Queue the ledger of the filtered tasks; `query` is the address of the board."""
    record("ledger.export_ledger", after={"plan": plan_id, "filters": query, "rows": rows})
    return enqueue(
        "ledger.export_ledger",
        owner_id=user.pk,
        key=f"ledger.export:{user.pk}:{request_id}",
        title=_("导出工作台账"),
        query=query,
        plan_id=plan_id,
    )
