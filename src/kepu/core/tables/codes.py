"""Why a table of data is not read."""

from enum import StrEnum


class TableCode(StrEnum):
    """Refusals: nothing of the table is read."""

    EMPTY = "tables.empty"
    UNKNOWN_KIND = "tables.unknown_kind"
    NOT_TEXT = "tables.not_text"
    BROKEN = "tables.broken"
    RAGGED = "tables.ragged"
    TWO_COLUMNS_OF_ONE_NAME = "tables.two_columns_of_one_name"
    UNNAMED_COLUMN = "tables.unnamed_column"
    NO_COLUMN = "tables.no_column"
    NOT_A_NUMBER = "tables.not_a_number"
    BAD_CODE = "tables.bad_code"
