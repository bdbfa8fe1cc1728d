"""Who leads and who supports, said in sentences, brackets and lines."""

import pytest

from kepu.core.plans import parse_plan

POINTS = "一、重点工作\n1.办好科普日。组织主场活动。{0}\n2.建好科技馆。推进展厅改造。（责任单位：区科协）\n"


def first(text):
    task = parse_plan(text).tasks[0]
    return task.text, task.lead, task.support, task.assignment_source


@pytest.mark.parametrize(
    ("suffix", "lead", "support"),
    [
        ("（责任单位：区科协、区教育局）", ("区科协", "区教育局"), ()),
        ("（牵头单位：区科协；配合单位：区教育局、团区委）", ("区科协",), ("区教育局", "团区委")),
        ("（牵头单位：区委党校（区行政学校）；责任单位：区科协）", ("区委党校（区行政学校）",), ("区科协",)),
        ("（区科协牵头，区教育局、区妇联配合）", ("区科协",), ("区教育局", "区妇联")),
        ("（区科协、区教育局按职责分工负责）", ("区科协", "区教育局"), ()),
        ("(区科协负责)", ("区科协",), ()),
    ],
)
def test_suffix_assigns_its_paragraph(suffix, lead, support):
    assert first(POINTS.format(suffix)) == ("办好科普日。组织主场活动。", lead, support, "paragraph-suffix")


def test_sentence_of_a_section_is_the_task():
    text = "三、重点任务\n（一）青少年行动。\n——建好课程。配齐教师。——办好赛事。组织参赛。\n分工：由市教委、团市委牵头，市科委、市妇联等单位参加。\n"
    plan = parse_plan(text)
    task = plan.tasks[0]

    assert task.text == "分工：由市教委、团市委牵头，市科委、市妇联等单位参加。"
    assert (task.lead, task.support, task.open_ended) == (("市教委", "团市委"), ("市科委", "市妇联"), True)
    assert (task.category, task.group) == ("重点任务", "青少年行动")


def test_closing_sentence_assigns_by_itself():
    text = "一、行动\n（一）居民行动\n服务群众。开展活动。由区民政局牵头，区财政局、区科协配合。\n"

    assert first(text) == ("由区民政局牵头，区财政局、区科协配合。", ("区民政局",), ("区财政局", "区科协"), "inline")


def test_lines_with_labels_are_one_assignment():
    text = "一、工作内容\n1、建强阵地。建设科普馆。\n责任领导：街道副主任\n责任科室：社会事务办\n配合科室：党建办、各社区\n2、办好活动。组织讲座。\n责任科室：文化中心\n"
    plan = parse_plan(text)

    assert [(t.text, t.lead, t.support) for t in plan.tasks] == [
        ("建强阵地。建设科普馆。", ("社会事务办",), ("党建办", "各社区")),
        ("办好活动。组织讲座。", ("文化中心",), ()),
    ]


def test_who_leads_the_whole_may_be_labelled_so():
    plan = parse_plan(
        "三、任务分工\n（一）科普基础设施工程。\n责任单位：市教育局、团市委。\n总牵头部门：市科协。\n二、要求\n抓好落实。\n"
    )

    assert [(task.lead, task.support) for task in plan.tasks] == [(("市科协",), ("市教育局", "团市委"))]


def test_lines_that_close_a_section_of_several_measures_are_its_task():
    text = "二、行动\n（一）青少年行动\n建好课程。配齐教师。\n办好赛事。组织参赛。\n牵头单位：市教育局\n参加单位：市科协、团市委\n（二）农民行动\n建好小院。派驻专家。\n办好集市。送去知识。\n牵头单位：市农业农村局\n参加单位：市科协\n"

    assert [(t.text, t.lead) for t in parse_plan(text).tasks] == [
        ("牵头单位：市教育局参加单位：市科协、团市委", ("市教育局",)), ("牵头单位：市农业农村局参加单位：市科协", ("市农业农村局",)),
    ]  # fmt: skip


def test_holders_of_an_event_are_no_assignment():
    assert parse_plan("一、组织机构\n主办单位：市科协\n承办单位：市科技馆\n二、安排\n做好工作。").tasks == ()


