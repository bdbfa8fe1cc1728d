"""Tables of duties copied from web pages: the same rows with their cells on lines, behind tabs or between bars."""

import pytest

from kepu.core.plans import parse_plan

ABOVE = None  # a merged cell: the words stand in the row above
HEAD = "青禾区全民科学素质实施方案（2021—2025年）\n一、目标任务\n到2025年，全区科普基地达到18个。\n二、保障措施\n各单位要高度重视。\n附件\n\n"


def words(cell):
    return [cell] if isinstance(cell, str) else list(cell or [])


def tabs_before_cells(rows):
    return "".join("".join("\t" + "\n".join(words(cell)) + "\n" for cell in row) + "\n" for row in rows)


def tabs_between_cells(rows):
    return "".join("\t".join("\n".join(words(cell)) for cell in row) + "\n" for row in rows)


def bars(rows):
    return "".join("| " + " | ".join("<br>".join(words(cell)) for cell in row) + " |\n" for row in rows)


def lines(rows):
    return "".join(line + "\n" for row in rows for cell in row for line in words(cell))


def lines_with_blank_cells(rows):
    return "".join("\n".join(words(cell)) + "\n" for row in rows for cell in row)


def lines_parted(rows):
    return lines(rows).replace("\n", "\n\n")


def cells_parted(rows):
    return "".join("\n".join(words(cell)) + "\n\n" for row in rows for cell in row if words(cell))


def rows_parted(rows):
    return "".join(lines([row]) + "\n" for row in rows)


LAYOUTS = [
    tabs_before_cells, tabs_between_cells, bars,
    lines, lines_with_blank_cells, lines_parted, cells_parted, rows_parted,
]  # fmt: skip

