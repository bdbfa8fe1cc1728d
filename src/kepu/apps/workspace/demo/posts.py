"""Contacts and the leading group of the demonstration: made-up people, telephone numbers that cannot exist."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from kepu.apps.people.enums import PostKind, SeatKind
from kepu.apps.people.models import GroupSeat, LeadingGroup, Post
from kepu.apps.workspace.demo import names
from kepu.apps.workspace.demo.context import DISTRICT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kepu.apps.territory.models import Organisation
    from kepu.apps.workspace.demo.context import DemoContext

GROUP = "青禾区全民科学素质工作领导小组"
SET_UP, ADJUSTED = "青禾府办发〔{0}〕6号（虚构）", "青禾府办发〔{0}〕31号（虚构）"
NOBODY_TO_CALL, FOLLOWED = "990102-220", "990102-215"
OFFICE, GOVERNMENT, PUBLICITY, SCIENCE = "990102-304", "990102-201", "990102-103", "990102-204"
HEAD_TITLE, OFFICE_TITLE = "区政府副区长", "区科协党组书记、主席"
DEPUTIES = ((PUBLICITY, "区委宣传部副部长"), (OFFICE, OFFICE_TITLE), (SCIENCE, "区科技局局长"))
LEADER_TITLE = "班子成员"
TITLES = {PostKind.LEADER: LEADER_TITLE, PostKind.SECTION_HEAD: "办公室主任", PostKind.LIAISON: "办公室干部"}
# Accounts of the demonstration that hold a post: what they read belongs to somebody in the list.
ACCOUNTS = {
    ("990102-304", PostKind.LIAISON): "liaison",
    ("990102-203", PostKind.LIAISON): "liaison-education",
    ("990102-304", PostKind.SECTION_HEAD): "section-head",
}
SHORT = {f"{DISTRICT[:6]}-{code}": short_forms[-1] for _, code, _, short_forms in names.UNITS if short_forms}
MIDDLE = (7, 1)
A_DAY = timedelta(days=1)


@dataclass
class Directory:
    """Who has been made so far: numbers run through, nobody shares one."""

    ctx: DemoContext
    names: Iterator[str]
    posts: list[Post] = field(default_factory=list)

    @property
    def middle(self) -> date:
        """The last first of July: somebody was replaced and the group adjusted."""
        here = date(self.ctx.as_of.year, *MIDDLE)
        return here if here <= self.ctx.as_of else date(self.ctx.as_of.year - 1, *MIDDLE)

    @property
    def begin(self) -> date:
        """When everybody began who is not new."""
        return date(self.middle.year, 1, 1)

    def name(self) -> str:
        """A made-up name that nobody else has."""
        return next(self.names)

    def add(self, unit: Organisation, kind: PostKind, *, since: date, until: date | None = None) -> None:
        """One person in one post."""
        number = len(self.posts) + 1
        user = self.ctx.users.get(ACCOUNTS.get((unit.code, kind), ""))
        post = Post(
            organisation=unit,
            kind=kind,
            name=user.name if user else self.name(),
            job_title=TITLES[kind],
            # No mobile number begins with 100, no area with 000.
            mobile=f"1000000{number:04}",
            office_phone=f"000-0000{number:04}",
            user=user,
            since=since,
            until=until,
        )
        self.posts.append(post)


@transaction.atomic
def load_posts(ctx: DemoContext) -> None:
    """Make contacts for every member unit, and the leading group they sit in; what is there stays as it is."""
    if LeadingGroup.objects.filter(region_id=DISTRICT, name=GROUP).exists():
        return
    everybody = [family + given for family in names.FAMILY for given in names.GIVEN]
    ctx.random("posts").shuffle(everybody)
    taken = {user.name for user in ctx.users.values()}
    made = Directory(ctx, iter([name for name in everybody if name not in taken]))
    units = [ctx.organisations[f"{DISTRICT[:6]}-{code}"] for code in names.MEMBERS]
    for unit in units:
        for kind in PostKind:
            add_holders(made, unit, kind)
    Post.objects.bulk_create(made.posts)
    seat(made, units)


def add_holders(made: Directory, unit: Organisation, kind: PostKind) -> None:
    """Who holds a post of a unit: nobody, two after each other, or one."""
    is_liaison = kind == PostKind.LIAISON
    if is_liaison and unit.code == NOBODY_TO_CALL:
        return
    if is_liaison and unit.code == FOLLOWED:
        made.add(unit, kind, since=made.begin, until=made.middle - A_DAY)
        made.add(unit, kind, since=made.middle)
        return
    made.add(unit, kind, since=made.begin)


def seat(made: Directory, units: list[Organisation]) -> None:
    """The group as it was set up, and what the document of the middle of the year changed."""
    year = made.middle.year
    group = LeadingGroup.objects.create(region=made.ctx.district, name=GROUP, document=SET_UP.format(year))
    first: dict[str, Any] = {"since": made.begin, "basis": SET_UP.format(year)}
    second: dict[str, Any] = {"since": made.middle, "basis": ADJUSTED.format(year)}
    left = {**first, "until": made.middle - A_DAY, "end_basis": ADJUSTED.format(year)}
    by_code, seats = made.ctx.organisations, list[GroupSeat]()

    def sit(kind: SeatKind, unit: Organisation, name: str, title: str = "", **more: Any) -> None:
        details = {"position": len(seats) + 1, **(more or first)}
        seats.append(GroupSeat(group=group, kind=kind, organisation=unit, name=name, job_title=title, **details))

    for time in (left, second):
        sit(SeatKind.HEAD, by_code[GOVERNMENT], made.name(), HEAD_TITLE, **time)
    for code, title in DEPUTIES:
        sit(SeatKind.DEPUTY, by_code[code], made.name(), title)
    leaders = {post.organisation_id: post.name for post in made.posts if post.kind == PostKind.LEADER}
    for unit in units:
        if unit.code in {GOVERNMENT, *(code for code, _ in DEPUTIES)}:
            continue
        title = f"{SHORT[unit.code]}{LEADER_TITLE}"
        if unit.code == FOLLOWED:
            sit(SeatKind.MEMBER, unit, made.name(), title, **left)
            sit(SeatKind.MEMBER, unit, leaders[unit.pk], title, **second)
        else:
            sit(SeatKind.MEMBER, unit, leaders[unit.pk], title)
    office = by_code[OFFICE]
    chair = next(each.name for each in seats if each.organisation_id == office.pk)
    sit(SeatKind.OFFICE_DIRECTOR, office, chair, OFFICE_TITLE)
    sit(SeatKind.OFFICE, office, "")
    GroupSeat.objects.bulk_create(seats)
