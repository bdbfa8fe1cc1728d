"""Ledgers of fictional places in the layouts that offices use; each is written anew, none is kept as a file."""

from __future__ import annotations

from datetime import date

from tests.core.workbooks.making import Writing

QUARTERS = ("一季度", "二季度", "三季度", "四季度")
TASKS = (
    ("组织科学家进校园活动不少于20场", "青禾区教委", "区科协、团区委"),
    ("新建社区科普馆5个", "青禾区科协", "区财政局、各镇街"),
    ("培训基层科普人员300人次", "青禾区科协", "区人力社保局"),
)


def flat():
    """One row of headers, one column of progress for each quarter; the year stands in the title."""
    header = [
        "序号",
        "任务来源（文号）",
        "重点任务",
        "牵头单位",
        "配合单位",
        "完成时限",
        "一季度进展",
        "二季度进展",
        "完成率",
        "存在问题",
        "下步措施",
        "办结状态",
        "备注",
    ]
    rows = [["青禾区2025年科普重点任务台账", *[None] * 12], header]
    for number, (text, lead, support) in enumerate(TASKS, 1):
        rows.append(
            [
                number,
                "青禾府办发〔2025〕5号",
                text,
                lead,
                support,
                None,
                f"一季度完成第{number}步。",
                f"二季度完成第{number}步。",
            ]
        )
    rows[2] += [None, "经费未到位", "尽快拨付", "推进中"]
    rows[3] += [None, "", "", "已办结"]
    book = Writing()
    page = book.sheet("台账", rows, merges=[(0, 0, 1, 13)])
    percent, day = book.look("0%"), book.look('yyyy"年"m"月"d"日"')
    for row, value in ((2, 0.6), (3, 1)):
        page.write_number(row, 8, value, percent)
    for row in (2, 3, 4):
        page.write_datetime(row, 5, date(2025, 12, 31), day)
    return book.data()


def quarters():
    """Two merged rows of headers, a group of columns for each quarter; categories merged downwards; notes below."""
    fixed = ["序号", "类别", "重点任务", "牵头单位", "责任单位", "完成时限"]
    parts = ["进展情况", "完成率", "存在问题"]
    width = len(fixed) + len(parts) * 4
    top = [*fixed, *(words for q in QUARTERS for words in (f"{q}进展", None, None))]
    below = [*[None] * len(fixed), *parts * 4]
    rows = [
        ["白石县2025年全民科学素质工作台账", *[None] * (width - 1)],
        ["填报单位：白石县科协", *[None] * (width - 1)],
        top,
        below,
    ]
    for number, (text, lead, support) in enumerate(TASKS, 1):
        filled = [
            cell
            for q in ("一", "二", "三")
            for cell in (f"{q}季度做了{number}件。", None, "人手不足" if q == "三" else None)
        ]
        rows.append([number, "青少年行动" if number < 3 else "人才工程", text, lead, support, "2025年12月底", *filled])
    rows.append(["备注：完成率按序时进度填报。", *[None] * (width - 1)])
    merges = [
        (0, 0, 1, width),
        (2, 6, 1, 3),
        (2, 9, 1, 3),
        (2, 12, 1, 3),
        (2, 15, 1, 3),
        (4, 1, 2, 1),
        (7, 0, 1, width),
    ]
    rows[5][1] = None
    book = Writing()
    page = book.sheet("Sheet1", rows, merges=[*merges, *((2, column, 2, 1) for column in range(6))])
    percent = book.look("0%")
    for row in (4, 5, 6):
        for column, value in ((7, 0.25), (10, 0.5), (13, 0.805)):
            page.write_number(row, column, value, percent)
    return book.data()


def sheets():
    """A sheet for each quarter; a task comes in with the second, rows are moved, the year stands in the name."""
    book = Writing()
    header = ["序号", "工作任务", "牵头部门", "进展情况", "下一步打算"]
    first = [[n, text, lead, f"一季度：{n}。", "继续"] for n, (text, lead, _) in enumerate(TASKS, 1)]
    second = [[n, text, lead, f"二季度：{n}。", None] for n, (text, lead, _) in enumerate(TASKS, 1)]
    added = [4, "建设科普信息员队伍", "青禾区科协", "已发文。", None]
    book.sheet("2025年一季度", [["林泽区科普工作台账", *[None] * 4], header, *first], merges=[(0, 0, 1, 5)])
    book.sheet("2025年二季度", [["林泽区科普工作台账", *[None] * 4], header, second[2], added, second[0], second[1]])
    book.sheet("选项", [["推进中"], ["已办结"]]).hide()
    return book.data()


