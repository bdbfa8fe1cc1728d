"""The board: tasks as people narrow and arrange them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, TypeVar

from django.db.models import F, Model, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kepu.apps.base import clock
from kepu.apps.base.lists import Column, Filter, ListPage
from kepu.apps.ledger import rules
from kepu.apps.ledger.enums import FacetKind, PlanState, Role, TaskState
from kepu.apps.ledger.models import Task, TaskUnit
from kepu.apps.ledger.selectors.dues import due_choices, due_condition, light_choices
from kepu.apps.ledger.selectors.facets import Offer
from kepu.apps.ledger.selectors.paging import NearestEnd, remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.core.paginator import Page
    from django.db.models import OrderBy, QuerySet
    from django.http import QueryDict

    from kepu.apps.ledger.models import Plan
    from kepu.apps.people.models import User

Row = TypeVar("Row", bound=Model)
ANY_CHOICE = Q()
IN_LEDGER = Q(plan__state=PlanState.CONFIRMED)  # a plan that a new version has replaced is not
PRINTED = ("number", "category_number", "category", "group_number", "group", "text", "due")
NOW = ("region_code", "state", "due_on")
TASK_FIELDS = ("plan_id", "position", *PRINTED, *NOW, "lead_names", "support_names", "open_ended", "n_targets")
DUE = Column("due", _("截止日期"), sort="due_on")
LONGEST_NUMBER = 12


@dataclass
class Board(ListPage[Row]):
    """A list whose totals come from the counters of its plans as long as these know the answer."""

    offer: Offer = Offer({})  # noqa: RUF009  # frozen

    def known_total(self, chosen: dict[str, str]) -> int | None:
        """The counted number of rows; None when only the database can tell."""
        raise NotImplementedError

    def total(self) -> int:
        """How many rows were asked for."""
        chosen = {name: value for name, value in self.chosen.items() if name != "plan"}
        known = None if self.text else self.known_total(chosen)
        if known is None:
            # The day: lights move with it. The key of the offer: it knows when a task last changed.
            asked = [f"{clock.today()}", *(f"{name}={value}" for name, value in sorted(self.chosen.items()))]
            known = remembered(self.queryset, type(self).__name__, self.offer.key, self.text, *asked)
        return known

    @cached_property
    def queryset(self) -> QuerySet[Row]:
        """All rows that were asked for, in an order that is total by itself.

        With the key behind it the database would sort each group of equal rows, which are always one.
        """
        return super().queryset.order_by(*self.sorted_by, *self.order)

    @property
    def sorted_by(self) -> list[OrderBy]:
        """What the reader asked to sort by; rows without it come last either way."""
        if not self.sort:
            return []
        field = F({column.name: column.sort for column in self.columns}[self.sort.lstrip("-")])
        return [field.desc(nulls_last=True) if self.sort.startswith("-") else field.asc(nulls_last=True)]

    @cached_property
    def page(self) -> Page[Row]:
        """The rows of this page; a page beyond the last is the last."""
        number = self.query.get("page", "1")
        return NearestEnd(self.queryset, self.page_size, self.total()).get_page(number[:LONGEST_NUMBER])


class TaskBoard(Board[Task]):
    """One row for each task, in printed order."""

    def known_total(self, chosen: dict[str, str]) -> int | None:
        """Counted: everything, one choice, a unit in one role."""
        match sorted(chosen):
            case []:
                return self.offer.n_tasks
            case ["role", "unit"]:
                return self.offer.n_duties(chosen["unit"], chosen["role"])
            case [("category" | "group" | "unit" | "target") as name]:
                return self.offer.of(name, chosen[name])
        return None


class DutyBoard(Board[TaskUnit]):
    """One row for each part of a unit in a task, units in official order."""

    def known_total(self, chosen: dict[str, str]) -> int | None:
        """Counted: everything, a unit, a role, a unit in one role."""
        if chosen.keys() <= {"unit", "role"}:
            return self.offer.n_duties(chosen.get("unit", ""), chosen.get("role", ""))
        return None


def task_board(user: User, query: QueryDict, offer: Offer, *, plan: Plan | None = None) -> TaskBoard:
    """Tasks of a plan that the user may see, or of all such plans, by action and project."""
    rows = _tasks_of(user, plan)
    order: Sequence[str] = ("position",) if plan else ("region_code", "plan_id", "position")
    unit, role = query.get("unit", ""), query.get("role", "")
    if unit:
        # Through the unit's own rows and in their order: the database walks one index and stops at the page's end.
        part = {
            "units__unit_key": unit,
            **({"units__role": role} if role in Role.values else {"units__is_first": True}),
        }
        place = Q(units__plan=plan) if plan else IN_LEDGER & rules.visible_tasks(user, "units__region_code")
        rows = Task.objects.filter(place, **part)
        order = ("units__task_position",) if plan else ("units__region_code", "units__plan_id", "units__task_position")
    return TaskBoard(
        rows.only(*TASK_FIELDS),
        query,
        columns=(DUE,),
        filters=_filters(offer, query, across=plan is None, duties=False),
        search=_words,
        order=order,
        offer=offer,
    )


def duty_board(user: User, query: QueryDict, offer: Offer, *, plan: Plan | None = None) -> DutyBoard:
    """Parts of units in tasks of a plan that the user may see, or of all such plans."""
    rows = TaskUnit.objects.filter(plan=plan) if plan else TaskUnit.objects.visible_to(user).filter(IN_LEDGER)
    if plan:
        order: Sequence[str] = ("unit_rank", "task_position", "role")
    else:
        order = ("unit_order", "plan_id", "task_position", "role")
    if query.get("unit"):
        order = ("task_position", "role") if plan else ("region_code", "plan_id", "task_position", "role")
    fields = ["plan_id", "role", "name", "unit_key", "unit_label", "organisation__name"]
    fields += [f"task__{name}" for name in TASK_FIELDS]
    return DutyBoard(
        rows.select_related("task", "organisation").only(*fields),
        query,
        filters=_filters(offer, query, across=plan is None, duties=True),
        # The tasks first, then their parts: a task is looked at once, not once for each of its units.
        search=lambda text: Q(task__in=_tasks_of(user, plan).filter(_words(text)).values("pk")),
        order=order,
        offer=offer,
    )


def _tasks_of(user: User, plan: Plan | None) -> QuerySet[Task]:
    """Tasks of a plan that the user may see, or of every such plan."""
    return Task.objects.filter(plan=plan) if plan else Task.objects.visible_to(user).filter(IN_LEDGER)


def _words(text: str) -> Q:
    """Rows whose task or units contain the text."""
    columns = ("text", "group", "lead_names", "support_names")
    found = Q()
    for column in columns:
        found |= Q(**{f"{column}__icontains": text})
    return found


def _filters(offer: Offer, query: QueryDict, *, across: bool, duties: bool) -> list[Filter]:
    """What a board can be narrowed by: every choice stands in the address."""
    prefix = "task__" if duties else ""
    printed = [
        Filter(kind.value, kind.label, _choices(offer, kind, duties=False), _equals(f"{prefix}{kind.value}"))
        for kind in (FacetKind.CATEGORY, FacetKind.GROUP)
        if offer.choices.get(kind)
    ]
    plans = Filter(
        "plan",
        pgettext_lazy("one", "方案"),
        lambda: [(str(pk), title) for pk, title in offer.plans],
        _equals("plan_id"),
    )
    unit = _equals("unit_key") if duties else _anything
    role = _equals("role") if duties else _has_role
    return [
        *([plans] if across else []),
        *printed,
        Filter("unit", FacetKind.UNIT.label, _choices(offer, FacetKind.UNIT, duties=duties), unit),
        Filter("role", _("角色"), lambda: [(role.value, str(role.label)) for role in Role], role),
        Filter(
            "target", _("指标"), lambda: [("yes", str(_("有指标"))), ("no", str(_("没有指标")))], _has_target(prefix)
        ),
        *_by_work(offer, query, prefix),
    ]


def _by_work(offer: Offer, query: QueryDict, prefix: str) -> list[Filter]:
    """How the work stands. These change from day to day, so they are offered without numbers."""
    return [
        Filter(
            "state",
            _("办理状态"),
            lambda: _state_choices(get_language() or ""),
            _equals(f"{prefix}state"),
        ),
        Filter("light", _("亮灯"), light_choices, lambda light: offer.lights.condition(light, prefix)),
        Filter(
            "due",
            _("截止时间"),
            lambda: due_choices(query.get("due", ""), clock.today()),
            lambda asked: due_condition(asked, prefix),
        ),
    ]


@lru_cache
def _state_choices(_language: str) -> list[tuple[str, str]]:
    return [(state.value, str(state.label)) for state in TaskState]


def _choices(offer: Offer, kind: FacetKind, *, duties: bool) -> Callable[[], list[tuple[str, str]]]:
    return lambda: offer.labels(kind, duties=duties)


def _equals(field: str) -> Callable[[str], Q]:
    return lambda value: Q(**{field: value})


def _anything(_value: str) -> Q:
    """The unit of a task board is narrowed in its query already."""
    return ANY_CHOICE


def _has_role(role: str) -> Q:
    """Tasks where somebody is named in this role."""
    return ~Q(**{f"{role}_names": ""})


def _has_target(prefix: str) -> Callable[[str], Q]:
    return lambda value: Q(**{f"{prefix}n_targets__gt": 0} if value == "yes" else {f"{prefix}n_targets": 0})
