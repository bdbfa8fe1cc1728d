"""What workers do for the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kepu.apps.jobs.registry import task
from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.models import Plan
from kepu.apps.ledger.services import fail_plan, read_plan, store_parse
from kepu.core.errors import KepuError

if TYPE_CHECKING:
    from kepu.apps.jobs.handle import JobHandle


@task("ledger.parse_plan", label=gettext_lazy("识别方案"))
def parse_plan(job: JobHandle, *, plan_id: int) -> None:
    """Read a document and keep what was found; run again it changes nothing."""
    plan = Plan.objects.light().select_related("source_file").get(pk=plan_id)
    if plan.state == PlanState.IMPORTING:
        job.progress(1, 3, _("正在读取文件"))
        try:
            result = read_plan(plan)
        except KepuError as error:
            with job.commit():
                fail_plan(plan_id=plan_id, error=error)
            raise
        job.progress(2, 3, _("正在保存识别结果"))
        with job.commit():
            plan = store_parse(plan_id=plan_id, result=result)
            job.progress(3, 3)
            job.finish(address=plan.get_absolute_url(), sentence=_("识别完成，请核对"))
        return
    job.finish(address=plan.get_absolute_url())