def months():
    """A column for each month and one for the months so far; no year anywhere."""
    header = ["序号", "重点工作", "责任单位", "1月", "2月份", "3月进展情况", "1-3月累计完成情况"]
    rows = [
        header,
        *([n, text, lead, "一月事", "二月事", "三月事", "累计三件"] for n, (text, lead, _) in enumerate(TASKS, 1)),
    ]
    book = Writing()
    book.sheet("台账", rows)
    return book.data()


def merged_leads():
    """A task with a row for each of its units: the task is merged, the reports are not; one lead serves two tasks."""
    rows = [
        ["2026年度蓝水县科普任务清单", *[None] * 6],
        ["编号", "目标任务", "牵头单位", "责任单位", "第一季度工作进展", "完成率（%）", "亮灯情况"],
        ["1", "开展科普进乡村活动", "县科协", "县农业农村局", "办了3场。", 30, "绿灯"],
        [None, None, None, "县卫生健康局", "办了2场。", 20, "黄灯"],
        ["2", "建好农村科普阵地", None, "各镇街", "选址完成。", "约一半", "红灯"],
        ["合计", None, None, None, None, 50, None],
    ]
    book = Writing()
    book.sheet("任务", rows, merges=[(0, 0, 1, 7), (2, 0, 2, 1), (2, 1, 2, 1), (2, 2, 3, 1)])
    return book.data()


def inserted():
    """Somebody put a column without a header in the middle, and one that nobody knows; a row and a column are hidden."""
    header = ["序号", "重点任务", None, "牵头单位", "协作分组", "2025年上半年完成情况", "上年比较"]
    values = ("区科协、区教委", "区财政局", "区教委")
    rows = [header]
    for number, (text, lead, _) in enumerate(TASKS, 1):
        rows.append([number, text, values[number - 1], lead, "甲组", f"做了{number}。", "增长"])
    book = Writing()
    page = book.sheet("表一", rows)
    page.set_row(2, None, None, {"hidden": True})
    page.set_column(5, 5, None, None, {"hidden": True})
    return book.data()


def formulas():
    """Percentages are computed: one result is kept, one is not, one is an error; totals below; blank rows between."""
    rows = [
        ["江坪镇2025年台账", None, None, None, None, None, None, None],
        ["序号", "任务名称", "责任单位", "指标名称", "计量单位", "目标值", "二季度完成情况", "二季度完成率"],
        [1, "新建科普小屋", "镇科协", "科普小屋", "个", 4, "建成2个", None],
        [None] * 8,
        [2, "科普讲座", "镇文化站", "讲座", "场", "不少于12", "已办6场", None],
        [3, "科普志愿服务", "镇科协", "服务", "人次", "1200", "600人次", None],
        ["小计", None, None, None, None, None, None, None],
    ]
    book = Writing()
    page = book.sheet("台账", rows)
    percent = book.look("0.0%")
    page.write_formula(2, 7, "=2/4", percent, 0.5)
    page.write_formula(4, 7, "=6/12", percent)
    page.write_formula(5, 7, "=600/A99", percent, "#DIV/0!")
    page.write_formula(6, 7, "=SUM(H3:H6)", percent, 0.5)
    return book.data()


def measures():
    """Measures under tasks, each with its own units; a group of columns is not merged; shares of one without a sign."""
    rows = [
        ["序号", "重点任务", "具体措施", "牵头领导", "主办单位", "协办单位", "2025年三季度", None, None],
        [None, None, None, None, None, None, "推进情况", "完成进度", "佐证材料"],
        [1, "提升青少年科学素质", "办科技节", "张某", "区教委", "区科协", "方案已定", 0.5, "通知"],
        [None, None, "建科学教室", "张某", "区教委", None, "建成两间", 0.25, None],
        [2, "提升农民科学素质", "送科技下乡", "李某", "区农业农村委", "区科协", "办了四场", 1, "照片"],
        [3, "办好全国科普月", None, "李某", "区科协", "各成员单位", "已部署", None, None],
    ]
    book = Writing()
    book.sheet("任务分解", rows, merges=[(2, 0, 2, 1), (2, 1, 2, 1)])
    return book.data()


def long(n_rows=2_000):
    """Many rows with four quarters."""
    header = ["序号", "类别", "重点任务", "牵头单位", "配合单位", "完成时限"]
    header += [f"2025年{q}{part}" for q in QUARTERS for part in ("进展", "完成率", "存在问题")]
    rows = [header]
    for number in range(1, n_rows + 1):
        reported = [cell for q in QUARTERS for cell in (f"{q}完成了第{number}项的一部分工作。", "50%", "经费不足")]
        rows.append(
            [
                number,
                f"行动{number // 50}",
                f"做好第{number}项科普工作，覆盖{number}人次",
                "区科协",
                "区教委、各镇街",
                "2025年底",
                *reported,
            ]
        )
    book = Writing()
    book.sheet("台账", rows)
    return book.data()