def test_responsible_words_in_running_text_are_no_statement():
    assert parse_plan("一、机制\n形成以牵头单位为主体、各责任单位分工协作的责任体系。").tasks == ()


def test_suffix_is_found_behind_a_long_paragraph():
    assert first(POINTS.format("推进展厅改造。" * 1000 + "（区科协牵头，区教育局配合）"))[1:3] == (
        ("区科协",),
        ("区教育局",),
    )


def test_line_of_nothing_but_openings_assigns_nothing():
    assert (
        parse_plan("（一）（1）《到2025年" * 8000).tasks == ()
    )  # minutes, when the line is searched from every opening


@pytest.mark.parametrize(
    ("suffix", "lead", "support"),
    [
        ("（区科协、区教育局、区妇联）", ("区科协", "区教育局", "区妇联"), ()),
        ("（区科协等按职责分工负责）", ("区科协",), ()),
        ("（区教育局牵头，区科协、团区委等按照各自职责分工负责）", ("区教育局",), ("区科协", "团区委")),
        ("（区教育局会同区科协、团区委负责）", ("区教育局",), ("区科协", "团区委")),
        ("（区科协、区教育局负责，各镇人民政府参与）", ("区科协", "区教育局"), ("各镇人民政府",)),
        ("（责任单位：区科协牵头，区教育局、区妇联配合）", ("区科协",), ("区教育局", "区妇联")),
        ("（牵头单位：区科协；责任单位：区教育局；配合单位：区妇联）", ("区科协",), ("区教育局", "区妇联")),
        ("（牵头：区科协；配合：区教育局）", ("区科协",), ("区教育局",)),
        ("【责任部门（单位）：区科协】", ("区科协",), ()),
        ("（责任单位：各县（市、区）人民政府，市科协）", ("各县（市、区）人民政府", "市科协"), ()),
    ],
)
def test_bracket_is_read_clause_by_clause(suffix, lead, support):
    assert first(POINTS.format(suffix)) == ("办好科普日。组织主场活动。", lead, support, "paragraph-suffix")


@pytest.mark.parametrize(
    "aside",
    ["（街道、社区）", "（含老城区、新城区）", "（其中市级5个）", "（区政府负责人参加活动）"],
)
def test_bracket_that_explains_is_no_assignment(aside):
    plan = parse_plan(f"一、重点工作\n1.办好科普日。组织主场活动。{aside}\n2.建好科技馆。推进展厅改造。\n")

    assert plan.tasks == ()


def test_each_bracket_of_a_paragraph_assigns_what_stands_before_it():
    text = "一、重点工作\n1.办好科普日。组织主场活动。（区科协）发放资料。（责任单位：区教育局；完成时限：9月底）\n2.建好科技馆。\n"

    assert [(t.text, t.lead, t.due) for t in parse_plan(text).tasks] == [
        ("办好科普日。组织主场活动。", ("区科协",), None), ("发放资料。", ("区教育局",), "9月底"),
    ]  # fmt: skip


def test_first_unit_leads_where_the_document_says_so():
    text = POINTS.format("（区科协、区教育局负责，列第一位的为牵头单位，下同）").replace(
        "区科协）\n", "区科协、区财政局）\n"
    )

    assert [(t.lead, t.support) for t in parse_plan(text).tasks] == [
        (("区科协",), ("区教育局",)), (("区科协",), ("区财政局",)),
    ]  # fmt: skip


def test_time_limit_on_a_line_of_its_own_belongs_to_the_lines_before_it():
    text = "一、工作内容\n1.建强阵地。建设科普馆。\n牵头单位：区科协\n配合单位：区财政局\n完成时限：2026年6月底\n2.办好活动。组织讲座。（区科协）\n完成时间：全年\n"

    assert [(t.lead, t.support, t.due) for t in parse_plan(text).tasks] == [
        (("区科协",), ("区财政局",), "2026年6月底"), (("区科协",), (), "全年"),
    ]  # fmt: skip


