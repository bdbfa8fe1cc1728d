"""Two versions of a plan: which tasks are the same, and which words changed."""

from hypothesis import given
from hypothesis import strategies as st

from kepu.core.plans.changes import Pair, Printed, changed_names, match_tasks, word_diff

OLD = [
    Printed("组织科学家进校园活动每年不少于20场。", "1", "青少年行动"),
    Printed("新建社区科普馆5个。", "2", "基础设施工程"),
    Printed("开展银龄跨越数字鸿沟行动。", "3", "老年人行动"),
]


def test_the_same_version_matches_itself():
    assert [(pair.old, pair.new) for pair in match_tasks(OLD, OLD)] == [(0, 0), (1, 1), (2, 2)]


def test_moved_and_reworded_tasks_are_found():
    new = [
        Printed("新建社区科普馆8个。", "1", "基础设施工程"),
        Printed("编制科普地图。", "2", "基础设施工程"),
        Printed("组织科学家进校园活动每年不少于30场次。", "3", "青少年行动"),
    ]

    pairs = match_tasks(OLD, new)

    assert [(pair.old, pair.new) for pair in pairs] == [(1, 0), (None, 1), (0, 2), (2, None)]
    assert 0.55 <= pairs[0].likeness < 1


def test_alike_tasks_of_different_groups_are_told_apart():
    words = "由区教委、区科协牵头，区财政局等单位参加。"
    old = [Printed(words, "", "青少年行动"), Printed(words, "", "农民行动")]

    assert [(pair.old, pair.new) for pair in match_tasks(old, old[::-1])] == [(1, 0), (0, 1)]


def test_no_task_is_matched_twice():
    pairs = match_tasks([OLD[0]], [OLD[0], OLD[0]])

    assert pairs == (Pair(0, 0, 1.0), Pair(None, 1))


def test_nothing_matches_nothing():
    assert match_tasks([], []) == ()
    assert match_tasks([], OLD[:1]) == (Pair(None, 0),)
    assert match_tasks([Printed("")], [Printed("")])[0].new == 0


def test_figures_are_whole_words():
    assert [(each.kind, each.text) for each in word_diff("建馆15个，占2.5%。", "建馆5个，占2.75%。")] == [
        ("same", "建馆"),
        ("removed", "15"),
        ("added", "5"),
        ("same", "个，占"),
        ("removed", "2.5%"),
        ("added", "2.75%"),
        ("same", "。"),
    ]


def test_long_texts_are_compared_by_sentence():
    old = "办科普月。" * 2000

    assert [each.kind for each in word_diff(old, old + "建馆。")] == ["same", "added"]


def test_another_order_of_units_is_no_change():
    assert changed_names(["甲", "乙"], ["乙", "甲"]) == ((), ())
    assert changed_names(["甲"], ["甲", "甲"]) == ((), ("甲",))


@given(st.text(alphabet="科普12%a𠮷。\n", max_size=40), st.text(alphabet="科普12%a𠮷。\n", max_size=40))
def test_both_texts_can_be_put_together_again(old, new):
    pieces = word_diff(old, new)

    assert "".join(each.text for each in pieces if each.kind != "added") == old
    assert "".join(each.text for each in pieces if each.kind != "removed") == new
