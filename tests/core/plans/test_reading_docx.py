"""Word documents: merges from the grid, automatic numbers, depth, what is not printed."""

import pytest
from docx import Document

from kepu.core.plans import PlanCode, parse_plan, read_document
from kepu.core.plans.reading.numberforms import form_number
from kepu.core.plans.source import Table
from tests.core.plans.making import (
    HEADER,
    W,
    add_table,
    docx_parts,
    p,
    sample_docx,
    sample_text,
    save,
)


def tables(source):
    return [block for block in source.blocks if isinstance(block, Table)]


def words(source, cell):
    return "".join(source.text[start:end] for start, end in cell.lines)


def test_sample_as_word_document_gives_the_same_plan():
    plan = parse_plan(read_document(sample_docx(), "plan.docx"))
    wanted = parse_plan(sample_text())

    assert [(s.title, s.kind, s.parent) for s in plan.sections] == [
        (s.title, s.kind, s.parent) for s in wanted.sections
    ]
    assert [(t.text, t.lead, t.support) for t in plan.tasks] == [(t.text, t.lead, t.support) for t in wanted.tasks]
    assert [(t.quote, t.value) for t in plan.targets] == [(t.quote, t.value) for t in wanted.targets]


def test_merged_cells_keep_their_extent_and_place():
    plan = parse_plan(read_document(sample_docx(), "plan.docx"))
    merged = [cell for cell in plan.tables[0].cells if cell.rows > 1]

    assert [(cell.row, cell.column, cell.rows) for cell in merged] == [(1, 0, 5), (6, 0, 5), (8, 3, 2)]
    assert plan.tasks[8].support == plan.tasks[7].support
    assert plan.tasks[8].support_spans == plan.tasks[7].support_spans
    assert plan.tasks[8].inherited


def test_grid_span_and_rows_of_different_length_are_placed():
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="{}"/></w:tcPr>{}</w:tc>'
    rows = (
        "<w:tr>" + "".join(cell.format(n, p(w)) for n, w in ((2, "类别"), (1, "任务内容"), (1, "牵头单位"))) + "</w:tr>"
        "<w:tr>" + "".join(cell.format(1, p(w)) for w in ("一、行动", "甲行动", "做好甲", "区科协")) + "</w:tr>"
        '<w:tr><w:trPr><w:gridBefore w:val="2"/></w:trPr>'
        + "".join(cell.format(1, p(w)) for w in ("做好乙", "区教育局"))
        + "</w:tr>"
    )
    source = read_document(docx_parts(f"<w:tbl>{rows}</w:tbl>"), "a.docx")
    grid = tables(source)[0].grid()

    assert [words(source, c) for c in grid[0]] == ["类别", "类别", "任务内容", "牵头单位"]
    assert [words(source, c) for c in grid[2]] == ["", "", "做好乙", "区教育局"]


def test_continuation_without_a_beginning_is_a_cell_of_its_own():
    lone = "<w:tc><w:tcPr><w:vMerge/></w:tcPr>" + p("做好甲") + "</w:tc>"
    header = "<w:tr><w:tc>" + p("任务") + "</w:tc><w:tc>" + p("牵头单位") + "</w:tc></w:tr>"
    wide = (
        '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge w:val="restart"/></w:tcPr>'
        + p("一、甲")
        + "</w:tc></w:tr>"
    )
    row = f"<w:tr>{lone}<w:tc>{p('区科协')}</w:tc></w:tr>"
    source = read_document(docx_parts(f"<w:tbl>{header}{wide}{row}</w:tbl>"), "a.docx")

    assert [words(source, cell) for cell in tables(source)[0].grid()[2]] == ["做好甲", "区科协"]


def test_nested_table_in_a_task_cell_becomes_its_words():
    document = Document()
    table = add_table(document, [HEADER, ("甲", "", "区科协", "区教育局")])
    inner = table.cell(1, 1).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "建设科普馆", "举办科普日"
    plan = parse_plan(read_document(save(document), "a.docx"))

    assert [task.text for task in plan.tasks] == ["建设科普馆举办科普日"]


def test_layout_table_is_unrolled():
    document = Document()
    outer = document.add_table(rows=1, cols=2)
    outer.cell(0, 0).text = "一、工作目标"
    add_table(outer.cell(0, 1), [HEADER, ("甲", "做好甲", "区科协", "区教育局")], merged_columns=())
    plan = parse_plan(read_document(save(document), "a.docx"))

    assert plan.sections[0].title == "工作目标"
    assert plan.tasks[0].lead == ("区科协",)


