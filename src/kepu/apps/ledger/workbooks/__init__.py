"""A unit's page as a workbook, and back: written, read, compared with the page."""

from kepu.apps.ledger.workbooks.comparing import Intake, RowPlan, compare
from kepu.apps.ledger.workbooks.layout import unit_workbook
from kepu.apps.ledger.workbooks.reading import Returned, read_returned

__all__ = ["Intake", "Returned", "RowPlan", "compare", "read_returned", "unit_workbook"]
