"""Tables of PDF documents: drawn and not, merged, over pages."""

import pytest

from kepu.core.plans import parse_plan, read_document
from kepu.core.plans.source import Table
from tests.core.plans.making_pdf import Sheet, pdf_of

XS = (80.0, 160.0, 340.0, 430.0, 515.0)
HEADER = ("类别", "任务内容", "牵头单位", "责任单位")


def read(*sheets):
    return read_document(pdf_of(sheets), "plan.pdf")


def tables(source):
    return [block for block in source.blocks if isinstance(block, Table)]


def words(source, table):
    """Give the words of the cells that begin in each row, and how many places they cover."""
    rows = [[] for _ in range(table.n_rows)]
    for cell in table.cells:
        text = "|".join(source.text[start:end] for start, end in cell.lines)
        rows[cell.row].append(text if cell.rows == cell.columns == 1 else (text, cell.rows, cell.columns))
    return rows


def drawn(sheet, rows, *, top=120.0, height=40.0, bars=False, xs=XS):
    """Draw a table; a cell is words, lines of words, None (covered from above), or (words, columns)."""
    draw = sheet.bar if bars else sheet.line
    for number, row in enumerate(rows):
        y = top + number * height
        at = 0
        for cell in row:
            text, span = cell if isinstance(cell, tuple) else (cell, 1)
            if text is not None:
                draw(xs[at], y, xs[at + span], y + (0.5 if bars else 0))
                for line, part in enumerate(text.split("\n")):
                    sheet.text(xs[at] + 4, y + 14 + 13 * line, part, 10)
            draw(xs[at], y, xs[at] + (0.5 if bars else 0), y + height)
            at += span
        draw(xs[-1], y, xs[-1] + (0.5 if bars else 0), y + height)
    bottom = top + len(rows) * height
    draw(xs[0], bottom, xs[-1], bottom + (0.5 if bars else 0))
    return bottom


ROWS = [
    HEADER,
    ("提升行动", "做好甲，办好科技节，让全区的孩子们\n爱上科学。", "区教育局", "区科协"),
    (None, "做好乙。", "区科协", "区教育局、区科\n技局"),
    (("二、科普工程", 4),),
    ("场馆工程", "做好丙。", "区科技局", "区科协\n区财政局"),
]
READ = [
    list(HEADER),
    [("提升行动", 2, 1), "做好甲，办好科技节，让全区的孩子们爱上科学。", "区教育局", "区科协"],
    ["做好乙。", "区科协", "区教育局、区科技局"],
    [("二、科普工程", 1, 4)],
    ["场馆工程", "做好丙。", "区科技局", "区科协|区财政局"],
]


@pytest.mark.parametrize("bars", [False, True])
def test_drawn_table_keeps_its_merged_cells(bars):
    sheet = Sheet()
    sheet.text(150, 90, "青禾区任务分工表", 18)
    bottom = drawn(sheet, ROWS, bars=bars)
    sheet.text(80, bottom + 40, "一、保障措施", 16)
    source = read(sheet)

    assert words(source, tables(source)[0]) == READ
    assert [block.text for block in source.blocks if not isinstance(block, Table)] == [
        "青禾区任务分工表",
        "一、保障措施",
    ]


def test_table_without_sides_is_read():
    sheet = Sheet()
    drawn(sheet, ROWS[:3])
    sheet.parts = [part for part in sheet.parts if not part.startswith(("0.5 w 80.00", "0.5 w 515.00")) or " l S" not in part
                   or part.split()[3] == part.split()[6]]  # fmt: skip
    source = read(sheet)

    assert len(tables(source)) == 1


def test_frame_around_text_is_no_table():
    sheet = Sheet()
    drawn(sheet, [("专栏1 科普场馆",)], xs=(80.0, 515.0))
    sheet.text(80, 300, "一、保障措施", 16)
    source = read(sheet)

    assert tables(source) == []
    assert source.text == "专栏1科普场馆\n一、保障措施\n"


def test_characters_one_under_another_in_a_narrow_cell_are_one_word():
    sheet = Sheet()
    drawn(
        sheet,
        [HEADER, ("青\n少\n年\n行\n动", "做好甲。", "区科协", "区教育局")],
        height=80,
        xs=(80.0, 98.0, 340.0, 430.0, 515.0),
    )
    source = read(sheet)

    assert words(source, tables(source)[0])[1][0] == "青少年行动"


def test_table_over_three_pages_is_one_and_its_header_is_read_once():
    sheets = []
    for number in range(3):
        sheet = Sheet()
        sheet.text(80, 60, "青禾区人民政府文件", 9)
        sheet.text(290, 790, f"— {number + 1} —", 14)
        drawn(
            sheet,
            [HEADER, *[(f"第{number}行动", f"做好第{number}{row}件事。", "区科协", "区教育局") for row in range(3)]],
        )
        sheets.append(sheet)
    source = read(*sheets)
    plan = parse_plan(source)

    assert [table.n_rows for table in tables(source)] == [10]
    assert [task.text for task in plan.tasks] == [f"做好第{n}{row}件事。" for n in range(3) for row in range(3)]


