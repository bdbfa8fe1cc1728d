"""Plans and what stands in them."""

from kepu.apps.ledger.models.board import Facet
from kepu.apps.ledger.models.content import Section, Target, Task, TaskUnit
from kepu.apps.ledger.models.plan import Parse, Plan

__all__ = ["Facet", "Parse", "Plan", "Section", "Target", "Task", "TaskUnit"]
