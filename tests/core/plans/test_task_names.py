"""What a task is called in a list."""

import pytest

from kepu.core.plans import task_name

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
