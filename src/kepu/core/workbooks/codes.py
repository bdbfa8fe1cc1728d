"""Codes of why a workbook is not read."""

from enum import StrEnum


class WorkbookCode(StrEnum):
    """Refusals: nothing of the workbook is read."""

    EMPTY = "workbooks.empty"
    NOT_A_WORKBOOK = "workbooks.not_a_workbook"
    PASSWORD_PROTECTED = "workbooks.password_protected"  # noqa: S105  a code, no password
    BROKEN = "workbooks.broken"
    ZIP_BOMB = "workbooks.zip_bomb"
    TOO_LARGE = "workbooks.too_large"
    NO_VISIBLE_SHEET = "workbooks.no_visible_sheet"
