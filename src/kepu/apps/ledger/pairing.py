"""What belongs to one target though it is printed in several sentences: its due day, its stretch value, its baseline."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from kepu.apps.ledger.enums import Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kepu.apps.ledger.models import Target

YEARS = range(1900, 2200)
BY = frozenset({Period.BY_END, Period.BY_DATE})


def complete_targets(targets: Sequence[Target], last_year: int | None) -> None:
    """Set due days, and pair 力争 and 基数 with the target of the same indicator; what is ambiguous stays apart.

    `last_year` is the year in which the plan ends.
    """
    for target in targets:
        year = target.due_year or (last_year if target.period == Period.BY_END else None)
        if target.period in BY and year is not None and year in YEARS and not target.is_baseline:
            target.due_on = date(year, 12, 31)
    mains = [each for each in targets if not each.is_aspiration and not each.is_baseline]
    for hoped, main in _pairs(mains, [each for each in targets if each.is_aspiration], same_due=True):
        main.stretch_value = hoped.value
    for known, main in _pairs(mains, _newest(each for each in targets if each.is_baseline), same_due=False):
        main.baseline_value, main.baseline_year = known.value, known.as_of_year


def _pairs(mains: Iterable[Target], others: Iterable[Target], *, same_due: bool) -> Iterable[tuple[Target, Target]]:
    """Each of the others with the targets it belongs to: one for a stretch value, all due days for a baseline."""
    by_name = defaultdict(list)
    for main in mains:
        by_name[_name(main)].append(main)
    for other in others:
        fitting = [main for main in by_name[_name(other)] if not same_due or main.due_on == other.due_on]
        if not same_due or len(fitting) == 1:
            yield from ((other, main) for main in fitting)


def _newest(baselines: Iterable[Target]) -> list[Target]:
    """Of each indicator the newest figure; two of one year that differ say nothing."""
    found = defaultdict(list)
    for each in baselines:
        found[_name(each)].append(each)
    kept = []
    for rows in found.values():
        year = max(row.as_of_year or 0 for row in rows)
        latest = [row for row in rows if (row.as_of_year or 0) == year]
        if len({row.value for row in latest}) == 1:
            kept.append(latest[0])
    return kept


def _name(target: Target) -> tuple[str, str]:
    return "".join(target.indicator.split()), target.unit
