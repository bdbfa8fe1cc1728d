"""OFD documents: words by their places, ruled tables, templates; scans, locks and damage are refused."""

import contextlib
import io
import random
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kepu.core.errors import InputError
from kepu.core.plans import PlanCode, parse_plan, read_document
from kepu.core.plans.reading.ofdpage import outlines, steps
from tests.core.plans.making_ofd import ofd, paragraph, picture, ruled, text_object

HEAD = (
    "青禾区全民科学素质行动实施方案",
    "一、总体要求",
    "坚持科学普及与科技创新同等重要，推动全民科学素质",
    "持续提升。",
)
GOALS = ("二、工作目标", "到2030年，建成科普基地12个以上。")
ROWS = [
    ["类别", "任务内容", "牵头单位", "责任单位"],
    ["科普行动", "做好甲", "区科协", "区教育局"],
    [None, "做好乙", "区教育局", "区科技局"],
]
LETTER = ofd(paragraph(*HEAD, *GOALS, top=30), paragraph("附件", top=20) + ruled(ROWS, top=40))


def text_of(data):
    return read_document(data, "方案.ofd").text


def test_lines_and_ruled_tables_are_a_plan():
    plan = parse_plan(read_document(LETTER, "方案.ofd"))

    assert [section.title for section in plan.sections[:2]] == ["总体要求", "工作目标"]
    assert [(task.category, task.text, task.lead, task.support) for task in plan.tasks] == [
        ("科普行动", "做好甲", ("区科协",), ("区教育局",)),
        ("科普行动", "做好乙", ("区教育局",), ("区科技局",)),
    ]
    assert [(target.value, target.due_year) for target in plan.targets] == [(12.0, 2030)]
    assert [(cell.row, cell.column, cell.rows) for cell in plan.tables[0].cells if cell.rows > 1] == [(1, 0, 2)]


def test_broken_lines_are_one_paragraph():
    words = "坚持科学普及与科技创新同等重要的制度安排，推动全民科学素质持续提升，夯实高质量发展的群众基础。" * 2
    page, top = "", 30
    for _ in range(4):
        page += paragraph(words[:26], top=top, left=40) + paragraph(words[26:54], words[54:82], words[82:], top=top + 9)
        top += 36

    assert text_of(ofd(page)) == f"{words}\n" * 4


def test_matrix_moves_and_scales_the_words():
    page = paragraph(*HEAD, top=30) + text_object("二、工作目标", 30, 90, size=1, more='CTM="5 0 0 5 0 0"')

    assert text_of(ofd(page)).endswith("二、工作目标\n")


def test_places_may_be_given_character_by_character():
    page = paragraph(*HEAD, top=30) + text_object("二、工作目标", 30, 90, code='DeltaX="5 5 5 5 5"')

    assert steps("g 2 5 3", 9) == [5.0, 5.0, 3.0]
    assert text_of(ofd(page)).endswith("二、工作目标\n")


def test_invisible_words_are_not_read():
    page = paragraph(*HEAD, top=30) + text_object("草稿", 30, 90, more='Visible="false"')

    assert "草稿" not in text_of(ofd(page))


def test_slanted_watermark_is_not_read():
    page = paragraph(*HEAD, top=30) + text_object("内部征求意见", 60, 150, more='CTM="0.7 -0.7 0.7 0.7 0 0"')

    assert "内部" not in text_of(ofd(page))


def test_text_recognised_from_a_scan_is_read_and_told():
    words = "".join(
        text_object(words, 30, 30 + 9 * number, more='Alpha="0"')
        for number, words in enumerate((*HEAD, *GOALS, *["坚持科学普及与科技创新同等重要。"] * 12))
    )
    plan = parse_plan(read_document(ofd(picture(0, 0, 210, 297) + words), "扫描.ofd"))

    assert [target.value for target in plan.targets] == [12.0]
    assert PlanCode.RECOGNISED_TEXT in {warning.code for warning in plan.warnings}


