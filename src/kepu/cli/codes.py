"""Codes of refusals of the command line."""

from enum import StrEnum


class SiteCode(StrEnum):
    """Why the site did not start."""

    PORT_TAKEN = "site.port_taken"
    NO_SUCH_FILE = "site.no_such_file"
    NOT_STARTED = "site.not_started"


class CliCode(StrEnum):
    """What a command refuses."""

    FILE_UNREADABLE = "cli.file_unreadable"
    FILE_UNWRITABLE = "cli.file_unwritable"
    READER_DIED = "cli.reader_died"
    READER_FAILED = "cli.reader_failed"
    NO_MARGINS = "cli.no_margins"
    BAD_DESIGN_FILE = "cli.bad_design_file"
    BAD_ITEM_FILE = "cli.bad_item_file"
    WRONG_OPTIONS = "cli.wrong_options"
