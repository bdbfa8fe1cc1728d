"""Codes of why a file was refused."""

from enum import StrEnum


class FilesCode(StrEnum):
    """Why a file was not taken, or cannot be shown."""

    EMPTY = "files.empty"
    TOO_LARGE = "files.too_large"
    UNSUPPORTED_TYPE = "files.unsupported_type"
    NOT_WHAT_ITS_NAME_SAYS = "files.not_what_its_name_says"
    UNDECODABLE = "files.undecodable"
    OLD_OFFICE = "files.old_office"
    MACROS = "files.macros"
    PASSWORD_PROTECTED = "files.password_protected"  # noqa: S105  a code, no password
    ARCHIVE = "files.archive"
    NESTED_ARCHIVE = "files.nested_archive"
    ZIP_BOMB = "files.zip_bomb"
    BROKEN = "files.broken"
    TOO_MANY_PIXELS = "files.too_many_pixels"
    TOO_SLOW_TO_READ = "files.too_slow_to_read"
    NO_CONVERTER = "files.no_converter"
    NOT_CONVERTED = "files.not_converted"
    MARKED_SECRET = "files.marked_secret"  # noqa: S105  a code
    INFECTED = "files.infected"
    SCANNER_UNREACHABLE = "files.scanner_unreachable"
    STORAGE_UNREACHABLE = "files.storage_unreachable"
    CONTENT_MISSING = "files.content_missing"
