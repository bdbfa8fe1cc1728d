"""Tables of data come in as they stand in the file, or not at all."""

import io

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kepu.core.documents import Sheet, SheetCell, write_sheets
from kepu.core.errors import InputError
from kepu.core.tables import TableCode, read_table

TEXT = "区,权重,答案\n青禾区,1.5,1\n白石区,2,NA\n"


def parquet(**columns):
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream)
    return stream.getvalue()


def workbook(rows):
    cells = [
        SheetCell(row, column, value) for row, line in enumerate(rows) for column, value in enumerate(line) if value
    ]
    return write_sheets([Sheet(name="数据", cells=cells, n_columns=len(rows[0]))])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_of_either_encoding_is_the_same_table(encoding):
    table = read_table(TEXT.encode(encoding), "data.csv")

    assert list(table.columns) == ["区", "权重", "答案"]
    assert table.labels("区").tolist() == ["青禾区", "白石区"]
    assert table.numbers("权重").tolist() == [1.5, 2.0]
    assert np.isnan(table.numbers("答案")[1])


def test_parquet_keeps_numbers_and_missing_values():
    table = read_table(parquet(g=["a", None], w=[1.0, 2.5], k=[3, 4]), "data.parquet")

    assert table.labels("g").tolist() == ["a", None]
    assert table.labels("k").tolist() == ["3", "4"]
    assert table.numbers("w").tolist() == [1.0, 2.5]


def test_workbook_gives_its_first_sheet():
    table = read_table(workbook([["g", "w"], ["甲", 1.25], ["乙", 3.0]]), "data.xlsx")

    assert table.labels("g").tolist() == ["甲", "乙"]
    assert table.numbers("w").tolist() == [1.25, 3.0]


def test_kind_follows_the_content_when_the_name_is_wrong():
    assert read_table(parquet(w=[1.0]), "data.csv").numbers("w").tolist() == [1.0]


CASES = {
    TableCode.EMPTY: (b"", "a.csv"),
    TableCode.UNKNOWN_KIND: (b"x", "a.sav"),
    TableCode.NOT_TEXT: (b"\xff\xfe\x00\x01\x00", "a.csv"),
    TableCode.BROKEN: (b"PAR1 and nothing else", "a.parquet"),
    TableCode.RAGGED: (b"a,b\n1\n", "a.csv"),
    TableCode.TWO_COLUMNS_OF_ONE_NAME: (b"a,a\n1,2\n", "a.csv"),
    TableCode.UNNAMED_COLUMN: (b",a,\n1,2,3\n", "a.csv"),
}


@pytest.mark.parametrize("code", CASES)
def test_file_that_is_no_table_is_refused(code):
    with pytest.raises(InputError) as refused:
        read_table(*CASES[code])

    assert refused.value.code == code


def test_missing_column_and_text_for_a_number_are_named():
    table = read_table(TEXT.encode(), "data.csv")

    with pytest.raises(InputError) as refused:
        table.column("性别")
    assert refused.value.code == TableCode.NO_COLUMN
    assert refused.value.details["columns"] == ["区", "权重", "答案"]

    with pytest.raises(InputError) as refused:
        table.numbers("区")
    assert refused.value.code == TableCode.NOT_A_NUMBER
    assert refused.value.details["lines"] == [2, 3]
