"""A plan is read within its limit, read right, with a confidence that holds; any text in time that grows with it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from importlib.resources import files
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.plans.growth import growth
from benchmarks.plans.reliability import confidence
from kepu.core.plans import parse_plan, read_document, to_json

CHARACTERS = 13_000
LIMIT = 0.3  # seconds
RUNS = 5
SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
AIMS = {"000": 0.97, "002": 0.97, "003": 0.85}


def run() -> list[dict[str, Any]]:
    """Time the reader, score it on the real plans where they are, check its confidence, and give it hostile texts."""
    return [speed(), *scores(), *confidence(), *growth()]


def speed() -> dict[str, Any]:
    """Median of five readings of a text of 13,000 characters, from bytes to JSON."""
    sample = (files("kepu.core.plans") / "sample" / "plan.txt").read_text(encoding="utf-8")
    body, table = sample.split("附件\n\n", 1)
    enlarged = body
    while len(enlarged) + len(table) < CHARACTERS:
        # Other digits each time, or the text would be one that is printed twice.
        enlarged += body[body.index("一、发展基础") :].replace("科普", f"科普{len(enlarged)}号")
    data = f"{enlarged[: CHARACTERS - len(table)]}\n附件\n\n{table}".encode()
    seconds = median(timed(data) for _ in range(RUNS))
    return {
        "name": "parse",
        "figure": round(seconds, 4),
        "unit": "s",
        "peer": f"limit {LIMIT} s",
        "ratio": round(LIMIT / seconds, 2),
        "aim": f"under {LIMIT} s for {CHARACTERS} characters",
        "met": seconds < LIMIT,
    }


def timed(data: bytes) -> float:
    """Seconds of one reading."""
    begun = time.perf_counter()
    to_json(parse_plan(read_document(data, "plan.txt")))
    return time.perf_counter() - begun


def scores() -> list[dict[str, Any]]:
    """Score each real plan against its annotation; without the folder nothing is met."""
    found = scored() if (SHARED / "plans").is_dir() else {}
    return [
        {
            "name": f"parse score {name}",
            "figure": found.get(name),
            "unit": "score",
            "peer": "annotation by hand" if name in found else "missing",
            "ratio": round(found[name] / aim, 3) if name in found else None,
            "aim": f"at least {aim}",
            "met": found.get(name, 0.0) >= aim,
        }
        for name, aim in AIMS.items()
    ]


def scored() -> dict[str, float]:
    """Run the scorer that stands beside the plans."""
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted((SHARED / "plans").glob("[0-9]*.txt")):
            parsed = to_json(parse_plan(read_document(path.read_bytes(), path.name)))
            (Path(folder) / f"{path.stem}.json").write_text(parsed, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, str(SHARED / "tools" / "score_plan.py"), "--dir", folder, str(SHARED / "plans" / "gold")],
            check=True,
            capture_output=True,
            text=True,
        )
    lines = [line.split(" ", 1) for line in done.stdout.splitlines()]
    return {name: json.loads(numbers)["score"] for name, numbers in lines if name != "mean"}
