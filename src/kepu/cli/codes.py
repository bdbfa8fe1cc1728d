"""Codes of refusals at start-up."""

from enum import StrEnum


class SiteCode(StrEnum):
    """Why the site did not start."""

    PORT_TAKEN = "site.port_taken"
    NO_SUCH_FILE = "site.no_such_file"
    NOT_STARTED = "site.not_started"