def test_bracket_on_its_own_line_below_several_measures_is_the_task():
    text = "二、行动\n（一）青少年行动\n1.建好课程。配齐教师。\n2.办好赛事。组织参赛。\n（市教育局牵头，市科协配合）\n（二）农民行动\n1.建好小院。派驻专家。（市农业农村局）\n"

    assert [(t.text, t.lead) for t in parse_plan(text).tasks] == [
        ("（市教育局牵头，市科协配合）", ("市教育局",)), ("建好小院。派驻专家。", ("市农业农村局",)),
    ]  # fmt: skip


def test_time_limit_may_stand_between_those_who_do_it():
    text = POINTS.format("（区教育局牵头，区科协等配合，2026年12月底前完成）")
    task = parse_plan(text).tasks[0]

    assert (task.lead, task.support, task.due) == (("区教育局",), ("区科协",), "2026年12月底前完成")


def test_person_in_charge_is_passed_over_in_brackets():
    text = "一、重点任务\n（一）办好活动\n开展活动350场。（责任领导：王某；责任科室：普及部；分管领导：李某；完成时限：12月底）\n"
    (task,) = parse_plan(text).tasks

    assert (task.text, task.lead, task.support, task.due) == ("开展活动350场。", ("普及部",), (), "12月底")


def test_who_guides_supports():
    text = "一、重点任务\n1.建好科技馆，普及科学知识。（各市（州）人民政府负责，省科协指导）\n"
    (task,) = parse_plan(text).tasks

    assert (task.lead, task.support) == (("各市（州）人民政府",), ("省科协",))


def test_places_with_brackets_name_one_collective():
    text = "一、重点任务\n1.建好科技馆，普及科学知识。（省科协，各市（州）、县（市、区）人民政府）\n2.办好赛事，发现人才。（各县（市、区）、市科协）\n"
    first, second = parse_plan(text).tasks

    assert first.lead == ("省科协", "各市（州）、县（市、区）人民政府")
    assert second.lead == ("各县（市、区）", "市科协")


@pytest.mark.parametrize(
    ("suffix", "due"),
    [("（区科协，3月底前）", "3月底前"), ("（区科协；上半年）", "上半年"), ("（区科协，第二季度）", "第二季度"), ("（区科协，年底前）", "年底前")],
)  # fmt: skip
def test_bracket_may_name_a_unit_and_a_month(suffix, due):
    task = parse_plan(POINTS.format(suffix)).tasks[0]

    assert (task.lead, task.due) == (("区科协",), due)


@pytest.mark.parametrize("mark", ["    ", "；", "，"])
def test_line_that_begins_with_the_person_in_charge_names_the_unit_behind(mark):
    text = (
        f"一、重点工程\n9. 创建科普示范区。对照标准自评。\n责任领导：李某某{mark}责任单位：区科协{mark}责任人：王某某\n"
    )

    assert [(task.text, task.lead) for task in parse_plan(text).tasks] == [
        ("创建科普示范区。对照标准自评。", ("区科协",))
    ]


