"""What the ledger refuses."""

from enum import StrEnum


class LedgerCode(StrEnum):
    """Each has a sentence in `messages` and an entry in docs/reference/codes.md."""

    WRONG_STATE = "ledger.wrong_state"
    ALREADY_CONFIRMED = "ledger.already_confirmed"
    ALREADY_DISCARDED = "ledger.already_discarded"
    NOTHING_GIVEN = "ledger.nothing_given"
    EXPORT_TOO_LARGE = "ledger.export_too_large"
