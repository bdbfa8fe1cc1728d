"""Word documents as they are printed: tracked changes, fields, text boxes, notes, controls, symbols, numbers of lists."""

import contextlib
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kepu.core.errors import InputError
from kepu.core.plans import PlanCode, parse_plan, read_document
from kepu.core.plans.reading import archive
from kepu.core.plans.source import Table
from tests.core.plans.making import HEADER, W, docx_parts, p, sample_docx

MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def lines(body, **parts):
    return read_document(docx_parts(body, **parts), "a.docx").text.split("\n")[:-1]


def run(words, properties=""):
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r>"


def par(*runs, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def field(code, result, *, end=True):
    last = '<w:r><w:fldChar w:fldCharType="end"/></w:r>' if end else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}{last}'
    )


def numbered(level, list_id=1):
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'


def numbering(*levels, nums='<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>', more=""):
    made = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>{rest}</w:lvl>'
        for at, (form, text, rest) in enumerate(levels)
    )
    return f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">{more}{made}</w:abstractNum>{nums}</w:numbering>'


# Tracked changes


def test_text_after_tracked_changes_is_read():
    moved = f"<w:moveFrom>{run('旧处')}</w:moveFrom><w:moveTo>{run('新处')}</w:moveTo>"
    body = par(
        run("一、"), f"<w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins>{run('总体要求')}</w:ins>", moved
    )

    assert lines(body) == ["一、总体要求新处"]


@pytest.mark.parametrize("mark", ["del", "moveFrom"])
def test_deleted_end_of_a_paragraph_joins_it_with_the_next(mark):
    body = par(run("建成科普馆"), properties=f"<w:rPr><w:{mark}/></w:rPr>") + p("5个。") + p("做好乙。")

    assert lines(body) == ["建成科普馆5个。", "做好乙。"]


def test_deleted_end_before_a_table_keeps_the_words():
    table = f"<w:tbl><w:tr><w:tc>{p('甲')}</w:tc><w:tc>{p('乙')}</w:tc></w:tr></w:tbl>"

    assert lines(par(run("分工表"), properties="<w:rPr><w:del/></w:rPr>") + table)[0] == "分工表"


def test_deleted_and_hidden_rows_and_deleted_cells_are_left_out():
    def row(*words, mark="", cell=""):
        cells = "".join(
            f"<w:tc><w:tcPr>{cell if n == 2 else ''}</w:tcPr>{p(word)}</w:tc>" for n, word in enumerate(words)
        )
        return f"<w:tr><w:trPr>{mark}</w:trPr>{cells}</w:tr>"

    source = read_document(
        docx_parts(
            f"<w:tbl>{row('任务', '牵头单位')}{row('旧任务', '区旧局', mark='<w:del/>')}"
            f"{row('藏任务', '区旧局', mark='<w:hidden/>')}{row('做好甲', '区科协', '旧格', cell='<w:cellDel/>')}</w:tbl>"
        ),
        "a.docx",
    )

    assert source.text.split() == ["任务", "牵头单位", "做好甲", "区科协"]


# Fields and controls


def test_table_of_contents_and_numbers_of_pages_are_left_out():
    entry = run("一、总体要求") + field("PAGEREF _Toc1", run("1"))
    contents = f"<w:p>{field(' TOC ', entry, end=False)}</w:p>" + par(run("二、工作目标	2"))
    ended = '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    body = p("目　录") + contents + ended + p("一、总体要求") + par(run("共"), field("NUMPAGES", run("9")), run("项"))

    assert lines(body) == ["一、总体要求", "共项"]


def test_results_of_other_fields_are_read():
    simple = f'<w:fldSimple w:instr=" REF a ">{run("附件")}</w:fldSimple><w:fldSimple w:instr="PAGE">{run("3")}</w:fldSimple>'

    assert lines(par(run("见"), field("HYPERLINK x", run("网页")), run("和"), simple)) == ["见网页和附件"]


def test_field_that_never_ends_does_not_swallow_the_document():
    body = f"<w:p>{field('TOC', run('一、总体要求'), end=False)}</w:p>" + p("二、工作目标")

    assert lines(body) == ["一、总体要求", "二、工作目标"]


def test_contents_in_their_style_are_left_out():
    styles = f'<w:styles xmlns:w="{W}"><w:style w:styleId="11"><w:name w:val="toc 1"/></w:style></w:styles>'
    body = par(run("一、总体要求 1"), properties='<w:pStyle w:val="11"/>') + p("一、总体要求")

    assert lines(body, styles=styles) == ["一、总体要求"]


def test_controls_are_transparent_except_placeholders_and_contents():
    def control(properties, content):
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    body = (
        control(gallery, p("目录") + p("一、总体要求 1"))
        + control("", p("一、总体要求"))
        + par(run("由"), control("", run("区科协")), control("<w:showingPlcHdr/>", run("单击输入")), run("牵头"))
    )

    assert lines(body) == ["一、总体要求", "由区科协牵头"]


