"""Why a code of a division is refused."""

from enum import StrEnum


class DivisionsCode(StrEnum):
    """Codes of refusals."""

    BAD_CODE = "divisions.bad_code"
