"""Headings that a damaged copy has lost: noticed by gaps in the numbers, named where the national plan allows it."""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from kepu.core.plans.codes import PlanCode
from kepu.core.plans.marks import MarkStyle
from kepu.core.plans.model import Warning as PlanWarning
from kepu.core.plans.node import Node
from kepu.core.plans.numerals import in_chinese
from kepu.core.plans.outlines import NationalPlan, national_plan
from kepu.core.plans.statements import find_statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.model import Document

_FEWEST_AGREEING = 2
_COMMON = re.compile(r"实施|科学素质|提升|行动|工程|科普(?=[^\u4e00-\u9fff]|$)")
_ORGANISING = re.compile(r"负责|领导|实施工作|督促检查|协调|纳入.*(?:规划|考核)|成员单位|职责")
_COHESION = 0.5
_CONFIDENCE = 0.4


def infer_lost_headings(
    nodes: list[Node], document: Document, warnings: list[PlanWarning], *, damaged: bool
) -> list[Node]:
    """Warn of gaps in the numbers of headings; in a damaged copy, name the lost ones.

    Parameters
    ----------
    nodes : list of Node
        All headings in order.
    document : Document
        Its years choose the national plan.
    warnings : list of Warning
        Gets one warning for each gap.
    damaged : bool
        Whether the copy is known to be damaged; only then are headings added.

    Returns
    -------
    list of Node
        With inferred headings, which have no place in the text.
    """
    plan = national_plan(document.period_start) if damaged else None
    roots = [node for node in nodes if node.parent is None]
    for parent, children in [(None, roots), *((node, list(node.children)) for node in nodes)]:
        siblings = [node for node in children if node.mark == MarkStyle.CHINESE_BRACKET]
        for before, after in pairwise(siblings):
            if after.value == before.value + 1 or after.value == before.value:
                continue
            _warn(before, after, warnings)
            if plan is None or parent is None:
                continue
            if after.value > before.value:
                nodes = _fill_gap(nodes, (before, after), plan, siblings, warnings)
            else:
                nodes = _fill_restart(nodes, before, after, plan, warnings)
    return nodes


def _warn(before: Node, after: Node, warnings: list[PlanWarning]) -> None:
    lost = after.value - before.value - 1 if after.value > before.value else after.value
    warnings.append(
        PlanWarning(
            PlanCode.HEADING_LOST,
            f"Behind heading {before.number} “{before.title}” comes {after.number} “{after.title}”: "
            f"{max(1, lost)} headings are missing.",
            after.spans[0] if after.spans else None,
            {"after": before.title, "missing": max(1, lost)},
        )
    )


def _inferred(title: str, parent: Node | None, like: Node, value: int, warnings: list[PlanWarning]) -> Node:
    node = Node(
        title, like.level, like.rank, "inferred", "heading.inferred", _CONFIDENCE, number=in_chinese(value), value=value,
        mark=like.mark, parent=parent, inferred=True,
    )  # fmt: skip
    warnings.append(
        PlanWarning(
            PlanCode.HEADING_INFERRED, f"The heading “{title}” is not printed; it was inferred.", None, {"title": title}
        )
    )
    return node


def _fill_gap(
    nodes: list[Node],
    gap: tuple[Node, Node],
    plan: NationalPlan,
    siblings: Sequence[Node],
    warnings: list[PlanWarning],
) -> list[Node]:
    """Name the headings between two numbers after the national plan, and share out what stands between them."""
    before, after = gap
    agreeing = sum(
        1 <= node.value <= len(plan.work) and _core(node.title) == _core(plan.work[node.value - 1]) for node in siblings
    )
    if agreeing < _FEWEST_AGREEING or after.value > len(plan.work):
        return nodes
    values = list(range(before.value + 1, after.value))
    items = list(before.children)
    groups = _share_out(items, [before.title, *(plan.work[value - 1] for value in values)])
    before.children = [item for item, group in zip(items, groups, strict=True) if group == 0]
    for place, value in enumerate(values, 1):
        node = _inferred(plan.work[value - 1], before.parent, before, value, warnings)
        node.children = [item for item, group in zip(items, groups, strict=True) if group == place]
        for item in node.children:
            item.parent = node
        at = nodes.index(node.children[0]) if node.children else nodes.index(after)
        nodes = [*nodes[:at], node, *nodes[at:]]
        if before.parent is not None:
            before.parent.children.insert(before.parent.children.index(after), node)
    return nodes


