"""When a person is asked to look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

DOUBTFUL = 0.75  # below this a person is asked to look first


def is_unsure(found: Mapping[str, Any]) -> bool:
    """Whether the reader itself doubts what it found."""
    return float(found.get("confidence", 1.0)) < DOUBTFUL
