"""Tables of activities: by months, with a theme, a place, those who take part, and several columns of supports."""

import pytest
from docx import Document

from kepu.core.plans import parse_plan, read_document
from tests.core.plans.making import add_table, save
from tests.core.plans.tablelayouts import ABOVE, HEAD, LAYOUTS, lines, tabs_between_cells
from tests.core.workbooks.making import grid

MONTHS = (
    ["月份", "主题", "活动内容", "主办单位", "协办单位"],
    ["1月", "新春科普进万家", "组织志愿者走进社区，开展送科技活动6场。", "区科协", "区卫生健康局、各街道办事处"],
    ["3月", "气象科普开放日", "围绕世界气象日主题，组织中小学生参观气象站。", "区气象局", "区教育局"],
    [ABOVE, "科技赋能巾帼", "举办女职工健康讲座，开展义诊咨询活动。", "区妇联", "区总工会"],
    ["5月", "科技活动周", "举办科技活动周启动仪式，开放实验室10家以上。", "区科技局", "区教育局"],
    [ABOVE, ABOVE, "组织科技工作者座谈慰问，遴选优秀科技工作者10名。", ABOVE, ABOVE],
    [ABOVE, "防灾减灾日", "开展应急演练，参与人数1万人次。", "区应急局", "区教育局、各街道办事处"],
    ["全年", "科普大讲堂", "举办科普大讲堂，全年开展专题讲座48场。", "区科协", ""],
)
PLACES = (
    ["时间", "活动名称", "活动内容", "地点", "参加对象", "主办单位", "承办单位", "协办单位"],
    ["1月", "送科技下乡", "开展送科技、送健康下乡活动。", "白石镇", "农村群众", "区科协", "白石镇政府", "区卫健局"],
    [
        "9月15日—25日",
        "科普日",
        "举办主场活动，开展科普展览30场。",
        "文化广场",
        "社会公众",
        "区科协",
        "区科技馆",
        "各成员单位",
    ],
)
THEMES = (
    ["序号", "活动时间", "活动主题", "活动形式", "活动地点", "主办单位", "协办单位"],
    ["1", "4月中旬", "知识产权宣传周", "现场咨询", "区文化广场", "区市场监管局", "区司法局、区科协"],
    ["2", "9月20日前后", "全国科普日", "主场活动", "区科技馆前广场", "区科协", "各成员单位"],
)
BARE = (
    ["月份", "活动名称", "责任单位"],
    ["2月", "安全生产知识培训", "区应急局"],
    ["3—4月", "世界气象日开放活动", "区气象局"],
    [ABOVE, "女性健康讲座", "区妇联"],
)
TABLES = {
    "themes of months": (MONTHS, [
        ("组织志愿者走进社区，开展送科技活动6场。", "1月", ("区科协",), ("区卫生健康局", "各街道办事处")),
        ("围绕世界气象日主题，组织中小学生参观气象站。", "3月", ("区气象局",), ("区教育局",)),
        ("举办女职工健康讲座，开展义诊咨询活动。", "3月", ("区妇联",), ("区总工会",)),
        ("举办科技活动周启动仪式，开放实验室10家以上。", "5月", ("区科技局",), ("区教育局",)),
        ("组织科技工作者座谈慰问，遴选优秀科技工作者10名。", "5月", ("区科技局",), ("区教育局",)),
        ("开展应急演练，参与人数1万人次。", "5月", ("区应急局",), ("区教育局", "各街道办事处")),
        ("举办科普大讲堂，全年开展专题讲座48场。", "全年", ("区科协",), ()),
    ]),
    "places and several supports": (PLACES, [
        ("开展送科技、送健康下乡活动。", "1月", ("区科协",), ("白石镇政府", "区卫健局")),
        ("举办主场活动，开展科普展览30场。", "9月15日—25日", ("区科协",), ("区科技馆", "各成员单位")),
    ]),
    "themes without contents": (THEMES, [
        ("知识产权宣传周", "4月中旬", ("区市场监管局",), ("区司法局", "区科协")),
        ("全国科普日", "9月20日前后", ("区科协",), ("各成员单位",)),
    ]),
    "names only": (BARE, [
        ("安全生产知识培训", "2月", ("区应急局",), ()), ("世界气象日开放活动", "3—4月", ("区气象局",), ()),
        ("女性健康讲座", "3—4月", ("区妇联",), ()),
    ]),
}  # fmt: skip


