"""The readings that answers give: accepted and corrected together with the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepu.apps.ledger.selectors.targets import stated_periods
from kepu.apps.ledger.services.figures import SUBJECT, reference_of, said_by
from kepu.apps.measures.enums import Origin, ReadingState, Standing
from kepu.apps.measures.models import Reading
from kepu.apps.measures.services import accept_readings, correct_reading, state_reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kepu.apps.ledger.models import Entry, UnitReport
    from kepu.apps.measures.services import Said
    from kepu.apps.people.models import User


def accept_figures(report: UnitReport, entries: Iterable[Entry], user: User) -> None:
    """Accept the figures of these answers, not what another unit that leads the same task said since."""
    checked = list(entries)
    wanted = {int(target) for entry in checked for target in entry.figures}
    rows = Reading.objects.of(SUBJECT, wanted).current()
    periods = set(stated_periods(wanted, report.round.period).values())
    own = [reference_of(entry) for entry in checked]
    of_period = rows.filter(region_code=report.region_code, period__in=periods, origin=Origin.REPORT, reference__in=own)
    accept_readings(list(of_period.filter(state=ReadingState.REPORTED).values_list("pk", flat=True)), user_id=user.pk)


def correct_figures(
    report: UnitReport, entry: Entry, before: Mapping[str, Mapping[str, str]], reason: str, user: User
) -> None:
    """Correct the readings whose figures a correction changed; one that was not there is added as accepted."""
    for target, said in entry.figures.items():
        if said != before.get(target):
            _correct(report, int(target), said_by(report, entry, said), reason, user)
    for target in before:
        if target not in entry.figures:
            missing = {"state": Standing.MISSING.value, "value": ""}
            _correct(report, int(target), said_by(report, entry, missing), reason, user)


def _correct(report: UnitReport, target: int, said: Said, reason: str, user: User) -> None:
    key = {"region_code": report.region_code, "period": stated_periods([target], report.round.period)[target]}
    row = Reading.objects.of(SUBJECT, [target]).current().exclude(origin=Origin.PUBLISHED).filter(**key).first()
    if row is not None and row.state == ReadingState.ACCEPTED:
        correct_reading(row.pk, said=said, reason=reason, user_id=user.pk)
        return
    state_reading(subject=SUBJECT, subject_id=target, said=said, user_id=user.pk, state=ReadingState.ACCEPTED, **key)
