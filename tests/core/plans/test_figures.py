"""Figures in the forms that plans print: how often, compared with what, of how many places."""

import pytest

from kepu.core.plans import parse_plan
from kepu.core.plans.baselines import Setting
from kepu.core.plans.targets import find_targets

PLAN = Setting(background=False, first_year=2026, last_year=2030)
BACKGROUND = Setting(background=True, first_year=2026, last_year=2030)


def signs(text):
    return [(t.comparator, t.value, t.unit) for t in find_targets(text, PLAN)]


def periods(text):
    return [(t.value, t.period) for t in find_targets(text, PLAN)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("科普经费不低于财政支出的千分之五。", [(">=", 5, "‰")]),
        ("二分之一以上的中小学建有工作室。", [(">=", 50, "%")]),
        ("知晓率达到90﹪以上。", [(">=", 90, "%")]),
        ("差错率小于1%。", [("<", 1, "%")]),
        ("每年不少于12个学时。", [(">=", 12, "个学时")]),
        ("粉丝数由2万增至10万。", [("=", 20_000, ""), ("=", 100_000, "")]),
        ("公众号粉丝达5万以上，阅读量达到100万+。", [(">=", 50_000, ""), (">", 1_000_000, "")]),
        ("发放资料10万份（册）。", [("=", 100_000, "份（册）")]),
        ("人均科普经费不低于2元/年·人。", [(">=", 2, "元/人")]),
        ("每年巡展不少于40校次，科普大篷车60站次。", [(">=", 40, "校次"), ("=", 60, "站次")]),
        ("每年举办1次为期5天的夏令营。", [("=", 1, "次")]),
        ("开设智慧助老课程200课时。", [("=", 200, "课时")]),
        ("平均受教育年限达到11.3年。", [(">=", 11.3, "年")]),
        ("每学期参与率不低于95%。", [(">=", 95, "%")]),
        ("培训农民三万人次以上，志愿者达到一万名，服务百万人口。", [(">=", 30_000, "人次"), (">=", 10_000, "名")]),
        ("示范县国家级一个，省级三个，举办活动上百场。", [("=", 1, "个"), ("=", 3, "个"), (">", 100, "场")]),
        ("提高5百分点，覆盖率达百分百。", [("=", 5, "个百分点"), (">=", 100, "%")]),
        ("纳入考核，分值不低于1分。", [(">=", 1, "分")]),
        ("培育“乡土科普达人”50名。", [("=", 50, "名")]),
        ("打造两条科普线路，建成一座县级科技馆。", [("=", 2, "条"), ("=", 1, "座")]),
        ("举办10场以上的报告、100场以上的活动和20期培训。", [(">=", 10, "场"), (">=", 100, "场"), ("=", 20, "期")]),
        ("每年活动不少于12次、24次。", [(">=", 12, "次"), (">=", 24, "次")]),
        ("达标率100%，惠及群众逾6万人次。", [("=", 100, "%"), (">", 60_000, "人次")]),
        (
            "至少召开1次全会、2次例会，建成基地10家以上、示范点20个。",
            [(">=", 1, "次"), (">=", 2, "次"), (">=", 10, "家"), ("=", 20, "个")],
        ),
        ("每个村有一个活动室、一个宣传栏、一名科普员。", [("=", 1, "个"), ("=", 1, "个"), ("=", 1, "名")]),
    ],
)
def test_units_and_signs_are_read_as_printed(text, wanted):
    assert signs(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "十五五期间，科普水平稳步提升。",
        "全市16个县（市、区）、230个乡镇共同参与。",
        "成立由副县长任组长、3名同志任副组长的领导小组。",
        "抄送：县委办公室，共印50份。",
        "超额完成的加2分，未完成的扣1分，每少1条扣0.5分。",
        "全镇12个村（社区）共同参与。",
        "（一）党政重视（20分）",
        "对排名前三名的单位给予表彰。",
        "建好20米长的科普画廊。",
        "对工作突出的前10个单位给予奖励。",
        "实现“三个全覆盖”。",
        "抓好五个方面18项重点工作。",
    ],
)
def test_names_of_periods_and_numbers_of_places_are_no_figures(text):
    assert signs(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "全市128个行政村实现科普站全覆盖。",
        "实现11个设区市、100个县（市、区）科技馆全覆盖。",
        "全市16个县（市、区）全部设立科协。",
    ],
)
def test_numbers_of_places_leave_their_full_coverage(text):
    assert signs(text) == [("=", 100, "%")]


