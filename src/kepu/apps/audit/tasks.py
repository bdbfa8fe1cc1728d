"""What the clock does with the audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy

from kepu.apps.audit import checking, sealing
from kepu.apps.jobs import registry

if TYPE_CHECKING:
    from kepu.apps.jobs.handle import JobHandle

DAY = 24 * 3600


@registry.task("audit.seal_rows", label=gettext_lazy("封存审计记录"))
def seal_rows(job: JobHandle) -> None:
    """Chain what was committed since the last time."""
    sealed = 0
    while batch := sealing.seal_batch():
        sealed += batch
        job.progress(sealed)


@registry.task("audit.export_head", label=gettext_lazy("导出审计链头"))
def export_head(_: JobHandle) -> None:
    """Leave the last link in the export folder, from where it is copied outside."""
    sealing.seal()
    sealing.export_head()


@registry.task("audit.check_chain", label=gettext_lazy("核对审计记录"))
def check_chain(job: JobHandle) -> None:
    """Walk the whole chain and keep what was found for the page of the audit log."""
    checking.check(job)


registry.periodic("audit.seal_rows", seconds=lambda: int(settings.KEPU.audit_seal_seconds))
registry.periodic("audit.export_head", seconds=DAY)
registry.periodic("audit.check_chain", seconds=7 * DAY)
