"""The codes of everything that the plan reader refuses or warns of."""

from __future__ import annotations

from enum import StrEnum


class PlanCode(StrEnum):
    """A refusal (nothing is read) or a warning (something is read, and a person must look)."""

    # refusals
    EMPTY = "plans.empty"
    TOO_LARGE = "plans.too_large"
    UNSUPPORTED_TYPE = "plans.unsupported_type"
    NOT_WHAT_ITS_NAME_SAYS = "plans.not_what_its_name_says"
    PASSWORD_PROTECTED = "plans.password_protected"  # noqa: S105  a code, no password
    BROKEN_DOCUMENT = "plans.broken_document"
    ZIP_BOMB = "plans.zip_bomb"
    UNDECODABLE = "plans.undecodable"
    TOO_MANY_PAGES = "plans.too_many_pages"
    SCANNED = "plans.scanned"
    UNREADABLE_TEXT = "plans.unreadable_text"

    # warnings
    NOT_A_PLAN = "plans.not_a_plan"
    NO_TASKS = "plans.no_tasks"
    INTERLEAVED = "plans.interleaved"
    HEADING_LOST = "plans.heading_lost"
    HEADING_INFERRED = "plans.heading_inferred"
    HEADING_MARK_WRONG = "plans.heading_mark_wrong"
    NO_LEAD = "plans.no_lead"
    ROW_CUT = "plans.row_cut"
    END_CUT = "plans.end_cut"
    REPEATED = "plans.repeated"
    OUT_OF_ORDER = "plans.out_of_order"
    TEXT_CLEANED = "plans.text_cleaned"
    TOO_DEEP = "plans.too_deep"
    FURNITURE = "plans.furniture"
    SCANNED_PAGES = "plans.scanned_pages"
    UNKNOWN_CHARACTERS = "plans.unknown_characters"
    RECOGNISED_TEXT = "plans.recognised_text"
    HIDDEN_ROWS = "plans.hidden_rows"
    HIDDEN_COLUMNS = "plans.hidden_columns"
    HIDDEN_SHEET = "plans.hidden_sheet"
    FORMULA_NOT_COMPUTED = "plans.formula_not_computed"
    CELL_ERROR = "plans.cell_error"
    PERCENT_AS_SHARE = "plans.percent_as_share"
    PERCENT_UNREADABLE = "plans.percent_unreadable"
    TASK_IN_ONE_SHEET = "plans.task_in_one_sheet"
    TOTAL_ROW = "plans.total_row"
    REPORT_WITHOUT_TASK = "plans.report_without_task"


REFUSALS: frozenset[PlanCode] = frozenset(list(PlanCode)[: list(PlanCode).index(PlanCode.NOT_A_PLAN)])
