"""Targets of the whole document: from the paragraphs under headings and from the rows of tables, each once."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kepu.core.plans import lexicon
from kepu.core.plans.baselines import Setting
from kepu.core.plans.inline import group_of
from kepu.core.plans.model import Document, Place, Span, Target
from kepu.core.plans.normalise import half_width, squeeze
from kepu.core.plans.source import paragraph
from kepu.core.plans.targets import Found, find_targets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.assignments import Draft
    from kepu.core.plans.listed import Listed
    from kepu.core.plans.node import Node
    from kepu.core.plans.source import Paragraph

_FIGURE = re.compile(r"\d(?!年|月|日)")
_YEAR = re.compile(r"20\d{2}")
_YEAR_OF_AIMS = re.compile(
    r"(?:到|至)?(?P<year>20\d{2})年(?:底|末)?的?(?:主要|具体|工作|远景|发展|总体|阶段性?)*(?:目标|任务)"
)
_YEARS_OF_WORK = re.compile(
    r"[（(]20\d{2}年?[-—–―─－~～至到]{1,2}(?P<year>20\d{2})年?[）)]$"
)  # 重点任务（2021—2025年）
_TELLS_WHO_OR_WHAT = re.compile(r"名单|名词解释|释义|术语|通讯录|联系方式|组成人员")
_DATED = re.compile(r"(?:到|至|截至)20\d{2}年|20\d{2}年(?:底|末)?前?(?:达到|实现|建成|突破|超过)|力争")
_SPECIAL = ("objective", "background")


@dataclass(frozen=True, slots=True)
class _Seen:
    """A target and every place where it is printed."""

    target: Target
    spans: set[Span]

    def placed(self) -> Target:
        spans = tuple(sorted(self.spans))
        return replace(self.target, place=Place(spans[0] if spans else None, spans))


def find_all_targets(
    text: str,
    nodes: Sequence[Node],
    drafts: Sequence[Draft],
    document: Document,
    *,
    introduction: Sequence[Paragraph] = (),
    listed: Sequence[Listed] = (),
) -> list[Target]:
    """Find the targets of a document.

    Parameters
    ----------
    text : str
        The normalised text.
    nodes : sequence of Node
        The headings with their paragraphs.
    drafts : sequence of Draft
        The tasks; their own words are searched as well.
    document : Document
        Its period dates what has no date.
    introduction : sequence of Paragraph
        What stands between the title and the first heading.
    listed : sequence of Listed
        Figures from the columns of tables.

    Returns
    -------
    list of Target
        In the order of the text; what is printed twice is given once with both places.
    """
    found: dict[tuple[object, ...], _Seen] = {}
    for words in introduction:
        _take(text, words, document, found, node=None, section=None, task=None, background=False)
    for index, node in enumerate(nodes):
        if any(above.kind == "annex" and _TELLS_WHO_OR_WHAT.search(above.title) for above in [node, *node.ancestors()]):
            continue
        background = any(above.kind == "background" for above in [node, *node.ancestors()])
        for words in [*_title_with_figure(text, node), *node.words]:
            _take(text, words, document, found, node=node, section=index, task=None, background=background)
    for row in listed:
        for hit in row.hits:
            _add(text, row.words, hit, found, group=row.group, section=None, task_id=row.task_id)
    for draft in drafts:
        if draft.words is not None and draft.task.assignment_source == "table":
            _take(text, draft.words, document, found, node=None, section=None, task=draft, background=False)
    targets = [seen.placed() for seen in found.values()]
    return sorted(targets, key=lambda target: target.place.span or (len(text), 0))


def _take(
    text: str,
    words: Paragraph,
    document: Document,
    found: dict[tuple[object, ...], _Seen],
    *,
    node: Node | None,
    section: int | None,
    task: Draft | None,
    background: bool,
) -> None:
    due = _YEAR.search(task.task.due or "") if task else None
    setting = Setting(
        background,
        document.period_start,
        int(due.group()) if due else document.period_end,
        objective=node is not None and any(above.kind == "objective" for above in [node, *node.ancestors()]),
        heading_year=_heading_year(node),
    )
    if node is not None:
        group: str | None = _group(node)
    else:
        group = (task.task.group or task.task.category) if task else None
    for hit in find_targets(words.text, setting):
        if node is not None and not background and _is_only_an_idea(node, words.text[hit.start : hit.end]):
            continue
        own = group or (None if task else "background" if hit.baseline else "objective")
        _add(text, words, hit, found, group=own, section=section, task_id=task.task.id if task else None)


def _is_only_an_idea(node: Node, quote: str) -> bool:
    """Tell words among ideas and principles that set no date; 总体要求 without parts may also hold the figures."""
    ideas = any(above.kind == "principles" for above in [node, *node.ancestors()])
    return ideas and not lexicon.GENERAL.search(node.title) and not _DATED.search(half_width(quote))


def _title_with_figure(text: str, node: Node) -> list[Paragraph]:
    """Give a heading that is a whole sentence with a figure, as the items of yearly points are."""
    if node.rule == "heading.first_clause" or not node.spans or not _FIGURE.search(half_width(node.title)):
        return []
    return [paragraph(text, *node.spans[0])] if node.style in {"numbered", "topic", "dash"} else []


def _heading_year(node: Node | None) -> int | None:
    """Give the year of a heading such as 2025年目标 or 重点任务（2021—2025年） above a paragraph."""
    for above in [node, *node.ancestors()] if node is not None else []:
        title = half_width(above.title)
        match = _YEAR_OF_AIMS.match(title) or (_YEARS_OF_WORK.search(title) if above.kind != "schedule" else None)
        if match:
            return int(match["year"])
    return None


def _add(
    text: str,
    words: Paragraph,
    hit: Found,
    found: dict[tuple[object, ...], _Seen],
    *,
    group: str | None,
    section: int | None,
    task_id: int | None,
) -> None:
    quote = words.text[hit.start : hit.end]
    spans = words.spans(hit.start, hit.end, text)
    key = (squeeze(quote), hit.value, hit.high, hit.unit, hit.indicator, hit.as_of, hit.due)
    known = found.get(key)
    if known is not None:
        known.spans.update(spans)
        return
    target = Target(
        indicator=hit.indicator,
        quote=quote,
        comparator=hit.comparator,
        value=hit.value,
        value_high=hit.high,
        unit=hit.unit,
        period=hit.period,
        due_year=hit.due,
        aspiration=hit.aspiration,
        task_group=group,
        is_baseline=hit.baseline,
        as_of_year=hit.as_of,
        qualitative=hit.qualitative,
        implied=hit.implied,
        task_id=task_id,
        section=section,
        place=Place(),
        confidence=hit.confidence,
        rule=hit.rule,
    )
    found[key] = _Seen(target, set(spans))


def _group(node: Node) -> str:
    chain = [node, *node.ancestors()]
    for above in chain:
        if above.kind in _SPECIAL:
            return above.kind
    return group_of(node).title