def test_lines_of_a_template_rule_every_page_and_its_words_stand_once():
    table = ruled([["", "", "", ""]] * 3, top=40)
    words = "".join(
        text_object(word, 22 + 42 * column, 48 + 12 * row, size=4)
        for row, cells in enumerate(ROWS)
        for column, word in enumerate(cells)
        if word
    )
    data = ofd(words, paragraph(*HEAD, top=100), template=text_object("青禾区", 30, 20) + table)

    assert [task.text for task in parse_plan(read_document(data, "方案.ofd")).tasks] == ["做好甲", "做好乙"]
    assert text_of(data).count("青禾区\n") == 1


def test_page_numbers_are_left_out():
    pages = [paragraph(*HEAD, top=30) + text_object(f"— {n} —", 100, 285) for n in (1, 2, 3)]

    assert "—" not in text_of(ofd(*pages))


def test_two_documents_in_one_file_are_read_in_turn():
    with zipfile.ZipFile(io.BytesIO(ofd(paragraph(*GOALS, top=30), root="Doc_1"))) as archive:
        second = {path: archive.read(path) for path in archive.namelist() if path != "OFD.xml"}
    listed = b"<a><DocRoot>/Doc_0/Document.xml</DocRoot><DocRoot>Doc_1/Document.xml</DocRoot></a>"
    text = text_of(ofd(paragraph(*HEAD, top=30), members={**second, "OFD.xml": listed}))

    assert text.startswith("青禾区")
    assert "二、工作目标" in text


def test_corners_of_paths():
    assert outlines("M 0 0 L 4 0 B 1 1 2 2 4 3 C") == [[(0, 0), (4, 0), (4, 3), (0, 0)]]
    assert outlines("S 1 1 Q 1 2") == []
    assert outlines("L 1 1 Z M 1 1 L x 2") == []


WHOLE = picture(0, 0, 210, 297)
REFUSED = [
    (PlanCode.SCANNED, ofd(WHOLE, WHOLE)),
    (PlanCode.SCANNED, ofd(WHOLE + text_object("1", 100, 290))),
    (PlanCode.EMPTY, ofd("")),
    (PlanCode.PASSWORD_PROTECTED, ofd(paragraph(*HEAD, top=30), members={"Encryptions.xml": b"<a/>"})),
    (PlanCode.BROKEN_DOCUMENT, LETTER[:-40]),
    (PlanCode.BROKEN_DOCUMENT, ofd()),
    (PlanCode.BROKEN_DOCUMENT, ofd("<a>")),
    (PlanCode.BROKEN_DOCUMENT, ofd("", members={"OFD.xml": b"<a><DocRoot>Doc_9/Document.xml</DocRoot></a>"})),
    (PlanCode.BROKEN_DOCUMENT, ofd("", members={"OFD.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'})),
    (PlanCode.TOO_MANY_PAGES, ofd(*[text_object("甲", 9, 9)] * 301)),
    (PlanCode.ZIP_BOMB, ofd("", members={"Doc_0/Res/a.xml": b" " * 9_000_000})),
]


@pytest.mark.parametrize(("code", "data"), REFUSED, ids=[f"{code.value}-{n}" for n, (code, _) in enumerate(REFUSED)])
def test_document_that_cannot_be_read_is_refused(code, data):
    with pytest.raises(InputError) as refused:
        read_document(data, "方案.ofd")

    assert refused.value.code is code


def test_circles_and_depth_end():
    deep = "<ofd:PageBlock>" * 900 + "</ofd:PageBlock>" * 900

    assert text_of(ofd(deep + paragraph(*HEAD, top=30))).startswith("青禾区")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_damage_never_breaks_the_reader(seed):
    rng = random.Random(seed)  # noqa: S311  the same damage for the same seed
    page = list(paragraph(*HEAD, top=30) + ruled(ROWS, top=80))
    for _ in range(rng.randrange(1, 30)):
        at = rng.randrange(len(page))
        page[at : at + rng.randrange(3)] = rng.choice(['"', "-", "9", "e9", " ", "g", "C", "nan", "甲", "1e400"])

    with contextlib.suppress(InputError):  # and nothing else
        text_of(ofd("".join(page)))
