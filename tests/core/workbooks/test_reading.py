"""What is read of a workbook, compared with another reader; what is refused."""

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from kepu.core.errors import InputError
from kepu.core.workbooks import Merge, WorkbookCode, read_workbook
from kepu.core.workbooks.formats import shown
from tests.core.plans.making import docx_of, encrypted_docx, flagged_zip
from tests.core.workbooks.making import MAIN, OFFICE, Writing, grid, raw, zipped


def only(data):
    """The single sheet of a workbook."""
    (sheet,) = read_workbook(data).sheets
    return sheet


def test_cells_merges_and_what_is_hidden():
    book = Writing()
    page = book.sheet("台账", [["标题", None], ["甲", 1], ["乙", 2]], merges=[(0, 0, 1, 2)])
    page.set_row(2, None, None, {"hidden": True})
    page.set_column(1, 1, None, None, {"hidden": True})
    book.sheet("选项", [["是"]]).hide()
    shown_sheet, options = read_workbook(book.data()).sheets

    assert [cell.text for cell in shown_sheet.cells.values()] == ["标题", "甲", "1", "乙", "2"]
    assert shown_sheet.merges == (Merge(0, 0, 1, 2),)
    assert shown_sheet.text(0, 1) == "标题"
    assert (shown_sheet.hidden_rows, shown_sheet.hidden_columns) == ({2}, {1})
    assert (shown_sheet.is_hidden, options.is_hidden) == (False, True)


def test_values_are_those_of_another_reader():
    book = Writing()
    page = book.sheet("表", [["文字", 12.5, True, "𠮷野", "a\nb"], [None, None, -3, 0.1, " 前后 "]])
    page.write_datetime(2, 0, date(2026, 6, 30), book.look("yyyy-mm-dd"))
    page.write_rich_string(2, 1, book.book.add_format({"bold": True}), "粗", "细")
    page.write_formula(2, 2, "=1+1", None, 2)
    page.write_formula(2, 3, '="甲"&"乙"', None, "甲乙")
    data = book.data()
    sheet = only(data)

    other = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()

    assert [[sheet.cells[r, c].value if (r, c) in sheet.cells else "" for c in range(5)] for r in range(3)] == other


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [
        (990101000000, "General", "990101000000"),
        (990101, "000000000000", "000000990101"),
        (0.853, "0%", "85%"),
        (0.853, "0.0%", "85.3%"),
        (1, "0%", "100%"),
        (1234567.5, "#,##0.00", "1,234,567.50"),
        (12, '0"个"', "12个"),
        (12, 'General"场"', "12场"),
        (-5, "0_ ;[Red]-0", "-5"),
        (0.1 + 0.2, "General", "0.3"),
        (46203, 'yyyy"年"m"月"d"日"', "2026年6月30日"),
        (46203, "yyyy/m/d", "2026/6/30"),
        (46203, 'yyyy"年"m"月"', "2026年6月"),
        (46203, "[$-804]aaaa", "星期二"),
        (46203.75, "yyyy-mm-dd hh:mm", "2026-06-30 18:00"),
        (0.75, "h:mm AM/PM", "6:00 PM"),
        (1.5, "[h]:mm", "36:00"),
        (1, '"已办结"', "已办结"),
        (5, "@", "5"),
        (0.5, "# ?/?", "0.5"),
        (3, ";;;", "3"),
        (1e300, "0", f"{10**300}"),
    ],
)
def test_numbers_are_given_as_people_see_them(number, code, words):
    assert shown(float(number), code).text == words


def test_days_are_counted_from_either_beginning():
    assert shown(44741.0, "yyyy/m/d", from_1904=True).text == "2026/6/30"
    assert shown(59.0, "yyyy/m/d").text == "1900/2/28"
    assert shown(3e9, "yyyy/m/d").text == "3000000000"


def test_formula_without_saved_result_is_not_nought():
    sheet = only(
        raw('<sheetData><row r="1"><c r="A1"><f>B1+1</f></c><c r="B1"><f>1</f><v>1</v></c><c r="C1" t="str"><f>""</f><v/></c>'
            "</row></sheetData>")
    )  # fmt: skip

    assert [(cell.text, cell.is_formula, cell.is_computed) for cell in sheet.cells.values()] == [
        ("", True, False),
        ("1", True, True),
        ("", True, True),
    ]


def test_nought_beside_a_formula_that_nobody_computed_is_no_result():
    book = Writing()
    book.sheet("表", [["合计"]]).write_formula(0, 1, "=SUM(A1:A9)")

    assert not only(book.data()).cells[0, 1].is_computed


