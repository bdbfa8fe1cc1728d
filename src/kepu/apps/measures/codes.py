"""Why a reading is refused."""

from enum import StrEnum


class ReadingCode(StrEnum):
    """Codes of refusals."""

    BAD_VALUE = "measures.bad_value"
    ACCEPTED = "measures.accepted"
    SUPERSEDED = "measures.superseded"
    NOT_ACCEPTED = "measures.not_accepted"
    REASON_REQUIRED = "measures.reason_required"
    SOURCE_REQUIRED = "measures.source_required"
