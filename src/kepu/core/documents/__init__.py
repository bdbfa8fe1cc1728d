"""Official documents: charts, marks of secrecy."""

from kepu.core.documents.charts import Bar, Part, Point, Series, bar_chart, line_chart, progress_chart
from kepu.core.documents.markings import Marking, find_secret_marking

__all__ = [
    "Bar",
    "Marking",
    "Part",
    "Point",
    "Series",
    "bar_chart",
    "find_secret_marking",
    "line_chart",
    "progress_chart",
]