def test_days_of_the_strict_format_are_days():
    cells = '<c t="d"><v>2026-06-30T00:00:00</v></c><c t="d"><v>2026-06-30T08:30:00</v></c>'
    sheet = only(raw(f"<sheetData><row>{cells}</row></sheetData>"))

    assert [cell.text for cell in sheet.cells.values()] == ["2026-06-30", "2026-06-30T08:30:00"]


def test_errors_are_marked():
    cell = only(raw('<sheetData><row><c t="e"><f>A9</f><v>#REF!</v></c></row></sheetData>')).cells[0, 0]

    assert (cell.text, cell.is_error) == ("#REF!", True)


def test_rows_and_cells_out_of_order_or_without_addresses_are_read():
    sheet = only(
        raw('<sheetData><row r="3"><c r="B3"><v>3</v></c></row><row r="1"><c r="B1"><v>1</v></c><c><v>2</v></c></row></sheetData>')
    )  # fmt: skip

    assert {place: cell.text for place, cell in sheet.cells.items()} == {(2, 1): "3", (0, 1): "1", (0, 2): "2"}
    assert sheet.rows == (0, 2)


def test_readings_above_characters_are_left_out():
    strings = f'<sst xmlns="{MAIN}"><si><t>科普</t><rPh sb="0" eb="1"><t>kepu</t></rPh></si></sst>'

    assert (
        only(raw('<sheetData><row><c t="s"><v>0</v></c></row></sheetData>', sharedStrings=strings)).text(0, 0) == "科普"
    )


def test_merges_stay_inside_the_used_area_and_off_each_other():
    merges = (
        '<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="A1:B1"/><mergeCell ref="nonsense"/></mergeCells>'
    )
    sheet = only(raw(f'<sheetData><row r="2"><c r="C2"><v>1</v></c></row></sheetData>{merges}'))

    assert sheet.merges == (Merge(0, 0, 2, 3),)


def test_words_above_the_printed_pages_are_given():
    book = Writing()
    book.sheet("表", [["甲"]]).set_header('&L左&C&"宋体,Bold"&16A&&B台账&R右')

    assert only(book.data()).heading == "A&B台账"


def test_the_last_cell_of_a_sheet_is_one_row():
    sheet = only(raw('<sheetData><row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'))

    assert sheet.rows == (1_048_575,)


def empty_book(state=""):
    return f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="表" {state} sheetId="1" r:id="rId1"/></sheets></workbook>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", WorkbookCode.EMPTY),
        (grid([None]), WorkbookCode.EMPTY),
        ("序号,任务".encode(), WorkbookCode.NOT_A_WORKBOOK),
        (docx_of("一、总体要求"), WorkbookCode.NOT_A_WORKBOOK),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), WorkbookCode.BROKEN),
        (encrypted_docx(), WorkbookCode.PASSWORD_PROTECTED),
        (flagged_zip(), WorkbookCode.PASSWORD_PROTECTED),
        (grid(["甲"])[:900], WorkbookCode.BROKEN),
        (raw("<sheetData><row>"), WorkbookCode.BROKEN),
        (raw('<!DOCTYPE x [<!ENTITY a "b">]><sheetData/>'), WorkbookCode.BROKEN),
        (raw(workbook=f'<!DOCTYPE x [<!ENTITY a "b">]><workbook xmlns="{MAIN}"/>'), WorkbookCode.BROKEN),
        (raw(workbook=f'<workbook xmlns="{MAIN}"/>'), WorkbookCode.BROKEN),
        (zipped({"xl/workbook.xml": b" " * 3_000_000}), WorkbookCode.ZIP_BOMB),
        (b"PK\x03\x04" + bytes(20_000_001), WorkbookCode.TOO_LARGE),
        (raw('<sheetData><row><c r="XFD1"><v>1</v></c></row></sheetData>'), WorkbookCode.TOO_LARGE),
        (raw("<sheetData/>", workbook=empty_book('state="hidden"')), WorkbookCode.NO_VISIBLE_SHEET),
    ],
)  # fmt: skip
def test_what_is_no_workbook_is_refused_with_its_code(data, code):
    with pytest.raises(InputError) as refused:
        read_workbook(data)

    assert refused.value.code is code


def test_more_cells_than_a_table_holds_are_refused(monkeypatch):
    monkeypatch.setattr("kepu.core.workbooks.sheets.MAX_CELLS", 3)

    with pytest.raises(InputError) as refused:
        read_workbook(grid(["甲", "乙"], ["丙", "丁"]))

    assert (refused.value.code, refused.value.details["sheet"]) == (WorkbookCode.TOO_LARGE, "Sheet1")


def test_two_thousand_rows_are_read_whole():
    data = grid(*[[f"进展情况{row}-{column}" for column in range(20)] for row in range(2_000)])

    sheet = only(data)

    assert len(sheet.cells) == 40_000
    assert sheet.text(1_999, 19) == "进展情况1999-19"
