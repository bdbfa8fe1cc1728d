"""Old workbooks: the same sheets as of new ones; whatever is broken is refused."""

import contextlib
import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from kepu.core.errors import InputError
from kepu.core.plans import parse_plan, read_document
from kepu.core.workbooks import Merge, WorkbookCode, read_workbook
from tests.core.plans.making_old import compound, old_document, old_workbook, record

ROWS = [
    ["类别", "任务内容", "牵头单位", "完成时限"],
    ["行动", "做好甲", "区科协", (46203, 1)],
    [None, "做好乙", "区教育局", (0.85, 2)],
    [None, "做好丙", 990101000000, 3.5],
]
DUTIES = {"name": "分工表", "rows": ROWS, "merges": [(1, 0, 3, 1)], "hidden_rows": [2], "hidden_columns": [2]}
BOOK = old_workbook(DUTIES, {"name": "底稿", "rows": [["旧"]], "hidden": True}, formats=['yyyy"年"m"月"d"日"', "0%"])


def refused(data):
    with pytest.raises(InputError) as caught:
        read_workbook(data)
    return caught.value.code


def test_old_workbook_gives_what_people_see():
    sheet, hidden = read_workbook(BOOK).sheets

    assert [[sheet.text(row, column) for column in range(4)] for row in sheet.rows] == [
        ["类别", "任务内容", "牵头单位", "完成时限"],
        ["行动", "做好甲", "区科协", "2026年6月30日"],
        ["行动", "做好乙", "区教育局", "85%"],
        ["行动", "做好丙", "990101000000", "3.5"],
    ]
    assert sheet.merges == (Merge(1, 0, 3, 1),)
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({2}, {2})
    assert (sheet.is_hidden, hidden.is_hidden) == (False, True)


def test_old_workbook_agrees_with_a_second_reader():
    book = CalamineWorkbook.from_filelike(io.BytesIO(BOOK))
    theirs = book.get_sheet_by_name("分工表").to_python()
    sheet = read_workbook(BOOK).sheets[0]

    assert [[value for value in row if value != ""] for row in theirs[:1]] == [ROWS[0]]
    assert [row[1] for row in theirs] == [sheet.text(row, 1) for row in range(4)]
    assert theirs[3][3] == sheet.cells[3, 3].value


def test_table_of_duties_in_an_old_workbook_is_a_plan():
    rows = [["青禾区科普任务分工表"], ["序号", "任务内容", "牵头单位", "责任单位"], [1, "做好甲", "区科协", "区教育局"]]
    for name in ("分工表.xls", "分工表.et", "分工表.xlsx"):
        plan = parse_plan(read_document(old_workbook({"name": "表", "rows": rows}), name))

        assert [(task.text, task.lead, task.support) for task in plan.tasks] == [("做好甲", ("区科协",), ("区教育局",))]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (BOOK[:700], WorkbookCode.BROKEN),
        (BOOK[: len(BOOK) // 2], WorkbookCode.BROKEN),
        (compound({"Workbook": b"\x09\x08\x10\x00" + b"\xff" * 4000}), WorkbookCode.BROKEN),
        (old_document("一、总体要求"), WorkbookCode.NOT_A_WORKBOOK),
        (old_workbook({"name": "表", "rows": []}), WorkbookCode.EMPTY),
        (old_workbook({"name": "表", "rows": [["甲"]], "hidden": True}), WorkbookCode.NO_VISIBLE_SHEET),
        (
            old_workbook({"name": "表", "rows": [["甲"]]}, before=record(0x002F, bytes(54))),
            WorkbookCode.PASSWORD_PROTECTED,
        ),
        (BOOK.ljust(20_000_001, b"\x00"), WorkbookCode.TOO_LARGE),
    ],
)
def test_old_workbook_that_cannot_be_read_is_refused(data, code):
    assert refused(data) is code


def test_more_cells_than_a_table_holds_are_refused(monkeypatch):
    monkeypatch.setattr("kepu.core.workbooks.old.MAX_CELLS", 3)

    assert refused(BOOK) is WorkbookCode.TOO_LARGE


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 12), st.booleans())
def test_damage_never_breaks_the_reader(seed, n_changes, is_cut):
    rng = random.Random(seed)  # noqa: S311  the same damage for the same seed
    data = bytearray(BOOK)
    for _ in range(n_changes):
        at = rng.randrange(512 if rng.random() < 0.2 else len(data))
        data[at] = rng.randrange(256)
    if is_cut:
        del data[rng.randrange(len(data)) :]

    with contextlib.suppress(InputError):  # and nothing else
        assert read_workbook(bytes(data)).visible
