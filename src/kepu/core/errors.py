"""Everything that core refuses.

KepuError
├── InputError          a value the caller passed is wrong
│   └── ShapeError      two arrays do not describe the same units
├── DesignError         the sample design cannot support the estimate
└── ConvergenceError    an iteration stopped before it met its tolerance
"""

from __future__ import annotations

from typing import Any


class KepuError(Exception):
    """A refusal with a stable code, an English sentence and its facts.

    Parameters
    ----------
    code : str
        A member of the enum of codes of the package that refuses, such as ``"plans.empty"``.
    message : str
        What is wrong, what was given, what is allowed.
    **details
        The facts of the message, by name; values that JSON can hold.
    """

    def __init__(self, code: str, message: str, **details: Any) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details = details


class InputError(KepuError):
    """A value the caller passed is wrong."""


class ShapeError(InputError):
    """Two arrays do not describe the same units."""


class DesignError(KepuError):
    """The sample design cannot support the estimate."""


class ConvergenceError(KepuError):
    """An iteration stopped before it met its tolerance."""