PERSONS = (
    ["序号", "工作任务", "具体内容", "牵头领导", "牵头单位", "配合单位", "完成时限", "备注"],
    ["1", "青少年行动", "开展科技节活动，覆盖全部中小学。", "张三", "县教体局", "县科协、团县委", "2025年12月", ""],
    ["2", ABOVE, "建设科学教育基地5个以上。", "张三", "县科协", "县教体局、县文旅局", "2024年6月", ""],
    ["3", "农民行动", "举办农技培训班，每年不少于20期。", "李四五", "县农业农村局", "县科协", "长期坚持", ""],
)
RESTARTING = (
    ["类别", "序号", "任务内容", "牵头单位", "配合单位"],
    ["重点人群行动", "1", "青少年行动", "市教育局", "市科协、团市委"],
    [ABOVE, "2", "农民行动", "市农业农村局", "市科协、市妇联"],
    ["重点工程", "1", "科普信息化工程", "市委宣传部", "市委网信办"],
    [ABOVE, "2", "科普设施工程", "市科协", "市发改委、市财政局"],
)
TWO_HEADERS = (
    ["序号", "重点任务", "工作内容", "责任单位", "", "完成时限"],
    ["", "", "", "牵头单位", "配合单位", ""],
    ["1", "青少年行动", "开展科技创新大赛和青少年科学节。", "区教育局", "区科协、团区委", "2025年底前"],
    ["2", "农民行动", "开展科技下乡和农民培训活动。", "区农业农村局", "区科协、区妇联", "2025年底前"],
)
UNITS_FIRST = (
    ["牵头单位", "工作任务", "配合单位", "完成时限"],
    ["县教育局", "开展科技创新大赛，普及科学知识。", "县科协、团县委", "2025年12月"],
    [ABOVE, "将科学教育纳入课后服务，开足科学课。", "县科协", "2025年12月"],
    ["县农业农村局", "组织科技特派员下乡，培训农民。", "县科协、县妇联", "2025年12月"],
)
DUTIES_OF_UNITS = (
    ["责任单位", "任务分工"],
    ["区委组织部", "将科学素质内容列入干部教育培训计划。"],
    ["区教育局", ["1.牵头实施青少年科学素质行动。", "2.办好科技创新大赛。"]],
    ["区民政局", "开展社区科普工作，推动社区科普大学建设。"],
)
UNITS_AND_DUTIES = (["序号", "单位", "工作职责"], *([str(n), *row] for n, row in enumerate(DUTIES_OF_UNITS[1:], 1)))
THREE_LEVELS = (
    ["一级指标", "二级指标", "三级指标", "责任单位"],
    ["组织领导", "党政重视", "把科普工作纳入经济社会发展总体规划。", "县委办、县政府办"],
    [ABOVE, ABOVE, "每年召开科普工作会议2次以上。", "县科协"],
    ["科普队伍", "组织网络", "乡镇科协组织健全，覆盖率达100%。", "县科协、各乡镇"],
)
SEVERAL_LINES = (
    ["序号", "任务", "主要内容", "牵头单位", "参与单位"],
    ["1", "青少年行动", ["1.开展科技节，覆盖全区学校。", "2.培训科技辅导员100名。"], "区教育局", "区科协、团区委"],
    ["2", "农民行动", ["1.开展科技下乡，服务春耕。", "2.培训农民500人次。"], "区农业农村局", "区科协、区妇联"],
    ["3", "老年人行动", ["1.开展智慧助老，办好老年大学。", "2.建设老年科协。"], "区民政局", "区老科协"],
)
SENTENCES_OF_UNITS = (
    ["重点任务", "责任单位"],
    ["（一）青少年行动", "区教育局、区科协牵头，区委宣传部、团区委等参加"],
    ["（二）农民行动", "区农业农村局牵头，区妇联、区人社局等参加"],
)
YEARS = (
    ["序号", "重点任务", "2024年", "2025年", "牵头单位", "配合单位"],
    ["1", "新建科普教育基地", "2个", "3个", "县科协", "县文旅局"],
    ["2", "培训科技辅导员", "50名", "60名", "县教体局", "县科协"],
)
DOWNWARDS = (
    ["类别", "序号", "任务内容", "牵头单位", "责任单位"],
    [["提", "升", "行", "动"], "1", "青少年行动", "区教育局", "区科协、团区委"],
    [ABOVE, "2", "农民行动", "区农业农村局", "区科协、区妇联"],
    [["重", "点", "工", "程"], "3", "科普信息化工程", "区委宣传部", "区科协"],
)
BLANK_SUPPORT = (
    ["序号", "重点任务", "主要举措", "牵头单位", "配合单位"],
    ["1", "青少年行动", "推动科学精神融入课堂教学。", "市教育局", "市科协、团市委"],
    ["2", ABOVE, "提升基础教育阶段科学教育水平。", ABOVE, ABOVE],
    ["3", "农民行动", "开展农民教育培训1万人次。", "市农业农村局", "市科协"],
    ["4", ABOVE, "组织科技特派员下乡服务。", "市科技局", ABOVE],
)
UNKNOWN_COLUMNS = (
    ["序号", "创建项目", "工作任务", "挂钩县级领导", "牵头单位", "责任单位", "完成时限", "佐证材料", "落实情况"],
    [
        "1",
        "组织领导",
        "成立工作领导小组，定期召开会议。",
        "张三",
        "县科协",
        "县委办、县政府办",
        "2022年6月",
        "文件",
        "",
    ],
    ["2", "经费投入", "科普经费纳入预算，人均不低于2元。", "李四", "县财政局", "县科协", "2022年12月", "批复", ""],
    ["3", "阵地建设", "建设科普馆1个，覆盖所有社区。", "王五", "县科协", "县文旅局、各乡镇", "2022年12月", "照片", ""],
)
TORN_NAMES = (
    ["序号", "重点工作", "牵头单位", "配合单位"],
    ["1", "青少年行动", ["区教育局、", "区科协"], ["区委宣传部、区科技局、团区", "委、区生态环境", "局、区文旅局"]],
    ["2", "农民行动", "区农业农村局", ["区科协、区人力资源和社会", "保障局、区妇联"]],
    ["3", "老年人行动", ["区卫生健康", "委、区民政局"], ["区科协、各镇（街", "道）"]],
)
NUMERALS = (
    ["序号", "主要任务", "牵头单位", "配合单位"],
    ["一", "实施提升行动", "", ""],
    ["1", "实施青少年行动", "市教育局", "市科协、市科技局"],
    ["二", "实施重点工程", "", ""],
    ["1", "实施科普设施工程", "市科协", "市发改委、市财政局"],
)
NOBODY = (
    ["任务（活动）名称", "牵头单位", "配合单位", "完成时限"],
    ["制定实施方案，明确职责分工。", "市科协", "/", "2022年6月"],
    ["健全联席会议制度。", "市科协", "各成员单位", "2022年6月"],
    ["落实科普经费。", "市财政局", "—", "每年"],
    ["做好监测评估。", "市科协", "无", "2025年"],
)
UNITS_MERGED = (
    ["责任单位", "序号", "工作任务", "完成时限"],
    ["区教育局", "1", "开展科技创新大赛，普及科学知识。", "2025年12月"],
    [ABOVE, "2", "将科学教育纳入课后服务。", "2025年12月"],
    ["区农业农村局", "3", "办好农民科技夜校。", "2025年12月"],
    ["区卫健委", "4", "开展健康素养促进行动。", "2025年12月"],
)
TABLES = {
    "names torn over lines": (TORN_NAMES, [
        ("青少年行动", ("区教育局", "区科协"), ("区委宣传部", "区科技局", "团区委", "区生态环境局", "区文旅局")),
        ("农民行动", ("区农业农村局",), ("区科协", "区人力资源和社会保障局", "区妇联")),
        ("老年人行动", ("区卫生健康委", "区民政局"), ("区科协", "各镇（街道）")),
    ]),
    "rows that head others": (NUMERALS, [
        ("实施青少年行动", ("市教育局",), ("市科协", "市科技局")), ("实施科普设施工程", ("市科协",), ("市发改委", "市财政局")),
    ]),
    "nobody in support": (NOBODY, [
        ("制定实施方案，明确职责分工。", ("市科协",), ()), ("健全联席会议制度。", ("市科协",), ("各成员单位",)),
        ("落实科普经费。", ("市财政局",), ()), ("做好监测评估。", ("市科协",), ()),
    ]),
    "units merged over numbered rows": (UNITS_MERGED, [
        ("开展科技创新大赛，普及科学知识。", ("区教育局",), ()), ("将科学教育纳入课后服务。", ("区教育局",), ()),
        ("办好农民科技夜校。", ("区农业农村局",), ()), ("开展健康素养促进行动。", ("区卫健委",), ()),
    ]),
    "columns of other things": (UNKNOWN_COLUMNS, [
        ("成立工作领导小组，定期召开会议。", ("县科协",), ("县委办", "县政府办")),
        ("科普经费纳入预算，人均不低于2元。", ("县财政局",), ("县科协",)),
        ("建设科普馆1个，覆盖所有社区。", ("县科协",), ("县文旅局", "各乡镇")),
    ]),
    "persons and dates": (PERSONS, [
        ("开展科技节活动，覆盖全部中小学。", ("县教体局",), ("县科协", "团县委")),
        ("建设科学教育基地5个以上。", ("县科协",), ("县教体局", "县文旅局")),
        ("举办农技培训班，每年不少于20期。", ("县农业农村局",), ("县科协",)),
    ]),
    "numbers that begin again": (RESTARTING, [
        ("青少年行动", ("市教育局",), ("市科协", "团市委")), ("农民行动", ("市农业农村局",), ("市科协", "市妇联")),
        ("科普信息化工程", ("市委宣传部",), ("市委网信办",)), ("科普设施工程", ("市科协",), ("市发改委", "市财政局")),
    ]),
    "two lines of header": (TWO_HEADERS, [
        ("开展科技创新大赛和青少年科学节。", ("区教育局",), ("区科协", "团区委")),
        ("开展科技下乡和农民培训活动。", ("区农业农村局",), ("区科协", "区妇联")),
    ]),
    "units first": (UNITS_FIRST, [
        ("开展科技创新大赛，普及科学知识。", ("县教育局",), ("县科协", "团县委")),
        ("将科学教育纳入课后服务，开足科学课。", ("县教育局",), ("县科协",)),
        ("组织科技特派员下乡，培训农民。", ("县农业农村局",), ("县科协", "县妇联")),
    ]),
    "duties of units": (DUTIES_OF_UNITS, DUTIES := [
        ("将科学素质内容列入干部教育培训计划。", ("区委组织部",), ()),
        ("1.牵头实施青少年科学素质行动。2.办好科技创新大赛。", ("区教育局",), ()),
        ("开展社区科普工作，推动社区科普大学建设。", ("区民政局",), ()),
    ]),
    "units and duties": (UNITS_AND_DUTIES, DUTIES),
    "indicators of three levels": (THREE_LEVELS, [
        ("把科普工作纳入经济社会发展总体规划。", ("县委办", "县政府办"), ()), ("每年召开科普工作会议2次以上。", ("县科协",), ()),
        ("乡镇科协组织健全，覆盖率达100%。", ("县科协", "各乡镇"), ()),
    ]),
    "several lines in a cell": (SEVERAL_LINES, [
        ("1.开展科技节，覆盖全区学校。2.培训科技辅导员100名。", ("区教育局",), ("区科协", "团区委")),
        ("1.开展科技下乡，服务春耕。2.培训农民500人次。", ("区农业农村局",), ("区科协", "区妇联")),
        ("1.开展智慧助老，办好老年大学。2.建设老年科协。", ("区民政局",), ("区老科协",)),
    ]),
    "sentences of units": (SENTENCES_OF_UNITS, [
        ("青少年行动", ("区教育局", "区科协"), ("区委宣传部", "团区委")),
        ("农民行动", ("区农业农村局",), ("区妇联", "区人社局")),
    ]),
    "years": (YEARS, [("新建科普教育基地", ("县科协",), ("县文旅局",)), ("培训科技辅导员", ("县教体局",), ("县科协",))]),
    "one character a line": (DOWNWARDS, [
        ("青少年行动", ("区教育局",), ("区科协", "团区委")), ("农民行动", ("区农业农村局",), ("区科协", "区妇联")),
        ("科普信息化工程", ("区委宣传部",), ("区科协",)),
    ]),
    "support of the row above": (BLANK_SUPPORT, [
        ("推动科学精神融入课堂教学。", ("市教育局",), ("市科协", "团市委")),
        ("提升基础教育阶段科学教育水平。", ("市教育局",), ("市科协", "团市委")),
        ("开展农民教育培训1万人次。", ("市农业农村局",), ("市科协",)), ("组织科技特派员下乡服务。", ("市科技局",), ("市科协",)),
    ]),
}  # fmt: skip
TORN = {
    ("one character a line", tabs_between_cells),  # a row begins with lines that have no tab
    ("names torn over lines", bars),  # the lines of a cell are those of a list
}


