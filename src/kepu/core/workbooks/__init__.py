"""Workbooks (.xlsx) as they are read: what people see in the cells, what is merged, hidden or computed."""

from kepu.core.workbooks.addresses import cell_address, column_letters
from kepu.core.workbooks.codes import WorkbookCode
from kepu.core.workbooks.model import Cell, Merge, Value, Workbook, Worksheet
from kepu.core.workbooks.reading import read_workbook

__all__ = [
    "Cell",
    "Merge",
    "Value",
    "Workbook",
    "WorkbookCode",
    "Worksheet",
    "cell_address",
    "column_letters",
    "read_workbook",
]
