"""Row ids made before the row is stored, so that a row's own code can cover its id."""

from __future__ import annotations

import secrets
import threading
import time
import uuid

_lock = threading.Lock()
_last = (0, 0)
COUNTER_BITS = 12


def new_row_id() -> uuid.UUID:
    """A UUID of version 7 (RFC 9562): milliseconds, a counter within them, random bits; one process counts upwards."""
    global _last  # noqa: PLW0603  # the counter is the process's
    with _lock:
        moment, count = time.time_ns() // 1_000_000, 0
        if moment <= _last[0]:
            moment, count = _last[0], _last[1] + 1
            if count >> COUNTER_BITS:
                moment, count = moment + 1, 0
        _last = (moment, count)
    bits = moment << 80 | 0x7 << 76 | count << 64 | 0b10 << 62 | secrets.randbits(62)
    return uuid.UUID(int=bits)
