"""Last year's ledger as an office kept it in a workbook: two rows of headers, a group of columns for each quarter."""

from __future__ import annotations

from kepu.core.documents import Sheet, SheetCell, write_sheets

YEAR = 2025
NAME = f"{YEAR}年青禾区科普工作台账.xlsx"
TITLE = f"青禾区{YEAR}年全民科学素质重点工作台账"
FIXED = ("序号", "任务来源（文号）", "重点任务", "牵头单位", "责任单位", "完成时限")
QUARTERS = ("一季度进展", "二季度进展", "三季度进展", "四季度进展")
PARTS = ("进展情况", "完成率", "存在问题")
LAST = ("下步措施", "办结状态", "备注")
SOURCE = "青科纲办发〔2025〕1号"
DONE, GOING_ON = "已办结", "推进中"

# Task, lead, supports, limit, what each quarter says with its share, problem of the third quarter, next step, state, note.
ROWS = (
    (
        "全年开展科学家进校园活动80场以上。",
        "区教委",
        "区科协、团区委",
        "2025年12月底",
        (("开展18场。", 0.23), ("累计41场。", 0.51), ("累计60场。", 0.75), ("累计86场，全面完成。", 1.08)),
        "",
        "",
        DONE,
        "",
    ),
    (
        "举办农业实用技术培训1200人次。",
        "区农业农村委",
        "区科技局、区科协",
        "2025年11月底",
        (("春耕培训310人次。", 0.26), ("累计720人次。", 0.6), ("累计1050人次。", 0.88), ("累计1260人次。", 1.05)),
        "",
        "",
        DONE,
        "",
    ),
    (
        "新建社区科普馆3个。",
        "区科协",
        "区财政局、各镇街",
        "2025年10月底",
        (("完成选址。", None), ("1个开工。", None), ("1个完工。", 0.33), ("2个完工，1个结转。", 0.67)),
        "配套资金到位晚。",
        "结转到2026年继续建设。",
        GOING_ON,
        "结转项目",
    ),
    (
        "建立科普专家库，入库专家100人。",
        "区科协",
        "区卫生健康委、区农业农村委",
        "2025年9月底",
        (("印发征集通知。", None), ("入库52人。", 0.52), ("入库103人。", 1.03), ("", None)),
        "",
        "",
        DONE,
        "",
    ),
    (
        "开展科技活动周，开放科研设施8处。",
        "区科技局",
        "区经济信息委",
        "2025年5月",
        (("制定方案。", None), ("开放9处，参观2100人次。", 1.13), ("", None), ("", None)),
        "",
        "",
        DONE,
        "",
    ),
    (
        "开展防灾减灾演练24场。",
        "区应急局",
        "区教委、区消防救援支队",
        "2025年12月底",
        (("开展3场。", 0.13), ("累计12场。", 0.5), ("累计15场。", 0.63), ("累计25场。", 1.04)),
        "学校档期集中。",
        "",
        DONE,
        "",
    ),
    (
        "开展健康讲座150场。",
        "区卫生健康委",
        "区民政局、各镇街",
        "2025年12月底",
        (("开展35场。", 0.23), ("累计80场。", 0.53), ("累计118场。", 0.79), ("累计163场。", 1.09)),
        "",
        "",
        DONE,
        "",
    ),
    (
        "发布科学辟谣信息48条。",
        "区委网信办",
        "区委宣传部、区市场监管局",
        "长期坚持",
        (("发布11条。", 0.23), ("累计26条。", 0.54), ("累计37条。", 0.77), ("累计50条。", 1.04)),
        "",
        "",
        DONE,
        "",
    ),
)


def workbook() -> bytes:
    """The ledger as .xlsx; the same bytes each time, so that it is recognised."""
    width = len(FIXED) + len(QUARTERS) * len(PARTS) + len(LAST)
    cells = [SheetCell(0, 0, TITLE, columns=width)]
    cells += [SheetCell(1, place, label, rows=2) for place, label in enumerate(FIXED)]
    for number, quarter in enumerate(QUARTERS):
        begin = len(FIXED) + number * len(PARTS)
        cells.append(SheetCell(1, begin, quarter, columns=len(PARTS)))
        cells += [SheetCell(2, begin + place, label) for place, label in enumerate(PARTS)]
    cells += [SheetCell(1, width - len(LAST) + place, label, rows=2) for place, label in enumerate(LAST)]
    for row, (text, lead, support, limit, quarters, problem, *rest) in enumerate(ROWS, 3):
        values: list[str | float | None] = [float(row - 2), SOURCE, text, lead, support, limit]
        for number, (words, share) in enumerate(quarters):
            said = problem if number == 2 else ""  # noqa: PLR2004  the third quarter
            values += [words, None if share is None else f"{share:.0%}", said]
        values += rest
        cells += [SheetCell(row, column, value) for column, value in enumerate(values) if value]
    return write_sheets([Sheet(name=f"{YEAR}年台账", cells=cells, n_columns=width, header_rows=3)])
