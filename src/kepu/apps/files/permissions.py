"""Files have no permission of their own: who may see what a file is attached to may see the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PERMISSIONS: dict[str, str | _StrPromise] = {}
