"""What the ledger refuses."""

from enum import StrEnum


class LedgerCode(StrEnum):
    """Each has a sentence in `messages` and an entry in docs/reference/codes.md."""

    WRONG_STATE = "ledger.wrong_state"
    ALREADY_CONFIRMED = "ledger.already_confirmed"
    ALREADY_DISCARDED = "ledger.already_discarded"
    NOTHING_GIVEN = "ledger.nothing_given"
    EXPORT_TOO_LARGE = "ledger.export_too_large"
    # a unit's page of a period
    ROUND_CLOSED = "ledger.round_closed"
    ENTRY_SETTLED = "ledger.entry_settled"
    TEXT_TOO_LONG = "ledger.text_too_long"
    BAD_FIGURE = "ledger.bad_figure"
    NOTHING_BEFORE = "ledger.nothing_before"
    REPORT_INCOMPLETE = "ledger.report_incomplete"
    ALREADY_FILED = "ledger.already_filed"
    NOT_A_SUPPORT = "ledger.not_a_support"
    NOT_YOUR_FILE = "ledger.not_your_file"
    # instructions
    INSTRUCTION_CLOSED = "ledger.instruction_closed"
    INSTRUCTION_NOT_REPLIED = "ledger.instruction_not_replied"
    INSTRUCTION_UNITS = "ledger.instruction_units"
    INSTRUCTION_REPLIED_ALREADY = "ledger.instruction_replied_already"
    CLOSING_OWN_REPLY = "ledger.closing_own_reply"
    NOTHING_TO_RETURN = "ledger.nothing_to_return"
