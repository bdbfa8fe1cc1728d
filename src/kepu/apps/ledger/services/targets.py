"""Changes of targets: what is asked for, and by what schedule it is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kepu.apps.audit.services import record
from kepu.apps.base.services import save_version
from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import ScheduleKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from kepu.apps.ledger.models import Target
    from kepu.apps.people.models import User

FIELDS = (
    "comparator",
    "value",
    "value_high",
    "stretch_value",
    "unit",
    "period",
    "due_on",
    "baseline_value",
    "baseline_year",
)
SCHEDULE = ("schedule", "schedule_points")


@transaction.atomic
def edit_target(target: Target, *, user: User, values: Mapping[str, Any], reason: str, version: int) -> Target:
    """Change what a target asks for; its sentence stays as it is printed, the reason stays in the log."""
    _require(user, target)
    before = _described(target, FIELDS)
    for name in FIELDS:
        setattr(target, name, values[name])
    target.due_year = target.due_on.year if target.due_on else None
    save_version(target, version, [*FIELDS, "due_year"])
    record("ledger.edit_target", target, before=before, after={**_described(target, FIELDS), "reason": reason})
    return target


@transaction.atomic
def set_schedule(
    target: Target, *, user: User, kind: str, points: Sequence[tuple[date, Decimal]], version: int
) -> Target:
    """Choose by what the target is judged before it is due."""
    _require(user, target)
    before = _described(target, SCHEDULE)
    target.schedule = ScheduleKind(kind)
    target.schedule_points = [[day.isoformat(), f"{value.normalize():f}"] for day, value in points]
    save_version(target, version, SCHEDULE)
    record("ledger.set_schedule", target, before=before, after=_described(target, SCHEDULE))
    return target


def _require(user: User, target: Target) -> None:
    if not rules.EDIT_TASK.allows(user, target):
        raise PermissionDenied


def _described(target: Target, names: Sequence[str]) -> dict[str, Any]:
    found = {name: getattr(target, name) for name in names}
    return {name: value if isinstance(value, list) or value is None else str(value) for name, value in found.items()}
