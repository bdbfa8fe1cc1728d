"""A list of contacts enters at once: what each row would do is said before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from kepu.apps.audit import services as audit
from kepu.apps.people import numbers, pasted, rules
from kepu.apps.people.codes import ContactCode
from kepu.apps.people.enums import PostKind, RowAction
from kepu.apps.people.models import Post
from kepu.apps.people.pasted import Pasted, Problem
from kepu.apps.people.services.posts import add_post, change_post, replace_post
from kepu.apps.territory.selectors import OrganisationNames

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kepu.apps.people.models import User
    from kepu.apps.territory.models import Organisation, Region

LONGEST = {"name": 50, "job_title": 100, "email": 254}


@dataclass(frozen=True)
class ContactList:
    """What was pasted, and what to make of it: `since` begins new posts, `kind` is for rows that name none."""

    text: str
    region: Region
    since: date
    kind: PostKind
    takes_over: bool = True


@dataclass
class PlannedRow:
    """One row: whom it means, and what it would do."""

    row: Pasted
    organisation: Organisation | None = None
    kind: PostKind | None = None
    details: dict[str, str] = field(default_factory=dict)
    action: RowAction = RowAction.ADD
    post: Post | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def number(self) -> int:
        """Its place in what was pasted."""
        return self.row.number

    @property
    def unit(self) -> str:
        """The unit as it is called, or as it was written."""
        return self.organisation.name if self.organisation else self.row["unit"]

    @property
    def name(self) -> str:
        """Whose row it is."""
        return self.details.get("name", "")

    def refuse(self, column: str, code: ContactCode, **details: str | int) -> None:
        """Note what is wrong."""
        self.problems.append(Problem(self.row.number, column, code, details))


def plan_contacts(user: User, chosen: ContactList) -> list[PlannedRow]:
    """Say of each row what it would do, and everything that is wrong with it; writes nothing."""
    rows = pasted.read(chosen.text, pasted.CONTACTS, pasted.CONTACTS_IN_ORDER, ("unit", "name"), repeated="unit")
    names = OrganisationNames(chosen.region.code, chosen.since)
    planned = [_read(row, chosen, names, user) for row in rows]
    held = _held({row.organisation.pk for row in planned if row.organisation}, chosen.since)
    seen: dict[tuple[int, int, str], int] = {}
    for row in planned:
        _refuse_twice(row, seen)
        if not row.problems:
            _decide(row, held, chosen, planned)
    return planned


@transaction.atomic
def write_contacts(user: User, chosen: ContactList, planned: Iterable[PlannedRow]) -> int:
    """Write rows without problems; gives how many posts changed."""
    counts = dict.fromkeys(RowAction, 0)
    for row in planned:
        counts[row.action] += 1
        _write(user, row, chosen.since)
    done = {action.value: count for action, count in counts.items()}
    audit.record("people.contacts_imported", after=done, region_code=chosen.region.code)
    return sum(count for action, count in counts.items() if action != RowAction.SAME)


def _read(row: Pasted, chosen: ContactList, names: OrganisationNames, user: User) -> PlannedRow:
    planned = PlannedRow(row)
    _read_unit(planned, names, user)
    _read_kind(planned, chosen.kind)
    found = numbers.read("、".join(row[name] for name in ("phone", "mobile", "office_phone")))
    if found.rest:
        planned.refuse(_("电话"), ContactCode.BAD_NUMBER, value=found.rest)
    planned.details |= {"name": row["name"], "mobile": found.mobile, "office_phone": found.office_phone}
    planned.details["email"] = row["email"]
    if not row["name"]:
        planned.refuse(_("姓名"), ContactCode.NAME_MISSING)
    if row["email"] and not _is_email(row["email"]):
        planned.refuse(_("电子邮箱"), ContactCode.BAD_EMAIL, value=row["email"])
    for column, most in LONGEST.items():
        if len(planned.details.get(column, "")) > most:
            planned.refuse("", ContactCode.TOO_LONG, value=planned.details[column][:20], most=most)
    return planned


def _read_unit(planned: PlannedRow, names: OrganisationNames, user: User) -> None:
    text = planned.row["unit"]
    if not text:
        planned.refuse(_("单位"), ContactCode.UNIT_MISSING)
        return
    planned.organisation = names.find(text)
    if planned.organisation is None:
        planned.refuse(_("单位"), ContactCode.UNIT_UNKNOWN, value=text, suggestion=pasted.guess(names, text))
    elif not rules.MANAGE_POSTS_OF_UNIT.allows(user, planned.organisation):
        planned.refuse(_("单位"), ContactCode.UNIT_NOT_YOURS, value=text)


def _read_kind(planned: PlannedRow, default: PostKind) -> None:
    """The kind from its own column, else from a title that names it, else the one that was chosen."""
    words, title = planned.row["kind"], planned.row["job_title"]
    planned.details["job_title"] = title
    if words:
        planned.kind = next((kind for kind in PostKind if str(kind.label) == words), None)
        if planned.kind is None:
            planned.refuse(_("岗位"), ContactCode.KIND_UNKNOWN, value=words)
        return
    planned.kind = next((kind for kind in PostKind if str(kind.label) in title), default)
    if title == str(planned.kind.label):
        planned.details["job_title"] = ""


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _held(organisations: set[int], on: date) -> dict[tuple[int, int], list[Post]]:
    """Who holds the posts of these units, in one query."""
    held: dict[tuple[int, int], list[Post]] = {}
    rows = Post.objects.current(on).filter(organisation_id__in=organisations).select_related("organisation")
    for post in rows.order_by("position", "pk"):
        held.setdefault((post.organisation_id, post.kind), []).append(post)
    return held


def _refuse_twice(row: PlannedRow, seen: dict[tuple[int, int, str], int]) -> None:
    if row.organisation is None or row.kind is None or not row.name:
        return
    key = (row.organisation.pk, row.kind.value, row.name)
    if key in seen:
        row.refuse("", ContactCode.TWICE, row=seen[key])
    seen.setdefault(key, row.row.number)


def _decide(
    row: PlannedRow, held: dict[tuple[int, int], list[Post]], chosen: ContactList, planned: list[PlannedRow]
) -> None:
    """Add, update, take over, or leave as it is."""
    holders = held.get(_place(row), [])
    same = next((post for post in holders if post.name == row.name), None)
    if same is not None:
        changed = any(value and getattr(same, name) != value for name, value in row.details.items())
        row.post, row.action = same, RowAction.UPDATE if changed else RowAction.SAME
        return
    rivals = [other for other in planned if _place(other) == _place(row)]
    if chosen.takes_over and len(holders) == 1 and len(rivals) == 1:
        row.post, row.action = holders[0], RowAction.TAKE_OVER
        if holders[0].since >= chosen.since:
            row.refuse("", ContactCode.BEGINS_LATER, name=holders[0].name, since=holders[0].since.isoformat())


def _place(row: PlannedRow) -> tuple[int, int]:
    """Unit and kind; what could not be read shares no place with anything."""
    return (row.organisation.pk if row.organisation else 0, row.kind.value if row.kind else -row.row.number)


def _write(user: User, row: PlannedRow, since: date) -> None:
    if row.action == RowAction.SAME:
        return
    filled: dict[str, Any] = {name: value for name, value in row.details.items() if value}
    if row.post is not None and row.action == RowAction.UPDATE:
        change_post(actor=user, post=row.post, version=row.post.version, **filled)
    elif row.post is not None:
        replace_post(actor=user, post=row.post, on=since, version=row.post.version, **filled)
    elif row.organisation is not None and row.kind is not None:
        add_post(actor=user, organisation=row.organisation, kind=row.kind.value, since=since, **filled)
