"""Why something about regions and organisations is refused."""

from enum import StrEnum


class TerritoryCode(StrEnum):
    """Codes of refusals."""

    NO_NATIONAL_FILE = "territory.no_national_file"
    BAD_FILE = "territory.bad_file"
    ALIAS_IN_USE = "territory.alias_in_use"
    ALIAS_DATES = "territory.alias_dates"
    ALIAS_ENDED = "territory.alias_ended"
    POLICY_BEGUN = "territory.policy_begun"
    POLICY_PAST = "territory.policy_past"
    POLICY_SAME_DAY = "territory.policy_same_day"
    POLICY_DATES = "territory.policy_dates"
    POLICY_VALUES = "territory.policy_values"
