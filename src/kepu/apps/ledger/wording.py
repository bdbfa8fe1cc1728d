"""Targets and tasks as people say them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from kepu.apps.ledger.enums import Comparator, Period
from kepu.core.plans import task_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kepu.apps.ledger.models import Target
    from kepu.apps.ledger.same_figures import Quantity


ARABIC_LEVEL = 3


def task_words(found: Mapping[str, Any]) -> str:
    """What the ledger calls a task that was read."""
    return task_name(found["text"], [*found["lead"], *found["support"]], found.get("group"))


def plain(value: Decimal | float) -> str:
    """A figure without trailing zeros and without an exponent."""
    text = f"{Decimal(str(value)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def figure(
    *, comparator: str, value: Decimal | float, value_high: Decimal | float | None = None, unit: str = ""
) -> str:
    """Such as 「不低于 21%」 or 「3—5 名」."""
    number = plain(value) if value_high is None else f"{plain(value)}—{plain(value_high)}"
    space = "" if unit in {"%", "％", "‰"} else " "
    word = "" if comparator == Comparator.EQUAL or comparator not in Comparator.values else Comparator(comparator).label
    return f"{word} {number}{space}{unit}".strip()


def when(*, period: str, due_year: int | None, as_of_year: int | None = None) -> str:
    """Such as 「到 2025 年」 or 「每年」."""
    if as_of_year:
        return _("%(year)s 年的情况") % {"year": as_of_year}
    if period not in Period.values or Period(period).value.startswith("by_"):
        return _("到 %(year)s 年") % {"year": due_year} if due_year else ""
    return str(Period(period).label)


def heading(number: str | None, level: int, title: str) -> str:
    """A heading with the mark that its level has in official documents: 一、 （一） 1. （1）."""
    if not number:
        return title
    if number.isascii():
        return f"{number}. {title}" if level <= ARABIC_LEVEL else f"（{number}）{title}"
    return f"{number}、{title}" if level == 1 else f"（{number}）{title}"


def target_words(target: Target) -> str:
    """The figure of a target and when it is due."""
    parts = [
        when(period=target.period, due_year=target.due_year, as_of_year=target.as_of_year),
        figure(comparator=target.comparator, value=target.value, value_high=target.value_high, unit=target.unit),
    ]
    return " ".join(part for part in parts if part)


def quantity_words(quantity: Quantity) -> str:
    """What is measured, and for which other plans it counts."""
    indicator = quantity.target.indicator
    if not quantity.others:
        return indicator
    plans = "".join(f"《{title}》" for title in dict.fromkeys(each.plan.title for each in quantity.others))
    return _("%(indicator)s（同时计入%(plans)s）") % {"indicator": indicator, "plans": plans}
