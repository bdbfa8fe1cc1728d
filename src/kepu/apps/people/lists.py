"""The list of contacts as one reader asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kepu.apps.base.lists import Column, Filter, ListPage
from kepu.apps.people import rules
from kepu.apps.people.enums import PostKind
from kepu.apps.people.models import GroupSeat, Post
from kepu.apps.people.models.posts import OFFICIAL_ORDER
from kepu.apps.people.selectors.groups import units_with
from kepu.apps.people.selectors.posts import units_without_liaison
from kepu.apps.territory.models import Alias, Organisation, Region, in_force
from kepu.core.divisions import subtree_range

if TYPE_CHECKING:
    from datetime import date

    from django.http import QueryDict

COLUMNS = (
    Column("unit", _("单位"), sort="organisation__name", optional=False),
    Column("kind", _("岗位"), sort="kind"),
    Column("name", _("姓名"), sort="name"),
    Column("job_title", _("职务")),
    Column("numbers", _("电话")),
    Column("since", _("起止"), sort="since"),
)
STATES = (("current", _("现任")), ("past", _("历任")), ("coming", _("待任")))


def contact_list(user: Any, query: QueryDict, today: date) -> ListPage[Post]:
    """The posts one may see; those held today unless others are asked for."""
    if "state" not in query:
        query = query.copy()
        query["state"] = "current"
    region = Filter("region", _("区划"), lambda: _regions(query.get("region", "")), _in_region)
    filters = (
        *([region] if query.get("region") else []),  # chosen on the page of a region, not here
        Filter("unit", _("单位"), lambda: _units(user), lambda value: Q(organisation__code=value)),
        Filter("kind", _("岗位"), _kinds, lambda value: Q(kind=int(value))),
        Filter("state", _("任期"), _states, lambda value: _in_state(value, today)),
    )
    rows = Post.objects.filter(rules.VIEW_POSTS.visible(user)).select_related("organisation")
    return ListPage(rows, query, COLUMNS, filters, search=_matching, order=OFFICIAL_ORDER)


def without_liaison(user: Any, today: date) -> list[Organisation]:
    """The member units of the leading groups that have no liaison, among those one may see."""
    units = units_with(GroupSeat.objects.current(today), today)
    return units_without_liaison(units.filter(rules.VIEW_POSTS_OF_UNIT.visible(user)), today)


def _units(user: Any) -> list[tuple[str, str]]:
    posts = Post.objects.filter(rules.VIEW_POSTS.visible(user))
    units = Organisation.objects.filter(pk__in=posts.values("organisation_id"))
    return list(units.order_by("region_id", "sequence", "position", "code").values_list("code", "name"))


def _regions(asked: str) -> list[tuple[str, str]]:
    """The region in the address."""
    return list(Region.objects.filter(code=asked[:12]).values_list("code", "name"))


def _in_region(code: str) -> Q:
    low, high = subtree_range(code)
    return Q(organisation__region_id__gte=low, organisation__region_id__lt=high)


def _kinds() -> list[tuple[str, str]]:
    return [(str(kind.value), str(kind.label)) for kind in PostKind]


def _states() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in STATES]


def _in_state(value: str, today: date) -> Q:
    return {
        "current": in_force(today, since="since", until="until"),
        "past": Q(until__lt=today),
        "coming": Q(since__gt=today),
    }[value]


def _matching(text: str) -> Q:
    """By name, title, unit and its short forms; never by number, which would tell whose it is."""
    aliases = Alias.objects.filter(name__icontains=text).values("organisation_id")
    found = Q(name__icontains=text) | Q(job_title__icontains=text) | Q(organisation__name__icontains=text)
    return found | Q(organisation_id__in=aliases)
