"""Headings that stand only in the group cells of a table, as in an annex that is issued alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepu.core.plans.columns import Role
from kepu.core.plans.lexicon import WORK_NAME
from kepu.core.plans.likeness import likest
from kepu.core.plans.node import Node

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.dutyrows import DutyTable
    from kepu.core.plans.groupcells import Heading

_ALIKE = 0.5  # of the pairs of characters: 实施青少年科学素质行动 repeats 青少年科学素质提升行动
_FEWEST = 2
_EACH = 0.7  # of the rows have a group of their own


def add_sections_of_tables(nodes: list[Node], duties: Sequence[tuple[DutyTable, Node | None]]) -> list[Node]:
    """Give the headings with those that stand only in the group cells of tables.

    Parameters
    ----------
    nodes : list of Node
        The headings of the body.
    duties : sequence of (DutyTable, Node or None)
        The tables with the heading each stands under.

    Returns
    -------
    list of Node
        A table issued alone has headings of its own; so has one that stands in the body under a heading without
        others below it. An annex repeats the headings of the body, unless the body has nothing like most of them.
    """
    alone = all(node.style == "annex-title" for node in nodes)
    for table, above in duties:
        if alone:
            nodes = [*nodes, *_groups(table, None)]
        elif above is not None and above.style == "annex-title" and not above.children:
            nodes = _below_annex(nodes, above, _groups(table, None), across=Role.CATEGORY not in table.roles)
        elif above is not None and above.style != "annex-title" and not above.children:
            made = _groups(table, above)
            printed = {node.title for node in nodes}
            if not any(node.title in printed for node in made):
                above.children = [node for node in made if node.parent is above]
                at = nodes.index(above) + 1
                nodes = [*nodes[:at], *made, *nodes[at:]]
    return nodes


def _below_annex(nodes: list[Node], annex: Node, made: Sequence[Node], *, across: bool) -> list[Node]:
    """Give the headings with those of a table that mostly do not repeat the body's.

    They have numbers, or stand across the table and name works; a column of groups without numbers has no headings.
    """
    body = [node.title for node in nodes if node.style not in {"annex-title", "table"}]
    named = all(node.number or (across and WORK_NAME.search(node.title)) for node in made)
    repeated = [node for node in made if likest(node.title, body, least=_ALIKE)]
    if not named or len(made) < _FEWEST or len(repeated) * 2 >= len(made):
        return nodes
    at = nodes.index(annex) + 1
    return [*nodes[:at], *(node for node in made if node not in repeated), *nodes[at:]]


def _groups(table: DutyTable, above: Node | None) -> list[Node]:
    """Make headings of the group cells of a table."""
    made: list[Node] = []
    category: Node | None = None
    last: list[Node | None] = [None, None]
    seen: set[int] = set()
    for row in table.rows:
        for depth, heading in enumerate((row.category, row.group)):
            if heading is None or id(heading) in seen:
                continue
            seen.add(id(heading))
            before = last[depth]
            if before is not None and before.title == heading.title and (not depth or before.parent is category):
                continue  # a merged cell that arrived in every row
            node = _node(heading, depth, category if depth else None, above)
            last[depth] = node
            category = category if depth else node
            made.append(node)
    return [] if _is_of_names(made, len(table.rows)) else made


def _is_of_names(made: Sequence[Node], n_rows: int) -> bool:
    """Tell a column that names each activity, row by row, from one that groups the rows."""
    one_level = len({node.level for node in made}) == 1
    plain = one_level and not any(node.number or WORK_NAME.search(node.title) for node in made)
    return plain and len(made) >= n_rows * _EACH


def _node(heading: Heading, depth: int, category: Node | None, above: Node | None) -> Node:
    parent = category or above
    node = Node(
        heading.title,
        level=1 + (depth if category else 0) + (above.level if above else 0),
        rank=float(1 + depth) + (above.rank if above else 0),
        style="table",
        rule="heading.table_group",
        confidence=0.85,
        number=heading.number,
        parent=parent,
        spans=heading.spans,
    )
    if category is not None:
        category.children.append(node)
    return node
