"""Headings that stand only in the group cells of a table, as in an annex that is issued alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepu.core.plans.node import Node

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.taskrows import DutyTable, Heading


def sections_of_tables(nodes: Sequence[Node], duties: Sequence[tuple[DutyTable, Node | None]]) -> list[Node]:
    """Make headings of the group cells of tables.

    Parameters
    ----------
    nodes : sequence of Node
        The headings of the body.
    duties : sequence of (DutyTable, Node or None)
        The tables with the heading each stands under.

    Returns
    -------
    list of Node
        None when the body has headings of its own: the table then repeats them.
    """
    if any(node.style != "annex-title" for node in nodes):
        return []
    made: list[Node] = []
    for table, _ in duties:
        category: Node | None = None
        seen: set[int] = set()
        for row in table.rows:
            for depth, heading in enumerate((row.category, row.group)):
                if heading is None or id(heading) in seen:
                    continue
                seen.add(id(heading))
                node = _node(heading, depth, category if depth else None)
                category = category if depth else node
                made.append(node)
    return made


def _node(heading: Heading, depth: int, parent: Node | None) -> Node:
    node = Node(
        heading.title,
        level=1 + (depth if parent else 0),
        rank=float(1 + depth),
        style="table",
        rule="heading.table_group",
        confidence=0.85,
        number=heading.number,
        parent=parent,
        spans=heading.spans,
    )
    if parent is not None:
        parent.children.append(node)
    return node