@pytest.mark.parametrize(
    ("suffix", "lead", "support"),
    [
        ("［责任单位：区科协、区教育局］", ("区科协", "区教育局"), ()),
        ("〔责任单位：区科协，各县〔市、区〕人民政府〕", ("区科协", "各县〔市、区〕人民政府"), ()),
        ("（主管单位：区科协；相关单位：区教育局）", ("区科协",), ("区教育局",)),
        ("（第一责任单位：区科协；其他责任单位：区教育局）", ("区科协",), ("区教育局",)),
        ("（牵头单位：区科协）（配合单位：区教育局）", ("区科协",), ("区教育局",)),
        ("（区科协牵头抓总，区教育局等具体落实）", ("区科协",), ("区教育局",)),
        ("（区科协、区教育局按照职责分工抓好落实）", ("区科协", "区教育局"), ()),
        ("（区科协、区教育局按职责分工）", ("区科协", "区教育局"), ()),
        ("（以上工作由区科协牵头，区教育局配合）", ("区科协",), ("区教育局",)),
        ("（区科协牵头，区教育局等19个部门按职责分工负责）", ("区科协",), ("区教育局",)),
        ("（区科协、区教育局、清源传媒按职责分工负责）", ("区科协", "区教育局", "清源传媒"), ()),
        ("（责任单位：区科协（牵头）、区教育局、区妇联（配合单位））", ("区科协",), ("区教育局", "区妇联")),
        ("（责任单位：区科协、各镇（按职责分工负责））", ("区科协", "各镇"), ()),
        ("（教育局、科协）", ("教育局", "科协"), ()),
        ("（团委、妇联、工会）", ("团委", "妇联", "工会"), ()),
        ("〖责任单位：区科协〗", ("区科协",), ()),
        ("（牵头单位：区科协；责任单位：同上）", ("区科协",), ()),
        ("（办公室、科普部）", ("办公室", "科普部"), ()),
        ("（区科协为牵头单位，区教育局、团区委为责任单位）", ("区科协",), ("区教育局", "团区委")),
        ("（牵头单位区科协，责任单位区教育局）", ("区科协",), ("区教育局",)),
        ("（责任单位：区科协，区教育局；经费来源：区财政）", ("区科协", "区教育局"), ()),
        ("（责任单位：区科协（联系人：李某某））", ("区科协",), ()),
    ],
)
def test_more_brackets_are_read(suffix, lead, support):
    assert first(POINTS.format(suffix)) == ("办好科普日。组织主场活动。", lead, support, "paragraph-suffix")


@pytest.mark.parametrize("behind", ["（完成时限：2026年底）", "完成时限：2026年底"])
def test_time_limit_may_follow_the_bracket(behind):
    task = parse_plan(POINTS.format(f"（责任单位：区科协、区教育局）{behind}")).tasks[0]

    assert (task.text, task.lead, task.due) == ("办好科普日。组织主场活动。", ("区科协", "区教育局"), "2026年底")


@pytest.mark.parametrize(
    ("line", "lead", "support"),
    [
        ("◆责任单位：区科协、区教育局", ("区科协", "区教育局"), ()),
        ("*牵头单位：区科协\n*配合单位：区教育局", ("区科协",), ("区教育局",)),
        ("牵头部门为区科协，配合部门为区教育局、团区委。", ("区科协",), ("区教育局", "团区委")),
        ("责任单位　区科协、区教育局", ("区科协", "区教育局"), ()),
        ("牵头区领导：李某某；责任单位：区科协", ("区科协",), ()),
        ("牵头：区科协；责任：区教育局", ("区科协",), ("区教育局",)),
        ("牵头（主管）部门：区科协；配合（协助）部门：区教育局", ("区科协",), ("区教育局",)),
        ("责任单位（排第一位的为牵头单位）：区科协、区教育局", ("区科协",), ("区教育局",)),
        ("责任单位和完成时限：区科协，2026年底前", ("区科协",), ()),
        ("责任部室：办公室、科普部", ("办公室", "科普部"), ()),
        ("指导单位：区委宣传部；责任单位：区科协", ("区科协",), ("区委宣传部",)),
        ("【牵头单位】区科协【配合单位】区教育局", ("区科协",), ("区教育局",)),
        ("责任单位︰区科协", ("区科协",), ()),
        ("责任分工：牵头单位：区科协；参加单位：区教育局", ("区科协",), ("区教育局",)),
        ("牵头单位：区科协。成员单位：区教育局、区财政局。", ("区科协",), ("区教育局", "区财政局")),
        ("责任单位：区科协、区教育局（排名第一的为牵头单位，下同）", ("区科协",), ("区教育局",)),
    ],
)
def test_labels_may_have_signs_before_them_and_no_colon_behind(line, lead, support):
    assert first(POINTS.format("\n" + line)) == ("办好科普日。组织主场活动。", lead, support, "inline")


@pytest.mark.parametrize(
    "sentence",
    [
        "区科协牵头，区教育局等部门配合。",
        "本行动由区科协牵头，区教育局等单位参加。",
        "部门分工：由区科协牵头，区教育局等参加。",
    ],
)
def test_closing_sentence_may_begin_with_the_unit_or_the_work(sentence):
    plan = parse_plan(POINTS.format(sentence))

    assert (plan.tasks[0].lead, plan.tasks[0].support, plan.tasks[0].open_ended) == (("区科协",), ("区教育局",), True)


