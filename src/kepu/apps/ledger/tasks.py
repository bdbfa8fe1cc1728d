"""What workers do for the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kepu.apps.base import clock
from kepu.apps.files.enums import Kind
from kepu.apps.files.services import prepare, store
from kepu.apps.jobs.registry import task
from kepu.apps.ledger.asked_ledger import asked_ledger, file_name
from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.models import Plan
from kepu.apps.ledger.services import fail_plan, read_plan, store_parse
from kepu.apps.ledger.services.ledger_export import PURPOSE
from kepu.apps.people.models import User
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
            job.finish(address=plan.get_absolute_url(), sentence=_sentence(plan))
        return
    job.finish(address=plan.get_absolute_url())


def _sentence(plan: Plan) -> str:
    return _("有几列的含义要请您说明") if plan.state == PlanState.COLUMNS else _("识别完成，请核对")


@task("ledger.export_ledger", label=gettext_lazy("导出工作台账"))
def export_ledger(job: JobHandle, *, query: str, plan_id: int | None) -> None:
    """Write the working ledger that the owner of the job asked for."""
    assert job.owner_id is not None
    user = User.objects.get(pk=job.owner_id)
    asked = asked_ledger(user, QueryDict(query), plan_id)
    content = asked.book(lambda done: job.progress(done, asked.n_rows, _("正在汇总各项任务")))
    prepared = prepare(ContentFile(content, name=file_name(asked.title, clock.today())), kinds=(Kind.XLSX,))
    with job.commit():
        stored = store(prepared, owner_id=user.pk, purpose=PURPOSE)
        job.progress(asked.n_rows, asked.n_rows)
        job.finish(address=stored.get_absolute_url(), sentence=_("已生成，可以下载"))
