"""Kinds of local rules (policies): each app declares what a place may decide, with its type, bounds and default.

A value that no place has decided is the default; a decision of a place holds for everything in it until a nearer place
decides otherwise. Rows are `territory.Policy`; what is in force is asked of `territory.policy_selectors`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

from kepu.apps.base.errors import Refused
from kepu.apps.territory.codes import TerritoryCode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.utils.functional import _StrPromise

Value: TypeAlias = int | Decimal | str | bool


class FieldType(StrEnum):
    """Types of values."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    CHOICE = "choice"
    BOOLEAN = "boolean"


@dataclass(frozen=True)
class PolicyField:
    """One value that a place may decide; `low` and `high` belong to what is allowed."""

    name: str
    label: str | _StrPromise
    type: FieldType
    default: Value
    help: str | _StrPromise = ""
    low: int | None = None
    high: int | None = None
    choices: Sequence[tuple[str, str | _StrPromise]] = ()

    def read(self, stored: Any) -> Value:
        """A stored or typed value in its type; what does not fit is refused."""
        value = self._typed(stored)
        if value is None or not self._fits(value):
            raise Refused(TerritoryCode.POLICY_VALUES, label=str(self.label), value=str(stored)[:40])
        return value

    def _typed(self, stored: Any) -> Value | None:
        if self.type is FieldType.BOOLEAN:
            return stored if isinstance(stored, bool) else None
        if self.type is FieldType.CHOICE:
            return str(stored)
        try:
            number = Decimal(str(stored))
        except InvalidOperation:
            return None
        if isinstance(stored, bool) or not number.is_finite():
            return None
        if self.type is FieldType.DECIMAL:
            return number
        return int(number) if number == int(number) else None

    def _fits(self, value: Value) -> bool:
        if self.type is FieldType.CHOICE:
            return value in dict(self.choices)
        if isinstance(value, bool | str):
            return True
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    def stored(self, value: Value) -> Any:
        """The value as JSON keeps it: decimals as text, so that they stay exact."""
        return str(value) if isinstance(value, Decimal) else value


@dataclass(frozen=True)
class PolicyKind:
    """One kind of rule; `source` says where the defaults come from, `ordered` which value is never above which."""

    code: str
    label: str | _StrPromise
    fields: tuple[PolicyField, ...]
    source: str | _StrPromise
    order: int = 0
    ordered: tuple[tuple[str, str], ...] = ()

    def read(self, stored: Mapping[str, Any]) -> dict[str, Value]:
        """Stored or typed values in their types; a field that is not among them has its default."""
        values = {each.name: each.read(stored.get(each.name, each.stored(each.default))) for each in self.fields}
        for lower, upper in self.ordered:
            if values[lower] > values[upper]:  # type: ignore[operator]  # both are numbers
                raise Refused(TerritoryCode.POLICY_VALUES, label=str(self.labels[upper]), value=str(values[upper]))
        return values

    @property
    def labels(self) -> dict[str, str | _StrPromise]:
        """What the fields are called."""
        return {each.name: each.label for each in self.fields}

    @property
    def defaults(self) -> dict[str, Value]:
        """What holds where no place has decided."""
        return self.read({})

    def stored(self, values: Mapping[str, Value]) -> dict[str, Any]:
        """The values as JSON keeps them."""
        return {each.name: each.stored(values[each.name]) for each in self.fields}


_KINDS: dict[str, PolicyKind] = {}


def register(kind: PolicyKind) -> None:
    """Add a kind (in AppConfig.ready)."""
    _KINDS[kind.code] = kind


def kinds() -> tuple[PolicyKind, ...]:
    """Every kind, in the order of pages."""
    return tuple(sorted(_KINDS.values(), key=lambda kind: (kind.order, kind.code)))


def find_kind(code: str) -> PolicyKind | None:
    """The kind of this code."""
    return _KINDS.get(code)