def test_each_of_several_full_coverages_is_a_target():
    names = [t.indicator for t in find_targets("实现科普资源全覆盖、科普服务全覆盖。", PLAN)]

    assert names == ["科普资源覆盖率", "科普服务覆盖率"]
    assert not signs("各县均建立联席会议制度。")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("培训教师1000名（每年200名）。", [(1000, "by_end"), (200, "per_year")]),
        ("每年培训200名、五年累计1000名。", [(200, "per_year"), (1000, "by_end")]),
        ("组建10支队伍每年开展50场活动。", [(10, "by_end"), (50, "per_year")]),
        ("每学期开展2次活动、每年举办1次科技节。", [(2, "per_year"), (1, "per_year")]),
        ("每年办班10期以上，受益群众不少于1万人次，发放资料5万份。", [(10, "per_year"), (10_000, "per_year"), (50_000, "per_year")]),
        ("各乡镇每年开展活动不少于4次，各村不少于2次。", [(4, "per_year"), (2, "per_year")]),
        ("每年选送学生100名，参与率达80%以上。", [(100, "per_year"), (80, "by_end")]),
        ("每周开课2节，全年服务老年人3万人次。", [(2, "per_week"), (30_000, "per_year")]),
        ("其中年接待量5000人次以上的达到20家。", [(20, "by_end")]),
        ("科普经费比2025年增长50%以上。", [(50, "by_end")]),
        ("明年完成20个。", [(20, "by_end")]),
        ("面向青少年开展活动50场，年新增志愿者500人。", [(50, "by_end"), (500, "per_year")]),
        ("每周播放2次、每次15分钟以上。", [(2, "per_week"), (15, "by_end")]),
        ("每季度调度1次，半年通报1次，年终考核1次。", [(1, "per_quarter"), (1, "per_year"), (1, "by_end")]),
        ("每年组织10场以上的报告、100场以上的活动。", [(10, "per_year"), (100, "per_year")]),
    ],
)  # fmt: skip
def test_how_often_is_said_of_what_it_stands_beside(text, wanted):
    assert periods(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("科普基地由2025年的50家发展到80家。", [(50, True, None, 2025), (80, False, 2030, None)]),
        ("省级基地由210家增至300家。", [(210, True, None, None), (300, False, 2030, None)]),
        ("科学素质比例从2025年的9.8%，到2028年提升至15%。", [(9.8, True, None, 2025), (15, False, 2028, None)]),
        (
            "到2028年，科学素质比例在2025年8.1%的基础上提高5个百分点，超过13%。",
            [(8.1, True, None, 2025), (5, False, 2028, None), (13, False, 2028, None)],
        ),
        ("2025年比例达到9%，比2020年增加5个百分点。", [(9, True, None, 2025), (5, True, None, 2025)]),
        ("将覆盖率提升至90%。", [(90, False, 2030, None)]),
        ("科学素质比例达到13%（2025年为8.5%）。", [(13, False, 2030, None), (8.5, True, None, 2025)]),
        ("在原有10家的基础上，新增5家。", [(10, True, None, None), (5, False, 2030, None)]),
        ("素质比例在现有8.3%的基础上提升到13%。", [(8.3, True, None, None), (13, False, 2030, None)]),
        ("为全市1.2万名教师开展培训。", [(12_000, True, None, None)]),
        ("组织全市1000名教师参加培训。", [(1000, False, 2030, None)]),
        ("到2028年，全区100%的学校配备教师。", [(100, False, 2028, None)]),
        ("志愿者由上年的86人增加到130人。", [(86, True, None, None), (130, False, 2030, None)]),
        ("按照不低于上年的标准安排，到2028年人均达到2元。", [(2, False, 2028, None)]),
        ("建站8个（2027年5个、2028年3个），覆盖率达到85%。", [(8, False, 2030, None), (5, False, 2027, None), (3, False, 2028, None), (85, False, 2030, None)]),
        ("目前已建成5个，2028年再建6个。", [(5, True, None, None), (6, False, 2028, None)]),
        ("“十四五”期间建成20所，“十五五”期间再建30所。", [(20, True, None, None), (30, False, 2030, None)]),
        ("在全市建设的50个示范社区基础上，再建30个。", [(50, True, None, None), (30, False, 2030, None)]),
        ("比例已由2020年的4%提高到2025年的9%。", [(4, True, None, 2020), (9, True, None, 2025)]),
        ("到2030年科普基地是2025年的2倍。", [(2, False, 2030, None)]),
        ("截至2030年，科学素质比例达到15%。", [(15, False, 2030, None)]),
        ("截至2025年底，科学素质比例达到9%。", [(9, True, None, 2025)]),
        ("2027、2028年科学素质比例分别达到12%、13%。", [(12, False, 2027, None), (13, False, 2028, None)]),
        ("建筑面积3万平方米，总投资4亿元，2028年底前建成。", [(30_000, False, 2028, None), (400_000_000, False, 2028, None)]),
    ],
)  # fmt: skip
def test_starts_of_changes_are_reported_and_their_ends_wanted(text, wanted):
    assert [(t.value, t.baseline, t.due, t.as_of) for t in find_targets(text, PLAN)] == wanted