def _fill_restart(
    nodes: list[Node], before: Node, after: Node, plan: NationalPlan, warnings: list[PlanWarning]
) -> list[Node]:
    """Numbers that begin again show a lost heading of the level above, and the first ones below it."""
    parent = before.parent
    if parent is None or parent.parent is not None:
        return nodes
    moved = parent.children[parent.children.index(after) :]
    above = _inferred(plan.organisation, None, parent, parent.value + 1, warnings)
    parent.children = parent.children[: parent.children.index(after)]
    cut = next(
        (at for at, item in enumerate(before.children) if _is_organising(before.children[at:])), len(before.children)
    )
    items, before.children = before.children[cut:], before.children[:cut]
    firsts = [
        _inferred(plan.safeguards[value - 1], above, before, value, warnings)
        for value in range(1, after.value)
        if value <= len(plan.safeguards)
    ]
    if firsts:
        firsts[-1].children = items
        for item in items:
            item.parent = firsts[-1]
    above.children = [*firsts, *moved]
    for node in moved:
        node.parent = above
    at = nodes.index(items[0]) if items else nodes.index(after)
    return [*nodes[:at], above, *firsts, *nodes[at:]]


def _is_organising(items: Sequence[Node]) -> bool:
    """Tell whether all these items are about who organises the work."""
    return bool(items) and all(_ORGANISING.search(item.title) for item in items)


def _core(title: str) -> str:
    return re.sub(r"^实施|提升|的", "", title)


def _words(node: Node) -> str:
    return node.title + "".join(words.text for words in node.words)


def _pairs(text: str) -> Counter[str]:
    return Counter(text[at : at + 2] for at in range(len(text) - 1))


def _share_out(items: Sequence[Node], titles: Sequence[str]) -> list[int]:
    """Give each item one of the headings, in order, each at least one, so that words agree and neighbours stay together.

    A statement of duties closes the heading it belongs to.
    """
    n, k = len(items), len(titles)
    if n < k:
        return [min(at, k - 1) for at in range(n)]
    contents = [_pairs(_words(item)) for item in items]
    spread = Counter(pair for content in contents for pair in content)
    weight = {pair: math.log(1 + n / count) for pair, count in spread.items()}
    fits = [[_agreement(content, title, weight) for title in titles] for content in contents]
    together = [_cohesion(contents[at], contents[at + 1], weight) for at in range(n - 1)]
    closes = [any(find_statements(words.text) for words in item.words) for item in items]
    best = [[float("-inf")] * k for _ in range(n)]
    came = [[0] * k for _ in range(n)]
    best[0][0] = fits[0][0]
    for at in range(1, n):
        for group in range(k):
            stay = float("-inf") if closes[at - 1] else best[at - 1][group] + _COHESION * together[at - 1]
            step = best[at - 1][group - 1] if group else float("-inf")
            best[at][group] = max(stay, step) + fits[at][group]
            came[at][group] = group if stay >= step else group - 1
    groups = [k - 1]
    for at in range(n - 1, 0, -1):
        groups.append(came[at][groups[-1]])
    return groups[::-1]


def _agreement(content: Counter[str], title: str, weight: dict[str, float]) -> float:
    pairs = _pairs(_COMMON.sub("", title))
    size = math.sqrt(sum(content.values()) or 1)
    return sum(weight.get(pair, 0.0) * min(3, content[pair]) for pair in pairs) / size * 10 / max(1, len(pairs))


def _cohesion(one: Counter[str], other: Counter[str], weight: dict[str, float]) -> float:
    shared = sum(weight[pair] for pair in one.keys() & other.keys())
    return shared / math.sqrt((len(one) or 1) * (len(other) or 1))
