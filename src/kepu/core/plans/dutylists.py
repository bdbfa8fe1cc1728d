"""Sections that say unit by unit what each has to do: 区教育局：负责学校科普工作。"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kepu.core.plans.assignments import Assignments, Draft, Named
from kepu.core.plans.labels import LABEL
from kepu.core.plans.model import Place, Task
from kepu.core.plans.shares import n_sure
from kepu.core.plans.source import paragraph
from kepu.core.plans.unitnames import looks_like_units, split_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kepu.core.plans.node import Node
    from kepu.core.plans.source import Paragraph

_DUTIES = re.compile(
    r"(?:职责|任务|责任|工作|部门|单位|具体)分工|(?:部门|单位|工作|主要|成员|具体|各自)职责|^职责|职责任务"
)
_DOES = re.compile(
    r"(?:主要|具体|牵头|统一|全面)?(?:负责|承担|做好|组织(?!部)|履行|牵头|制定|指导|落实|协助|配合|参与|支持|会同|统筹|要|将|按照|加强|开展)"
)
_HELPS = re.compile(r"[，,；;](?P<names>[^，,；;。]{2,200}?)(?:共同|积极)?(?:配合|参与|参加|协助)[。；;]?$")
_COLON = re.compile(r"[:：]")
# 由区科协牵头的任务（3项）: a heading over what one unit leads.
_LED = re.compile(
    r"由?(?P<names>[^，。；：]{2,60}?)(?:牵头|负责|承担)(?:负责|落实|完成|办理)?的?(?:重点)?(?:任务|工作|事项|项目)*(?:[（(][^（）()]*[）)])?$"
)
_TITLED = re.compile(r"(?:的?(?:主要|具体|工作)?(?:职责|任务|分工))?[:：]?$")  # 区教育局职责：
_SETS_UP = re.compile(r"成立|建立|组建|设立|健全|完善|加强|明确|强化|落实|召开|建好|建强")  # 成立领导小组 names no unit
_LONGEST_NAMES = 80
_FEWEST = 2  # units that make a list, under a heading that speaks of duties
_FEWEST_ANYWHERE = 3


@dataclass(frozen=True, slots=True)
class _Entry:
    """The words that name units, and one of their duties."""

    names: Paragraph
    duty: Paragraph
    number: str | None
    support: Paragraph | None = None


def duty_tasks(text: str, nodes: Sequence[Node], first_id: int, taken: frozenset[int]) -> Assignments:
    """Turn the duties of units into tasks.

    Parameters
    ----------
    text : str
        The normalised text.
    nodes : sequence of Node
        All headings with their paragraphs.
    first_id : int
        The id of the first task.
    taken : frozenset of int
        The ids of the headings under which tasks were found already.

    Returns
    -------
    Assignments
        One task for each paragraph, or numbered item, of duties below the name of a unit.
    """
    made = Assignments()
    read = set(taken)
    tops = [node for node in nodes if node.parent is None]
    units = [top for top in tops if _are_units(_who(top.title))]
    whole = units if len(units) >= _FEWEST_ANYWHERE and len(units) * 2 > len(tops) else []  # the document is the list
    for node in nodes:
        if not (node in whole or _lists_units(text, node) or _DUTIES.search(node.title)):
            continue
        if any(_DUTIES.search(each.title) for each in _below(node)[1:]):
            continue  # the list stands under that heading
        below = {id(each) for each in _below(node)}
        found = [] if read & below else list(_under(text, node) if node in whole else _entries(text, node))
        if len(node.children) >= _FEWEST:
            found = [entry for entry in found if entry.number or entry.duty.start != entry.names.start]
        if node in whole or len({entry.names.start for entry in found}) >= _FEWEST:
            read |= below
            made.drafts += [_draft(text, node, entry, first_id + len(made.drafts) + n) for n, entry in enumerate(found)]
    return made


def _below(node: Node) -> list[Node]:
    return [node, *(each for child in node.children for each in _below(child))]


def _lists_units(text: str, node: Node) -> bool:
    """Tell a heading all of whose own headings are names of units, with their level or duties, or say what one leads."""
    if len(node.children) >= _FEWEST_ANYWHERE and all(_leads(text, child) for child in node.children):
        return True
    named = all(looks_like_units(_who(child.title)) for child in node.children)
    sure = sum(n_sure(_who(child.title)) > 0 or _says_duty(child) for child in node.children)
    return named and len(node.children) >= _FEWEST_ANYWHERE and sure == len(node.children)


def _leads(text: str, node: Node) -> bool:
    """Tell 区教育局牵头负责青少年行动."""
    said = _read(_whole(text, node), None) if node.spans else None
    return said is not None and re.match(r"牵头|负责|承担", said.duty.text[len(said.names.text) :]) is not None


def _says_duty(node: Node) -> bool:
    return bool(node.words and _DOES.match(node.words[0].text))


def _entries(text: str, node: Node) -> Iterator[_Entry]:
    """Read the duties below a heading."""
    last: _Entry | None = None
    for words in node.words:
        said = _read(words, None, goes_on=last is not None or _DUTIES.search(node.title) is not None)
        if said is None and last is not None:
            yield _Entry(last.names, words, None)
        elif said is not None:
            last = said
            if said.duty.text:
                yield said
    for child in node.children:
        title = _title(text, child)
        is_unit = title is not None and looks_like_units(_who(title.text)) and not _SETS_UP.match(title.text)
        if title is not None and is_unit and not LABEL.match(f"{title.text}："):
            yield from _under(text, child)
        elif title is not None and (said := _read(_whole(text, child), child.number)) is not None:
            yield said
        else:
            if last is not None and not last.duty.text:
                yield _Entry(last.names, _whole(text, child), child.number)
            yield from _entries(text, child)


def _under(text: str, node: Node) -> Iterator[_Entry]:
    """Read the duties below a heading that names units."""
    title = _title(text, node)
    if title is not None:
        start = title.text.find(_who(title.text))
        title = title.cut(start, start + len(_who(title.text)))
        for words in node.words:
            yield _Entry(title, words, node.number)
        for item in node.children:
            yield _Entry(title, _whole(text, item), item.number)


def _who(title: str) -> str:
    """Give the names in a heading over the duties of a unit."""
    led = _LED.match(title)
    return led["names"] if led and looks_like_units(led["names"]) else title


def _title(text: str, node: Node) -> Paragraph | None:
    return paragraph(text, *node.spans[0]) if node.spans else None


def _whole(text: str, node: Node) -> Paragraph:
    """Give a heading together with the text on its line."""
    start, end = node.spans[0]
    last = node.words[0].end if node.words and "\n" not in text[end : node.words[0].start] else end
    return paragraph(text, start, max(last, end))


def _read(words: Paragraph, number: str | None, *, goes_on: bool = False) -> _Entry | None:
    """Read 区教育局：负责…, 区教育局负责…, or the name alone."""
    if LABEL.match(words.text):
        return None
    colon = _COLON.search(words.text, 0, _LONGEST_NAMES)
    whole = colon.end() if colon else len(words.text.rstrip("。："))
    titled = _TITLED.search(words.text, 0, whole)
    end = titled.start() if titled else whole
    known = looks_like_units if goes_on and colon else _are_units
    if end <= _LONGEST_NAMES and known(words.text[:end]):
        return _Entry(words.cut(0, end), words.cut(colon.end() if colon else len(words.text)), number)
    for does in _DOES.finditer(words.text, 0, _LONGEST_NAMES):
        if _are_units(words.text[: does.start()].rstrip("。")):
            if words.text[does.start() - 1] == "。":
                return _Entry(words.cut(0, does.start() - 1), words.cut(does.start()), number)
            helps = _HELPS.search(words.text, does.end())
            support = words.cut(*helps.span("names")) if helps and looks_like_units(helps["names"]) else None
            return _Entry(words.cut(0, does.start()), words, number, support)
    return None


def _are_units(words: str) -> bool:
    return looks_like_units(words) and n_sure(words) > 0


def _draft(text: str, node: Node, entry: _Entry, number: int) -> Draft:
    lead, support = _named(text, entry.names), _named(text, entry.support)
    spans = entry.duty.spans(0, len(entry.duty.text), text)
    task = Task(
        id=number,
        number=entry.number,
        category=node.parent.title if node.parent else None,
        category_number=node.parent.number if node.parent else None,
        group=node.title,
        group_number=node.number,
        text=entry.duty.text,
        lead=tuple(unit.name for unit in lead),
        support=tuple(unit.name for unit in support),
        assignment_source="inline",
        inherited=False,
        open_ended=False,
        section=None,
        place=Place(spans[0] if spans else None, spans),
        category_span=node.parent.spans[0] if node.parent and node.parent.spans else None,
        group_span=node.spans[0] if node.spans else None,
        lead_spans=tuple(unit.spans[0] if unit.spans else None for unit in lead),
        support_spans=tuple(unit.spans[0] if unit.spans else None for unit in support),
        confidence=0.7,
        rule="task.duties",
        due=None,
    )
    return Draft(task, None, node, lead + support)


def _named(text: str, words: Paragraph | None) -> list[Named]:
    """Give the units that some words name."""
    if words is None:
        return []
    return [Named(name.text, words.spans(name.start, name.end, text)) for name in split_names(words.text)[0]]
