"""What is done later: content that no row knows is removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kepu.apps.files import orphans
from kepu.apps.jobs.registry import periodic, task

if TYPE_CHECKING:
    from kepu.apps.jobs.handle import JobHandle

DAY = 24 * 3600


@task("files.remove_orphans", label=_("清理没有登记的文件"))
def remove_orphans(job: JobHandle) -> None:
    """Remove content whose row was never written, because the form was refused or the process killed."""
    for done, folder in enumerate(orphans.folders()):
        orphans.remove(folder)
        job.progress(done + 1, orphans.DAYS, "")


periodic("files.remove_orphans", seconds=DAY)
