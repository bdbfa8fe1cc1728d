"""Tables of duties as text extraction leaves them: rows, merges, short headers, blank lines, other layouts."""

import pytest

from kepu.core.plans import parse_plan
from kepu.core.plans.columns import Role, is_header, is_indicator_header, role_of, settle

TITLE = "附件1\n\n青禾区科普工作任务分工表\n"
TABBED = (
    "\t序号\n\t类别\n\t任务内容\n\t牵头单位\n\t责任单位\n\n"
    "\t1\n\t一、\n健全机制\n\t领导机制\n\t听取汇报，研究问题。\n\t区委办\n区政府办\n\t区科协\n\n"
    "\t2\n\t\n\t\n\t把科普列入计划。\n\t\n\t\n\n"
    "\t3\n\t二、\n实施行动\n\n\t青少年行动\n青少年行动\n\t办好科技节。\n\t区教育局\n区教育局\n\t各成员单位\n\n"
    "\t4\n\t\n\t\n\t建好活动室。\n\t\n\t\n"
)


def rows(plan):
    return [(t.number, t.category, t.group, t.text, t.lead, t.support) for t in plan.tasks]


def test_header_with_fewer_columns_than_rows_spreads_over_the_groups():
    plan = parse_plan(TITLE + TABBED)

    assert rows(plan) == [
        ("1", "健全机制", "领导机制", "听取汇报，研究问题。", ("区委办", "区政府办"), ("区科协",)),
        ("2", "健全机制", "领导机制", "把科普列入计划。", ("区委办", "区政府办"), ("区科协",)),
        ("3", "实施行动", "青少年行动", "办好科技节。", ("区教育局",), ("各成员单位",)),
        ("4", "实施行动", "青少年行动", "建好活动室。", ("区教育局",), ("各成员单位",)),
    ]


def test_blank_cells_are_inherited_inside_their_group_with_the_place_of_the_cell():
    plan = parse_plan(TITLE + TABBED)

    assert [task.inherited for task in plan.tasks] == [False, True, False, True]
    assert plan.tasks[1].lead_spans == plan.tasks[0].lead_spans
    assert plan.text[slice(*plan.tasks[1].lead_spans[0])] == "区委办"


def test_blank_cells_are_not_inherited_across_groups():
    plan = parse_plan(TITLE + TABBED.replace("\t区教育局\n区教育局\n\t各成员单位\n", "\t\n\t各成员单位\n"))

    assert [task.lead for task in plan.tasks] == [("区委办", "区政府办"), ("区委办", "区政府办"), (), ()]


def test_words_printed_twice_in_a_cell_count_once_with_both_places():
    plan = parse_plan(TITLE + TABBED)
    section = next(section for section in plan.sections if section.title == "青少年行动")

    assert len(section.place.spans) == 2
    assert [plan.text[slice(*span)] for span in section.place.spans] == ["青少年行动", "青少年行动"]
    unit = next(unit for unit in plan.units if unit.name == "区教育局")
    assert len(unit.place.spans) == 2


def test_groups_of_a_table_issued_alone_are_the_sections():
    plan = parse_plan(TITLE + TABBED)

    assert [(s.number, s.title, s.parent, s.style) for s in plan.sections] == [
        ("一", "健全机制", None, "table"),
        (None, "领导机制", 0, "table"),
        ("二", "实施行动", None, "table"),
        (None, "青少年行动", 2, "table"),
    ]
    assert plan.document.status == "annex"


def test_groups_of_an_annex_do_not_repeat_the_headings_of_the_body():
    body = "一、健全机制\n做好工作。\n二、实施行动\n做好工作。\n附件\n任务分工表\n"

    assert [s.title for s in parse_plan(body + TABBED).sections] == ["健全机制", "实施行动", "任务分工表"]


def test_last_row_that_is_cut_is_kept():
    plan = parse_plan(TITLE + TABBED.rsplit("\t\n\t\n", 1)[0])

    assert plan.tasks[-1].text == "建好活动室。"


