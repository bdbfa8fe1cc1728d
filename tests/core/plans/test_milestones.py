"""Phases and deliverables: what is dated without a figure."""

import pytest

from kepu.core.plans import parse_plan

HEAD = "甲市科普方案（2026—2030年）\n一、重点任务\n办好科技节。\n二、实施步骤\n"


@pytest.mark.parametrize(
    ("schedule", "phases"),
    [
        ("（一）启动阶段（2026年6月—12月）。制定方案。", [("制定方案", 2026, 2026)]),
        ("（一）推进阶段（2027年1月1日—2029年12月31日）\n全面推进。", [("全面推进", 2027, 2029)]),
        ("（一）启动阶段（2026.6—2027.3）。制定方案。", [("制定方案", 2026, 2027)]),
        ("（一）总结阶段（2030年7月至12月）。", [("总结阶段（2030年7月至12月）", 2030, 2030)]),
        (
            "2026年，启动实施。2027—2029年，深入实施；2030年，总结评估。",
            [("2026年，启动实施", 2026, 2026), ("2027—2029年，深入实施", 2027, 2029), ("2030年，总结评估", 2030, 2030)],
        ),
    ],
)
def test_phases_are_dated_by_their_heading_or_their_own_words(schedule, phases):
    plan = parse_plan(HEAD + schedule + "\n三、保障\n加强领导。")

    assert [(m.quote, m.year_start, m.year_end) for m in plan.milestones] == phases
    assert all(plan.text[slice(*m.place.span)] == m.quote for m in plan.milestones)


def test_what_is_made_by_a_year_is_a_deliverable():
    plan = parse_plan(HEAD.replace("办好科技节", "制定科普条例，力争2027年颁布实施。2028年底前建成科技馆"))

    assert [(m.quote, m.year_start, m.kind) for m in plan.milestones] == [
        ("力争2027年颁布实施", 2027, "deliverable"), ("2028年底前建成科技馆", 2028, "deliverable"),
    ]  # fmt: skip