def test_office_that_signs_assigns_nothing():
    plan = parse_plan("一、工作要求\n做好总结，及时报送。\n芦川市人民政府办公室\n")

    assert plan.tasks == ()


@pytest.mark.parametrize(
    ("lines", "lead", "support", "due"),
    [
        ("牵头单位：\n区科协\n责任单位：\n区教育局、区妇联\n", ("区科协",), ("区教育局", "区妇联"), None),
        ("责任单位：\n区科协\n区教育局\n完成时限：\n2026年底\n", ("区科协", "区教育局"), (), "2026年底"),
        ("责任单位：区科协、\n区教育局\n", ("区科协", "区教育局"), (), None),
        ("（责任单位：区科协、\n区教育局）\n", ("区科协", "区教育局"), (), None),
        ("（区科协，各县（市、区）\n科协）\n", ("区科协", "各县（市、区）科协"), (), None),
        ("（1）牵头单位：区科协\n（2）配合单位：区教育局\n", ("区科协",), ("区教育局",), None),
        ("——责任单位：区科协\n", ("区科协",), (), None),
    ],
)
def test_layout_may_part_the_lines_of_a_statement(lines, lead, support, due):
    plan = parse_plan(
        f"一、重点工作\n1.办好科普日。组织主场活动。\n{lines}2.建好科技馆。推进改造。（责任单位：区科协）\n"
    )
    task = plan.tasks[0]

    assert (task.text, task.lead, task.support, task.due) == ("办好科普日。组织主场活动。", lead, support, due)


def test_numbered_labels_assign_the_heading_above():
    text = "一、任务\n（一）办好科普日\n1.工作措施：开展活动。\n2.责任单位：区科协、区教育局\n3.完成时限：2026年9月\n（二）建好科技馆\n1.工作措施：推进改造。\n2.责任单位：区财政局\n"

    assert [(t.text, t.lead, t.due) for t in parse_plan(text).tasks] == [
        ("办好科普日", ("区科协", "区教育局"), "2026年9月"), ("建好科技馆", ("区财政局",), None),
    ]  # fmt: skip


def test_names_may_be_parted_by_spaces_alone():
    text = POINTS.format("\n责任单位：教育局  供电公司  团 区 委  各镇街")

    assert first(text)[1] == ("教育局", "供电公司", "团区委", "各镇街")


def test_sentence_on_safeguards_that_begins_with_a_unit_assigns_nothing():
    text = "一、保障措施\n（一）加强领导。要高度重视。区科协牵头，各成员单位按职责分工负责。\n"

    assert parse_plan(text).tasks == ()


def test_sentence_on_its_own_line_assigns_the_measure_above_it():
    text = POINTS.format("\n区科协牵头；区教育局、团区委等按职责分工负责。")

    assert first(text) == ("办好科普日。组织主场活动。", ("区科协",), ("区教育局", "团区委"), "inline")


def test_bracket_behind_a_comma_assigns_the_clause_before_it():
    text = POINTS.format("开办专栏，（区委宣传部负责）开展宣传月。（区科协负责）")

    assert [task.lead for task in parse_plan(text).tasks] == [("区委宣传部",), ("区科协",), ("区科协",)]


def test_statements_above_one_measure_or_several_are_alike():
    text = "二、行动\n（一）青少年行动\n牵头单位：区教育局\n1.办好赛事。组织参赛。\n2.建好课程。配齐教师。\n（二）农民行动\n牵头单位：区农业农村局\n1.派驻专家。送去知识。\n"

    assert [task.text for task in parse_plan(text).tasks] == ["牵头单位：区教育局", "牵头单位：区农业农村局"]


def test_when_and_where_an_event_is_held_is_no_time_limit():
    text = POINTS.format("时间：9月15日，地点：区科技馆。牵头单位：区科协，参加单位：区教育局。")
    task = parse_plan(text).tasks[0]

    assert (task.lead, task.support, task.due) == (("区科协",), ("区教育局",), None)