def test_rows_and_cells_may_stand_in_controls():
    row = (
        f"<w:tr><w:sdt><w:sdtContent><w:tc>{p('做好甲')}</w:tc></w:sdtContent></w:sdt><w:tc>{p('区科协')}</w:tc></w:tr>"
    )
    table = f"<w:tbl><w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt>{row}</w:tbl>"
    found = next(block for block in read_document(docx_parts(table), "a.docx").blocks if isinstance(block, Table))

    assert (found.n_rows, found.n_columns) == (2, 2)


# Text boxes, notes


def box(words):
    return f"<w:txbxContent>{words}</w:txbxContent>"


def test_text_box_written_twice_is_read_once_behind_its_paragraph():
    drawing = (
        f'<w:r><mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="wps">{box(p("（责任单位：区科协）"))}</mc:Choice>'
        f"<mc:Fallback><w:pict>{box(p('（责任单位：区科协）'))}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )

    assert lines(par(drawing, run("做好甲。")) + p("做好乙。")) == ["做好甲。", "（责任单位：区科协）", "做好乙。"]


def test_text_box_of_old_programs_is_read():
    assert lines(par(f"<w:r><w:pict>{box(p('青禾区文件'))}</w:pict></w:r>")) == ["青禾区文件"]


def test_table_in_a_text_box_in_a_cell_stays_in_the_cell():
    inner = f"<w:tbl><w:tr><w:tc>{p('做好甲')}</w:tc><w:tc>{p('做好乙')}</w:tc></w:tr></w:tbl>"
    cell = f"<w:tc><w:p><w:r><w:pict>{box(inner)}</w:pict></w:r></w:p></w:tc>"
    header = "".join(f"<w:tc>{p(word)}</w:tc>" for word in HEADER)
    row = f"<w:tr><w:tc>{p('行动')}</w:tc>{cell}<w:tc>{p('区科协')}</w:tc><w:tc>{p('区教育局')}</w:tc></w:tr>"
    plan = parse_plan(read_document(docx_parts(f"<w:tbl><w:tr>{header}</w:tr>{row}</w:tbl>"), "a.docx"))

    assert [task.text for task in plan.tasks] == ["做好甲做好乙"]


def test_notes_stand_at_the_end_with_their_numbers():
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="-1">{p("分隔")}</w:footnote>'
        f'<w:footnote w:id="2">{p("指公民。")}</w:footnote><w:footnote w:id="3">{p("指全区。")}</w:footnote></w:footnotes>'
    )
    ends = f'<w:endnotes xmlns:w="{W}"><w:endnote w:id="1">{p("完。")}</w:endnote></w:endnotes>'
    refer = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    body = par(run("科学素质"), refer.format(2), run("提升"), '<w:r><w:endnoteReference w:id="1"/></w:r>')
    body += par(run("覆盖率"), refer.format(3))

    assert lines(body, footnotes=notes, endnotes=ends) == [
        "科学素质提升", "覆盖率", "[1] 指公民。", "[2] 指全区。", "[i] 完。",
    ]  # fmt: skip
    circled = '<w:sectPr><w:footnotePr><w:numFmt w:val="decimalEnclosedCircle"/></w:footnotePr></w:sectPr>'
    assert lines(body + circled, footnotes=notes)[2] == "① 指公民。"


# What runs print


def test_hidden_words_are_left_out_wherever_that_is_said():
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="i"><w:basedOn w:val="h"/></w:style></w:styles>'
    )
    body = (
        par(run("明"), run("藏", "<w:vanish/>"), run("显", '<w:vanish w:val="0"/>'), run("藏", '<w:rStyle w:val="i"/>'))
        + par(run("藏"), run("见", '<w:vanish w:val="0"/>'), properties='<w:pStyle w:val="h"/>')
    )  # fmt: skip

    assert lines(body, styles=styles) == ["明显", "见"]


def test_symbols_breaks_tabs_and_readings():
    sym = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
    ruby = "<w:r><w:ruby><w:rt><w:r><w:t>kē</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>科</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    body = par(
        sym, run("完成"), "<w:r><w:tab/></w:r>", ruby, run("\uf06c"), '<w:r><w:br w:type="page"/></w:r>', run("下页")
    )

    assert lines(body) == ["☑完成 科●", "下页"]


def test_cells_merged_sideways_as_old_programs_write_it():
    cells = f"<w:tc><w:tcPr><w:hMerge w:val='restart'/></w:tcPr>{p('类别')}</w:tc><w:tc><w:tcPr><w:hMerge/></w:tcPr><w:p/></w:tc>"
    row = (
        f"<w:tr>{cells}<w:tc>{p('单位')}</w:tc></w:tr><w:tr>"
        + "".join(f"<w:tc>{p(w)}</w:tc>" for w in "甲乙丙")
        + "</w:tr>"
    )
    table = read_document(docx_parts(f"<w:tbl>{row}</w:tbl>"), "a.docx").blocks[0]

    assert [(cell.column, cell.columns) for cell in table.cells[:2]] == [(0, 2), (2, 1)]