def test_table_that_goes_on_behind_a_page_break_is_one():
    document = Document()
    add_table(document, [HEADER, ("行动", "做好甲", "区科协", "区教育局")], merged_columns=())
    document.add_page_break()
    add_table(document, [("", "做好乙", "", ""), ("工程", "做好丙", "区科技局", "")], merged_columns=())
    plan = parse_plan(read_document(save(document), "a.docx"))

    assert len(plan.tables) == 1
    assert [(task.category, task.text, task.lead) for task in plan.tasks] == [
        ("行动", "做好甲", ("区科协",)),
        ("行动", "做好乙", ("区科协",)),
        ("工程", "做好丙", ("区科技局",)),
    ]


NUMBERING = f"""<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="6"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="2"><w:startOverride w:val="4"/></w:lvlOverride></w:num>
</w:numbering>"""


def listed(level, list_id=5):
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'


def test_automatic_numbers_of_headings_are_printed():
    body = (
        p("总体要求", listed(0)) + p("指导思想", listed(1)) + p("工作目标", listed(1)) + p("重点任务", listed(0))
        + p("实施青少年行动", listed(1)) + p("建好课程。", listed(2)) + p("办好赛事。", listed(2)) + p("编好教材。", listed(2, 6))
    )  # fmt: skip
    source = read_document(docx_parts(body, numbering=NUMBERING), "a.docx")

    assert source.text.split("\n")[:-1] == [
        "一、总体要求", "（一）指导思想", "（二）工作目标", "二、重点任务", "（一）实施青少年行动", "1.建好课程。", "2.办好赛事。",
        "4.编好教材。",
    ]  # fmt: skip
    assert [(s.number, s.title) for s in parse_plan(source).sections][:3] == [
        ("一", "总体要求"), ("一", "指导思想"), ("二", "工作目标"),
    ]  # fmt: skip


def test_numbers_come_through_styles():
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:styleId="A"><w:name w:val="标题 1"/><w:pPr>{listed(0)}</w:pPr></w:style>'
        '<w:style w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>'
    )
    body = p("总体要求", '<w:pStyle w:val="B"/>')
    source = read_document(docx_parts(body, numbering=NUMBERING, styles=styles), "a.docx")

    assert source.text == "一、总体要求\n"
    assert source.blocks[0].level == 1


@pytest.mark.parametrize(
    ("form", "value", "printed"),
    [
        ("chineseCounting", 12, "十二"),
        ("chineseCounting", 105, "一百零五"),
        ("chineseLegalSimplified", 23, "贰拾叁"),
        ("decimalEnclosedCircle", 3, "③"),
        ("decimalFullWidth", 10, "１０"),
        ("ideographTraditional", 2, "乙"),
        ("lowerLetter", 28, "bb"),
        ("upperRoman", 14, "XIV"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("ideographDigital", 12, "一二"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircle", 21, "㉑"),
        ("decimalEnclosedCircle", 50, "㊿"),
        ("decimalEnclosedCircle", 51, "51"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("decimalEnclosedFullstop", 1, "⒈"),
        ("ideographEnclosedCircle", 10, "㊉"),
        ("ideographZodiac", 12, "亥"),
        ("decimalZero", 4, "04"),
        ("unheardOf", 7, "7"),
    ],
)
def test_numbers_are_printed_in_their_format(form, value, printed):
    assert form_number(value, form) == printed


def test_deleted_hidden_and_field_words_are_not_read():
    body = (
        "<w:p><w:r><w:t>一、总体</w:t></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:ins><w:r><w:t>要求</w:t></w:r></w:ins></w:p>"
    )

    assert read_document(docx_parts(body), "a.docx").text == "一、总体要求\n"


def test_line_break_in_a_paragraph_parts_lines():
    body = "<w:p><w:r><w:t>青禾区科普规划</w:t><w:br/><w:t>实施方案</w:t></w:r></w:p>"

    assert read_document(docx_parts(body), "a.docx").text == "青禾区科普规划\n实施方案\n"


def test_two_hundred_levels_of_tables_are_read_and_told():
    body = p("一、总体要求")
    for _ in range(200):
        body = f"<w:tbl><w:tr><w:tc>{body}<w:p/></w:tc></w:tr></w:tbl>"
    plan = parse_plan(read_document(docx_parts(body), "a.docx"))

    assert [section.title for section in plan.sections] == ["总体要求"]
    assert PlanCode.TOO_DEEP in {warning.code for warning in plan.warnings}