@pytest.mark.parametrize(
    ("sentence", "support"),
    [
        ("分工：由市教委、团市委牵头。市科委、市妇联参加。", ("市科委", "市妇联")),
        ("分工：由市教委、团市委牵头，会同市科委、市妇联等单位组织实施。", ("市科委", "市妇联")),
        ("【分工】由市教委、团市委牵头，市科委、市妇联等参加。", ("市科委", "市妇联")),
        ("——分工：由市教委，团市委牵头，市科委，市妇联等参加。", ("市科委", "市妇联")),
    ],
)
def test_division_of_work_is_said_in_many_ways(sentence, support):
    text = f"三、重点任务\n（一）青少年行动。\n——建好课程。配齐教师。\n——办好赛事。组织参赛。\n{sentence}\n"
    (task,) = parse_plan(text).tasks

    assert (task.lead, task.support) == (("市教委", "团市委"), support)


def test_members_alone_assign_nothing():
    assert parse_plan("一、组织领导\n建立联席会议。\n召集人：副区长\n成员单位：区科协、区教育局\n").tasks == ()


@pytest.mark.parametrize("names", ["市科技馆、市图书馆", "市科协、县科协", "各机关、各学校", "以下简称市科协"])
def test_bracket_that_explains_the_word_before_it_is_no_assignment(names):
    assert parse_plan(POINTS.format(f"建好场馆（{names}）。")).tasks[0].lead == ("区科协",)


@pytest.mark.parametrize("between", ["    ", "，", ""])
def test_label_may_follow_a_heading_without_a_full_stop(between):
    plan = parse_plan(f"一、重点工作\n1.办好科普日，组织主场活动{between}责任单位：区科协\n2.建好科技馆。推进改造。\n")

    assert [(task.text, task.lead) for task in plan.tasks] == [("办好科普日，组织主场活动", ("区科协",))]


def test_labels_between_sentences_each_assign_what_stands_before_them():
    text = POINTS.format("责任单位：区科协、区教育局。发放资料。责任单位：区财政局。完成时限：9月底。")

    assert [(task.text, task.lead, task.due) for task in parse_plan(text).tasks[:2]] == [
        ("办好科普日。组织主场活动。", ("区科协", "区教育局"), None), ("发放资料。", ("区财政局",), "9月底"),
    ]  # fmt: skip


def test_measure_may_begin_with_who_does_it():
    text = "一、主要活动\n（一）举办展览。由区科协牵头，组织图片在各镇巡回展出。\n（二）举办竞赛。由区教育局牵头，区科协、团区委等配合，组织学生参加。\n二、组织领导\n（一）加强领导。由区科协牵头，成立领导小组。\n"

    assert [(t.text, t.lead, t.support) for t in parse_plan(text).tasks] == [
        ("由区科协牵头，组织图片在各镇巡回展出。", ("区科协",), ()),
        ("由区教育局牵头，区科协、团区委等配合，组织学生参加。", ("区教育局",), ("区科协", "团区委")),
    ]  # fmt: skip


def test_bracket_below_the_items_of_one_heading_is_the_task_of_all_of_them():
    text = (
        "二、责任分解\n（一）体系建设\n1.完善预案\n（1）加强管理，规范编制。\n（2）加强演练，完善制度。\n（责任单位：区科协、各镇人民政府）\n"
        "2.健全机制\n（1）推进机构建设，落实编制。\n（责任单位：区财政局）\n"
    )

    assert [task.text for task in parse_plan(text).tasks] == [
        "（责任单位：区科协、各镇人民政府）", "推进机构建设，落实编制",
    ]  # fmt: skip


def test_place_and_time_behind_the_units_are_no_units():
    text = POINTS.format(" 责任单位：区科技局、香樟路街道办事处 时间：5月15日上午 地点：文化广场")
    task = parse_plan(text).tasks[0]

    assert (task.lead, task.due) == (("区科技局", "香樟路街道办事处"), "5月15日上午")


def test_ministries_are_units_without_a_level():
    assert first(POINTS.format("（中央宣传部、科技部等）"))[1] == ("中央宣传部", "科技部")


