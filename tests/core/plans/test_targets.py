"""Figures: what counts, how it compares, when it is due, what is a baseline."""

import pytest

from kepu.core.plans import parse_plan
from kepu.core.plans.baselines import Setting
from kepu.core.plans.quantities import find_figures
from kepu.core.plans.targets import find_targets

PLAN = Setting(background=False, first_year=2026, last_year=2030)
BACKGROUND = Setting(background=True, first_year=2026, last_year=2030)


def found(text, setting=PLAN):
    return [(t.comparator, t.value, t.unit) for t in find_targets(text, setting)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("全区公民具备科学素质比例达到21%。", (">=", 21, "%")),
        ("公民具备科学素质比例超过8.3%。", (">", 8.3, "%")),
        ("组建专家科普工作室10个以上。", (">=", 10, "个")),
        ("市级科普基地突破200家。", (">", 200, "家")),
        ("注册科技志愿者人数达2000人以上。", (">=", 2000, "人")),
        ("市级以上科普教育基地不少于20家。", (">=", 20, "家")),
        ("活跃人数排名处于全市前20%。", ("<=", 20, "%")),
        ("传播量排名保持全省前5名。", ("<=", 5, "名")),
        ("建成全国科普示范社区135个。", ("=", 135, "个")),
        ("培训老年人3万人次左右。", ("approx", 30000, "人次")),
        ("覆盖面达到全区常住人口的80%以上。", (">=", 80, "%")),
        ("公民具备科学素质比例不低于百分之十五。", (">=", 15, "%")),
        ("谣言二十四小时以内回应，时间控制在48小时以内。", ("<=", 48, "小时")),
        ("城乡差距缩小到3个百分点以内。", ("<=", 3, "个百分点")),
        ("吸收成员120余名。", (">", 120, "名")),
        ("将科普经费按人均1.5元列入财政预算。", ("=", 1.5, "元")),
        ("投入资金1,200万元。", ("=", 12_000_000, "元")),
        ("建设校外教育基地三十个。", ("=", 30, "个")),
        ("实际参学率≥90%。", (">=", 90, "%")),
        ("基本达到100%。", ("approx", 100, "%")),
        ("基本实现科普小组全覆盖。", ("approx", 100, "%")),
        ("受益群众2万人（次）以上。", (">=", 20000, "人（次）")),
        ("举办培训班200场（次）。", ("=", 200, "场（次）")),
        ("人均科普经费达到2元/人以上。", (">=", 2, "元/人")),
        ("粉丝数突破1000万。", (">", 10_000_000, "")),
        ("七成以上的社区建有站点。", (">=", 70, "%")),
        ("每五十万人口拥有一座科技馆。", ("=", 1, "座")),
        ("每个县（市、区）至少建有一个科普教育基地。", (">=", 1, "个")),
        ("新认定区级科普教育基地三家。", ("=", 3, "家")),
        ("组建两支市级应急科普队伍。", ("=", 2, "支")),
        ("每两年评选一次工匠。", ("=", 1, "次/两年")),
        ("实现各区县至少拥有一座科技馆。", (">=", 1, "座")),
        ("流动科技馆巡展3个站点以上。", (">=", 3, "个")),
        ("省级以上基地由210家增至300家。", ("=", 300, "家")),
        ("建成基地60家，其中省级以上45家。", ("=", 45, "家")),
        ("累计投入2.3亿元。", ("=", 230_000_000, "元")),
        ("到2028年，全县学校全部配备科学实验室。", ("=", 100, "%")),
        ("科普站实现乡镇全覆盖、行政村覆盖率达60%。", ("=", 100, "%")),
        ("公民科学素质比例力争进入全省第三位。", ("<=", 3, "位")),
        ("活跃度位居全市前三。", ("<=", 3, "位")),
        ("城乡居民具备科学素质的比例分别达到26%、16%。", (">=", 16, "%")),
    ],
)
def test_comparators_follow_their_words(text, wanted):
    assert wanted in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "重点实施5大提升行动。", "实施5项重点工程。", "教育局等14个单位为领导小组成员单位。", "建强百人科普讲师团。", "实施拔尖计划1.0。",
        "推进5G应用。", "深入学习“四个面向”。", "开展119消防宣传日活动。", "经第177次常务会议审议。", "依据国发〔2021〕9号文件。",
        "到2030年，科普工作再上台阶。", "打造一批科普场馆。", "提供24小时服务。", "千家万户受益。", "推进“一站一栏一员”建设。",
        "继续保持全市领先水平。", "鼓励配齐科学教师。", "建好三级网络。", "综合排名进入全市第一方阵。", "推进三支队伍建设。", "前三季度完成。",
    ],
)  # fmt: skip
def test_names_dates_and_structure_are_no_targets(text):
    assert found(text) == []


