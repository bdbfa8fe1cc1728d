"""Headings that are lost but leave traces."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kepu.core.plans.model import Document
    from kepu.core.plans.model import Warning as PlanWarning
    from kepu.core.plans.node import Node


def infer_lost_headings(nodes: list[Node], document: Document, warnings: list[PlanWarning], *, damaged: bool) -> list[Node]:
    return nodes
