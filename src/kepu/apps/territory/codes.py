"""Why something about regions and organisations is refused."""

from enum import StrEnum


class TerritoryCode(StrEnum):
    """Codes of refusals."""

    NO_NATIONAL_FILE = "territory.no_national_file"
    BAD_FILE = "territory.bad_file"
    ALIAS_IN_USE = "territory.alias_in_use"
    ALIAS_DATES = "territory.alias_dates"
    ALIAS_ENDED = "territory.alias_ended"
