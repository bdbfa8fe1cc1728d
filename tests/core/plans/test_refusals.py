"""Every code is provoked: refusals as errors, warnings as warnings, nothing as a crash."""

import pytest

from kepu.core.errors import InputError
from kepu.core.plans import MAX_BYTES, MAX_CHARACTERS, REFUSALS, PlanCode, parse_plan, read_document
from kepu.core.plans.reading import archive
from tests.core.plans import making, making_old, making_pdf
from tests.core.plans.interleaving import damaged_text

REFUSED = [
    (PlanCode.EMPTY, b"", "a.txt"),
    (PlanCode.EMPTY, b"\xef\xbb\xbf", "a.txt"),
    (PlanCode.EMPTY, b" \r\n\t\x00", "a.docx"),
    (PlanCode.EMPTY, making.docx_parts("<w:p/>"), "a.docx"),
    (PlanCode.EMPTY, "\u200b\u200b".encode(), "a.txt"),
    (PlanCode.TOO_LARGE, b"a" * (MAX_BYTES + 1), "a.txt"),
    (PlanCode.TOO_LARGE, b"a" * (MAX_CHARACTERS + 1), "a.txt"),
    (PlanCode.UNSUPPORTED_TYPE, making_old.old_document("一、总体要求"), "a.doc"),
    (PlanCode.UNSUPPORTED_TYPE, making_old.compound({"PowerPoint Document": b""}), "a.doc"),
    (PlanCode.UNSUPPORTED_TYPE, b"{\\rtf1}", "-"),
    (PlanCode.NOT_WHAT_ITS_NAME_SAYS, "一、总体要求".encode(), "a.docx"),
    (PlanCode.NOT_WHAT_ITS_NAME_SAYS, making.docx_of("一、总体要求"), "a.txt"),
    (PlanCode.NOT_WHAT_ITS_NAME_SAYS, b"%PDF-1.7", "a.txt"),
    (PlanCode.NOT_WHAT_ITS_NAME_SAYS, b"<!DOCTYPE html><html></html>", "a.txt"),
    (PlanCode.NOT_WHAT_ITS_NAME_SAYS, "一、总体要求".encode(), "a.html"),
    (PlanCode.NOT_WHAT_ITS_NAME_SAYS, making_old.old_document("一、总体要求"), "a.xls"),
    (PlanCode.PASSWORD_PROTECTED, making.encrypted_docx(), "a.docx"),
    (PlanCode.PASSWORD_PROTECTED, making_old.compound({"EncryptedPackage": b""}), "a.xlsx"),
    (PlanCode.PASSWORD_PROTECTED, making_old.old_document("一、总体要求", locked=True), "a.wps"),
    (PlanCode.PASSWORD_PROTECTED, making.flagged_zip(), "a.docx"),
    (PlanCode.BROKEN_DOCUMENT, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.doc"),
    (PlanCode.BROKEN_DOCUMENT, making_old.old_document("一、总体要求")[:1000], "a.doc"),
    (PlanCode.BROKEN_DOCUMENT, making.docx_of("一、总体要求")[:-60], "a.docx"),
    (PlanCode.BROKEN_DOCUMENT, making.docx_parts("<w:p>"), "a.docx"),
    (PlanCode.BROKEN_DOCUMENT, making.docx_parts("").replace(b"word/document.xml", b"word/documenu.xml"), "a.docx"),
    (PlanCode.ZIP_BOMB, making.bomb(archive.MAX_PART + 1), "a.docx"),
    (PlanCode.ZIP_BOMB, making.bomb(8_000_000), "a.docx"),
    (PlanCode.UNDECODABLE, bytes(range(1, 256)) * 4, "a.txt"),
    (PlanCode.TOO_MANY_PAGES, making_pdf.pdf_of([making_pdf.Sheet()] * 301), "a.pdf"),
    (PlanCode.SCANNED, making_pdf.pdf_of([making_pdf.scanned()]), "a.pdf"),
    (PlanCode.UNREADABLE_TEXT, making_pdf.pdf_of([making_pdf.printed(font="F2")]), "a.pdf"),
]


@pytest.mark.parametrize(
    ("code", "data", "name"), REFUSED, ids=[f"{code.value}-{n}" for n, (code, *_) in enumerate(REFUSED)]
)
def test_document_that_cannot_be_read_is_refused(code, data, name):
    with pytest.raises(InputError) as refused:
        read_document(data, name)

    assert refused.value.code is code
    assert refused.value.message.endswith(".")
    assert refused.value.details["name"] == name


def test_entities_are_refused_before_they_grow():
    lol = '<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'

    with pytest.raises(InputError) as refused:
        read_document(making.docx_with_prolog(lol), "a.docx")

    assert refused.value.code is PlanCode.BROKEN_DOCUMENT


# Provoked in test_reading_xlsx and test_ledgers.
OF_PDF = {PlanCode.SCANNED_PAGES, PlanCode.UNKNOWN_CHARACTERS, PlanCode.RECOGNISED_TEXT}  # in test_reading_pdf
OF_WORKBOOKS = list(PlanCode)[list(PlanCode).index(PlanCode.HIDDEN_ROWS) :]
TABLE = "任务分工表\n序号\t任务内容\t牵头单位\t责任单位\n"
WARNED = [
    (PlanCode.NOT_A_PLAN, "今天天气很好，我们去公园散步。"),
    (PlanCode.NO_TASKS, "一、总体要求\n坚持科学普及。"),
    (PlanCode.INTERLEAVED, damaged_text()),
    (PlanCode.HEADING_LOST, "一、任务\n（一）甲行动\n（二）乙行动\n（四）丁行动\n"),
    (PlanCode.HEADING_INFERRED, damaged_text(lost=True)),
    (PlanCode.HEADING_MARK_WRONG, "一、任务\n（一）甲行动\n做好甲。\n（二）乙行动\n做好乙。\n（3）丙行动\n做好丙。\n"),
    (PlanCode.NO_LEAD, TABLE + "1\t做好甲\t\t区教育局\n2\t做好乙\t区科协\t区教育局\n"),
    (PlanCode.ROW_CUT, TABLE + "1\t做好甲\t区科协\t区教育局\n2\t做好乙\t区科协\t区教育局\n3\t做好\n"),
    (PlanCode.END_CUT, "一、任务\n（一）甲行动\n做好甲，让全区群众都能就近参加"),
    (
        PlanCode.REPEATED,
        "一、任务\n" + "（一）甲行动\n办好科技节，让全区的孩子们在动手中爱上科学、学会探究、敢于提问。\n" * 2,
    ),
    (PlanCode.OUT_OF_ORDER, "一、任务\n做好甲。\n三、要求\n做好丙。\n二、保障\n做好乙。\n"),
    (PlanCode.TEXT_CLEANED, "一、总体\u200b要求"),
    (PlanCode.FURNITURE, "当前位置：首页>规划\n一、总体要求\n"),
]


@pytest.mark.parametrize(("code", "text"), WARNED, ids=[code.value for code, _ in WARNED])
def test_text_that_needs_a_person_is_told(code, text):
    plan = parse_plan(text)

    assert code in [warning.code for warning in plan.warnings]
    assert all(warning.message.endswith(".") for warning in plan.warnings)


def test_what_is_no_plan_gives_an_empty_plan():
    plan = parse_plan("今天天气很好，我们去公园散步。\n后天也许下雨。")

    assert (plan.sections, plan.tasks, plan.targets, plan.units) == ((), (), (), ())
    assert plan.document.title is None


def test_empty_text_gives_an_empty_plan():
    assert [warning.code for warning in parse_plan("").warnings] == [PlanCode.NOT_A_PLAN]


def test_every_code_is_provoked_here_or_by_depth():
    provoked = {code for code, *_ in REFUSED} | {code for code, _ in WARNED} | {PlanCode.TOO_DEEP} | OF_PDF

    assert provoked | set(OF_WORKBOOKS) == set(PlanCode)
    assert {code for code, *_ in REFUSED} == REFUSALS