def test_grade_is_no_comparator():
    target = find_targets("创建市级以上科普教育基地、科技教育特色学校10处以上。", PLAN)[0]

    assert (target.comparator, target.value, target.indicator) == (">=", 10, "市级以上科普教育基地、科技教育特色学校")


def test_ranges_have_two_values():
    assert [(t.value, t.high, t.unit) for t in find_targets("每年打造1～2个社区科普馆。在2—3所高校开设课程。", PLAN)] == [
        (1, 2, "个"), (2, 3, "所"),
    ]  # fmt: skip


def test_date_of_an_earlier_clause_governs_the_later_ones():
    first, second = find_targets("到2028年建成科普示范社区35个，科普示范村40个。", PLAN)

    assert (first.due, second.due, first.period) == (2028, 2028, "by_date")


def test_without_a_date_the_plan_ends_it():
    target = find_targets("建成科普馆5个。", PLAN)[0]

    assert (target.due, target.period) == (2030, "by_end")


@pytest.mark.parametrize(
    ("text", "period", "unit"),
    [
        ("每年开展活动50场以上。", "per_year", "场"), ("每周刊播1次以上。", "per_week", "次/周"), ("每月更新20条。", "per_month", "条/月"),
        ("年均培训500人次。", "per_year", "人次"), ("全年开放不少于300天。", "per_year", "天"), ("每学期开展活动2次。", "per_year", "次/学期"),
        ("每两年举办1届科技节。", "per_year", "届/两年"), ("人均科普经费不低于3元/年。", "per_year", "元"), ("科普经费年增长10%以上。", "per_year", "%"),
    ],
)  # fmt: skip
def test_recurring_targets_have_no_year(text, period, unit):
    target = find_targets(text, PLAN)[0]

    assert (target.period, target.unit, target.due) == (period, unit, None)


def test_hope_governs_three_figures_at_once():
    text = "力争到2030年，全国科普基地达到20家，市级科普基地突破200家，区级科普基地突破1000家。"

    assert [(t.comparator, t.aspiration, t.due) for t in find_targets(text, PLAN)] == [
        (">=", True, 2030), (">", True, 2030), (">", True, 2030),
    ]  # fmt: skip


def test_scale_may_stand_on_both_ends_of_a_range():
    assert [(t.value, t.high) for t in find_targets("每年培训老年人20万～25万人次，培训8000至1万人。", PLAN)] == [
        (200_000, 250_000), (8_000, 10_000),
    ]  # fmt: skip


def test_year_of_a_comparison_dates_nothing():
    text = (
        "到2028年，公民具备科学素质的比例从2025年的6.5%提升到12%以上，比2020年提高5个百分点，力争每个县建成1座科技馆。"
    )

    assert [(t.value, t.baseline, t.as_of, t.due) for t in find_targets(text, PLAN)] == [
        (6.5, True, 2025, None), (12, False, None, 2028), (5, False, None, 2028), (1, False, None, 2028),
    ]  # fmt: skip


def test_paired_lists_pair_years_and_names():
    dated = find_targets("到2027年、2029年分别培训实用人才5000人、1万人。", PLAN)
    named = find_targets("技能竞赛参与率、职工满意度分别达到60%和90%以上。", PLAN)

    assert [(t.value, t.due) for t in dated] == [(5000, 2027), (10_000, 2029)]
    assert [(t.indicator, t.comparator) for t in named] == [("技能竞赛参与率", ">="), ("职工满意度", ">=")]


def test_date_goes_on_behind_a_semicolon_but_not_behind_a_full_stop():
    text = "到2027年，公民具备科学素质比例达到15%；建成基地10家。培训教师40人。"

    assert [t.due for t in find_targets(text, PLAN)] == [2027, 2027, 2030]


def test_comparison_with_last_year_in_a_plan_is_a_target():
    text = "力争公民具备科学素质比例达到18.2%，比上年提高1.5个百分点。参赛人数同比增长10%。"

    assert [(t.value, t.baseline) for t in find_targets(text, PLAN)] == [(18.2, False), (1.5, False), (10, False)]


def test_comparison_beside_what_was_done_is_a_baseline():
    text = "2024年公民具备科学素质比例达到24.07%，较2015年提高6.51个百分点。已建成基地12家，同比增长10%。"

    assert [(t.value, t.baseline) for t in find_targets(text, PLAN)] == [
        (24.07, True), (6.51, True), (12, True), (10, True),
    ]  # fmt: skip


