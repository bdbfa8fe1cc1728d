"""Which items of a parsed plan are right: compared one by one with an annotation."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kepu.core.plans import read_document, to_dict
from kepu.core.plans.confidence import evidence_of
from kepu.core.plans.parse import unrated_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from kepu.core.plans.confidence.surroundings import Evidence

    Row = dict[str, Any]

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "tests" / "core" / "plans_corpus"
REAL = ROOT.parent / "shared" / "plans"
LAST_KNOWN = 12  # the plans up to this number were written by someone who knew the reader
_OVERLAP = 0.5  # of the shorter of two quotes
_ALIKE = 0.9  # texts of tasks: a mark or two at the edges


@dataclass(frozen=True, slots=True)
class Item:
    """One item that the reader gave: what speaks for it, and whether it is right."""

    plan: str
    kind: str
    words: str
    evidence: Evidence
    right: bool


@dataclass(frozen=True, slots=True)
class Annotated:
    """A plan with its annotation; `counts` when neither its writer nor its annotator knew the reader."""

    name: str
    text: bytes
    wanted: Row
    counts: bool


def annotated_plans() -> list[Annotated]:
    """Give the annotated plans: those of the tests, and the real ones where they are."""
    found = [
        _annotated(path, path.with_suffix(".json"), counts=int(path.stem.split("-", 1)[0]) > LAST_KNOWN)
        for path in sorted(CORPUS.glob("*.txt"))
    ]
    real = sorted((REAL / "gold").glob("[0-9]*.json"))
    return found + [_annotated(REAL / f"{path.stem}.txt", path, counts=True) for path in real]


def _annotated(text: Path, wanted: Path, *, counts: bool) -> Annotated:
    return Annotated(text.stem, text.read_bytes(), json.loads(wanted.read_text(encoding="utf-8")), counts)


def items_of(annotated: Annotated) -> list[Item]:
    """Read a plan and compare every item with its annotation."""
    plan = unrated_plan(read_document(annotated.text, f"{annotated.name}.txt"))
    evidence, read = evidence_of(plan), to_dict(plan)
    return [
        Item(annotated.name, kind, _words(found), each, right)
        for kind in evidence
        if kind in annotated.wanted
        for found, each, right in zip(read[kind], evidence[kind], JUDGES[kind](read, annotated.wanted), strict=True)
    ]


def _words(found: Row) -> str:
    return str(found.get("title") or found.get("text") or found.get("quote") or found.get("name"))


def folded(words: object) -> str:
    """Fold width, white space, dashes and closing marks."""
    text = re.sub(r"[‐‑‒–—―─－～~-]+", "-", unicodedata.normalize("NFKC", str(words or "")))
    return re.sub(r"\s+", "", text).strip("。；;，,:：")


def _sections(read: Row, wanted: Row) -> list[bool]:
    def keys(plan: Row) -> list[Hashable]:
        sections = plan["sections"]
        titles = [folded(each["title"]) for each in sections]
        above = [None if each["parent"] is None else titles[each["parent"]] for each in sections]
        return list(zip(titles, above, [each["kind"] for each in sections], strict=True))

    return _each_once(keys(read), keys(wanted))


def _units(read: Row, wanted: Row) -> list[bool]:
    names = {folded(each["name"]) for each in wanted["units"]}
    return [folded(each["name"]) in names for each in read["units"]]


def _each_once(found: Sequence[Hashable], wanted: Sequence[Hashable]) -> list[bool]:
    """Tell of each whether it is wanted; what is wanted once can be found once."""
    left = Counter(wanted)
    right = []
    for key in found:
        right.append(left[key] > 0)
        left[key] -= 1
    return right


def _tasks(read: Row, wanted: Row) -> list[bool]:
    def duties(task: Row) -> tuple[set[str], set[str]]:
        return {folded(name) for name in task["lead"]}, {folded(name) for name in task["support"]}

    def same_text(a: Row, b: Row) -> float:
        one, other = folded(a["text"]), folded(b["text"])
        ratio = SequenceMatcher(None, one, other, autojunk=False).ratio() if one != other else 1.0
        return ratio + 0.01 * (duties(a) == duties(b)) if ratio >= _ALIKE else 0.0

    pairs = _paired(read["tasks"], wanted["tasks"], same_text)
    return [
        index in pairs and duties(task) == duties(wanted["tasks"][pairs[index]])
        for index, task in enumerate(read["tasks"])
    ]


def _overlap(a: Row, b: Row) -> float:
    one, other = folded(a["quote"]), folded(b["quote"])
    block = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    return block.size / max(1, min(len(one), len(other)))


def _attributes(target: Row) -> tuple[object, ...]:
    recurring = target["period"] in {"per_year", "per_quarter", "per_month", "per_week"}
    when = target["period"] if recurring else target["due_year"]
    said = (bool(target["is_baseline"]), bool(target["aspiration"]))
    return (target["comparator"], folded(target["unit"]), when, *said)


def _targets(read: Row, wanted: Row) -> list[bool]:
    def same_value(a: Row, b: Row) -> float:
        if (a["value"], a.get("value_high")) != (b["value"], b.get("value_high")):
            return 0.0
        overlap = _overlap(a, b)
        same = 0.2 * (_attributes(a) == _attributes(b)) + 0.1 * (folded(a["indicator"]) == folded(b["indicator"]))
        return overlap + same if overlap >= _OVERLAP else 0.0

    pairs = _paired(read["targets"], wanted["targets"], same_value)
    return [
        index in pairs and _attributes(target) == _attributes(wanted["targets"][pairs[index]])
        for index, target in enumerate(read["targets"])
    ]


def _milestones(read: Row, wanted: Row) -> list[bool]:
    def same_years(a: Row, b: Row) -> float:
        if (a["year_start"], a["year_end"]) != (b["year_start"], b["year_end"]):
            return 0.0
        overlap = _overlap(a, b)
        return overlap if overlap >= _OVERLAP else 0.0

    pairs = _paired(read["milestones"], wanted["milestones"], same_years)
    return [index in pairs for index in range(len(read["milestones"]))]


def _paired(read: list[Row], wanted: list[Row], likeness: Callable[[Row, Row], float]) -> dict[int, int]:
    """Pair each at most once, the likest first."""
    scored = [(likeness(a, b), i, j) for i, a in enumerate(read) for j, b in enumerate(wanted)]
    pairs: dict[int, int] = {}
    for value, i, j in sorted(scored, key=lambda row: (-row[0], row[1], row[2])):
        if value > 0 and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


JUDGES: dict[str, Callable[[Row, Row], list[bool]]] = {
    "sections": _sections,
    "tasks": _tasks,
    "targets": _targets,
    "units": _units,
    "milestones": _milestones,
}
