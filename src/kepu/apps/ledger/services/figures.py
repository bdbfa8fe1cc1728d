"""The readings that answers give, stated when a page is filed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepu.apps.base.errors import Refused
from kepu.apps.ledger.selectors.targets import SUBJECT, stated_periods
from kepu.apps.measures.codes import ReadingCode
from kepu.apps.measures.enums import Origin, Standing
from kepu.apps.measures.services import Said, state_reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kepu.apps.ledger.models import Entry, UnitReport
    from kepu.apps.people.models import User

__all__ = ["SUBJECT", "reference_of", "report_figures", "said_by"]


def report_figures(entries: Iterable[Entry], user: User) -> None:
    """State the figures of answers of one round as reported; of the year so far where a target counts by years."""
    said = [(entry, int(target), figure) for entry in entries for target, figure in entry.figures.items()]
    if not said:
        return
    periods = stated_periods([target for _entry, target, _figure in said], said[0][0].report.round.period)
    for entry, target, figure in [each for each in said if each[1] in periods]:
        try:
            state_reading(
                subject=SUBJECT,
                subject_id=target,
                region_code=entry.region_code,
                period=periods[target],
                said=said_by(entry.report, entry, figure),
                user_id=user.pk,
            )
        except Refused as refusal:
            # The office entered this figure from a source and accepted it: that stays, and nobody is kept from filing.
            if refusal.code != ReadingCode.ACCEPTED:
                raise


def said_by(report: UnitReport, entry: Entry, figure: Mapping[str, str]) -> Said:
    """What an answer says about one target."""
    is_value = figure["state"] == Standing.VALUE
    return Said(
        value=figure["value"] if is_value else None,
        standing=figure["state"],
        origin=Origin.REPORT,
        source=report.organisation.name,
        reference=reference_of(entry),
    )


def reference_of(entry: Entry) -> str:
    """What a reading says of the answer that it comes from."""
    return f"ledger.entry:{entry.pk}"
