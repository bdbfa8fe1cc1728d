"""Official documents: charts, marks of secrecy, workbooks."""

from kepu.core.documents.charts import Bar, Part, Point, Series, bar_chart, line_chart, progress_chart
from kepu.core.documents.form_sheet import FormColumn, FormSheet, write_form
from kepu.core.documents.markings import Marking, find_secret_marking
from kepu.core.documents.timeline import Dated, Level, timeline_chart
from kepu.core.documents.workbook import Sheet, SheetCell, write_sheets, write_table

__all__ = [
    "Bar",
    "Dated",
    "FormColumn",
    "FormSheet",
    "Level",
    "Marking",
    "Part",
    "Point",
    "Series",
    "Sheet",
    "SheetCell",
    "bar_chart",
    "find_secret_marking",
    "line_chart",
    "progress_chart",
    "timeline_chart",
    "write_form",
    "write_sheets",
    "write_table",
]