LAYOUTS = {
    "tabs in one line": "序号\t类别\t任务内容\t牵头单位\t责任单位\n1\t甲\t做好甲。\t区科协\t区教育局\n2\t\t再做甲。\t\t\n3\t乙\t做好乙。\t区科技局\t区科协\n",
    "bars": "|序号|类别|任务内容|牵头单位|责任单位|\n|---|---|---|---|---|\n|1|甲|做好甲。|区科协|区教育局|\n|2||再做甲。|||\n|3|乙|做好乙。|区科技局|区科协|\n",
    "a cell per line": "序号\n类别\n任务内容\n牵头单位\n责任单位\n1\n甲\n做好甲。\n区科协\n区教育局\n2\n\n再做甲。\n\n\n3\n乙\n做好乙。\n区科技局\n区科协\n",
    "a tab per cell": "\t序号\n\t类别\n\t任务内容\n\t牵头单位\n\t责任单位\n\n\t1\n\t甲\n\t做好甲。\n\t区科协\n\t区教育局\n\n\t2\n\t\n\t再做甲。\n\t\n\t\n\n\t3\n\t乙\n\t做好乙。\n\t区科技局\n\t区科协\n",
    "spaces": "序号  类别  任务内容  牵头单位  责任单位\n1  甲  做好甲。  区科协  区教育局\n2  甲  再做甲。  区科协  区教育局\n3  乙  做好乙。  区科技局  区科协\n",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts_of_one_table_give_the_same_tasks(layout):
    plan = parse_plan("任务分工表\n" + LAYOUTS[layout])

    assert [(t.number, t.category, t.text, t.lead, t.support) for t in plan.tasks] == [
        ("1", "甲", "做好甲。", ("区科协",), ("区教育局",)),
        ("2", "甲", "再做甲。", ("区科协",), ("区教育局",)),
        ("3", "乙", "做好乙。", ("区科技局",), ("区科协",)),
    ]


def test_rows_that_lost_their_merged_cells_are_aligned_by_what_they_hold():
    text = (
        "任务分工表\n序号\t类别\t任务内容\t牵头单位\t责任单位\n"
        "1\t甲行动\t组织开展丰富多彩的科普活动，服务全区群众。\t区科协\t区教育局\n"
        "2\t推动科普场馆向社会开放，提升科普服务能力水平。\n"
        "3\t乙行动\t培养一支专兼结合、结构合理的科普人才队伍。\t区科技局\t区科协\n"
    )

    assert [(t.category, t.lead) for t in parse_plan(text).tasks] == [
        ("甲行动", ("区科协",)),
        ("甲行动", ("区科协",)),
        ("乙行动", ("区科技局",)),
    ]


def test_heading_across_the_table_groups_the_rows_below():
    text = "工作台账\n序号\t工作任务\t牵头单位\n一、提升行动\n1\t办好科技节\t区科协\n二、重点工程\n2\t建好科技馆\t区科协\n备注：按季报送。\n"
    plan = parse_plan(text)

    assert [(t.category, t.text) for t in plan.tasks] == [("提升行动", "办好科技节"), ("重点工程", "建好科技馆")]


def test_number_inside_the_cell_goes_to_the_number():
    text = "分工表\n类别\t任务内容\t牵头部门\t责任部门\n行动\t1.青少年行动\t区教育局\t区科协\n\t2.农民行动\t区农业农村局\t区科协\n"

    assert [(t.number, t.text) for t in parse_plan(text).tasks] == [("1", "青少年行动"), ("2", "农民行动")]


def test_printed_table_keeps_columns_order_and_merges():
    table = parse_plan(TITLE + TABBED).tables[0]

    assert table.header == ("序号", "类别", "类别", "任务内容", "牵头单位", "责任单位")
    assert [(c.row, c.column, c.columns) for c in table.cells if c.columns > 1] == [(0, 1, 2)]
    assert [(c.row, c.column, c.rows) for c in table.cells if c.rows > 1] == [
        (1, 1, 2), (1, 2, 2), (1, 4, 2), (1, 5, 2), (3, 1, 2), (3, 2, 2), (3, 4, 2), (3, 5, 2),
    ]  # fmt: skip
    assert table.tasks == (0, 1, 2, 3, 4)


def test_figures_of_a_target_column_belong_to_their_task():
    text = "2027年工作台账\n序号\t工作任务\t目标\t完成时限\t牵头单位\n1\t科学教师轮训\t培训教师240人\t2027年8月\t区教育局\n2\t人均经费\t不低于2元\t2027年底\t区财政局\n"
    found = [(t.task_id, t.comparator, t.value, t.unit, t.due_year) for t in parse_plan(text).targets]

    assert found == [(1, "=", 240, "人", 2027), (2, ">=", 2, "元", 2027)]


def test_table_of_indicators_gives_baselines_and_targets():
    text = (
        "一、目标\n具体见下表。\n附件\n量化指标表\n"
        "|序号|指标名称|2026年现状|2030年目标|\n|---|---|---|---|\n|1|科普基地（家）|8|15|\n|2|素质比例（%）|12.5|20|\n"
    )
    found = [(t.indicator, t.value, t.unit, t.is_baseline, t.as_of_year, t.due_year) for t in parse_plan(text).targets]

    assert found == [
        ("科普基地", 8, "家", True, 2026, None), ("科普基地", 15, "家", False, None, 2030),
        ("素质比例", 12.5, "%", True, 2026, None), ("素质比例", 20, "%", False, None, 2030),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("序号", Role.NUMBER), ("类别", Role.CATEGORY), ("任务内容", Role.TEXT), ("重点任务", Role.TEXT), ("牵头部门", Role.LEAD),
        ("责任单位", Role.SUPPORT), ("配合单位", Role.SUPPORT), ("完成时限", Role.DUE), ("责任领导", Role.OTHER), ("区科协", None),
        ("月份", Role.DUE), ("建设年限", Role.DUE), ("主题", Role.CATEGORY), ("重点项目", Role.CATEGORY), ("协作单位", Role.SUPPORT),
        ("指导单位", Role.OTHER), ("参加对象", Role.OTHER), ("总投资（万元）", Role.OTHER), ("建设内容及规模", Role.TEXT), ("存在问题", Role.NOTE),
    ],
)  # fmt: skip
def test_header_words_have_roles(words, role):
    assert role_of(words) is role


