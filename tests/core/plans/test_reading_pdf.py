"""PDF documents: paragraphs from lines, reading order, what is printed around the text, characters."""

import pytest

from kepu.core.plans import PlanCode, parse_plan, read_document
from kepu.core.plans.source import Table
from tests.core.plans.making_pdf import Sheet, advance, pdf_of

LEFT, RIGHT = 80.0, 512.0
FULL = "坚持科学普及与科技创新同等重要，把科学素质建设摆在更加"  # 27 characters: a full line of 16 points
BODY = f"到2025年，公民具备科学素质的比例达到15%以上，{FULL[:14]}"


def read(*sheets, **locks):
    return read_document(pdf_of(sheets, **locks), "plan.pdf")


def lines_of(source):
    return source.text.split("\n")[:-1]


def page(*lines, top=120.0, pitch=28.0, size=16.0, foot=""):
    """Print lines one below another; each is (x, words)."""
    sheet = Sheet()
    for number, (x, words) in enumerate(lines):
        sheet.text(x, top + number * pitch, words, size)
    if foot:
        sheet.text((sheet.width - advance(foot, 14)) / 2, 790, foot, 14)
    return sheet


def test_wrapped_lines_make_one_paragraph():
    source = read(
        page(
            (LEFT + 32, "一、总体要求"),
            (LEFT + 32, FULL[:25]),
            (LEFT, FULL[25:] + FULL[:25]),
            (LEFT, "位置。"),
            (LEFT + 32, FULL[:25]),
            (LEFT, "位置。"),
        )
    )

    assert lines_of(source) == [
        "一、总体要求", FULL + FULL[:25] + "位置。", FULL[:25] + "位置。",
    ]  # fmt: skip


def test_line_with_room_for_the_next_ends_its_paragraph():
    source = read(
        page((LEFT, FULL), (LEFT, "主办：区科协"), (LEFT, "协办：区教育局"), (LEFT, FULL[:27]), (LEFT, "完。"))
    )

    assert lines_of(source) == [FULL + "主办：区科协", "协办：区教育局", FULL[:27] + "完。"]


def test_numbered_line_begins_a_paragraph_though_the_line_before_is_full():
    closed = FULL[:26] + "。"
    source = read(page((LEFT, closed), (LEFT, "（二）" + FULL[:24]), (LEFT, "完。")))

    assert lines_of(source) == [closed, "（二）" + FULL[:24] + "完。"]


def test_paragraph_goes_on_over_the_page():
    source = read(
        page((LEFT + 32, FULL[:25]), (LEFT, FULL), foot="— 1 —"), page((LEFT, FULL), (LEFT, "完。"), foot="— 2 —")
    )

    assert lines_of(source) == [FULL[:25] + FULL * 2 + "完。"]


def test_centred_title_of_two_lines_is_one_paragraph_when_the_first_is_full():
    words = "关于印发青禾区全民科学素质行动规划纲要实施方"
    sheet = page((LEFT, FULL), (LEFT, FULL), (LEFT, "完。"), top=220)
    sheet.text(75, 100, words, 20)
    sheet.text(75 + advance(words, 20) / 2 - 50, 135, "案的通知书", 20)

    assert lines_of(read(sheet))[0] == words + "案的通知书"


def test_two_columns_are_read_one_after_another():
    sheet = Sheet()
    sheet.text(150, 100, "青禾区全民科学素质工作简报", 20)
    left = "一二三四五六七八九十甲乙丙丁戊己庚"
    for number in range(8):
        sheet.text(80, 150 + 20 * number, left, 12)
        sheet.text(310, 150 + 20 * number, left[::-1], 12)
    sheet.text(80, 150 + 20 * 8, "左完。", 12)
    sheet.text(310, 150 + 20 * 8, "右完。", 12)

    assert lines_of(read(sheet)) == ["青禾区全民科学素质工作简报", left * 8 + "左完。", left[::-1] * 8 + "右完。"]


@pytest.mark.parametrize("foot", ["— {} —", "第{}页 共3页", "{}/3", "- {} -", "{}", "Page {} of 3"])
def test_running_heads_and_page_numbers_are_left_out(foot):
    sheets = []
    for number in range(1, 4):
        sheet = page((LEFT + 32, f"第{'一二三'[number - 1]}段到此为止。"), foot=foot.format(number))
        sheet.text(LEFT, 50, "青禾区人民政府文件", 9)
        sheet.text(400, 50, f"第{number}期", 9)
        sheets.append(sheet)

    assert lines_of(read(*sheets)) == ["第一段到此为止。", "第二段到此为止。", "第三段到此为止。"]


def test_what_stands_alike_on_pages_but_is_a_heading_stays():
    sheets = [page((LEFT, f"附件{number}"), (LEFT, "青禾区任务清单。"), top=60) for number in (1, 2)]

    assert lines_of(read(*sheets)) == ["附件1", "青禾区任务清单。", "附件2", "青禾区任务清单。"]


def test_contents_with_dots_are_left_out():
    source = read(page((LEFT, "一、总体要求…………………3"), (LEFT, "二、重点任务 ........ 5"), (LEFT, "一、总体要求")))

    assert lines_of(source) == ["一、总体要求"]