def test_range_may_print_its_unit_twice():
    assert [(t.value, t.high) for t in find_targets("建设基地10个至15个、示范点5家—8家。", PLAN)] == [(10, 15), (5, 8)]
    assert [(t.value, t.high) for t in find_targets("每年督查一至两次，第一至三期已完成。", PLAN)] == [(1, 2)]


def test_same_figure_of_several_years_is_given_for_each():
    plan = parse_plan(
        "甲市科普方案（2026—2030年）\n一、目标\n建成服务站10个（2027年5个、2028年5个）。\n二、任务\n办好科技节。"
    )

    assert [(t.value, t.due_year) for t in plan.targets] == [(10, 2030), (5, 2027), (5, 2028)]


def test_annexes_that_name_people_or_explain_words_set_no_targets():
    annexes = "附件1\n领导小组成员名单\n联络员1名。\n附件2\n名词解释\n1.科技小院：由2—3名研究生组成，常驻不少于120天。"
    plan = parse_plan(
        f"甲市科普方案（2026—2030年）\n一、目标\n建成基地5个。\n附件：1.领导小组成员名单\n2.名词解释\n{annexes}"
    )

    assert [t.value for t in plan.targets] == [5]


def test_years_beside_each_other_date_as_many_figures_of_later_clauses():
    text = "到2027年和2030年，素质比例分别达到12%和15%，参与率达到37%及以上和40%及以上，培训5期、50人。"

    assert [t.due for t in find_targets(text, PLAN)] == [2027, 2030, 2027, 2030, 2030, 2030]


def test_sentence_of_marks_alone_says_nothing():
    assert find_targets("，；，。", PLAN) == []


def test_hope_with_its_date_alone_governs_the_parts_of_the_sentence():
    text = "力争到2030年，素质比例达到15%；科普基地达到30家。建成站点5个。"

    assert [t.aspiration for t in find_targets(text, PLAN)] == [True, True, False]


def test_ranks_in_one_clause_are_all_reported():
    hits = find_targets("科学素质比例为9.7%，位居中西部第三、全国第15位。", BACKGROUND)

    assert [(t.value, t.unit) for t in hits] == [(9.7, "%"), (3, "位"), (15, "位")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("科学教育普及率、辅导员配备率均达到100%。", ["科学教育普及率", "辅导员配备率"]),
        ("全县80%以上的乡镇和60%以上的村建有活动站。", ["乡镇建有活动站的比例", "村建有活动站的比例"]),
        ("建成特色学校100所（其中省级20所）。", ["特色学校", "省级"]),
        ("各县均达到10%以上。", ["各县"]),
        ("建设科普馆1处（面积80平方米以上）。", ["科普馆", "面积"]),
        ("使科普经费人均达到3元。", ["科普经费人均"]),
        ("1.素质比例达到12%。", ["素质比例"]),
        ("素质比例由“十三五”末的3%上升到“十四五”末的7%。", ["素质比例", "素质比例"]),
        ("科普协会发展到50个。", ["科普协会"]),
        ("建服务站8个（2027年5个）。", ["建服务站", "建服务站"]),
        ("开展讲座、展览各不少于20场。", ["讲座", "展览"]),
        ("注册人数、传播量均位列全市前三名。", ["注册人数排名", "传播量排名"]),
        ("排名由全省第8位提升至第5位，年接待量居全省首位。", ["排名", "排名", "年接待量排名"]),
        ("素质比例在现有8%的基础上提升到13%。", ["素质比例", "素质比例"]),
        ("培训农民2000人，5年累计1万人。", ["农民", "农民"]),
        ("力争在2028年底之前，建成基地10个。", ["基地"]),
        ("素质比例达到12%，高于全省平均水平2个百分点以上。", ["素质比例", "素质比例"]),
    ],
)
def test_figures_are_named_by_what_they_measure(text, names):
    assert [t.indicator for t in find_targets(text, PLAN)] == names


