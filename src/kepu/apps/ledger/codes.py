"""What the ledger refuses."""

from enum import StrEnum


class LedgerCode(StrEnum):
    """Each has a sentence in `messages` and an entry in docs/reference/codes.md."""

    WRONG_STATE = "ledger.wrong_state"
    ALREADY_CONFIRMED = "ledger.already_confirmed"
    ALREADY_DISCARDED = "ledger.already_discarded"
    SAME_DOCUMENT = "ledger.same_document"
    NOTHING_GIVEN = "ledger.nothing_given"
    REGION_NOT_ALLOWED = "ledger.region_not_allowed"
    NO_TEXT = "ledger.no_text"
