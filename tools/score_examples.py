"""Measure the reader by what people confirmed: `python -m tools.score_examples DIR`.

DIR is what `kepu plan examples export` wrote. For each kind of item it prints the share that was right when the plan was
read, and the share that is right when the text is read again today.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kepu.core.plans import parse_plan, to_dict
from tools.plan_items import JUDGES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def judged(read: Mapping[str, Any], confirmed: Mapping[str, Any]) -> dict[str, list[bool]]:
    """Tell for each item of each kind whether a person confirmed it as it was read."""
    return {kind: judge(dict(read), dict(confirmed)) for kind, judge in JUDGES.items() if confirmed.get(kind)}


def shares(folder: Path) -> dict[str, tuple[int, float, float]]:
    """Give for each kind the number of items read today, and the shares that were right then and are right today."""
    then: Counter[tuple[str, bool]] = Counter()
    today: Counter[tuple[str, bool]] = Counter()
    for path in sorted((folder / "confirmed").glob("*.json")):
        confirmed = json.loads(path.read_text(encoding="utf-8"))
        read = json.loads((folder / "read" / path.name).read_text(encoding="utf-8"))
        text = (folder / "text" / f"{path.stem}.txt").read_text(encoding="utf-8")
        for counts, result in ((then, read), (today, to_dict(parse_plan(text)))):
            counts.update((kind, right) for kind, found in judged(result, confirmed).items() for right in found)
    return {
        kind: (today[kind, True] + today[kind, False], _share(then, kind), _share(today, kind))
        for kind in JUDGES
        if today[kind, True] + today[kind, False]
    }


def _share(counts: Mapping[tuple[str, bool], int], kind: str) -> float:
    right, wrong = counts.get((kind, True), 0), counts.get((kind, False), 0)
    return right / (right + wrong) if right + wrong else 1.0


def main(arguments: Sequence[str]) -> int:
    """Print the table."""
    if len(arguments) != 1:
        print(__doc__)
        return 2
    print("kind        items   then  today")
    for kind, (n, then, today) in shares(Path(arguments[0])).items():
        print(f"{kind:10} {n:6} {then:6.3f} {today:6.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
