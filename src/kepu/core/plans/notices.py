"""What was noticed while reading a file, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepu.core.plans.codes import PlanCode
from kepu.core.plans.model import Warning as PlanWarning

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kepu.core.plans.source import Notice

_NOTICES = {
    PlanCode.TEXT_CLEANED: "{characters} characters that print nothing were left out.",
    PlanCode.TOO_DEEP: "Tables stand inside tables {depth} deep; the innermost are read as plain text.",
    PlanCode.SCANNED_PAGES: "Pages {pages} are pictures; nothing is read from them.",
    PlanCode.UNKNOWN_CHARACTERS: "{count} characters on pages {pages} could not be read; a box stands for each.",
    PlanCode.RECOGNISED_TEXT: "The text of pages {pages} was recognised from pictures; it may have wrong characters.",
    PlanCode.FURNITURE: "{lines} lines of the web page around the document are not read.",
    PlanCode.HIDDEN_ROWS: "Hidden rows {rows} of the sheet {sheet} are read too.",
    PlanCode.HIDDEN_COLUMNS: "Hidden columns {columns} of the sheet {sheet} are read too.",
    PlanCode.HIDDEN_SHEET: "The hidden sheet {sheet} is not read.",
    PlanCode.FORMULA_NOT_COMPUTED: "Formulas without a saved result are read as blank: {sheet} {cells}.",
    PlanCode.CELL_ERROR: "Formulas with an error: {sheet} {cells}; nothing is taken from them.",
    PlanCode.PERCENT_AS_SHARE: "Column {column} of the sheet {sheet} holds shares of one; they are read as percentages.",
    PlanCode.PERCENT_UNREADABLE: "What stands for a percentage in {sheet} {cells} is no number; it is kept as words.",
    PlanCode.TASK_IN_ONE_SHEET: "A task stands only in the sheet {sheet}, row {row}.",
    PlanCode.TOTAL_ROW: "Totals in the sheet {sheet}, rows {rows}, are no tasks.",
    PlanCode.REPORT_WITHOUT_TASK: "Rows {rows} of the sheet {sheet} report about no task; they are left out.",
}


def notice_warnings(notices: Iterable[Notice]) -> list[PlanWarning]:
    """Say what was noticed while reading."""
    return [
        PlanWarning(
            PlanCode(notice.code), _NOTICES[PlanCode(notice.code)].format(**notice.details), None, dict(notice.details)
        )
        for notice in notices
    ]