def test_comparison_with_a_mean_is_wanted_unless_the_past_is_told():
    wanted = find_targets("到2030年，公民具备科学素质的比例达到18%，高于全市平均水平2个百分点。", PLAN)
    told = find_targets("2025年达到12%，高于全市平均水平2个百分点。", PLAN)

    assert [target.baseline for target in (*wanted, *told)] == [False, False, True, True]


def test_hope_for_one_subject_goes_on_to_the_next():
    text = "力争全市公民具备科学素质的比例达到14%以上，省级基地总数超过20家，培训教师300人。"

    assert [t.aspiration for t in find_targets(text, PLAN)] == [True, True, False]


def test_hope_governs_only_what_follows_it():
    text = "公民具备科学素质比例超过8%，力争达到10%，新建科普馆3个。"

    assert [t.aspiration for t in find_targets(text, PLAN)] == [False, True, False]


def test_active_words_are_no_hope():
    assert not find_targets("积极探索建设20个实训基地。", PLAN)[0].aspiration


def test_reported_facts_are_baselines():
    text = "2024年、2025年全区公民具备科学素质比例分别为14.8%、18.1%，连续两年位居全市首位，大幅超过全国10.6%的标准。"
    hits = find_targets(text, BACKGROUND)

    assert [(t.value, t.unit, t.baseline, t.as_of, t.comparator) for t in hits[:2]] == [
        (14.8, "%", True, 2024, "="), (18.1, "%", True, 2025, "="),
    ]  # fmt: skip
    assert [(t.value, t.unit) for t in hits[2:]] == [(1, "位"), (10.6, "%")]
    assert all(t.baseline and t.due is None for t in hits)


def test_change_has_a_baseline_and_a_target():
    hits = find_targets("人均科普经费由2025年的1.2元提高到2028年的2元。", PLAN)

    assert [(t.value, t.baseline, t.due) for t in hits] == [(1.2, True, None), (2, False, 2028)]


def test_size_of_what_exists_is_a_baseline():
    text = "集聚整合联盟内6个科协以及高校、企业等100余家单位的优质资源。"

    assert [(t.value, t.comparator, t.baseline) for t in find_targets(text, PLAN)] == [(6, "=", True), (100, ">", True)]


def test_last_year_is_reported_to_the_end_of_the_sentence():
    text = "去年举办活动1860场，参与群众达41万人次。今年举办活动2000场。"

    assert [t.baseline for t in find_targets(text, PLAN)] == [True, True, False]


def test_one_figure_about_two_subjects_is_two_targets():
    names = [t.indicator for t in find_targets("信息员人数和活跃人数排名处于全市前20%。", PLAN)]

    assert names == ["信息员人数排名", "活跃人数排名"]


@pytest.mark.parametrize(
    ("text", "count", "implied"),
    [
        ("推进科普全覆盖。", 1, False), ("实现乡镇、行政村全覆盖。", 2, False), ("各村（社区）配备科普信息员。", 1, False),
        ("按规定逐年递增安排经费。", 1, True), ("每年听取科普工作汇报。", 1, True), ("基本消除无技能从业现象。", 1, True),
        ("鼓励各学校配备科学教师。", 0, False),
    ],
)  # fmt: skip
def test_targets_in_words(text, count, implied):
    hits = find_targets(text, PLAN)

    assert len(hits) == count
    assert all(t.implied is implied for t in hits)


def test_ranks_before_and_now_are_baselines():
    hits = find_targets("公民科学素质比例居全国第7位，在全省15个设区市中的位次由第九位上升至第五位。", BACKGROUND)

    assert [(t.comparator, t.value, t.unit, t.baseline) for t in hits] == [
        ("=", 7, "位", True), ("=", 9, "位", True), ("=", 5, "位", True),
    ]  # fmt: skip


def test_one_figure_for_each_of_several_is_several_targets():
    assert [(t.indicator, t.value) for t in find_targets("组织科技夏令营、冬令营各1次。", PLAN)] == [
        ("科技夏令营", 1), ("冬令营", 1),
    ]  # fmt: skip


def test_shares_of_several_subjects_share_what_they_do():
    names = [t.indicator for t in find_targets("70%的行政村、80%的社区建有科普活动站。", PLAN)]

    assert names == ["行政村建有科普活动站的比例", "社区建有科普活动站的比例"]


def test_figures_in_full_width_digits_keep_their_place():
    figure = find_figures("建设基地１２个")[0]

    assert (figure.value, figure.start, figure.end) == (12, 4, 7)


def test_group_of_a_target_is_its_action_objective_or_background():
    text = "一、背景\n2025年建成科普馆3个。\n二、工作目标\n建成科普馆5个。\n三、行动\n（一）青少年行动\n建好课程。培训教师40人。\n办好赛事。每年办赛2场。\n"

    assert [t.task_group for t in parse_plan(text).targets] == ["background", "objective", "青少年行动", "青少年行动"]


