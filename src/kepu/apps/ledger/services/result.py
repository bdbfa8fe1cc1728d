"""What people decided, in the schema of the reader: this is what enters the ledger. The reader's own result stays."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from kepu.apps.ledger.enums import CandidateKind, CandidateState, Role
from kepu.apps.ledger.services.tables import Heir, printed_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kepu.apps.ledger.models import Candidate, Plan

    Found = Mapping[str, Any]


@dataclass(frozen=True)
class _Kept:
    """The findings of one kind that are kept, in printed order."""

    rows: list[Candidate]

    def heirs(self) -> dict[int, list[int]]:
        """For an index in the reader's result the places in the final one."""
        found: dict[int, list[int]] = {}
        for place, row in enumerate(self.rows):
            for origin in row.origins:
                found.setdefault(origin, []).append(place)
        return found


def final_result(plan: Plan) -> dict[str, Any]:
    """Put the findings together again: those accepted or left open; what refers to a rejected one is led elsewhere."""
    read = plan.parse.result
    live = plan.candidates.live().exclude(state=CandidateState.REJECTED).in_order()
    kept = {kind: _Kept([row for row in live if row.kind == kind]) for kind in CandidateKind}
    sections = _Sections(read["sections"], kept[CandidateKind.SECTION])
    names = _names(read["units"], kept[CandidateKind.UNIT].rows)
    tasks = [_task(row, sections, names) for row in kept[CandidateKind.TASK].rows]
    _number(tasks)
    heirs = _task_heirs(read["tasks"], kept[CandidateKind.TASK], tasks)
    return {
        **read,
        "sections": sections.final(),
        "tasks": tasks,
        "targets": [_target(row, sections, heirs) for row in kept[CandidateKind.TARGET].rows],
        "units": list({unit["name"]: unit for unit in map(whole, kept[CandidateKind.UNIT].rows)}.values()),
        "tables": printed_tables(read.get("tables") or [], read["tasks"], heirs),
        "heirs": {old: [heir.task["id"] for heir in found] for old, found in heirs.items()},
    }


def whole(candidate: Candidate) -> dict[str, Any]:
    """A finding with its places, as the reader gives it."""
    spans = candidate.spans
    found = {**candidate.data, "span": spans[0] if spans else None, "candidate": candidate.pk}
    return {**found, "spans": spans} if len(spans) > 1 else found


class _Sections:
    """Where sections are in the final outline; what hung below a rejected one hangs below its parent."""

    def __init__(self, read: Sequence[Found], kept: _Kept) -> None:
        self.read = read
        self.rows = kept.rows
        self.places = {origin: places[0] for origin, places in kept.heirs().items()}

    def place(self, index: int | None) -> int | None:
        """The place of a section of the reader's result, or of what it lies in."""
        while index is not None and index not in self.places:
            index = self.read[index]["parent"]
        return None if index is None else self.places[index]

    def final(self) -> list[dict[str, Any]]:
        """The outline; one whose level was corrected hangs below the nearest higher one before it."""
        found = [whole(row) for row in self.rows]
        for place, (each, row) in enumerate(zip(found, self.rows, strict=True)):
            if row.is_edited and each["level"] != self.read[row.origins[0]]["level"]:
                above = (other for other in reversed(range(place)) if found[other]["level"] < each["level"])
                each["parent"] = next(above, None)
            else:
                each["parent"] = self.place(each.get("parent"))
        return found


def _names(read: Sequence[Found], rows: Iterable[Candidate]) -> dict[str, str]:
    """What a printed name is corrected to; empty for what is no unit after all."""
    names = dict.fromkeys((str(unit["name"]) for unit in read), "")
    for row in rows:
        names |= dict.fromkeys((str(read[origin]["name"]) for origin in row.origins), str(row.data["name"]))
    return names


def _task(row: Candidate, sections: _Sections, names: Mapping[str, str]) -> dict[str, Any]:
    found = whole(row)
    found["section"] = sections.place(found.get("section"))
    found["is_changed"] = row.is_edited
    for role in Role:
        printed = found[role.value]
        spans = found.get(f"{role.value}_spans") or [None] * len(printed)
        corrected = [(names.get(name, name), span) for name, span in zip(printed, spans, strict=True)]
        found["is_changed"] |= [name for name, _span in corrected] != printed
        found[role.value] = [name for name, _span in corrected if name]
        found[f"{role.value}_spans"] = [span for name, span in corrected if name]
    return found


def _number(tasks: Sequence[dict[str, Any]]) -> None:
    """Each keeps the id of the reader; the second part of a task gets a new one."""
    fresh = count(max((task["id"] for task in tasks), default=0) + 1)
    taken: set[int] = set()
    for task in tasks:
        if task["id"] in taken:
            task["id"] = next(fresh)
        taken.add(task["id"])


def _task_heirs(read: Sequence[Found], kept: _Kept, tasks: Sequence[dict[str, Any]]) -> dict[int, list[Heir]]:
    """For the id of each task as it was read the tasks that it became."""
    heirs: dict[int, list[Heir]] = {each["id"]: [] for each in read}
    for row, task in zip(kept.rows, tasks, strict=True):
        for origin in row.origins:
            heirs[read[origin]["id"]].append(Heir(task, is_first=origin == row.origins[0]))
    return heirs


def _target(row: Candidate, sections: _Sections, heirs: Mapping[int, Sequence[Heir]]) -> dict[str, Any]:
    found = whole(row)
    found["section"] = sections.place(found.get("section"))
    owners = heirs.get(found.get("task_id") or 0, ())
    inside = [heir for heir in owners if found["span"] and _prints(heir.task, found["span"])]
    owner = next(iter(inside or owners), None)
    found["task_id"] = owner.task["id"] if owner else None
    return found


def _prints(task: Found, span: Sequence[int]) -> bool:
    spans = sorted(task.get("spans") or ([task["span"]] if task["span"] else []))
    place = bisect_left(spans, [span[0] + 1]) - 1
    return place >= 0 and spans[place][0] <= span[0] and span[1] <= spans[place][1]
