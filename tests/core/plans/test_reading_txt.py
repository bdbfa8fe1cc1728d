"""Plain text: encodings that nobody declared, characters that print nothing."""

import pytest

from kepu.core.plans import PlanCode, parse_plan, read_document
from kepu.core.plans.reading.txt import from_text

WORDS = "青禾区科普工作要点\n一、总体要求\n坚持政府推动、全民参与。\n"


@pytest.mark.parametrize(
    "data",
    [
        WORDS.encode(),
        b"\xef\xbb\xbf" + WORDS.encode(),
        WORDS.encode("gb18030"),
        b"\xff\xfe" + WORDS.encode("utf-16-le"),
        b"\xfe\xff" + WORDS.encode("utf-16-be"),
        WORDS.encode("utf-16-le"),
        WORDS.replace("\n", "\r\n").encode(),
    ],
    ids=["utf-8", "utf-8-mark", "gb18030", "utf-16-le", "utf-16-be", "utf-16-unmarked", "crlf"],
)
def test_text_is_decoded_without_declaration(data):
    assert read_document(data, "plan.txt").text == WORDS


def test_rare_characters_of_gb18030_are_kept():
    rare = "䶮镇𠮷田社区科普馆，建设科普阵地，推进公民科学素质工作。"

    assert read_document(rare.encode("gb18030"), "plan.txt").text == rare


def test_text_cut_inside_a_character_is_read():
    data = WORDS.encode()[:-2]

    assert read_document(data, "plan.txt").text.startswith("青禾区")


def test_invisible_and_control_characters_are_left_out_and_told():
    source = from_text("一、\u200b总体\ufeff要\x07求\u202e\n全\u00a0文")

    assert source.text == "一、总体要求\n全 文"
    assert [notice.code for notice in source.notices] == [PlanCode.TEXT_CLEANED]
    assert parse_plan(source).warnings[0].details == {"characters": 4}


def test_radicals_of_pdf_extraction_become_ideographs():
    assert from_text("⼀、⼯作⽬标").text == "一、工作目标"


def test_pasted_text_needs_no_bytes():
    assert parse_plan("一、工作目标\n到2030年，建成科普馆5个。").targets[0].value == 5


def test_name_without_known_ending_is_read_by_content():
    assert read_document(WORDS.encode(), "-").text == WORDS
