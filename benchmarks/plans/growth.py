"""Time and memory of hostile texts: a million characters against twenty thousand, each in a process of its own."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from kepu.core.plans import parse_plan, read_document
from tools.hostile_texts import HOSTILE, plain

SHORT, LONG = 20_000, 1_000_000
LIMIT = 20.0  # seconds of the processor for the long text
MOST_GROWTH = 2.0  # of the time for each character
MOST_MEMORY = 1000.0  # MB
_AGAIN = 3  # readings of a short text, of which the best counts
_WARM = 5_000  # characters of another text, read before
_TIMEOUT = 300
_ROOT = Path(__file__).resolve().parent.parent.parent


def growth() -> list[dict[str, Any]]:
    """Measure every hostile text; time is the processor's, so several run at once."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(_row, HOSTILE))


def _row(name: str) -> dict[str, Any]:
    # A reader that has read the text before knows parts of it: each reading has a process of its own.
    shorts = [found for _ in range(_AGAIN) if (found := _measured(name, SHORT))]
    short, long = min(shorts, default=None), _measured(name, LONG)
    if short is None or long is None:
        seconds, memory, ratio = None, None, None
    else:
        seconds, memory = long
        ratio = round(seconds / LONG / (short[0] / SHORT), 2)
    return {
        "name": f"parse a million characters: {name}",
        "figure": None if seconds is None else round(seconds, 2),
        "unit": "s",
        "peer": "not read" if seconds is None else f"{ratio} × the time per character of {SHORT}, {memory:.0f} MB",
        "ratio": None if seconds is None else round(LIMIT / seconds, 2),
        "aim": f"under {LIMIT:.0f} s, at most {MOST_GROWTH:.0f} × the time per character, under {MOST_MEMORY:.0f} MB",
        "met": bool(seconds and ratio and memory and seconds < LIMIT and ratio <= MOST_GROWTH and memory < MOST_MEMORY),
    }


def _measured(name: str, n: int) -> tuple[float, float] | None:
    """Seconds and megabytes of one reading, in a process of its own; None when it fails or takes too long."""
    command = [sys.executable, "-m", "benchmarks.plans.growth", name, str(n)]
    try:
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=_TIMEOUT, cwd=_ROOT)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return None
    seconds, memory = json.loads(done.stdout)
    return seconds, memory


def measure(name: str, n: int) -> tuple[float, float]:
    """Read a text in this process: seconds of the processor, and megabytes at most."""
    data = HOSTILE[name](n).encode()
    parse_plan(read_document(plain(_WARM).encode(), "plan.txt"))  # patterns are compiled when first used
    begun = time.process_time()
    parse_plan(read_document(data, "plan.txt"))
    seconds = time.process_time() - begun
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], int(sys.argv[2]))))