def test_notes_at_the_foot_stand_at_the_end_and_their_marks_go():
    first = page((LEFT + 32, "公民科学素质比例达到15%"))
    first.text(LEFT + 32 + advance("公民科学素质比例达到15%", 16), 114, "①", 8)
    first.text(LEFT + 40 + advance("公民科学素质比例达到15%", 16), 120, "以上。", 16)
    first.line(LEFT, 700, LEFT + 140, 700)
    first.text(LEFT, 715, "①数据来自全国抽样调查，", 9)
    first.text(LEFT, 727, "每五年一次。", 9)
    second = page((LEFT + 32, "建成科普基地12个。"))

    assert lines_of(read(first, second)) == [
        "公民科学素质比例达到15%以上。", "建成科普基地12个。", "①数据来自全国抽样调查，每五年一次。",
    ]  # fmt: skip


@pytest.mark.parametrize("rotate", [0, 90])
def test_rotated_pages_are_read_upright(rotate):
    sheet = Sheet(rotate=rotate)
    for number, words in enumerate(("一、总体要求", BODY, "二、重点任务")):
        sheet.text(100 + 28 * number, 700, words, 16, turn=(0, 1))

    assert lines_of(read(sheet)) == ["一、总体要求", BODY, "二、重点任务"]


def test_words_in_another_direction_are_left_out():
    sheet = page(*[(LEFT, FULL)] * 3, (LEFT, "完。"))
    sheet.text(200, 500, "内部资料严禁外传", 60, turn=(0.7071, 0.7071))
    for number, character in enumerate("装订线"):
        sheet.text(30, 200 + 40 * number, character, 12)

    assert lines_of(read(sheet)) == [FULL * 3 + "完。"]


def test_pale_watermark_is_left_out_and_white_words_stay():
    sheet = page((LEFT, BODY), (LEFT, "完。"))
    sheet.text(LEFT, 160, "征求意见稿", 80, gray=0.8)
    sheet.text(LEFT, 300, "青禾区行动", 22, gray=1.0)

    assert lines_of(read(sheet)) == [BODY + "完。", "青禾区行动"]


def test_characters_printed_twice_for_bold_are_read_once():
    sheet = Sheet()
    for shift in (0.0, 0.3, 0.6):
        sheet.text(LEFT + shift, 120, "一、人人参与2022年", 16)

    assert lines_of(read(sheet)) == ["一、人人参与2022年"]


def test_ligatures_radicals_and_soft_hyphens_become_letters():
    source = read(page((LEFT, "o\ufb03ce ⼀⻓⺠⻔共建"), (LEFT, "co\u00adop")))

    assert lines_of(source) == ["office一长民门共建", "coop"]


def test_spaces_between_latin_words_are_kept_and_those_of_the_layout_go():
    source = read(page((LEFT, "AI for science"), (LEFT, "目  录"), (LEFT, "主办  区科协")))

    assert lines_of(source) == ["AI for science", "目录", "主办 区科协"]


def test_owner_password_does_not_lock_the_reader_out():
    assert lines_of(read(page((LEFT, "一、总体要求")), owner="secret")) == ["一、总体要求"]


def scan(number=1):
    sheet = Sheet()
    sheet.picture()
    sheet.text(290, 790, f"— {number} —", 14)
    return sheet


def test_scanned_pages_among_others_are_named():
    plan = parse_plan(read(page(*[(LEFT, FULL)] * 8), page(*[(LEFT, FULL)] * 8), scan(3), scan(4)))

    warning = next(each for each in plan.warnings if each.code == PlanCode.SCANNED_PAGES)
    assert warning.details == {"pages": "3–4", "count": 2}


def test_characters_without_a_value_are_boxes_and_told():
    plan = parse_plan(read(page(*[(LEFT, FULL)] * 8, (LEFT, "建成\ue123基地。"))))

    assert "建成□基地。" in plan.text
    warning = next(each for each in plan.warnings if each.code == PlanCode.UNKNOWN_CHARACTERS)
    assert warning.details == {"pages": "1", "count": 1}


def test_recognised_text_over_a_picture_is_told():
    sheet = Sheet()
    sheet.picture()
    for number in range(8):
        sheet.text(LEFT, 120 + 28 * number, FULL, 16, mode=3)
    plan = parse_plan(read(sheet))

    warning = next(each for each in plan.warnings if each.code == PlanCode.RECOGNISED_TEXT)
    assert warning.details == {"pages": "1", "count": 1}


def test_document_behind_a_few_lines_of_something_else_is_read():
    data = b"HTTP/1.1 200 OK\r\n\r\n" + pdf_of([page((LEFT, "一、总体要求"))])

    assert read_document(data, "plan.pdf").text == "一、总体要求\n"


def test_blank_pages_do_not_matter():
    source = read(page((LEFT, "一、总体要求")), Sheet(), page((LEFT, "二、重点任务")))

    assert lines_of(source) == ["一、总体要求", "二、重点任务"]
    assert not any(isinstance(block, Table) for block in source.blocks)