def test_only_column_of_units_leads():
    assert settle([Role.TEXT, Role.SUPPORT], [20, 6]) == (Role.TEXT, Role.LEAD)


def test_row_of_units_is_no_header():
    assert not is_header(["区科协", "区教育局", "任务内容"])
    assert is_indicator_header(["序号", "指标", "目标值"])


def test_row_torn_inside_a_cell_goes_on_in_the_next_line():
    piped = "| 任务 | 牵头单位 | 配合单位 |\n|---|---|---|\n| 办好赛事， | 区教育局 | 区科协、\n团区委 |\n（续表1）\n| 任务 | 牵头单位 | 配合单位 |\n| 建好课程， |\n"
    tabbed = "序号\t任务\t责任科室\t配合单位\n1\t办好赛事，\n组织参赛。\t教育办\t科普站\n2\t建好课程。\t教育办\t科协\n"

    assert [(t.text, t.lead, t.support) for t in parse_plan(TITLE + piped).tasks][:1] == [
        ("办好赛事，", ("区教育局",), ("区科协", "团区委")),
    ]  # fmt: skip
    assert [(t.text, t.lead, t.support) for t in parse_plan(TITLE + tabbed).tasks] == [
        ("办好赛事，组织参赛。", ("教育办",), ("科普站",)), ("建好课程。", ("教育办",), ("科协",)),
    ]  # fmt: skip


