"""Codes of what the audit log refuses."""

from enum import StrEnum


class AuditCode(StrEnum):
    """Why a command of the audit log ended without what was asked."""

    CHAIN_BROKEN = "audit.chain_broken"
    HEAD_UNREADABLE = "audit.head_unreadable"
    NO_LOG = "audit.no_log"