@pytest.mark.parametrize(
    ("table", "layout"),
    [(table, layout) for table in TABLES for layout in LAYOUTS if (table, layout) not in TORN],
)
def test_table_gives_the_same_tasks_however_it_was_copied(table, layout):
    rows, expected = TABLES[table]

    plan = parse_plan(HEAD + "重点任务分工\n\n" + layout(rows))

    assert [(task.text, task.lead, task.support) for task in plan.tasks] == expected
    assert [section.title for section in plan.sections] == ["目标任务", "保障措施", "重点任务分工"]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("tail", "sections"),
    [
        ("青禾区政府办公室　　2021年12月30日印发\n扫一扫在手机打开当前页\n主办：青禾区政府\n", []),
        ("四、组织实施\n（一）加强领导。各级要高度重视，摆上议事日程。\n（二）加大投入。各级要落实经费。\n", [
            "组织实施", "加强领导", "加大投入",
        ]),
        ("注：1.排在首位的为牵头单位。\n2.各镇街参照执行。\n3.每年报送进展。\n", []),
        ("各单位要按照分工抓好落实，每年12月底前将工作进展情况报送区科协。\n", []),
    ],
)  # fmt: skip
def test_what_stands_behind_a_table_is_not_read_into_it(tail, sections, layout):
    rows, expected = TABLES["numbers that begin again"]

    plan = parse_plan(HEAD + "重点任务分工\n\n" + layout(rows) + "\n" + tail)

    assert [(task.text, task.lead, task.support) for task in plan.tasks] == expected
    assert [section.title for section in plan.sections][3:] == sections


@pytest.mark.parametrize("between", ["\t", " "])
def test_heading_across_a_table_needs_no_number_between_full_rows(between):
    rows = [
        ["序号", "任务名称", "牵头单位", "参与单位"],
        ["重点人群科学素质提升"],
        ["1", "青少年科学素质提升行动", "区教育局", "区科协、团区委"],
        ["科普能力建设"],
        ["2", "科普信息化工程", "区委宣传部", "区科协"],
    ]

    plan = parse_plan(HEAD + "任务分工表\n\n" + "".join(between.join(row) + "\n" for row in rows))

    assert [(task.category, task.text, task.support) for task in plan.tasks] == [
        ("重点人群科学素质提升", "青少年科学素质提升行动", ("区科协", "团区委")),
        ("科普能力建设", "科普信息化工程", ("区科协",)),
    ]
