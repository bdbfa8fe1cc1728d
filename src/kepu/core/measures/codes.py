"""Why a period or a schedule is refused."""

from enum import StrEnum


class MeasuresCode(StrEnum):
    """Codes of refusals."""

    BAD_PERIOD = "measures.bad_period"
    NO_SUCH_PERIOD = "measures.no_such_period"
    NOT_DIVIDED = "measures.not_divided"
    BAD_SCHEDULE = "measures.bad_schedule"
