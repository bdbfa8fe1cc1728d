"""How well a parsed plan agrees with an annotation: our own small measure, part by part."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

HEAD = ("title", "doc_number", "issuer", "region", "issued_on", "period_start", "period_end", "status")
ATTRIBUTES = ("comparator", "unit", "due_year", "aspiration", "is_baseline")


def folded(words: object) -> str:
    """Fold width, white space, dashes and closing marks."""
    text = re.sub(r"[‐‑‒–—―─－～~-]+", "-", unicodedata.normalize("NFKC", str(words or "")))
    return re.sub(r"\s+", "", text).strip("。；;，,:：")


def agreement(found: Iterable[Hashable], wanted: Iterable[Hashable]) -> float:
    """Twice what both have, for what each has."""
    left, right = list(found), list(wanted)
    rest = list(right)
    both = 0
    for item in left:
        if item in rest:
            rest.remove(item)
            both += 1
    return 2 * both / (len(left) + len(right)) if left or right else 1.0


def parts(parsed: dict, annotated: dict) -> dict[str, float]:
    """Give the agreement of each part, 1 being full."""

    def sections(plan):
        return [
            (
                folded(s["title"]),
                s["kind"],
                folded(plan["sections"][s["parent"]]["title"]) if s["parent"] is not None else "",
            )
            for s in plan["sections"]
            if not s.get("inferred")
        ]

    def duties(plan):
        return [
            (folded(task["text"]), role, folded(unit))
            for task in plan["tasks"]
            for role in ("lead", "support")
            for unit in task[role]
        ]

    def targets(plan):
        return [
            (t["value"], t.get("value_high"), *(t[name] for name in ATTRIBUTES))
            for t in plan["targets"]
            if not t.get("implied")
        ]

    def units(plan):
        return {folded(unit["name"]) for unit in plan["units"] if unit.get("source") != "body"}

    head = [folded(parsed["document"].get(name)) == folded(annotated["document"].get(name)) for name in HEAD]
    return {
        "document": sum(head) / len(HEAD),
        "sections": agreement(sections(parsed), sections(annotated)),
        "tasks": agreement(
            [folded(t["text"]) for t in parsed["tasks"]], [folded(t["text"]) for t in annotated["tasks"]]
        ),
        "duties": agreement(duties(parsed), duties(annotated)),
        "targets": agreement(targets(parsed), targets(annotated)),
        "units": agreement(units(parsed), units(annotated)),
    }