def test_headings_across_a_table_of_lines_group_its_rows():
    text = (
        TITLE
        + "序号\n任务\n牵头单位\n五大行动\n1\n办好赛事。\n区教育局\n四项工程\n2\n建好场馆。\n区科协\n3\n建好平台。\n区科协\n"
    )

    assert [(t.category, t.text, t.lead) for t in parse_plan(text).tasks] == [
        ("五大行动", "办好赛事。", ("区教育局",)), ("四项工程", "建好场馆。", ("区科协",)), ("四项工程", "建好平台。", ("区科协",)),
    ]  # fmt: skip


def test_first_unit_of_a_single_column_leads_where_the_header_says_so():
    text = TITLE + "序号\t任务\t责任单位（排在第一位的单位为牵头单位）\n1\t办好赛事。\t区教育局、区科协\n"

    assert [(t.lead, t.support) for t in parse_plan(text).tasks] == [(("区教育局",), ("区科协",))]


@pytest.mark.parametrize(
    "cell",
    [
        "区教育局（牵头）、区科协、团区委",
        "牵头单位：区教育局；配合单位：区科协、团区委",
        "区教育局牵头，区科协、团区委配合",
    ],
)
def test_single_column_of_units_may_say_itself_who_leads(cell):
    plan = parse_plan(TITLE + f"序号\t任务\t责任单位\n1\t办好赛事。\t{cell}\n2\t建好课程。\t区科协、区财政局\n")

    assert [(t.lead, t.support) for t in plan.tasks] == [
        (("区教育局",), ("区科协", "团区委")), (("区科协", "区财政局"), ()),
    ]  # fmt: skip
    assert {unit.name for unit in plan.units} == {"区教育局", "区科协", "团区委", "区财政局"}


def test_rows_parted_by_empty_lines_may_have_headings_across_the_table():
    row = "\t{0}\n\t{1}\n\t{2}\n\t{3}\n\t区科协\n\n"
    text = (
        TITLE + "\t序号\n\t工作\n任务\n\t具体措施\n\t牵头\n单位\n\t责任\n单位\n\n\t一、重点人群\n\n"
        + row.format(1, "青少年行动", "办好科技节，让孩子们动手。", "区教育局")
        + row.format("", "", "建好活动室，配齐器材。", "").replace("区科协", "")
        + "\t二、重点工程\n\n"
        + row.format(2, "场馆工程", "改造展厅，延长开放。", "区科协")
        + row.format("", "", "开好夜场，方便上班的人。", "").replace("区科协", "")
    )  # fmt: skip
    plan = parse_plan(text)

    assert [(t.category, t.group, t.text, t.lead) for t in plan.tasks] == [
        ("重点人群", "青少年行动", "办好科技节，让孩子们动手。", ("区教育局",)),
        ("重点人群", "青少年行动", "建好活动室，配齐器材。", ("区教育局",)),
        ("重点工程", "场馆工程", "改造展厅，延长开放。", ("区科协",)),
        ("重点工程", "场馆工程", "开好夜场，方便上班的人。", ("区科协",)),
    ]
    assert [(s.title, s.level) for s in plan.sections if s.style == "table"] == [
        ("重点人群", 1), ("青少年行动", 2), ("重点工程", 1), ("场馆工程", 2),
    ]  # fmt: skip


def test_cell_may_hold_labelled_lines():
    text = (
        TITLE
        + "序号\n重点任务\n任务分工\n1\n青少年行动\n牵头单位：区教育局\n配合单位：区科协、团区委\n2\n农民行动\n牵头单位：区农业农村局\n配合单位：区科协\n"
    )

    assert [(t.text, t.lead, t.support) for t in parse_plan(text).tasks] == [
        ("青少年行动", ("区教育局",), ("区科协", "团区委")), ("农民行动", ("区农业农村局",), ("区科协",)),
    ]  # fmt: skip


def test_title_of_an_annex_ends_where_its_text_begins():
    text = "一、任务\n（一）办好赛事。\n附件1\n青禾区领导小组成员名单\n组长：张某 副区长\n成员：李某 区科协主席\n附件2\n名词解释\n【三长】指医院院长等。\n"

    assert [s.title for s in parse_plan(text).sections if s.kind == "annex"] == ["青禾区领导小组成员名单", "名词解释"]


