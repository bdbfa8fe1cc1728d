"""Codes of what background jobs refuse."""

from enum import StrEnum


class JobsCode(StrEnum):
    """Why a job ended, or why a button on its page did nothing."""

    GAVE_UP = "jobs.gave_up"
    UNKNOWN_TASK = "jobs.unknown_task"
    NOT_ENDED = "jobs.not_ended"
    NOT_LIVE = "jobs.not_live"
    SAME_KEY_LIVE = "jobs.same_key_live"
