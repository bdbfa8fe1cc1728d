"""How far tasks of the demonstration are, and which of them mean the same."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kepu.apps.ledger.enums import TaskState
from kepu.apps.ledger.models import Task, TaskLink
from kepu.apps.ledger.services.linking import link_tasks
from kepu.apps.ledger.services.tasks import TaskChange, change_task
from kepu.apps.workspace.demo.context import DISTRICT

if TYPE_CHECKING:
    from kepu.apps.workspace.demo.context import DemoContext

# Words of tasks in two plans that are one piece of work; the first is answered for all.
SAME = (
    ("科技志愿者人数达到4000人", "注册科技志愿者达到4000人"),
    ("青少年科学素质提升行动", "开展科学家进校园活动100场"),
)
STATES = (
    ("调整完善区全民科学素质工作领导小组", TaskChange(state=TaskState.DONE)),
    ("建立科普经费使用情况年度报告", TaskChange(state=TaskState.DONE)),
    (
        "公园、广场增设科普设施",
        TaskChange(state=TaskState.SUSPENDED, basis="区政府第58次常务会议纪要（虚构）：与公园改造合并实施"),
    ),
    (
        "配合开展公民科学素质抽样调查",
        TaskChange(due_on=date(2027, 9, 30), reason="全国调查推迟到2027年第三季度"),
    ),
)


def load_matters(ctx: DemoContext) -> None:
    """Link tasks and set states by the services that people use; what is there stays as it is."""
    if TaskLink.objects.filter(region_code=DISTRICT).exists():
        return
    tasks = Task.objects.filter(region_code=DISTRICT)
    for first, second in SAME:
        one, other = (tasks.filter(text__contains=words).first() for words in (first, second))
        if one is not None and other is not None:
            link_tasks(task_id=one.pk, other_ids=[other.pk], user=ctx.office, version=one.version)
    for task in tasks.filter(state=TaskState.NOT_STARTED):
        if not any(words in task.text for words, _change in STATES):
            change_task(
                task_id=task.pk, user=ctx.office, change=TaskChange(state=TaskState.UNDER_WAY), version=task.version
            )
    for words, change in STATES:
        task = tasks.get(text__contains=words)
        if change.state in {TaskState.DONE, TaskState.SUSPENDED} and task.state == TaskState.NOT_STARTED:
            under_way = TaskChange(state=TaskState.UNDER_WAY)
            task = change_task(task_id=task.pk, user=ctx.office, change=under_way, version=task.version)
        change_task(task_id=task.pk, user=ctx.office, change=change, version=task.version)
