"""A heading while the outline is being made, and the outline."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kepu.core.plans.model import SectionKind, Span, Style
    from kepu.core.plans.model import Warning as PlanWarning
    from kepu.core.plans.source import Paragraph, Table


@dataclass(slots=True, eq=False)
class Node:
    """A heading, the words under it, and what stands below it."""

    title: str
    level: int
    rank: float
    style: Style
    rule: str
    confidence: float
    number: str | None = None
    value: int = 0
    mark: int | None = None
    parent: Node | None = None
    spans: tuple[Span, ...] = ()
    kind: SectionKind = "other"
    inferred: bool = False
    words: list[Paragraph] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    def ancestors(self) -> list[Node]:
        """Give the headings above, nearest first."""
        found: list[Node] = []
        above = self.parent
        while above is not None:
            found.append(above)
            above = above.parent
        return found


@dataclass(slots=True)
class Outline:
    """Headings in order; the paragraphs before the first; the tables with the heading they stand under."""

    nodes: list[Node] = field(default_factory=list)
    head: list[Paragraph] = field(default_factory=list)
    tables: list[tuple[Table, Node | None]] = field(default_factory=list)
    warnings: list[PlanWarning] = field(default_factory=list)
