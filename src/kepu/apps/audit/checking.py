"""The site's own verification of its audit log, with its result on the page of the log."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from kepu.apps.audit.enums import CheckState
from kepu.apps.audit.models import Check
from kepu.apps.audit.sealing import head, read_head
from kepu.apps.audit.verifying import Verification

if TYPE_CHECKING:
    from kepu.apps.jobs.handle import JobHandle

KEPT_PROBLEMS = 200


def check(job: JobHandle) -> None:
    """Verify the chain against itself and against every head in the export folder."""
    of = head().count
    heads = [read_head(path) for path in sorted((settings.DATA / "export" / "audit-heads").glob("*.json"))]
    walk = Verification(heads, progress=lambda done: job.progress(done, of, _("正在核对")))
    problems = walk.problems()
    kept = [problem.as_json() for problem in islice(problems, KEPT_PROBLEMS)]
    more = sum(1 for _problem in problems)
    state = CheckState.BROKEN if kept else CheckState.SOUND
    with job.commit():
        Check.objects.create(
            state=state,
            rows=walk.sealed + walk.waiting,
            position=walk.position,
            problems=kept,
            problem_count=len(kept) + more,
        )
        sentence = (
            _("核对完毕，没有异常。")
            if not kept
            else _("核对完毕，发现 %(count)s 处异常。") % {"count": len(kept) + more}
        )
        job.finish(address=reverse("audit:list"), sentence=sentence)