def test_quote_with_its_date_stands_in_one_piece():
    plan = parse_plan("二、工作目标\n到2030年，\n建成科普馆5个。")

    assert all(plan.text[slice(*t.place.span)].replace("\n", "") == t.quote for t in plan.targets)


def test_item_that_is_one_sentence_keeps_its_figures():
    text = "甲市2026年科普工作要点\n一、重点工作\n1.办好科技节，参赛学生5000人次。\n责任单位：市教育局\n2.开展培训20期。\n责任单位：市科协\n"
    plan = parse_plan(text)

    assert [(t.value, t.unit) for t in plan.targets] == [(5000, "人次"), (20, "期")]
    assert all(plan.text[slice(*t.place.span)] == t.quote for t in plan.targets)


def test_headings_that_count_their_parts_set_no_target():
    assert (
        parse_plan(
            "一、实施5大提升行动\n（一）青少年行动\n办好赛事。\n二、推进5项重点工程\n（一）场馆工程\n建好场馆。\n"
        ).targets
        == ()
    )


def test_great_number_of_a_later_year_is_of_what_was_named_before():
    targets = find_targets("力争到2028年粉丝量突破50万，到2030年突破100万。", PLAN)

    assert [(t.indicator, t.comparator, t.value, t.unit, t.due) for t in targets] == [
        ("粉丝量", ">", 500_000, "", 2028), ("粉丝量", ">", 1_000_000, "", 2030),
    ]  # fmt: skip


def test_months_are_a_length_of_time_and_no_count():
    assert found("巡展2站、每站不少于2个月。") == [("=", 2, "站"), (">=", 2, "个月")]
    assert found("展期3个月。") == []
    assert found("转发文章25万篇次。") == [("=", 250_000, "篇次")]


@pytest.mark.parametrize("name", ["参与率", "培训人数", "覆盖率", "投入总量", "服务人次"])
def test_verb_that_is_part_of_a_rate_or_a_number_stays(name):
    assert [t.indicator for t in find_targets(f"{name}达90%以上。", PLAN)] == [name]


def test_start_of_a_change_is_not_of_the_year_of_its_end():
    targets = find_targets("到2030年，科技馆达标率由37.5%提高到75%。", PLAN)

    assert [(t.value, t.baseline, t.due, t.as_of) for t in targets] == [
        (37.5, True, None, None), (75, False, 2030, None),
    ]  # fmt: skip
    (start, _) = find_targets("到2030年，达标率由2026年的37.5%提高到75%。", PLAN)
    assert start.as_of == 2026


def test_how_often_is_said_of_the_clause_before():
    (target,) = find_targets("持续组织“科学有约”讲坛，每季度至少举办1场。", PLAN)

    assert (target.indicator, target.unit, target.period) == ("“科学有约”讲坛", "场/季度", "per_quarter")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("科普经费按常住人口人均3元标准列入区财政预算。", ["科普经费"]),
        ("各级财政按每人每年不低于2元的标准安排科普经费。", ["科普经费"]),
        ("科普示范社区由现在的3个增加到8个。", ["科普示范社区"] * 2),
        ("科技馆覆盖率由2020年的50%提升到2025年的80%。", ["科技馆覆盖率"] * 2),
        ("开展科普活动350场，比上年增长7%以上。", ["科普活动"] * 2),
        ("到2027年，力争参与率达到15%；到2030年，达到18%。", ["参与率"] * 2),
        ("每年培育高素质农民300名，其中女农民占比30%。", ["高素质农民", "女农民占比"]),
        ("全县有省级科普基地3个、市级科普基地12个。", ["省级科普基地", "市级科普基地"]),
        ("经常参加锻炼人数比例达到37%及以上和40%及以上。", ["经常参加锻炼人数比例"] * 2),
    ],
)
def test_words_around_a_figure_leave_what_it_measures(text, names):
    assert [target.indicator for target in find_targets(text, PLAN)] == names


@pytest.mark.parametrize(
    ("heading", "values"),
    [("总体要求", [20, 15]), ("指导思想", [20])],
)
def test_ideas_that_give_a_figure_a_date_set_a_target(heading, values):
    ideas = "坚持三个面向。到2030年，全市公民具备科学素质的比例达到20%。建成科普基地15个。"
    plan = parse_plan(f"甲市科普方案（2026—2030年）\n一、{heading}\n{ideas}\n二、重点任务\n办好科技节。\n")

    assert [target.value for target in plan.targets] == values
