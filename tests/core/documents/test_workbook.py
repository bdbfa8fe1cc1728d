"""Workbooks: merged cells, text that stays text, print setup, refusals."""

import io
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from kepu.core.documents import Sheet, SheetCell, write_sheets, write_table


def opened(data):
    return CalamineWorkbook.from_filelike(io.BytesIO(data))


def part(data, name):
    return zipfile.ZipFile(io.BytesIO(data)).read(name).decode()


def test_table_is_written_with_its_merges():
    data = write_table("分工表", ["类别", "任务"], [["甲", "做好甲"], [None, "再做甲"], ["乙", 3]], [(0, 0, 2, 1)])
    page = opened(data).get_sheet_by_index(0)

    assert page.to_python() == [["类别", "任务"], ["甲", "做好甲"], ["", "再做甲"], ["乙", 3.0]]
    assert page.merged_cell_ranges == [((1, 0), (2, 0))]


@pytest.mark.parametrize("words", ["=1+1", "+86", "-5", "@name", "http://example.invalid", "2026"])
def test_text_stays_text(words):
    data = write_table("表", ["列"], [[words]])

    assert opened(data).get_sheet_by_index(0).to_python()[1] == [words]
    assert "<f>" not in part(data, "xl/worksheets/sheet1.xml")
    assert "hyperlink" not in part(data, "xl/worksheets/sheet1.xml")


def test_text_that_looks_like_a_formula_stays_text_when_edited():
    assert 'quotePrefix="1"' in part(write_table("表", ["列"], [["=1+1"]]), "xl/styles.xml")


def test_control_characters_are_left_out():
    assert opened(write_table("表", ["列"], [["a\x00b\x0bc"]])).get_sheet_by_index(0).to_python()[1] == ["abc"]


def test_same_table_gives_the_same_bytes():
    assert write_table("表", ["列"], [["甲"]]) == write_table("表", ["列"], [["甲"]])


def test_portrait_and_widths_are_obeyed():
    layout = part(write_table("表", ["列"], [["甲"]], widths=[33], landscape=False), "xl/worksheets/sheet1.xml")

    assert 'width="33.7' in layout
    assert "landscape" not in layout


def test_sheet_names_are_made_fit_and_different():
    cells = [SheetCell(0, 0, "列")]
    data = write_sheets([Sheet("分工[表]:1", cells, 1), Sheet("分工表1", cells, 1), Sheet("", cells, 1)])

    assert opened(data).sheet_names == ["分工表1", "分工表12", "Sheet"]


def test_ampersand_in_a_title_is_printed():
    assert "A&amp;&amp;B" in part(write_table("A&B", ["列"], []), "xl/worksheets/sheet1.xml")


def test_long_cell_is_refused():
    with pytest.raises(ValueError, match="40000 characters"):
        write_table("表", ["列"], [["字" * 40_000]])


def test_overlapping_cells_are_refused():
    with pytest.raises(ValueError, match="row 2, column 1"):
        write_sheets([Sheet("表", [SheetCell(0, 0, "甲", rows=2), SheetCell(1, 0, "乙")], 1)])
