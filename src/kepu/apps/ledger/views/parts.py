"""Whole pages and the parts of them that are swapped."""

from __future__ import annotations

from typing import Any


def wants_part(request: Any) -> bool:
    """Whether htmx asks for the part that it swaps, not for a page."""
    return bool(request.htmx and not request.htmx.boosted and not request.htmx.history_restore_request)
