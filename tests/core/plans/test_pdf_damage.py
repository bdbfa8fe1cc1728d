"""Broken, hostile and huge PDF documents: refused or read, never another error, never without end."""

import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kepu.core.errors import InputError
from kepu.core.plans import REFUSALS, PlanCode, parse_plan, read_document
from kepu.core.plans.reading.pdf import MAX_PAGES, opening
from kepu.core.plans.reading.txt import from_text
from tests.core.plans.making import sample_text
from tests.core.plans.making_pdf import WORDS, Sheet, pdf_of, printed, scanned
from tests.core.plans.typesetting import Style, typeset

SAMPLE = typeset(from_text(sample_text()), Style())


def outlined():
    sheet = Sheet()
    for number in range(300):
        sheet.line(80 + number, 100, 85 + number, 120)
    return sheet


def bomb():
    """Write a page whose commands unpack to more than a page has."""
    return pdf_of([printed()]).replace(b"endobj\n", b"endobj\n99 0 obj\n<</Filter/FlateDecode/Length 1>>stream\n"
                                       + zlib.compress(bytes(opening.MAX_CONTENT + 1)) + b"\nendstream\nendobj\n", 1)  # fmt: skip


REFUSED = [
    (PlanCode.SCANNED, pdf_of([scanned()])),
    (PlanCode.SCANNED, pdf_of([scanned(words="扫描全能王创建"), scanned(), scanned()])),
    (PlanCode.SCANNED, pdf_of([printed(1), *[scanned()] * 5])),
    (PlanCode.SCANNED, pdf_of([outlined()])),
    (PlanCode.EMPTY, pdf_of([Sheet(), Sheet()])),
    (PlanCode.UNREADABLE_TEXT, pdf_of([printed(font="F2")])),
    (PlanCode.UNREADABLE_TEXT, pdf_of([printed(words="\ue123\ue124\ue125" + WORDS)])),
    (PlanCode.UNREADABLE_TEXT, pdf_of([printed(words="ÎÒÊÇÇàºÌÇøÈËÃñÕþ¸®°ì¹«ÊÒ¹ØÓÚÓ¡·¢")])),
    (PlanCode.PASSWORD_PROTECTED, pdf_of([printed()], user="open", owner="secret")),
    (PlanCode.TOO_MANY_PAGES, pdf_of([Sheet()] * (MAX_PAGES + 1))),
    (PlanCode.TOO_MANY_PAGES, pdf_of([Sheet()] * 10_000)),
    (PlanCode.ZIP_BOMB, bomb()),
    (PlanCode.BROKEN_DOCUMENT, b"%PDF-1.7"),
    (PlanCode.BROKEN_DOCUMENT, SAMPLE[:200]),
    (PlanCode.BROKEN_DOCUMENT, pdf_of([])),
]


@pytest.mark.parametrize(("code", "data"), REFUSED, ids=[f"{code.value}-{n}" for n, (code, _) in enumerate(REFUSED)])
def test_document_that_cannot_be_read_is_refused(code, data):
    with pytest.raises(InputError) as refused:
        read_document(data, "plan.pdf")

    assert refused.value.code is code
    assert refused.value.message.endswith(".")
    assert refused.value.details["name"] == "plan.pdf"


def test_more_characters_than_are_read_are_refused(monkeypatch):
    monkeypatch.setattr(opening, "MAX_GLYPHS", 100)

    with pytest.raises(InputError) as refused:
        read_document(pdf_of([printed(2), printed(3)]), "plan.pdf")

    assert refused.value.code is PlanCode.TOO_LARGE
    assert refused.value.details["limit"] == 100


def test_more_drawings_than_a_document_has_are_refused(monkeypatch):
    monkeypatch.setattr("kepu.core.plans.reading.pdf.rules.MAX_OBJECTS", 100)

    with pytest.raises(InputError) as refused:
        read_document(pdf_of([outlined()]), "plan.pdf")

    assert refused.value.code is PlanCode.TOO_LARGE


def read_or_refuse(data):
    refused = source = None
    try:
        source = read_document(data, "plan.pdf")
    except InputError as error:
        refused = error.code
    assert (refused in REFUSALS) is (source is None)
    assert source is None or parse_plan(source).text == source.text


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(SAMPLE)))
def test_cut_document_is_read_or_refused(length):
    read_or_refuse(b"%PDF-" + SAMPLE[5:length])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(5, len(SAMPLE) - 1), st.integers(0, 255)), min_size=1, max_size=60))
def test_document_with_other_bytes_is_read_or_refused(changes):
    data = bytearray(SAMPLE)
    for place, byte in changes:
        data[place] = byte

    read_or_refuse(bytes(data))


COMMANDS = st.sampled_from(
    ["q", "Q", "BT", "ET", "0 0 m", "90 0 l", "S", "f", "10 10 80 20 re", "1e9 0 0 1e9 0 0 cm", "0 0 0 0 0 0 cm", "3 Tr",
     "/F1 16 Tf", "/F9 1e9 Tf", "1 0 0 1 80 700 Tm", "-1 0 0 -1 200 300 Tm", "0 0 0 0 0 0 Tm", "<4e004e8c> Tj", "(a) Tj",
     "[<4e00> -9999 <4e8c>] TJ", "/I1 Do", "<ffff> Tj", "<d83d> Tj", "1e38 -1e38 m", "1e38 1e38 l", "0 -1 1 0 9 9 Tm"]
)  # fmt: skip


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(COMMANDS, max_size=60))
def test_page_of_any_commands_is_read_or_refused(commands):
    sheet = printed(3)
    sheet.parts += commands

    read_or_refuse(pdf_of([sheet, sheet]))


@pytest.mark.parametrize(
    "sheet",
    [
        pytest.param(lambda: [("line", (80 + n % 400, 100 + n // 400, 90 + n % 400, 100 + n // 400)) for n in range(20_000)], id="lines"),
        pytest.param(lambda: [("text", (80 + 5 * (n % 80), 100 + n // 10, "一", 4)) for n in range(6_000)], id="words"),
        pytest.param(lambda: [("text", (80, 100, "一" * 20_000, 1.5))], id="one line"),
        pytest.param(lambda: [("text", (80 + 0.01 * n, 100, "一", 16)) for n in range(4_000)], id="one place"),
    ],
)  # fmt: skip
def test_crowded_page_is_read_or_refused(sheet):
    page = Sheet()
    for kind, given_as in sheet():
        getattr(page, kind)(*given_as)
    data = pdf_of([page])

    read_or_refuse(data)


def test_twenty_pages_are_read():
    data = typeset(from_text("\n".join(sample_text().split("\n")[:40] * 12)), Style())

    source = read_document(data, "plan.pdf")

    assert len(source.text) > 8_000
