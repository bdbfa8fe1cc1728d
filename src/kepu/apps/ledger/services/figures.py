"""The readings that answers give, stated when a page is filed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepu.apps.measures.enums import Origin, Standing
from kepu.apps.measures.services import Said, state_reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kepu.apps.ledger.models import Entry, UnitReport
    from kepu.apps.people.models import User

SUBJECT = "ledger.target"


def report_figures(entries: Iterable[Entry], user: User) -> None:
    """State the figures of these answers as reported for the period of their round."""
    for entry in entries:
        for target, figure in entry.figures.items():
            state_reading(
                subject=SUBJECT,
                subject_id=int(target),
                region_code=entry.region_code,
                period=entry.report.round.period,
                said=said_by(entry.report, entry, figure),
                user_id=user.pk,
            )


def said_by(report: UnitReport, entry: Entry, figure: Mapping[str, str]) -> Said:
    """What an answer says about one target."""
    is_value = figure["state"] == Standing.VALUE
    return Said(
        value=figure["value"] if is_value else None,
        standing=figure["state"],
        origin=Origin.REPORT,
        source=report.organisation.name,
        reference=f"ledger.entry:{entry.pk}",
    )
