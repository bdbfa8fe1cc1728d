"""Tables of data for statistics: .csv, .parquet and .xlsx files."""

from kepu.core.tables.coded import CodedTable, read_codes, read_texts
from kepu.core.tables.codes import TableCode
from kepu.core.tables.model import MISSING, Table
from kepu.core.tables.reading import KINDS, decode, read_table

__all__ = ["KINDS", "MISSING", "CodedTable", "Table", "TableCode", "decode", "read_codes", "read_table", "read_texts"]
