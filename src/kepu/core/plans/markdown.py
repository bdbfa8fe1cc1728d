"""A parsed plan to read: its head, outline, tasks and targets, in the language of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepu.core.plans.tasknames import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kepu.core.plans.model import Plan, Section, Target, Task

_STATUS = {"issued": "已印发", "draft": "征求意见稿", "annex": "附件"}
_SIGNS = {"=": "", ">=": "≥ ", ">": "> ", "<=": "≤ ", "<": "< ", "approx": "约 "}
_PERIODS = {"per_year": "每年", "per_quarter": "每季度", "per_month": "每月", "per_week": "每周"}


def markdown(plan: Plan) -> str:
    """Write a parsed plan as Markdown.

    Parameters
    ----------
    plan : Plan
        What `parse_plan` gave.

    Returns
    -------
    str
        The title, what the head says, outline, tasks, targets, units and warnings, as far as there are any.
    """
    parts = [f"# {_line(plan.document.title or '未识别的文档')}", *_head(plan)]
    if plan.sections:
        parts += ["", "## 提纲", "", *_outline(plan.sections)]
    if plan.tasks:
        parts += ["", "## 任务分工", "", *_tasks(plan.tasks)]
    targets = [target for target in plan.targets if not target.is_baseline]
    if targets:
        parts += ["", "## 指标", "", *_targets(targets)]
    baselines = [target for target in plan.targets if target.is_baseline]
    if baselines:
        parts += ["", "## 现状", "", *_targets(baselines)]
    if plan.units:
        parts += ["", "## 单位", "", "、".join(_line(unit.name) for unit in plan.units)]
    if plan.warnings:
        parts += ["", "## 提示", "", *(f"- `{warning.code}` {_line(warning.message)}" for warning in plan.warnings)]
    return "\n".join(parts) + "\n"


def _head(plan: Plan) -> list[str]:
    document = plan.document
    years = f"{document.period_start}—{document.period_end}" if document.period_start else None
    rows = (
        ("文号", document.doc_number),
        ("发文机关", document.issuer),
        ("地区", document.region),
        ("印发日期", document.issued_on),
        ("期间", years),
        ("状态", _STATUS.get(document.status or "")),
        ("依据", "；".join(f"《{basis.title}》{basis.doc_number or ''}" for basis in document.based_on)),
    )
    return ["", *(f"- {name}：{_line(value)}" for name, value in rows if value)]


def _outline(sections: Sequence[Section]) -> list[str]:
    depths: list[int] = []
    lines = []
    for section in sections:
        depths.append(depths[section.parent] + 1 if section.parent is not None else 0)
        number = f"{section.number} " if section.number else ""
        lines.append(f"{'  ' * depths[-1]}- {number}{_line(section.title)}")
    return lines


def _tasks(tasks: Iterable[Task]) -> list[str]:
    rows = [("序号", "类别", "任务内容", "牵头单位", "责任单位")]
    rows += [
        (str(task.id), task.group or task.category or "", name_of(task), "、".join(task.lead), "、".join(task.support))
        for task in tasks
    ]
    return _table(rows)


def _targets(targets: Iterable[Target]) -> list[str]:
    rows = [("指标", "数值", "期限", "原文")]
    for target in targets:
        high = f"—{target.value_high:g}" if target.value_high is not None else ""
        hope = "（力争）" if target.aspiration else ""
        when = _PERIODS.get(target.period) or (
            f"{target.due_year} 年" if target.due_year else str(target.as_of_year or "")
        )
        value = f"{_SIGNS[target.comparator]}{target.value:g}{high} {target.unit}{hope}"
        rows.append((target.indicator, value, when, target.quote))
    return _table(rows)


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    lines = ["| " + " | ".join(_line(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]
    return [lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]]


def _line(words: str) -> str:
    return " ".join(words.split())
