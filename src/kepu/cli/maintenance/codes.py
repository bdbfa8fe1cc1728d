"""Codes of what backup and restore refuse."""

from enum import StrEnum


class MaintenanceCode(StrEnum):
    """Why a backup was not made, or not restored."""

    BACKUP_EXISTS = "site.backup_exists"
    CANNOT_WRITE = "site.backup_cannot_write"
    NO_DATABASE = "site.backup_no_database"
    NO_TOOL = "site.backup_no_tool"
    TOOL_FAILED = "site.backup_tool_failed"
    STORAGE_UNREACHABLE = "site.backup_storage_unreachable"
    NOT_A_BACKUP = "site.not_a_backup"
    DAMAGED = "site.backup_damaged"
    TOO_NEW = "site.backup_too_new"
    OTHER_DATABASE = "site.backup_other_database"
    FOLDER_NOT_EMPTY = "site.restore_folder_not_empty"
    DATABASE_NOT_EMPTY = "site.restore_database_not_empty"
    STORAGE_DIFFERS = "site.restore_storage_differs"
