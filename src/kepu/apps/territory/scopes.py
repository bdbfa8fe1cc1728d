"""Who may see and do what, where: one definition, two forms.

A scope joins a permission to the place of a row. `allows` looks at one row without a query; `visible` says the same as a
condition on rows. It stands here because every app above may need it, and it knows nothing of accounts: a user is whoever has
`grants`. `kepu.apps.people.rules` gives the same names to the apps above.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.apps import apps
from django.db.models import Manager, Q

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from django.db.models import Model

NOTHING = Q(pk__in=())


@dataclass(frozen=True)
class Grant:
    """What one membership gives today: permissions over a range of regions, perhaps for one organisation."""

    role: str
    permissions: frozenset[str]
    low: str
    high: str
    organisation_id: int | None = None
    # Reads only, for a time, and every page that is opened leaves a trace.
    is_inspection: bool = False

    def reaches(self, region_code: str | None) -> bool:
        """Whether a region lies in the range."""
        return region_code is not None and self.low <= region_code < self.high


class Granted(Protocol):
    """Whoever has grants."""

    @property
    def grants(self) -> Iterable[Grant]: ...


class Rule:
    """What both forms of a rule look like; rules are joined by `|`."""

    def allows(self, user: Granted, obj: Any) -> bool:
        """Whether this user may, for this row."""
        raise NotImplementedError

    def visible(self, user: Granted) -> Q:
        """The rows for which this user may."""
        raise NotImplementedError

    def __or__(self, other: Rule) -> AnyOf:
        return AnyOf((*_parts(self), *_parts(other)))


def _parts(rule: Rule) -> tuple[Rule, ...]:
    return rule.rules if isinstance(rule, AnyOf) else (rule,)


@dataclass(frozen=True)
class AnyOf(Rule):
    """Several rules of which one is enough."""

    rules: tuple[Rule, ...]

    def allows(self, user: Granted, obj: Any) -> bool:
        """Whether one of the rules allows."""
        return any(rule.allows(user, obj) for rule in self.rules)

    def visible(self, user: Granted) -> Q:
        """The rows of all rules together."""
        condition = NOTHING
        for rule in self.rules:
            condition |= rule.visible(user)
        return condition


@dataclass(frozen=True)
class Scope(Rule):
    """A permission over the rows whose region, and whose organisation when it is asked for, a membership covers.

    `region` and `organisations` are paths from the row, such as "plan__region_code". An empty region path leaves the place
    open. A path of organisations that crosses a relation to many needs `model` ("ledger.Task"), so that a row is not found
    once per organisation; `allows` then reads what was prefetched.
    """

    permission: str
    region: str = "region_code"
    organisations: str = ""
    model: str = ""

    def grants(self, user: Granted) -> Iterator[Grant]:
        """The memberships that carry the permission and can cover a row."""
        for grant in user.grants:
            if self.permission in grant.permissions and not (self.organisations and grant.organisation_id is None):
                yield grant

    def allows(self, user: Granted, obj: Any) -> bool:
        """Whether one membership covers the row."""
        return any(self._covers(grant, obj) for grant in self.grants(user))

    def _covers(self, grant: Grant, obj: Any) -> bool:
        if self.region and not any(grant.reaches(code) for code in values_at(obj, self.region)):
            return False
        return not self.organisations or grant.organisation_id in values_at(obj, self.organisations)

    def visible(self, user: Granted) -> Q:
        """The rows that some membership covers."""
        condition = NOTHING
        for grant in self.grants(user):
            condition |= self._covered(grant)
        if not self.model or condition == NOTHING:
            return condition
        manager = apps.get_model(self.model)._default_manager  # noqa: SLF001  # Django's documented name for it
        return Q(pk__in=manager.filter(condition).values("pk"))

    def _covered(self, grant: Grant) -> Q:
        condition = Q()
        if self.region:
            condition &= Q(**{f"{self.region}__gte": grant.low, f"{self.region}__lt": grant.high})
        if self.organisations:
            condition &= Q(**{self.organisations: grant.organisation_id})
        return condition or ~NOTHING

    def reaches(self, user: Granted, region_code: str, organisation_id: int | None = None) -> bool:
        """Whether this user may, in a region (for an organisation), before there is a row."""
        return any(
            (not self.region or grant.reaches(region_code))
            and (not self.organisations or grant.organisation_id == organisation_id)
            for grant in self.grants(user)
        )


@dataclass(frozen=True)
class Covering(Rule):
    """A permission over the rows of one's unit, or of one's whole region for those who hold it for no unit.

    `region` and `organisation` are paths from the row through relations to one.
    """

    permission: str
    region: str
    organisation: str

    def allows(self, user: Granted, obj: Any) -> bool:
        """Whether one membership covers the row."""
        [region], units = values_at(obj, self.region), values_at(obj, self.organisation)
        return self.reaches(user, region, units[0] if units else None)

    def visible(self, user: Granted) -> Q:
        """The rows that some membership covers."""
        condition = NOTHING
        for grant in user.grants:
            if self.permission not in grant.permissions:
                continue
            covered = Q(**{f"{self.region}__gte": grant.low, f"{self.region}__lt": grant.high})
            if grant.organisation_id is not None:
                covered &= Q(**{self.organisation: grant.organisation_id})
            condition |= covered
        return condition

    def reaches(self, user: Granted, region_code: str, organisation_id: int | None = None) -> bool:
        """Whether this user may, in a region for an organisation, before there is a row."""
        return any(
            grant.reaches(region_code) and grant.organisation_id in (None, organisation_id)
            for grant in user.grants
            if self.permission in grant.permissions
        )


def values_at(obj: Any, path: str) -> list[Any]:
    """The values at the end of a path, through relations to one and to many."""
    found = [obj]
    for name in path.split("__"):
        following: list[Any] = []
        for each in found:
            value = getattr(each, name, None)
            if isinstance(value, Manager):
                following += value.all()
            elif value is not None:
                following.append(value)
        found = following
    return found


@dataclass(frozen=True)
class Declared:
    """A rule by name, for the test that its two forms agree."""

    name: str
    model: str
    allows: Callable[[Any, Any], bool]
    visible: Callable[[Any], Q]

    def model_class(self) -> type[Model]:
        """The model whose rows it is about."""
        return apps.get_model(self.model)


_DECLARED: dict[str, Declared] = {}


def declare(name: str, model: str, allows: Callable[[Any, Any], bool], visible: Callable[[Any], Q]) -> None:
    """Add a rule to those whose two forms are compared (beside the rule, in the app's `rules`)."""
    _DECLARED[name] = Declared(name, model, allows, visible)


def declared() -> tuple[Declared, ...]:
    """Every declared rule, by name."""
    return tuple(_DECLARED[name] for name in sorted(_DECLARED))
