"""Workbooks that are filled in and sent back."""

import io
import re
import zipfile

import pytest

from kepu.core.documents import FormColumn, FormSheet, write_form
from kepu.core.workbooks import read_workbook

COLUMNS = (
    FormColumn("编号", 0),
    FormColumn("任务", 30),
    FormColumn("情况", 12, "choice", ("有进展", "不涉及")),
    FormColumn("进展", 40, "write"),
    FormColumn("数值", 10, "number"),
)


def make_form(*rows, **overrides):
    values = {
        "name": "报送表",
        "title": "三季度报送表",
        "lines": ("一、先选情况。", "二、再写进展。"),
        "mark": "mark:1",
        "columns": COLUMNS,
        "rows": rows or (("T1", "办活动。", "", "", None),),
    }
    return write_form(FormSheet(**{**values, **overrides}))


def part(content, name="xl/worksheets/sheet1.xml"):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def test_a_form_holds_title_lines_mark_head_and_rows():
    [sheet] = read_workbook(make_form(("T1", "办活动。", "有进展", "5 场。", 85))).sheets

    assert [sheet.text(row, 1) for row in range(3)] == ["三季度报送表", "一、先选情况。", "二、再写进展。"]
    assert sheet.text(3, 0) == "mark:1"
    assert [sheet.text(5, column) for column in range(5)] == ["T1", "办活动。", "有进展", "5 场。", "85"]
    assert sheet.cells[5, 4].value == 85
    assert sheet.hidden_columns == {0}


def test_only_cells_to_be_filled_in_are_open():
    content = make_form(("T1", "办活动。", "有进展", "5 场。", 85))
    looks = re.findall(r"<xf [^>]*?(?:/>|>.*?</xf>)", part(content, "xl/styles.xml").partition("<cellXfs")[2])
    is_open = {
        place: 'locked="0"' in looks[int(look)]
        for place, look in re.findall(r'<c r="([A-E]6)" s="(\d+)"', part(content))
    }

    assert "<sheetProtection" in part(content)
    assert 'sort="0"' in part(content)
    assert is_open == {"A6": False, "B6": False, "C6": True, "D6": True, "E6": True}


def test_lines_run_on_beside_their_narrow_column():
    content = make_form()
    looks = re.findall(r"<xf [^>]*?(?:/>|>.*?</xf>)", part(content, "xl/styles.xml").partition("<cellXfs")[2])

    assert all("wrapText" not in looks[int(look)] for look in re.findall(r'<c r="B[1-3]" s="(\d+)"', part(content)))


def test_a_choice_can_be_picked_also_below_the_last_row():
    xml = part(make_form())

    [cells] = re.findall(r'<dataValidation type="list" errorStyle="warning"[^>]*sqref="([A-Z0-9:]+)"', xml)
    assert cells.startswith("C6:C")
    assert int(cells.rpartition("C")[2]) > 100
    assert '"有进展,不涉及"' in xml


def test_the_head_stays_in_sight_and_is_printed_on_each_page():
    content = make_form()

    assert 'state="frozen"' in part(content)
    assert "_xlnm.Print_Titles" in part(content, "xl/workbook.xml")
    assert 'paperSize="8"' in part(content)
    assert 'orientation="landscape"' in part(content)


def test_what_begins_like_a_formula_stays_text():
    content = make_form(("T1", "x", "", "=1+1", None))

    assert "<f>" not in part(content)
    assert 'quotePrefix="1"' in part(content, "xl/styles.xml")
    [sheet] = read_workbook(content).sheets
    assert sheet.cells[5, 3].text == "=1+1"


def test_unprintable_characters_are_left_out_and_rare_ones_kept():
    [sheet] = read_workbook(make_form(("T1", "𠮷\x07祥", "", "", None))).sheets

    assert sheet.cells[5, 1].text == "𠮷祥"


def test_the_same_form_gives_the_same_bytes():
    assert make_form() == make_form()


def test_a_cell_that_no_workbook_holds_is_a_mistake():
    with pytest.raises(ValueError, match="32767"):
        make_form(("T1", "x" * 32_768, "", "", None))
