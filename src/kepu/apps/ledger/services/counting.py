"""Say of which targets of linked tasks a unit gives one number, where their names do not tell."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kepu.apps.audit.services import Change, record_all
from kepu.apps.base.errors import Refused
from kepu.apps.base.services import save_version
from kepu.apps.ledger import rules
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.models import Target, TaskLink
from kepu.apps.ledger.selectors.links import joinable, linked_targets

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kepu.apps.people.models import User

BY_NAME, APART = "name", "apart"
MARK = 12  # characters


@transaction.atomic
def count_target(*, target_id: int, user: User, choice: str, version: int) -> Target:
    """Count a target by its name, by itself, or (the key of another) as the same as another one and its kin."""
    row = Target.objects.select_related("task").get(pk=target_id)
    if row.task is None or row.task.link_id is None:
        raise Refused(LedgerCode.LINK_NOT_POSSIBLE)
    # Two people who count targets of one group follow each other.
    TaskLink.objects.select_for_update().get(pk=row.task.link_id)
    targets = linked_targets(row.task)
    target = next((each for each in targets if each.pk == target_id), row)
    if choice == BY_NAME:
        changed, mark = [target], ""
    elif choice == APART:
        changed, mark = [target], f"t{target.pk}"
    else:
        joined = next((each for each in joinable(target, targets) if choice in each.keys), None)
        if joined is None:
            raise Refused(LedgerCode.LINK_NOT_POSSIBLE)
        changed, mark = [target, *joined.targets], f"q{uuid.uuid4().hex[:MARK]}"
    if not all(rules.EDIT_TASK.allows(user, each) for each in changed):
        raise PermissionDenied
    record_all(_mark(changed, mark, target, version))
    return target


def _mark(targets: Sequence[Target], mark: str, opened: Target, version: int) -> Iterable[Change]:
    """Write the mark; the target whose page was opened must still be as it was shown."""
    names = [each.indicator for each in targets]
    for target in targets:
        before, target.counted_as = target.counted_as, mark
        save_version(target, version if target == opened else target.version, ["counted_as"])
        yield Change("ledger.count_target", target, {"counted_as": before}, {"counted_as": mark, "targets": names})