def test_table_of_spaces_goes_on_over_bands_pages_and_repeated_headers():
    text = (
        "一、任务\n做好工作。\n附件\n\n青禾区任务分工表\n\n序号    任务            责任单位\n一、提升行动\n（一）青少年行动\n"
        "1       办好赛事        区教育局、区科协、\n                        团区委\n— 6 —\n序号    任务            责任单位\n（二）农民行动\n"
        "2       建好小院        区科协、区农业农村局\n"
    )

    assert [(t.category, t.group, t.text, t.lead) for t in parse_plan(text).tasks] == [
        ("提升行动", "青少年行动", "办好赛事", ("区教育局", "区科协", "团区委")),
        ("提升行动", "农民行动", "建好小院", ("区科协", "区农业农村局")),
    ]  # fmt: skip


def test_heading_between_two_prints_of_the_header_groups_the_rows_below():
    header = "序号\t任务\t牵头单位\t责任单位\n"
    text = TITLE + f"{header}1\t办好赛事\t区教育局\t区科协\n重点工程\n{header}2\t建好场馆\t区科协\t区发改局\n"

    assert [(t.category, t.text, t.support) for t in parse_plan(text).tasks] == [
        (None, "办好赛事", ("区科协",)), ("重点工程", "建好场馆", ("区发改局",)),
    ]  # fmt: skip


def test_table_in_an_annex_before_the_plan_is_its_own_annex():
    text = (
        "关于印发《青禾区科普方案（2026—2030年）》的通知\n各单位：\n现印发。\n青禾区科协\n2026年3月5日\n附件1\n青禾区任务分工表\n"
        "序号\t任务\t牵头单位\n1\t办好赛事\t区教育局\n2\t建好场馆\t区科协\n\n附件2\n青禾区科普方案（2026—2030年）\n一、目标\n建成科普馆5个。\n"
    )
    plan = parse_plan(text)

    assert [(s.title, s.kind) for s in plan.sections] == [("青禾区任务分工表", "annex"), ("目标", "objective")]
    assert len(plan.tasks) == 2


def test_cells_parted_by_single_spaces_are_told_by_what_they_hold():
    text = TITLE + (
        "序号 重点任务 工作举措 牵头单位 参加单位\n1 青少年行动 办好科技节，让孩子们动手。 区教育局、区科协 团区委\n"
        "2 建好活动室，配齐器材。 区科协 区财政局、区妇联\n3 农民行动 建好小院，派驻专家。 区农业农村局 区科协\n4 办好集市，送去知识。\n"
    )

    assert [(t.category, t.text, t.lead, t.support) for t in parse_plan(text).tasks] == [
        ("青少年行动", "办好科技节，让孩子们动手。", ("区教育局", "区科协"), ("团区委",)),
        ("青少年行动", "建好活动室，配齐器材。", ("区科协",), ("区财政局", "区妇联")),
        ("农民行动", "建好小院，派驻专家。", ("区农业农村局",), ("区科协",)),
        ("农民行动", "办好集市，送去知识。", ("区农业农村局",), ("区科协",)),
    ]  # fmt: skip


def test_groups_repeated_in_every_row_are_one_heading():
    row = "{0}\t一、提升行动\t{1}\t{2}\t区科协\n"
    text = TITLE + "序号\t类别\t项目\t任务内容\t牵头单位\n" + row.format(1, "（一）甲行动", "办好赛事。") + row.format(
        2, "（一）甲行动", "建好课程。"
    ) + row.format(3, "（二）乙行动", "建好小院。")  # fmt: skip

    assert [s.title for s in parse_plan(text).sections if s.style == "table"] == ["提升行动", "甲行动", "乙行动"]


def test_heading_across_a_table_may_end_in_tabs():
    text = (
        TITLE
        + "序号\t任务\t牵头单位\t责任单位\n1\t办好赛事\t区教育局\t区科协\n重点工程\t\t\t\n2\t建好场馆\t区科协\t区发改局\n"
    )

    assert [(t.category, t.text, t.support) for t in parse_plan(text).tasks] == [
        (None, "办好赛事", ("区科协",)), ("重点工程", "建好场馆", ("区发改局",)),
    ]  # fmt: skip


