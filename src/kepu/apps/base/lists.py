"""The list that every list is: visible rows → filter → search → sort (key last) → page → export of the same rows.

A view describes its list once; filters, search, order and page stay in the address.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Model, Q

from kepu.apps.base.codes import BaseCode
from kepu.apps.base.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.core.paginator import Page
    from django.db.models import QuerySet
    from django.http import QueryDict
    from django.utils.functional import _StrPromise

Row = TypeVar("Row", bound=Model)
PAGE, MOST = 50, 200
LONGEST_SEARCH = 100


@dataclass(frozen=True)
class Filter:
    """A choice in the address: `?name=value`; `narrow` turns the value into a condition."""

    name: str
    label: str | _StrPromise
    choices: Callable[[], Sequence[tuple[str, str]]]
    narrow: Callable[[str], Q]


@dataclass(frozen=True)
class Column:
    """A column people may leave out, sort by and export."""

    name: str
    label: str | _StrPromise
    sort: str = ""
    optional: bool = True


@dataclass
class ListPage(Generic[Row]):
    """One list as one reader asked for it."""

    rows: QuerySet[Row]
    query: QueryDict
    columns: Sequence[Column] = ()
    filters: Sequence[Filter] = ()
    search: Callable[[str], Q] | None = None
    order: Sequence[str] = ()
    page_size: int = PAGE
    _choices: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    @cached_property
    def text(self) -> str:
        """What is searched for."""
        return self.query.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]

    @property
    def is_searchable(self) -> bool:
        """Whether the list has a search field; templates would call `search` itself."""
        return self.search is not None

    @cached_property
    def chosen(self) -> dict[str, str]:
        """The filters in use: {name: value}; a value that is not on offer is refused."""
        values = {each.name: self.query.get(each.name, "") for each in self.filters}
        for each in self.filters:
            if values[each.name] and values[each.name] not in dict(self.choices(each)):
                raise Refused(BaseCode.UNKNOWN_FILTER, value=values[each.name][:50])
        return {name: value for name, value in values.items() if value}

    def choices(self, each: Filter) -> list[tuple[str, str]]:
        """The choices of a filter, asked for once."""
        if each.name not in self._choices:
            self._choices[each.name] = list(each.choices())
        return self._choices[each.name]

    @cached_property
    def filter_fields(self) -> list[dict[str, Any]]:
        """What the filter form shows."""
        return [
            {
                "name": each.name,
                "label": each.label,
                "choices": self.choices(each),
                "value": self.chosen.get(each.name, ""),
            }
            for each in self.filters
        ]

    @cached_property
    def sort(self) -> str:
        """The column in `?sort=`, with a leading minus for descending; empty is the list's own order."""
        asked = self.query.get("sort", "")
        return asked if asked.lstrip("-") in {column.name for column in self.columns if column.sort} else ""

    @cached_property
    def queryset(self) -> QuerySet[Row]:
        """All rows that were asked for, in order; an export takes these."""
        rows = self.rows
        for each in self.filters:
            if value := self.chosen.get(each.name):
                rows = rows.filter(each.narrow(value))
        if self.text and self.search:
            rows = rows.filter(self.search(self.text))
        paths = {column.name: column.sort for column in self.columns}
        own = [f"{'-' if self.sort.startswith('-') else ''}{paths[self.sort.lstrip('-')]}"] if self.sort else []
        return rows.order_by(*own, *self.order, "pk")

    @cached_property
    def page(self) -> Page[Row]:
        """The rows of this page; a page beyond the last is the last."""
        size = self.query.get("per_page", "")
        per_page = min(max(int(size), 1), MOST) if size.isdecimal() and len(size) < 6 else self.page_size  # noqa: PLR2004
        number = self.query.get("page", "1")
        return Paginator(self.queryset, per_page).get_page(number if len(number) < 12 else "1")  # noqa: PLR2004

    @cached_property
    def shown(self) -> list[Column]:
        """The columns that `?columns=a,b` asks for; all of them without it."""
        wanted = {name for name in self.query.get("columns", "").split(",") if name}
        return [column for column in self.columns if not wanted or not column.optional or column.name in wanted]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was filtered or searched."""
        return bool(self.chosen or self.text)

    def address(self, **changes: str | int | None) -> str:
        """The same list with parts of its address changed; None drops a part, and the page starts again."""
        kept = {name: value for name, value in self.query.items() if name != "page" and value}
        merged: Mapping[str, Any] = {**kept, **changes}
        return "?" + urlencode({name: value for name, value in merged.items() if value not in (None, "")})