@pytest.mark.parametrize("repeated", [True, False])
def test_row_that_the_page_cut_is_put_together(repeated):
    first, second = Sheet(), Sheet()
    drawn(
        first,
        [
            HEADER,
            ("行动", "做好甲事。", "区科协", "区教育局"),
            ("工程", "建设科技馆并向全区所有中小学生开放", "区科技局", "区科协、区财政"),
        ],
    )
    rest = [("", "，每年服务十万人次。", "", "局"), ("其他", "做好乙事。", "区科协", "区教育局")]
    drawn(second, [HEADER, *rest] if repeated else rest, top=80)
    source = read(first, second)

    assert words(source, tables(source)[0])[2:] == [
        ["工程", "建设科技馆并向全区所有中小学生开放，每年服务十万人次。", "区科技局", "区科协、区财政局"],
        ["其他", "做好乙事。", "区科协", "区教育局"],
    ]


def test_merged_cell_goes_on_over_the_page():
    first, second = Sheet(), Sheet()
    drawn(first, [HEADER, ("行动", "做好甲。", "区科协", "区教育局")])
    drawn(second, [("", "做好乙。", "区科协", "区教育局"), (None, "做好丙。", "区科协", "区教育局")], top=80)
    source = read(first, second)

    assert words(source, tables(source)[0])[1:] == [
        [("行动", 3, 1), "做好甲。", "区科协", "区教育局"],
        ["做好乙。", "区科协", "区教育局"],
        ["做好丙。", "区科协", "区教育局"],
    ]


def test_tables_of_other_columns_on_the_next_page_stay_apart():
    first, second = Sheet(), Sheet()
    drawn(first, [HEADER, ("行动", "做好甲。", "区科协", "区教育局")])
    drawn(second, [("指标", "2025年目标"), ("基地（个）", "12")], top=80, xs=(80.0, 300.0, 515.0))

    assert [table.n_columns for table in tables(read(first, second))] == [4, 2]


UNDRAWN = [
    ("序号", "任务内容", "牵头单位", "配合单位"),
    ("1", "做好甲，办好科技节，\n让孩子们爱上科学。", "区教育局", "区科协"),
    ("2", "做好乙。", "区科协", "区教育局、\n区科技局"),
    ("3", "做好丙。", "区科技局", "各镇街"),
]


def undrawn(sheet, rows, *, top=120.0, xs=(80.0, 120.0, 300.0, 400.0), gap=22.0):
    for row in rows:
        for x, cell in zip(xs, row, strict=True):
            for line, part in enumerate(cell.split("\n")):
                sheet.text(x, top + 13 * line, part, 10)
        top += gap + 13 * max(cell.count("\n") for cell in row)
    return top


def test_table_without_drawn_cells_is_found_by_its_header():
    sheet = Sheet()
    sheet.text(80, 90, "任务分工如下：", 16)
    bottom = undrawn(sheet, UNDRAWN)
    sheet.text(80, bottom + 30, "三、保障措施", 16)
    source = read(sheet)

    assert words(source, tables(source)[0]) == [[cell.replace("\n", "") for cell in row] for row in UNDRAWN]
    assert source.blocks[-1].text == "三、保障措施"


def test_table_without_drawn_cells_goes_on_over_the_page():
    first, second = Sheet(), Sheet()
    undrawn(first, UNDRAWN[:3], top=680)
    undrawn(second, [("3", "做好丙。", "区科技局", "各镇街"), ("4", "做好丁。", "区科协", "各镇街")], top=100)
    source = read(first, second)

    assert [row[0] for row in words(source, tables(source)[0])] == ["序号", "1", "2", "3", "4"]


def test_horizontal_lines_part_the_rows_of_a_table_without_sides():
    sheet = Sheet()
    undrawn(sheet, UNDRAWN, gap=13.0)
    for y in (108, 123, 149, 175, 188):
        sheet.line(76, y, 520, y)
    source = read(sheet)

    assert words(source, tables(source)[0]) == [[cell.replace("\n", "") for cell in row] for row in UNDRAWN]


def test_row_without_its_number_belongs_to_the_row_above():
    first, second = Sheet(), Sheet()
    header = ("序号", "任务内容", "牵头单位", "责任单位")
    drawn(first, [header, ("1", "做好甲。", "区科协", "区教育局"), ("2", "做好乙。", "区科技局", "区科协")])
    drawn(second, [("", "", "", "区财政局\n区妇联"), ("3", "做好丙。", "区科协", "区教育局")], top=80)
    source = read(first, second)

    assert words(source, tables(source)[0])[2:] == [
        ["2", "做好乙。", "区科技局", "区科协|区财政局|区妇联"],
        ["3", "做好丙。", "区科协", "区教育局"],
    ]
