"""What the head of a document says of itself: as read, and as a person corrected it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from kepu.apps.ledger.enums import DocumentStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kepu.apps.ledger.models import Plan

LENGTHS = {"title": 300, "doc_number": 100, "issuer": 200}
HEAD = ("title", "doc_number", "issuer", "issued_on", "period_start", "period_end", "status")
YEARS = range(1900, 2200)


@dataclass(frozen=True)
class Header:
    """The fields of a plan that a person may correct before confirming."""

    title: str
    region_code: str
    region_name: str
    doc_number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    period_start: int | None = None
    period_end: int | None = None
    status: str = ""

    def write_to(self, plan: Plan) -> list[str]:
        """Set the fields of a plan and give their names."""
        names = [each.name for each in fields(self)]
        for name in names:
            setattr(plan, name, getattr(self, name))
        return names


def read_header(plan: Plan, document: Mapping[str, Any]) -> Header:
    """Give the header that was read; what was not found stays empty, the title falls back to the file's name."""
    words = {name: str(document.get(name) or "")[:length] for name, length in LENGTHS.items()}
    start, end = (_year(document.get(name)) for name in ("period_start", "period_end"))
    return Header(
        title=words["title"] or plan.title,
        region_code=plan.region_code,
        region_name=plan.region_name,
        doc_number=words["doc_number"],
        issuer=words["issuer"],
        issued_on=_date(document.get("issued_on")),
        period_start=start,
        period_end=end if start is None or end is None or start <= end else None,
        status=str(document.get("status") or "") if document.get("status") in DocumentStatus.values else "",
    )


def _year(value: Any) -> int | None:
    return value if isinstance(value, int) and value in YEARS else None


def _date(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
