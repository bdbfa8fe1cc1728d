"""Rows of people who join a leading group, as a notice lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepu.apps.people import pasted
from kepu.apps.people.codes import ContactCode
from kepu.apps.people.enums import SeatKind
from kepu.apps.people.pasted import Pasted, Problem
from kepu.apps.people.services.groups import Newcomer
from kepu.apps.territory.selectors import OrganisationNames

if TYPE_CHECKING:
    from datetime import date

LONGEST = {"name": 50, "job_title": 100}


def read_newcomers(text: str, region_code: str, on: date) -> tuple[list[Newcomer], list[Problem]]:
    """Who joins, and everything that is wrong with the rows."""
    rows = pasted.read(text, pasted.SEATS, pasted.SEATS_IN_ORDER, ("kind", "name"), repeated="kind")
    names = OrganisationNames(region_code, on)
    found = [_read(row, names) for row in rows]
    newcomers = [newcomer for newcomer, _problems in found if newcomer]
    return newcomers, [problem for _newcomer, problems in found for problem in problems]


def _read(row: Pasted, names: OrganisationNames) -> tuple[Newcomer | None, list[Problem]]:
    problems: list[Problem] = []

    def refuse(code: ContactCode, **details: str | int) -> None:
        problems.append(Problem(row.number, "", code, details))

    kind = next((kind for kind in SeatKind if str(kind.label) == row["kind"].rstrip("：:")), None)
    if kind is None:
        refuse(ContactCode.SEAT_UNKNOWN, value=row["kind"])
    name, unit = row["name"], row["unit"]
    if kind == SeatKind.OFFICE and not unit:
        name, unit = "", name  # 办公室设在一家单位，没有姓名
    organisation = names.find(unit) if unit else None
    if unit and organisation is None:
        refuse(ContactCode.UNIT_UNKNOWN, value=unit, suggestion=pasted.guess(names, unit))
    if not name and kind != SeatKind.OFFICE:
        refuse(ContactCode.NAME_MISSING)
    for column, most in LONGEST.items():
        if len(row[column]) > most:
            refuse(ContactCode.TOO_LONG, value=row[column][:20], most=most)
    if problems or kind is None:
        return None, problems
    return Newcomer(kind.value, name, row["job_title"], organisation), []