def assigned(plan):
    return [(task.text, task.due, task.lead, task.support) for task in plan.tasks]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("table", TABLES)
def test_rows_of_activities_are_tasks(table, layout):
    rows, expected = TABLES[table]

    plan = parse_plan(HEAD + "科普活动安排表\n\n" + layout(rows))

    assert assigned(plan) == expected


def test_supports_of_the_month_before_are_not_those_of_a_month_with_its_own_lead():
    rows = [
        ["月份", "活动内容", "主办单位", "协办单位"],
        ["1月", "开展送科技下乡活动。", "区科协", "区卫健局"],
        ["2月", "开展森林防火宣传。", "区林业局", ""],
    ]

    plan = parse_plan(HEAD + "科普活动安排表\n\n" + tabs_between_cells(rows))

    assert [task.support for task in plan.tasks] == [("区卫健局",), ()]


def test_time_limit_is_taken_from_the_row_above_where_the_units_are():
    rows = [
        ["序号", "重点任务", "牵头单位", "责任单位", "完成时限"],
        ["1", "选树工匠20名。", "市总工会", "市工信局", "2025年12月"],
        ["2", "组织职业技能竞赛。", "", "", ""],
        ["3", "建设科普展厅。", "市科协", "市财政局", ""],
    ]

    plan = parse_plan(HEAD + "任务分工表\n\n" + tabs_between_cells(rows))

    assert [(task.due, task.lead) for task in plan.tasks] == [
        ("2025年12月", ("市总工会",)), ("2025年12月", ("市总工会",)), (None, ("市科协",)),
    ]  # fmt: skip


@pytest.mark.parametrize("layout", [lines, tabs_between_cells])
def test_months_across_a_table_group_its_activities(layout):
    header = ["序号", "活动名称", "活动内容", "主办单位", "协办单位"]
    rows = [
        ["1", "送科技下乡", "开展送科技下乡活动。", "区科协", "区卫健局"],
        ["2", "新春游园", "开展新春科普游园。", "区文旅局", "区科协"],
        ["3", "气象日", "开放气象台。", "区气象局", "区教育局"],
    ]

    plan = parse_plan(HEAD + "科普活动安排表\n\n" + layout([header, ["一月"], *rows[:2], ["三月"], *rows[2:]]))

    assert [(task.category, task.lead) for task in plan.tasks] == [
        ("一月", ("区科协",)), ("一月", ("区文旅局",)), ("三月", ("区气象局",)),
    ]  # fmt: skip


def test_activities_of_a_table_issued_alone_are_no_headings():
    plan = parse_plan(
        read_document(
            grid(["青禾区2025年科普活动安排表"], *[[cell or "" for cell in row] for row in MONTHS]), "安排.xlsx"
        )
    )

    assert assigned(plan) == TABLES["themes of months"][1]
    assert plan.sections == ()


def test_blank_cells_of_a_word_table_go_on_with_month_and_units():
    document = Document()
    for line in (HEAD + "科普活动安排表").split("\n"):
        document.add_paragraph(line)
    add_table(document, [[cell or "" for cell in row] for row in MONTHS], merged_columns=())

    plan = parse_plan(read_document(save(document), "安排.docx"))

    assert assigned(plan) == TABLES["themes of months"][1]


def test_columns_of_quarters_are_no_tasks():
    rows = [
        ["序号", "项目", "一季度", "二季度", "三季度", "四季度", "责任单位"],
        ["1", "科普讲座", "3场", "3场", "3场", "3场", "区科协"],
    ]

    plan = parse_plan(HEAD + "科普活动安排表\n\n" + tabs_between_cells(rows))

    assert [(task.text, task.lead) for task in plan.tasks] == [("科普讲座", ("区科协",))]