# Numbers


def test_chapters_and_digits_are_parted_from_the_words_unless_the_list_says_not():
    levels = (("chineseCounting", "第%1章", ""), ("decimal", "%1.%2", "<w:isLgl/>"))
    body = p("总则", numbered(0)) + p("目标", numbered(1)) + p("附则", numbered(0))

    assert lines(body, numbering=numbering(*levels)) == ["第一章 总则", "1.1 目标", "第二章 附则"]
    tight = numbering(("chineseCounting", "第%1章", '<w:suff w:val="nothing"/>'))
    assert lines(p("总则", numbered(0)), numbering=tight) == ["第一章总则"]


def test_lists_of_one_definition_go_on_and_begin_anew_only_where_they_say():
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    body = "".join(p(word, numbered(0, n)) for word, n in (("甲", 1), ("乙", 2), ("丙", 3), ("丁", 3), ("戊", 1)))

    made = lines(body, numbering=numbering(("chineseCounting", "%1、", ""), nums=nums))

    assert made == ["一、甲", "二、乙", "一、丙", "二、丁", "三、戊"]


def test_level_that_never_begins_anew_counts_through():
    levels = (("chineseCounting", "%1、", ""), ("decimal", "%2.", '<w:lvlRestart w:val="0"/>'))
    body = "".join(p("甲", numbered(level)) for level in (0, 1, 1, 0, 1))

    assert lines(body, numbering=numbering(*levels)) == ["一、甲", "1.甲", "2.甲", "二、甲", "3.甲"]


def test_paragraph_without_words_is_counted_and_not_printed():
    body = p("甲", numbered(0)) + par(properties=numbered(0)) + p("丙", numbered(0))

    assert lines(body, numbering=numbering(("decimal", "%1.", ""))) == ["1.甲", "3.丙"]


def test_level_comes_from_the_style_that_the_list_names():
    levels = (("chineseCounting", "%1、", ""), ("chineseCounting", "（%2）", '<w:pStyle w:val="B"/>'))
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:styleId="B"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        "</w:styles>"
    )
    body = p("总体要求", numbered(0)) + p("工作目标", '<w:pStyle w:val="B"/>')

    assert lines(body, numbering=numbering(*levels), styles=styles) == ["一、总体要求", "（一）工作目标"]


def test_list_that_only_names_a_style_of_lists():
    named = (
        '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="L"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    )
    made = numbering(("chineseCounting", "%1、", ""), nums=named, more='<w:styleLink w:val="L"/>')

    assert lines(p("总体要求", numbered(0)), numbering=made) == ["一、总体要求"]


def test_page_that_a_program_put_into_a_document_is_read():
    from tests.factories.files import with_members

    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="a" Type="x/aFChunk" Target="afchunk.mht"/></Relationships>'
    )
    page = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html; charset="utf-8"\n\n<p>一、总体要求</p>\n--b--\n'
    data = with_members(
        docx_parts(f'<w:altChunk xmlns:r="{R}" r:id="a"/>'),
        {"word/_rels/document.xml.rels": relations.encode(), "word/afchunk.mht": page.encode()},
    )

    assert read_document(data, "a.docx").text == "一、总体要求\n"


# Damage


@pytest.mark.parametrize("limit", ["MAX_READ", "MAX_TAKEN"])
def test_more_than_a_document_holds_is_not_taken_out(limit, monkeypatch):
    monkeypatch.setattr(archive, limit, 100)

    with pytest.raises(InputError) as refused:
        lines(p("一、总体要求"))

    assert refused.value.code is PlanCode.ZIP_BOMB


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 2**32))
def test_damage_never_breaks_the_reader(seed):
    rng = random.Random(seed)  # noqa: S311  the same damage for the same seed
    data = bytearray(sample_docx())
    for _ in range(rng.randrange(1, 20)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    if rng.random() < 0.3:
        del data[rng.randrange(len(data)) :]

    with contextlib.suppress(InputError):  # and nothing else
        read_document(bytes(data), "a.docx")


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "p",
                "r",
                "t",
                "tbl",
                "tr",
                "tc",
                "txbxContent",
                "sdt",
                "del",
                "fldChar",
                "instrText",
                "Choice",
                "Fallback",
                "vMerge",
                "pPr",
                "AlternateContent",
                "footnoteReference",
                "hMerge",
                "altChunk",
                "sym",
                "tcPr",
            ]
        ),
        max_size=60,
    ),
    st.randoms(),
)
def test_elements_in_any_order_are_read(names, rng):
    body, still_open = "", []
    for name in names:
        body += f'<w:{name} w:val="{rng.randrange(3)}" w:fldCharType="{rng.choice(("begin", "separate", "end"))}">甲'
        still_open.append(name)
        while still_open and rng.random() < 0.5:
            body += f"</w:{still_open.pop()}>"
    body += "".join(f"</w:{name}>" for name in reversed(still_open))

    with contextlib.suppress(InputError):  # nothing to read
        read_document(docx_parts(body), "a.docx")
