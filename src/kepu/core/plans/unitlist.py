"""All bodies that a plan names: those of tables and statements first, then those of the running text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from kepu.core.plans.bodies import find_bodies
from kepu.core.plans.canonical import canonical_name
from kepu.core.plans.model import CoordinationBody, Document, Place, Post, Span, Unit
from kepu.core.plans.places import own_part
from kepu.core.plans.posts import find_posts
from kepu.core.plans.source import paragraph
from kepu.core.plans.unitkinds import kind_of_unit
from kepu.core.plans.unitnames import is_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.assignments import Draft
    from kepu.core.plans.node import Node
    from kepu.core.plans.source import Paragraph

_COORDINATING = re.compile(r"(?:[\u4e00-\u9fff]{2,16}?)(?:工作领导小组|领导小组|联席会议)(?:办公室)?")
_START = re.compile(r"^.*?(?=[省市区县镇乡]?(?:全民科学素质|科普|科学素质|科学普及))")
_LONGEST_MENTION = 40
_SILENT = {"background", "principles"}


def list_units(text: str, nodes: Sequence[Node], drafts: Sequence[Draft], document: Document) -> list[Unit]:
    """List the units of a plan.

    Parameters
    ----------
    text : str
        The normalised text.
    nodes : sequence of Node
        The headings with their paragraphs.
    drafts : sequence of Draft
        The tasks with the units they name.
    document : Document
        Its region completes the names.

    Returns
    -------
    list of Unit
        In the order in which they are first assigned, then in the order of the text.
    """
    place = own_part(document.region) if document.region else None
    assigned: dict[str, tuple[Literal["table", "inline"], set[Span]]] = {}
    for draft in drafts:
        source: Literal["table", "inline"] = "table" if draft.task.assignment_source == "table" else "inline"
        for unit in draft.named:
            assigned.setdefault(unit.name, (source, set()))[1].update(unit.spans)
    units = [_unit(name, place, source, spans) for name, (source, spans) in assigned.items()]
    known = {part for name in assigned for part in (name, *_before_brackets(name))}
    taken = {at for _, spans in assigned.values() for span in spans for at in range(*span)}
    mentioned: dict[str, set[Span]] = {}
    for node in nodes:
        if node.kind in _SILENT:
            continue
        for words in node.words:
            for body in find_bodies(words.text, place or ""):
                if body.name not in known and words.offsets[body.start] not in taken:
                    mentioned.setdefault(body.name, set()).update(words.spans(body.start, body.end, text))
    return units + [_unit(name, place, "body", spans) for name, spans in mentioned.items()]


def _before_brackets(name: str) -> list[str]:
    """Give 区委党校 for 区委党校（区行政学校）."""
    return [name[:at] for at, mark in enumerate(name[:_LONGEST_MENTION]) if mark in "（("]


def _unit(name: str, place: str | None, source: Literal["table", "inline", "body"], spans: set[Span]) -> Unit:
    places = tuple(sorted(spans))
    confidence = 0.95 if source != "body" and is_unit(name) else 0.6
    where = Place(places[0] if places else None, places)
    return Unit(name, canonical_name(name, place), kind_of_unit(name), source, where, confidence, f"unit.{source}")


def coordination_bodies(text: str, nodes: Sequence[Node]) -> list[CoordinationBody]:
    """Find leading groups, joint conferences and their offices.

    Parameters
    ----------
    text : str
        The normalised text.
    nodes : sequence of Node
        The headings with their paragraphs.

    Returns
    -------
    list of CoordinationBody
        Each name once, with every place.
    """
    found: dict[str, set[Span]] = {}
    posts: dict[str, list[Post]] = {}
    for node in nodes:
        first = ""
        for words in _with_title(text, node):
            for match in _COORDINATING.finditer(words.text):
                start = match.start()
                lead_in = _START.match(match.group())
                if lead_in and lead_in.end():
                    start += lead_in.end()
                name = words.text[start : match.end()]
                found.setdefault(name, set()).update(words.spans(start, match.end(), text))
                first = first or name
        if first:
            posts.setdefault(first, []).extend(find_posts(text, node.words))
    return [
        CoordinationBody(
            name,
            Place(min(spans) if spans else None, tuple(sorted(spans))),
            0.6,
            "body.coordination",
            tuple(posts.get(name, ())),
        )
        for name, spans in found.items()
    ]


def _with_title(text: str, node: Node) -> list[Paragraph]:
    """Give the paragraphs of a section, with the title of an annex that lists who belongs to a group."""
    if node.style != "annex-title" or not node.spans:
        return node.words
    return [paragraph(text, *node.spans[0]), *node.words]
