"""What was found in a document, arranged for a person who checks it beside the text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kepu.apps.base.marked import Place
from kepu.apps.base.messages import sentence
from kepu.apps.ledger import wording
from kepu.apps.ledger.enums import SectionKind, UnitKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from django.utils.functional import _StrPromise

    from kepu.apps.territory.models import Organisation

    Found = Mapping[str, Any]

LETTERS = {"task": "t", "target": "g", "section": "s", "unit": "u"}
IN_SIGHT = 3
DOUBTFUL = 0.75  # below this a person is asked to look first


@dataclass(frozen=True)
class Item:
    """One thing that was found."""

    id: str
    title: str
    tag: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    note: str = ""
    unsure: bool = False
    in_text: bool = True
    level: int = 0
    matched: str = ""


@dataclass(frozen=True)
class Group:
    """All findings of one kind, the doubtful ones first."""

    id: str
    label: str
    items: list[Item]
    help: str = ""

    @property
    def n_unsure(self) -> int:
        """How many ask for a look."""
        return sum(item.unsure for item in self.items)


@dataclass(frozen=True)
class Notice:
    """A warning of the reader."""

    id: str
    text: str
    in_text: bool


@dataclass(frozen=True)
class Review:
    """The text, the places in it, and the findings."""

    text: str
    places: list[Place]
    groups: list[Group]
    notices: list[Notice]

    @property
    def n_unsure(self) -> int:
        """How many findings ask for a look."""
        return sum(group.n_unsure for group in self.groups)

    @property
    def first_notices(self) -> list[Notice]:
        """The warnings that are always in sight."""
        return self.notices[:IN_SIGHT]

    @property
    def more_notices(self) -> list[Notice]:
        """The others, folded, so that the findings are not pushed away."""
        return self.notices[IN_SIGHT:]


def review_of(result: Found, organisations: Mapping[str, Organisation | None]) -> Review:
    """Arrange the result of the reader."""
    items = {
        "task": _tasks(result),
        "target": _targets(result),
        "section": _sections(result),
        "unit": _units(result, organisations),
    }
    places = [place for kind in items for place in _places(kind, result[f"{kind}s"])]
    places += [
        Place(span[0], span[1], f"h-{name}", "header") for name, span in (result["document"].get("spans") or {}).items()
    ]
    notices = list(_notices(result["warnings"]))
    places += [
        Place(warning["span"][0], warning["span"][1], notice.id, "notice", unsure=True)
        for notice, warning in zip(notices, result["warnings"], strict=True)
        if notice.in_text
    ]
    groups = [Group(kind, label, doubtful_first(items[kind])) for kind, label in _labels().items()]
    return Review(result["text"], places, groups, notices)


def doubtful_first(items: Iterable[Item]) -> list[Item]:
    """Keep the printed order, but what is doubtful comes first."""
    return sorted(items, key=lambda item: not item.unsure)


def is_unsure(found: Found) -> bool:
    """Whether the reader itself doubts what it found."""
    return float(found.get("confidence", 1.0)) < DOUBTFUL


def _labels() -> dict[str, str]:
    return {
        "task": pgettext("several", "任务"),
        "target": pgettext("several", "指标"),
        "section": pgettext("several", "章节"),
        "unit": pgettext("several", "单位"),
    }


def _places(kind: str, found: Iterable[Found]) -> Iterator[Place]:
    for index, each in enumerate(found):
        for span in each.get("spans") or [each.get("span")]:
            if span:
                yield Place(span[0], span[1], f"{LETTERS[kind]}{index}", kind, is_unsure(each))


def _tasks(result: Found) -> Iterator[Item]:
    for index, task in enumerate(result["tasks"]):
        path = " › ".join(str(part) for part in (task.get("category"), task.get("group")) if part)
        facts = [(_("牵头"), _("、").join(task["lead"])), (_("配合"), _("、").join(task["support"])), (_("所属"), path)]
        yield Item(
            id=f"t{index}",
            title=task["text"],
            tag=_("任务 %(number)s") % {"number": task.get("number") or index + 1},
            facts=[(label, value) for label, value in facts if value],
            note="" if task["lead"] else _("没有找到牵头单位"),
            unsure=is_unsure(task) or not task["lead"],
            in_text=bool(task.get("span")),
        )


def _targets(result: Found) -> Iterator[Item]:
    for index, target in enumerate(result["targets"]):
        figure = wording.figure(
            comparator=target["comparator"],
            value=target["value"],
            value_high=target.get("value_high"),
            unit=target.get("unit") or "",
        )
        when = wording.when(
            period=target["period"], due_year=target.get("due_year"), as_of_year=target.get("as_of_year")
        )
        facts = [(_("数值"), figure), (_("时限"), when), (_("原文"), f"“{target['quote']}”")]
        yield Item(
            id=f"g{index}",
            title=target["indicator"],
            tag=_("基数") if target.get("is_baseline") else _("力争") if target.get("aspiration") else _("指标"),
            facts=[(label, value) for label, value in facts if value],
            unsure=is_unsure(target),
            in_text=bool(target.get("span")),
        )


def _sections(result: Found) -> Iterator[Item]:
    for index, section in enumerate(result["sections"]):
        yield Item(
            id=f"s{index}",
            title=wording.heading(section.get("number"), section["level"], section["title"]),
            tag=_label(SectionKind, section["kind"]),
            unsure=is_unsure(section),
            in_text=bool(section.get("span")),
            level=min(int(section["level"]), 4),
        )


def _units(result: Found, organisations: Mapping[str, Organisation | None]) -> Iterator[Item]:
    leads = Counter(name for task in result["tasks"] for name in task["lead"])
    supports = Counter(name for task in result["tasks"] for name in task["support"])
    for index, unit in enumerate(result["units"]):
        name = unit["name"]
        known = organisations.get(name)
        counts = _("牵头 %(leads)s 项，配合 %(supports)s 项") % {"leads": leads[name], "supports": supports[name]}
        facts = [(_("全称"), unit.get("canonical") or ""), (pgettext("several", "任务"), counts)]
        yield Item(
            id=f"u{index}",
            title=name,
            tag=_label(UnitKind, unit["kind"]),
            facts=[(label, value) for label, value in facts if value and value != name],
            unsure=is_unsure(unit),
            in_text=bool(unit.get("span")),
            matched=known.name if known else "",
        )


def _label(choices: Any, value: str) -> str:
    return str(choices(value).label) if value in choices.values else ""


def _notices(warnings: Iterable[Found]) -> Iterator[Notice]:
    for index, warning in enumerate(warnings):
        text: str | _StrPromise = sentence(warning["code"], warning.get("details"))
        yield Notice(f"w{index}", str(text), bool(warning.get("span")))
