"""Tables of answers."""

import numpy as np
import pytest

from kepu.core.errors import InputError
from kepu.core.tables import TableCode, read_codes, read_texts


def test_empty_cells_and_signs_of_missing_are_minus_one():
    found = read_codes(b'"q1","q2"\r\n1,\r\nNA,0\r\n', "answers.csv")

    assert found.names == ("q1", "q2")
    assert found.codes.dtype == np.int8
    assert found.codes.tolist() == [[1, -1], [-1, 0]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_columns_without_answers_are_kept_apart(encoding):
    found = read_codes("编号,题一,题二\n甲,1,0\n乙,2,\n".encode(encoding), "answers.csv", others=["编号"])

    assert found.names == ("题一", "题二")
    assert found.codes.tolist() == [[1, 0], [2, -1]]
    assert list(found.others.column("编号")) == ["甲", "乙"]


def test_numbers_may_be_written_with_a_decimal():
    assert read_codes(b"a,b\n1.0,2\n,0.0\n", "answers.csv").codes.tolist() == [[1, 2], [-1, 0]]


def test_empty_lines_of_one_column_are_people_who_did_not_answer():
    assert read_codes(b"a\n1\n\n0\n\n", "answers.csv").codes.tolist() == [[1], [-1], [0]]


@pytest.mark.parametrize("cell", ["x", "1.5", "-2", "101", "300"])
def test_a_cell_that_is_no_code_is_named_by_line_and_column(cell):
    with pytest.raises(InputError) as refused:
        read_codes(f"a,b\n1,0\n0,{cell}\n".encode(), "answers.csv")

    assert refused.value.code == TableCode.BAD_CODE
    assert refused.value.details == {"lines": [3], "columns": ["b"], "values": [cell]}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a,b\n1,0\n1\n", TableCode.RAGGED),
        (b"a,b\n1,0\n\n0,1\n", TableCode.RAGGED),
        (b"a,a\n1,0\n", TableCode.TWO_COLUMNS_OF_ONE_NAME),
        (b",a,b\n1,0,1\n", TableCode.UNNAMED_COLUMN),
        (b",,b\n1,0,1\n", TableCode.UNNAMED_COLUMN),
        (b"a,b\n", TableCode.EMPTY),
        (b"", TableCode.EMPTY),
    ],
)
def test_a_table_that_is_none_is_refused(data, code):
    with pytest.raises(InputError) as refused:
        read_codes(data, "answers.csv")

    assert refused.value.code == code


def test_empty_columns_without_a_name_are_none():
    assert read_codes(b"a,b,,\n1,0,,\n0,1,, \n", "answers.csv").names == ("a", "b")


def test_an_unknown_column_is_refused():
    with pytest.raises(InputError) as refused:
        read_codes(b"a,b\n1,0\n", "answers.csv", others=["id"])

    assert refused.value.code == TableCode.NO_COLUMN


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_texts_are_read_with_none_for_missing(encoding):
    found = read_texts("题一,题二\nA,\n甲,NA\n".encode(encoding), "choices.csv")

    assert {name: list(column) for name, column in found.columns.items()} == {"题一": ["A", "甲"], "题二": [None, None]}


def test_ragged_texts_are_refused_by_line():
    with pytest.raises(InputError) as refused:
        read_texts(b"a,b\nA,B\nA\n", "choices.csv")

    assert refused.value.code == TableCode.RAGGED
    assert refused.value.details["lines"] == [3]
