"""Content in the storage that has no row: what an upload leaves behind when its transaction does not end well."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.files.storage import default_storage

from kepu.apps.base import clock
from kepu.apps.files.models import StoredFile
from kepu.apps.files.services import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

# A row follows its content within minutes; two days spare what is still being written, five weeks survive a long rest.
YOUNGEST, DAYS = 2, 35
CHUNK = 500


def folders() -> Iterator[str]:
    """The folders of the days that are looked through, newest first."""
    for age in range(YOUNGEST, YOUNGEST + DAYS):
        yield (clock.today() - timedelta(days=age)).strftime(FOLDER)


def remove(folder: str) -> int:
    """Remove what no row knows in one folder; give the number."""
    try:
        _, names = default_storage.listdir(folder)
    except FileNotFoundError:  # nothing was uploaded on that day
        return 0
    removed = 0
    for start in range(0, len(names), CHUNK):
        paths = {f"{folder}/{name}" for name in names[start : start + CHUNK]}
        known = set(StoredFile.objects.filter(path__in=paths).values_list("path", flat=True))
        for path in paths - known:
            default_storage.delete(path)
            removed += 1
    return removed
