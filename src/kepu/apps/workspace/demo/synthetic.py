"""Plans that nobody issued, of any size: what the reader would have found in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random

CATEGORIES = ("重点人群科学素质提升行动", "科普能力建设工程", "组织保障")
GROUPS = (
    ("青少年科学素质提升行动", "农民科学素质提升行动", "产业工人科学素质提升行动", "老年人科学素质提升行动"),
    ("科技资源科普化工程", "科普信息化提升工程", "科普基础设施工程", "基层科普能力提升工程"),
    ("健全工作机制", "强化条件保障"),
)
UNITS = (
    ("区委宣传部", "party"),
    ("区委组织部", "party"),
    ("区教委", "government"),
    ("区科技局", "government"),
    ("区民政局", "government"),
    ("区财政局", "government"),
    ("区人力社保局", "government"),
    ("区生态环境局", "government"),
    ("区农业农村委", "government"),
    ("区文化旅游委", "government"),
    ("区卫生健康委", "government"),
    ("区应急局", "government"),
    ("区市场监管局", "government"),
    ("区气象局", "government"),
    ("区总工会", "mass_organisation"),
    ("团区委", "mass_organisation"),
    ("区妇联", "mass_organisation"),
    ("区科协", "mass_organisation"),
    ("区融媒体中心", "institution"),
    ("各镇街", "township"),
)
VERBS = ("开展", "组织", "建设", "完善", "推广", "培育")
THINGS = (
    "科普讲座",
    "科普基地",
    "流动科普馆巡展",
    "科技志愿服务队",
    "农技培训班",
    "科普阅览点",
    "应急科普演练",
    "科学教师培训",
)
PLACES = ("镇街", "村社区", "学校", "园区", "企业", "公园", "图书馆", "养老服务中心")
TARGET_EVERY = 4


def synthetic_result(random: Random, n_tasks: int, *, title: str) -> dict[str, Any]:
    """Give the result that the reader would give for a plan with so many tasks."""
    lines, tasks, targets = [title, ""], [], []
    length = len(title) + 2
    for number, (category, group) in enumerate(sorted(_place(random) for _ in range(n_tasks)), 1):
        task, target = _task(random, number, length)
        task |= {"category": CATEGORIES[category], "group": GROUPS[category][group]}
        lines.append(task["text"])
        length += len(task["text"]) + 1
        tasks.append(task)
        targets += [target] if target else []
    return {
        "document": {"title": title, "period_start": 2026, "period_end": 2030, "status": "issued", "spans": {}},
        "sections": [],
        "tasks": tasks,
        "targets": targets,
        "units": [{"name": name, "canonical": name, "kind": kind, "span": None} for name, kind in UNITS],
        "warnings": [],
        "tables": [],
        "text": "\n".join(lines),
    }


def _place(random: Random) -> tuple[int, int]:
    category = random.randrange(len(CATEGORIES))
    return category, random.randrange(len(GROUPS[category]))


def _task(random: Random, number: int, start: int) -> tuple[dict[str, Any], dict[str, Any] | None]:
    count = random.randrange(5, 60)
    text = f"在{random.choice(PLACES)}{random.choice(VERBS)}{random.choice(THINGS)}，每年不少于{count}场次，并做好记录和总结。"
    names = [name for name, _kind in random.sample(UNITS, random.randrange(2, 7))]
    n_lead = 1 + (len(names) > 4)  # noqa: PLR2004  larger tasks have two leads
    span = [start, start + len(text)]
    task = {
        "id": number,
        "number": str(number),
        "text": text,
        "lead": names[:n_lead],
        "support": names[n_lead:],
        "assignment_source": "table",
        "span": span,
        "confidence": 1.0,
        "rule": "demo",
    }
    if number % TARGET_EVERY:
        return task, None
    target = {
        "indicator": "每年开展场次",
        "quote": f"每年不少于{count}场次",
        "comparator": ">=",
        "value": count,
        "unit": "场次",
        "period": "per_year",
        "task_id": number,
        "span": span,
        "confidence": 1.0,
        "rule": "demo",
    }
    return task, target
