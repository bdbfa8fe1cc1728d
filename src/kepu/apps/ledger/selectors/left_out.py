"""What of the history of a ledger was not written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepu.apps.base.messages import sentence
from kepu.apps.base.periods import period_label
from kepu.apps.ledger.models import ColumnReading

if TYPE_CHECKING:
    from kepu.apps.ledger.models import Plan


def history_notices(plan: Plan) -> list[str]:
    """Sentences about what was left out, and why."""
    reading = ColumnReading.objects.filter(plan=plan).only("left_out").first()
    return notices_of_reading(reading) if reading else []


def notices_of_reading(reading: ColumnReading) -> list[str]:
    """The same of a reading that is at hand."""
    found = []
    for each in reading.left_out:
        details = dict(each["details"])
        if "period" in details:
            details["period"] = period_label(details["period"])
        found.append(sentence(each["code"], details))
    return found
