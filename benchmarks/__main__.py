"""Run one benchmark and print its rows: `python -m benchmarks NAME [--format json]`."""

from __future__ import annotations

import argparse
import json
import sys
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Run it; 1 when a row misses its aim."""
    names = sorted(path.stem.replace("_", "-") for path in HERE.glob("[a-z]*.py"))
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("name", choices=names)
    parser.add_argument("--format", choices=["text", "json"], default="text")
    chosen = parser.parse_args()
    rows = import_module(f"benchmarks.{chosen.name.replace('-', '_')}").run()
    if chosen.format == "text":
        for row in rows:
            mark = "met " if row["met"] else "MISS"
            print(
                f"{mark}  {row['name']}: {row['figure']} {row['unit']} · {row['peer']} · ratio {row['ratio']} · {row['aim']}"
            )
    print(json.dumps(rows, ensure_ascii=False))
    return 0 if all(row["met"] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
