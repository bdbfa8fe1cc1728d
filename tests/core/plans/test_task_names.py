"""What a task is called in a list."""

import pytest

from kepu.core.plans import parse_plan, task_name

ACTION = "青少年科学素质提升行动"
UNITS = ("区教委", "区科协", "团区委")


@pytest.mark.parametrize(
    "text",
    [
        "分工：由区教委、团区委牵头，区科协等单位参加。",
        "由区教委牵头，团区委、区科协参加。",
        "（由区教委负责，区科协配合。）",
        "牵头单位：区教委\n责任单位：区科协、团区委",
        "责任部门：区教委会同有关学校",
        "◆牵头单位：区教委",
    ],
)
def test_statement_of_who_leads_is_called_by_its_heading(text):
    assert task_name(text, UNITS, ACTION) == ACTION
    assert task_name(text, UNITS, None) == text


@pytest.mark.parametrize(
    "text", ["开展科技节，由区教委牵头。", "由区教委牵头建设科技馆", "区科协组织科普日活动", ACTION, "责任落实到人"]
)
def test_words_of_work_stay(text):
    assert task_name(text, UNITS, ACTION) == text


def test_statement_belongs_to_the_section_that_it_closes():
    text = "一、重点行动\n（一）青少年行动\n1.办好科技节。每年举办100场。\n2.建设科学实验室20间。\n分工：由区教委牵头，区科协参加。\n"
    plan = parse_plan(text)

    assert [plan.sections[task.section].title for task in plan.tasks] == ["青少年行动"]
