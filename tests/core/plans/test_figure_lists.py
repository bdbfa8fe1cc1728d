"""Figures in lists, which share out the words before them."""

import pytest

from kepu.core.plans.baselines import Setting
from kepu.core.plans.targets import find_targets

PLAN = Setting(background=False, first_year=2026, last_year=2030)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("到2030年，覆盖率分别达到：镇100%，村80%。", [("镇覆盖率", ">=", 100), ("村覆盖率", ">=", 80)]),
        ("科普站普及率不低于：县城95%、乡镇90%。", [("县城科普站普及率", ">=", 95), ("乡镇科普站普及率", ">=", 90)]),
        ("普及率达到：社区约90%，每年举办讲座20场。", [("社区普及率", "approx", 90), ("讲座", "=", 20)]),
        ("实现下列目标：普及率90%、基地30家。", [("普及率", "=", 90), ("基地", "=", 30)]),
        ("培育国家级基地1个，省级3个、市级10个。", [("国家级基地", "=", 1), ("省级基地", "=", 3), ("市级基地", "=", 10)]),
        ("普及率2028年达到90%，2030年达到95%。", [("普及率", ">=", 90), ("普及率", ">=", 95)]),
        ("建有1个以上科普基地的乡镇达到80%。", [("1个以上科普基地的乡镇", ">=", 80)]),
        ("组织100名专家、开展90场讲座、惠及80名群众。", [("专家", "=", 100), ("讲座", "=", 90), ("群众", "=", 80)]),
        ("每个县至少建成1所示范校、每个镇至少建成2个示范站。", [("示范校", ">=", 1), ("示范站", ">=", 2)]),
        ("职工、农民、干部和公务员分别达到15%、9%和30%。", [("职工", ">=", 15), ("农民", ">=", 9), ("干部和公务员", ">=", 30)]),
        ("80%的学校、70%的社区建立科普组织，使用率达90%。", [("学校建立科普组织的比例", "=", 80), ("社区建立科普组织的比例", "=", 70), ("使用率", ">=", 90)]),
        ("使素质比例2026年、2028年分别达到11%、13%。", [("素质比例", ">=", 11), ("素质比例", ">=", 13)]),
        ("培训覆盖率达到99%，培训农民80名，投放广告70条次。", [("培训覆盖率", ">=", 99), ("农民", "=", 80), ("投放广告", "=", 70)]),
        ("2028年底前100%的乡镇成立科协。", [("乡镇成立科协的比例", "=", 100)]),
        ("普及率高于全省平均水平3个百分点，画廊长度不少于9延长米。", [("普及率高于全省平均水平", "=", 3), ("画廊长度", ">=", 9)]),
    ],
)  # fmt: skip
def test_items_of_a_list_take_what_stands_before_it(text, wanted):
    assert [(t.indicator, t.comparator, t.value) for t in find_targets(text, PLAN)] == wanted


@pytest.mark.parametrize(
    "text",
    ["贯彻党的二十届三中全会精神。", "贯彻党的二十大和二十届二中、三中全会精神。", "选举产生二十届中央领导机构。"],
)
def test_sessions_are_no_figures(text):
    assert find_targets(text, PLAN) == []


def test_hope_reaches_a_subject_that_begins_like_a_verb():
    found = find_targets("到2030年，力争普及率达到17%，注册志愿者突破9000人，注册志愿者9000人。", PLAN)

    assert [t.aspiration for t in found] == [True, True, False]


@pytest.mark.parametrize("wish", ["力争用3年时间", "争取通过五年努力", "力争三年内", "力争到2030年"])
def test_hope_with_its_time_alone_governs_all_clauses(wish):
    assert [t.aspiration for t in find_targets(f"{wish}，培育品牌5个，建馆3座。建站2个。", PLAN)] == [True, True, False]


def test_first_date_of_a_paragraph_of_objectives_goes_on_behind_a_later_one():
    setting = Setting(background=False, first_year=2026, last_year=2030, objective=True)
    found = find_targets(
        "到2028年，普及率达到15%；到2035年，达到25%。建成基地12个。到2030年，建馆3座。建站4个。", setting
    )

    assert [(t.value, t.due) for t in found] == [(15, 2028), (25, 2035), (12, 2028), (3, 2030), (4, 2030)]