@pytest.mark.parametrize("words", ["联合主办单位：区科协", "协办单位：区科技馆", "推进责任单位：各项任务要有专人"])
def test_words_before_a_label_and_helpers_alone_assign_nothing(words):
    assert [task.lead for task in parse_plan(POINTS.format(words)).tasks] == [("区科协",)]


def test_bracket_between_a_heading_and_its_text_assigns_both():
    text = (
        "一、重点任务\n1.弘扬科学精神（区教育局、区科协）。开展教育，组织宣讲。\n2.建好科技馆（区科协）。\n推进改造。\n"
    )
    first, second = parse_plan(text).tasks

    assert (first.text, first.lead) == ("弘扬科学精神。开展教育，组织宣讲。", ("区教育局", "区科协"))
    assert (second.text, second.lead) == ("建好科技馆", ("区科协",))


@pytest.mark.parametrize("level", ["市级", "市直", ""])
def test_label_may_name_the_level_of_its_units(level):
    plan = parse_plan(POINTS.format(f"\n{level}责任单位：市科协\n县级配合单位：各县（市、区）科协"))

    assert (plan.tasks[0].lead, plan.tasks[0].support) == (("市科协",), ("各县（市、区）科协",))


@pytest.mark.parametrize(
    ("note", "first_leads"),
    [
        ("排序第一的为牵头单位", True), ("第一责任单位为牵头单位", True), ("首家单位为牵头部门", True), ("责任单位栏首位为牵头单位", True),
        ("第一责任人为主要负责人", False), ("首次以区科协为牵头单位", False),
    ],
)  # fmt: skip
def test_note_may_say_that_the_first_unit_leads(note, first_leads):
    text = POINTS.format("（责任单位：区科协、区教育局）") + f"二、要求\n各项任务中，{note}。\n"

    assert (parse_plan(text).tasks[0].support == ("区教育局",)) is first_leads


def test_star_marks_who_leads():
    assert first(POINTS.format("（责任单位：区科协、区教育局★、团区委）"))[1:3] == (("区教育局",), ("区科协", "团区委"))


def test_heading_that_speaks_of_units_begins_no_table():
    text = "四、工作任务及责任单位\n（一）领导重视\n1.成立小组，定期开会。\n责任单位：县科协\n2.列入考核，督促落实。\n责任单位：县委办、县财政局\n"

    assert [(task.text, task.lead) for task in parse_plan(text).tasks] == [
        ("成立小组，定期开会", ("县科协",)), ("列入考核，督促落实", ("县委办", "县财政局")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("suffix", "lead", "support"),
    [("（区财政局配合）", (), ("区财政局",)), ("（参加单位：区教育局；责任单位：区科协）", ("区科协",), ("区教育局",))],
)
def test_who_helps_does_not_lead(suffix, lead, support):
    assert first(POINTS.format(suffix))[1:3] == (lead, support)


def test_statement_below_one_measure_is_taken_as_those_below_several():
    text = "二、行动\n（一）青少年行动\n1.办好赛事。组织参赛。\n2.建好课程。配齐教师。\n牵头单位：区教育局\n（二）农民行动\n1.派驻专家。送去知识。\n牵头单位：区农业农村局\n"

    assert [task.text for task in parse_plan(text).tasks] == ["牵头单位：区教育局", "牵头单位：区农业农村局"]


@pytest.mark.parametrize(
    "bracket",
    [
        "（市教育局牵头，市科协配合。以下均需各县（市、区）落实，不再列出）",
        "（牵头单位：市教育局；配合单位：市科协；以下任务均需各县区落实，不再一一列出）",
        "(市教育局牵头，市科协配合，以下各项工作都需各县区参与)",
    ],
)
def test_what_a_bracket_says_of_all_others_is_no_unit(bracket):
    text = f"一、任务\n（一）办好赛事。每年参赛。{bracket}\n（二）建好场馆。改造。（市科协）\n"

    assert [(t.lead, t.support) for t in parse_plan(text).tasks] == [(("市教育局",), ("市科协",)), (("市科协",), ())]
