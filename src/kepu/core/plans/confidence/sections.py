"""What speaks for and against a heading."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kepu.core.plans.confidence.surroundings import Evidence, Surroundings, flags, shared_evidence
from kepu.core.plans.normalise import chinese_number, half_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.model import Section

_LONG, _SHORT, _DEEP = 24, 4, 4
_TORN = 0.1  # share of the headings


def section_evidence(around: Surroundings) -> list[Evidence]:
    """Give the evidence for each heading of a plan, in their order."""
    sections = around.plan.sections
    children: dict[int | None, list[int]] = defaultdict(list)
    for index, section in enumerate(sections):
        children[section.parent].append(index)
    found: list[Evidence] = [{} for _ in sections]
    for siblings in children.values():
        rules = {sections[index].rule for index in siblings}
        before: Section | None = None
        for index in siblings:
            section = sections[index]
            evidence = shared_evidence(around, section.place.span, section.rule, section.confidence)
            evidence |= _own(around, section) | _among(sections, section, before)
            evidence |= flags({"siblings agree": len(rules) == 1, "alone": len(siblings) == 1})
            found[index] = evidence
            before = section
    jumps = sum("number jumps" in evidence for evidence in found)
    whole = flags(
        {
            "outline sound": not jumps,
            "outline torn": jumps > _TORN * len(found),
            "headings repeated": len(around.titles) < len(found),
        }
    )
    return [evidence | whole for evidence in found]


def _own(around: Surroundings, section: Section) -> Evidence:
    title = section.title
    return flags(
        {
            f"kind {section.kind}": True,
            "long": len(title) > _LONG,
            "short": len(title) < _SHORT,
            "comma": "，" in title,
            "figure": any(character.isdigit() for character in title),
            "no sentence": title[-1:] in "，、的和与及是为",
            "torn bracket": title.count("（") != title.count("）") or title.count("“") != title.count("”"),
            "printed twice": around.titles[title] > 1,
            "deep": section.level >= _DEEP,
            "root": section.parent is None,
            "inferred": section.inferred,
        }
    )


def _among(sections: Sequence[Section], section: Section, before: Section | None) -> Evidence:
    value = _value(section)
    wanted = 1 if before is None or _value(before) is None else (_value(before) or 0) + 1
    above = sections[section.parent] if section.parent is not None else None
    return flags(
        {
            "number follows": value is not None and value == wanted,
            "number jumps": value is not None and value != wanted,
            "level jumps": above is not None and section.level > above.level + 1,
            "below other": above is not None and above.kind == "other",
            "unlike parent": above is not None and above.kind != section.kind,
        }
    )


def _value(section: Section) -> int | None:
    if not section.number:
        return None
    digits = half_width(section.number)
    return int(digits) if digits.isdecimal() else chinese_number(section.number)
