"""Codes of refusals that belong to no single app."""

from enum import StrEnum


class BaseCode(StrEnum):
    """Why a request was refused."""

    STALE = "base.stale"
    TOO_MANY_REQUESTS = "base.too_many_requests"
    UNKNOWN_FILTER = "base.unknown_filter"
    BUSY = "base.busy"
    METHOD_NOT_ALLOWED = "base.method_not_allowed"