TABLE = (
    "甲市科普方案（2026—2030年）\n一、工作目标\n主要指标如下。\n{header}\n1\t公民科学素质比例\t%\t9.8\t15以上\n"
    "2\t科普人员数\t万人\t1.3\t≥2.0\n3\t科普站覆盖率\t%\t—\t全覆盖\n4\t科技馆（座）\t\t3\t不少于5座"
)


@pytest.mark.parametrize(
    "header",
    [
        "序号\t指标名称\t单位\t2025年\t2030年",
        "序号\t主要指标\t单位\t2025年实际\t2030年目标",
        "序号\t指标\t单位\t“十四五”末\t“十五五”末",
    ],
)
def test_columns_of_indicators_are_what_was_and_what_is_to_be(header):
    found = [
        (t.indicator, t.comparator, t.value, t.unit, t.is_baseline, t.as_of_year or t.due_year)
        for t in parse_plan(TABLE.format(header=header)).targets
    ]

    assert found == [
        ("公民科学素质比例", "=", 9.8, "%", True, 2025), ("公民科学素质比例", ">=", 15, "%", False, 2030),
        ("科普人员数", "=", 13_000, "人", True, 2025), ("科普人员数", ">=", 20_000, "人", False, 2030),
        ("科普站覆盖率", "=", 100, "%", False, 2030),
        ("科技馆", "=", 3, "座", True, 2025), ("科技馆", ">=", 5, "座", False, 2030),
    ]  # fmt: skip


@pytest.mark.parametrize("break_", ["\n", "\n\n"])
@pytest.mark.parametrize("header", ["2025年\n现状值\n2030年\n目标值", "2025年\n2030年"])
def test_indicators_with_a_cell_on_each_line_are_a_table(break_, header):
    cells = f"指标\n单位\n{header}\n属性\n公民科学素质比例\n%\n9.8\n15\n预期性\n每百万人拥有科技馆、\n流动科普设施数\n座\n—\n≥1.5\n约束性"
    plan = parse_plan(
        f"甲市科普方案（2026—2030年）\n一、指标\n{cells.replace(chr(10), break_)}\n二、重点任务\n办好科技节。"
    )

    assert [(t.indicator, t.value, t.is_baseline) for t in plan.targets] == [
        ("公民科学素质比例", 9.8, True), ("公民科学素质比例", 15, False), ("每百万人拥有科技馆、流动科普设施数", 1.5, False),
    ]  # fmt: skip
    assert [s.title for s in plan.sections] == ["指标", "重点任务"]


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("坚持科普为民，每年办好1次活动。", []),
        ("力争三年内素质比例达到20%。", [20]),
        ("2030年底达到22%以上。", [22]),
        ("到2030年，素质比例达到23%。", [23]),
    ],
)
def test_ideas_set_targets_where_they_date_or_hope(sentence, values):
    plan = parse_plan(f"甲市科普方案（2026—2030年）\n一、工作思路\n{sentence}\n二、任务\n（一）甲行动。办好。\n")

    assert [target.value for target in plan.targets] == values


def test_years_of_a_heading_date_what_stands_below_it():
    text = "甲市科普方案（2021—2035年）\n一、重点任务（2021—2025年）\n（一）甲行动\n建馆3座。到2023年建站4个。\n二、远期任务\n建馆5座。\n"

    assert [(target.value, target.due_year) for target in parse_plan(text).targets] == [(3, 2025), (4, 2023), (5, 2035)]