@pytest.mark.parametrize("edge", ["", "| "])
def test_bars_part_cells_with_or_without_bars_around_the_row(edge):
    rows = ["序号 | 任务 | 牵头单位 | 配合单位", "1 | 办好赛事 | 区教育局 | 区科协", "2 | 建好场馆 |  | "]
    text = TITLE + "".join(f"{edge}{row}{edge[::-1]}\n" for row in rows)

    assert [(t.text, t.lead, t.support) for t in parse_plan(text).tasks] == [
        ("办好赛事", ("区教育局",), ("区科协",)), ("建好场馆", ("区教育局",), ("区科协",)),
    ]  # fmt: skip


def test_blank_lines_part_cells_whose_lines_stand_together():
    rows = (
        ["序号", "任务", "牵头单位", "配合单位"],
        ["1", "提升行动", "办好赛事。", "区教育局\n区科协", "区财政局\n团区委"],
        ["2", "建好场馆。", "区科协", "区发改局\n各街道办事处"],
    )
    text = TITLE + "\n\n".join("\n\n".join(row) for row in rows) + "\n"

    assert [(t.text, t.lead, t.support) for t in parse_plan(text).tasks] == [
        ("办好赛事。", ("区教育局", "区科协"), ("区财政局", "团区委")),
        ("建好场馆。", ("区科协",), ("区发改局", "各街道办事处")),
    ]


def test_lines_in_a_cell_of_a_row_of_bars_are_parted_by_a_tag():
    rows = "| 序号 | 任务 | 牵头单位 | 配合单位 |\n| 1 | 办好赛事 | 区教育局<br>区科协 | 区财政局 |\n| 2 | 建好场馆 | 区科协 | 区发改局 |\n"

    assert parse_plan(TITLE + rows).tasks[0].lead == ("区教育局", "区科协")


CELLS = (
    "1\n弘扬科学家精神\n每年进校园不少于20场。\n市教育局\n市科协、市科技局\n持续推进\n"
    "2\n提升教育水平\n教师配备率达到95%。\n市教育局\n市科协\n2030年底\n"
)
MORE = "3\n培育农民\n每年培育500人次。\n市农业农村局\n市科协、市妇联、\n各县（市、区）人民政府\n每年12月底前\n"
TORN_HEADER = "序\n号\n重点任务\n主要内容\n牵头\n单位\n责任单位\n完成\n时限\n"


def test_narrow_columns_tear_words_of_the_header_and_number_headings_on_a_line_of_their_own():
    text = f"甲市科普分工表（2026—2030年）\n{TORN_HEADER}一\n青少年行动\n{CELLS}二\n农民行动\n{MORE}"

    assert [(task.category, task.text, task.lead, task.due) for task in parse_plan(text).tasks] == [
        ("青少年行动", "每年进校园不少于20场。", ("市教育局",), "持续推进"),
        ("青少年行动", "教师配备率达到95%。", ("市教育局",), "2030年底"),
        ("农民行动", "每年培育500人次。", ("市农业农村局",), "每年12月底前"),
    ]


def test_standards_with_points_are_tasks_of_those_who_answer_for_them():
    text = (
        "甲市创建科普示范市任务分解表（2026年）\n类别\t测评指标\t测评标准\t分值\t责任单位\t完成时间\n"
        "组织领导\t1.政府重视\t每年召开会议2次以上。\t5\t市委办、市政府办\t2026年6月\n"
        "\t2.经费投入\t经费达到人均2元以上。\t10\t市财政局牵头，市科协配合\t2026年12月\n"
    )

    assert [(task.category, task.text, task.lead, task.support) for task in parse_plan(text).tasks] == [
        ("组织领导", "每年召开会议2次以上。", ("市委办", "市政府办"), ()),
        ("组织领导", "经费达到人均2元以上。", ("市财政局",), ("市科协",)),
    ]
