"""Web pages: what a reader sees, merges, encodings, depth."""

import pytest

from kepu.core.plans import parse_plan, read_document
from tests.core.plans.making import sample_html, sample_text

PAGE = "<html><head><meta charset={0}></head><body><h1>青禾区科普工作要点</h1><p>一、工作目标</p><p>建成科普馆5个。</p></body></html>"


def test_sample_as_web_page_gives_the_same_plan():
    plan = parse_plan(read_document(sample_html().encode(), "plan.html"))
    wanted = parse_plan(sample_text())

    assert [(s.title, s.kind) for s in plan.sections] == [(s.title, s.kind) for s in wanted.sections]
    assert [(t.text, t.lead, t.support) for t in plan.tasks] == [(t.text, t.lead, t.support) for t in wanted.tasks]
    assert [(c.row, c.column, c.rows) for c in plan.tables[0].cells if c.rows > 1] == [(1, 0, 5), (6, 0, 5), (8, 3, 2)]
    assert "首页" not in plan.text


def test_declared_gb2312_is_read_as_its_superset():
    data = PAGE.format("gb2312").replace("科普馆", "䶮科普馆").encode("gb18030")

    assert "䶮科普馆" in read_document(data, "plan.htm").text


def test_wrong_declaration_is_overruled():
    data = PAGE.format("gb2312").encode()

    assert "青禾区" in read_document(data, "plan.html").text


def test_column_spans_are_expanded():
    page = (
        "<html><body><table><tr><th colspan=2>类别</th><th>任务内容</th><th>牵头单位</th></tr>"
        "<tr><td rowspan=2>一、行动</td><td>甲</td><td>做好甲</td><td rowspan=0>区科协</td></tr>"
        "<tr><td>乙</td><td>做好乙</td></tr></table></body></html>"
    )
    plan = parse_plan(read_document(page.encode(), "a.html"))

    assert [(task.category, task.group, task.text, task.lead) for task in plan.tasks] == [
        ("行动", "甲", "做好甲", ("区科协",)),
        ("行动", "乙", "做好乙", ("区科协",)),
    ]


def test_breaks_part_lines_and_white_space_does_not():
    page = "<html><body><p>一、\n  总体要求<br>坚持科学\t普及。</p></body></html>"

    assert read_document(page.encode(), "a.html").text == "一、 总体要求\n坚持科学 普及。\n"


def test_five_thousand_levels_are_read():
    page = "<html><body>" + "<div>" * 5000 + "一、总体要求" + "</div>" * 5000 + "</body></html>"

    assert [section.title for section in parse_plan(read_document(page.encode(), "a.html")).sections] == ["总体要求"]


def test_html_without_a_head_is_known_by_its_tags():
    assert read_document("<p>一、总体要求</p>".encode(), "a.html").text == "一、总体要求\n"


HEAD = "<p>青禾区科普方案（2021—2025年）</p><p>一、目标任务</p><p>建成科普馆5个。</p><p>附件</p>"


def duties(tables):
    plan = parse_plan(read_document(f"<html><body>{HEAD}{tables}</body></html>".encode(), "a.html"))
    return plan, [(task.category, task.text, task.lead, task.support) for task in plan.tasks]


def row(*cells):
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def test_title_in_a_row_above_the_header_is_that_of_the_annex():
    title = "<tr><td colspan=4>青禾区任务分工表</td></tr>"
    header = row("序号", "任务", "牵头单位", "配合单位")

    plan, found = duties(f"<table>{title}{header}{row('1', '办好科技节', '区教育局', '区科协')}</table>")

    assert [section.title for section in plan.sections] == ["目标任务", "青禾区任务分工表"]
    assert found == [(None, "办好科技节", ("区教育局",), ("区科协",))]


@pytest.mark.parametrize(
    ("between", "again"),
    [
        ("", False),
        ("<p>- 12 -</p>", False),
        ("<p>- 12 -</p>", True),
        ("<p>（续表）</p>", False),
        ("<p>（续表）</p>", True),
    ],
)
def test_table_goes_on_behind_the_end_of_a_page(between, again):
    header = row("序号", "任务", "内容", "牵头单位", "配合单位")
    first = row("1", "青少年行动", "办好科技节，动手实践。", "区教育局", "区科协")
    rest = row("", "", "培训辅导员。", "", "") + row("2", "老年人行动", "培训手机应用。", "区民政局", "区科协")

    _, found = duties(
        f"<p>任务分工表</p><table>{header}{first}</table>{between}<table>{header if again else ''}{rest}</table>"
    )

    assert found == [
        ("青少年行动", "办好科技节，动手实践。", ("区教育局",), ("区科协",)),
        ("青少年行动", "培训辅导员。", ("区教育局",), ("区科协",)),
        ("老年人行动", "培训手机应用。", ("区民政局",), ("区科协",)),
    ]


@pytest.mark.parametrize(
    ("head", "cell", "lead", "support"),
    [
        ("责任单位", "区委宣传部、区科协按职责分工负责", ("区委宣传部", "区科协"), ()),
        ("责任单位（带*的为牵头单位）", "*区教育局、区科协、团区委", ("区教育局",), ("区科协", "团区委")),
        ("责任单位及责任人", "区教育局<br>李四", ("区教育局",), ()),
    ],
)
def test_cell_of_units_holds_other_things_beside_the_names(head, cell, lead, support):
    header = row("序号", "任务", head)

    _, found = duties(f"<p>任务分工表</p><table>{header}{row('1', '办好科技节', cell)}</table>")

    assert found == [(None, "办好科技节", lead, support)]
