"""What one check found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warn", "fail"]


@dataclass(frozen=True)
class Finding:
    """A sentence about one thing, and what to do about it."""

    check: str
    state: State
    sentence: str
    advice: str = ""


def ok(check: str, sentence: str) -> Finding:
    """All is well."""
    return Finding(check, "ok", sentence)


def warn(check: str, sentence: str, advice: str) -> Finding:
    """It works, and somebody should look at it."""
    return Finding(check, "warn", sentence, advice)


def fail(check: str, sentence: str, advice: str) -> Finding:
    """Something does not work."""
    return Finding(check, "fail", sentence, advice)
