"""What a heading announces: background, objective, action, project, measure, safeguard, schedule …"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepu.core.plans import lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.model import SectionKind
    from kepu.core.plans.node import Node

_INHERITED: frozenset[SectionKind] = frozenset(
    {"background", "principles", "objective", "safeguard", "schedule", "annex"}
)


_WORKING: frozenset[SectionKind] = frozenset({"action", "project", "measure"})
_FEWEST_FLAT = 3
_SHARE = 3  # one of so many headings beside each other that speaks of safeguards makes it one of them


def assign_kinds(nodes: Sequence[Node]) -> None:
    """Set the kind of every heading, from the top down by its words, then containers by what they contain.

    Parameters
    ----------
    nodes : sequence of Node
        In the order of the text; changed in place.
    """
    counted: dict[int, bool] = {}  # whether what stands below a heading speaks of safeguards
    behind_work = False
    for node in nodes:
        node.kind = _by_words(node, counted)
        if node.parent is None and node.kind == "other":
            node.kind = _by_place(node, behind_work=behind_work)
        behind_work = behind_work or node.kind in _WORKING
    for node in reversed(nodes):
        if node.parent is None and node.children and node.style != "annex-title":
            node.kind = _of_container(node)
    single = [
        node for node in nodes if node.parent is None and node.kind == "other" and node.words and not node.children
    ]
    if len(single) >= _FEWEST_FLAT and len(single) * 2 > sum(node.parent is None for node in nodes):
        for node in single:  # a list of measures without parts
            node.kind = "measure"
    for node in nodes:  # a container's kind goes down to what its words left open
        above = node.parent
        if above is not None and above.kind in _INHERITED and node.kind in {"measure", "other"}:
            node.kind = above.kind


def _by_words(node: Node, counted: dict[int, bool]) -> SectionKind:  # noqa: PLR0911  one return for each kind
    title = node.title
    above = node.parent
    if node.style in {"box", "annex-title"}:
        return _by_style(node)
    if lexicon.SCHEDULE.search(title):
        return "schedule"
    if above is not None and (above.kind in _INHERITED or _is_safeguarding(above)):
        return _inherited(above, title)
    if lexicon.BACKGROUND.search(title):
        return "background"
    principles, objective = lexicon.PRINCIPLES.search(title), lexicon.OBJECTIVE.search(title)
    if (principles and objective) or (node.children and lexicon.GENERAL.search(title)):
        return "other"
    if principles:
        return "principles"
    if objective and (title.endswith("目标") or not lexicon.WORK.search(title.replace("目标任务", ""))):
        return "objective"
    if above is not None and above.kind in {"action", "project", "measure"} and above.parent is not None:
        if lexicon.ALL_WORK.fullmatch(above.title) and lexicon.WORK_NAME.search(title):
            return _of_work(node, title, counted)
        return "measure"
    return _of_work(node, title, counted)


def _inherited(above: Node, title: str) -> SectionKind:
    """Give the kind of a heading below one that hands its own down; the projects that an annex lists have theirs."""
    if above.kind == "annex" and lexicon.LISTED_NAME.search(title):
        return "action" if title.endswith(("行动", "行动计划")) else "project"
    return above.kind if above.kind in _INHERITED else "safeguard"


def _by_style(node: Node) -> SectionKind:
    above = node.parent
    if node.style == "annex-title":
        return "annex"
    return above.kind if above is not None and above.kind in _INHERITED else "other"


def _by_place(node: Node, *, behind_work: bool) -> SectionKind:
    """Tell safeguards behind the work by what stands below, and an outline of ideas that has no parts of its own."""
    safeguarding = [child for child in node.children if lexicon.SAFEGUARD.search(child.title)]
    if behind_work and safeguarding and len(safeguarding) * 5 >= len(node.children) * 3:
        return "safeguard"
    whole = lexicon.GENERAL.search(node.title) and not node.children and not behind_work
    return "principles" if whole else "other"


def _of_work(node: Node, title: str, counted: dict[int, bool]) -> SectionKind:
    above = node.parent
    action, project = title.rfind("行动"), max(title.rfind("工程"), title.rfind("项目") if node.level == 1 else -1)
    if action >= 0 or project >= 0:
        return "action" if action > project else "project"
    if above is None:
        return "safeguard" if lexicon.SAFEGUARD.search(title) and not lexicon.WORK.search(title) else "other"
    for higher in node.ancestors():
        if "行动" in higher.title and "工程" not in higher.title:
            return "action" if node.level == above.level + 1 and above.parent is None else "measure"
        if "工程" in higher.title and "行动" not in higher.title:
            return "project" if node.level == above.level + 1 and above.parent is None else "measure"
    if _is_one_of_safeguards(node, above, counted) and not any(
        lexicon.WORK.search(higher.title) for higher in node.ancestors()
    ):
        return "safeguard"
    return "measure"


def _is_one_of_safeguards(node: Node, above: Node, counted: dict[int, bool]) -> bool:
    """Tell a heading in the words of safeguards, unless it stands among measures that are none."""
    if lexicon.SAFEGUARD.search(node.title) is None:
        return False
    if id(above) not in counted:
        safeguarding = sum(lexicon.SAFEGUARD.search(each.title) is not None for each in above.children)
        counted[id(above)] = safeguarding * _SHARE >= len(above.children)
    return counted[id(above)]


def _is_safeguarding(node: Node) -> bool:
    return node.kind == "safeguard"


def _of_container(node: Node) -> SectionKind:
    """Give the kind of the children when they agree; a schedule among safeguards does not disagree."""
    kinds = {child.kind for child in node.children if child.style != "box"}
    if node.kind == "safeguard" and kinds <= {"safeguard", "schedule", "measure"}:
        return "safeguard"
    if node.kind in {"schedule", "background", "principles", "objective"}:
        return node.kind
    if len(kinds) == 1 and kinds != {"measure"}:
        return next(iter(kinds))
    if kinds == {"measure"}:
        return "measure" if node.kind in {"other", "measure"} else node.kind
    return "other"
