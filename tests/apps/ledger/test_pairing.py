"""Sentences that speak of one target are put together; what is ambiguous stays apart."""

from datetime import date
from decimal import Decimal

import pytest

from kepu.apps.ledger.enums import Period
from tests.factories.ledger import make_confirmed_plan, make_result, make_target

pytestmark = pytest.mark.django_db


def confirmed(*targets):
    plan = make_confirmed_plan(make_result(1, targets=list(targets)), period_start=2026, period_end=2030)
    return list(plan.targets.order_by("position"))


def hoped(**overrides):
    return make_target(**{"aspiration": True, "quote": "力争达到25%", "value": 25, **overrides})


def known(**overrides):
    return make_target(**{"is_baseline": True, "as_of_year": 2025, "due_year": None, "value": 14.2, **overrides})


def test_target_has_its_stretch_value_and_its_baseline():
    target = confirmed(make_target(), hoped(), known())[0]

    assert (target.stretch_value, target.baseline_value, target.baseline_year) == (25, Decimal("14.2"), 2025)


@pytest.mark.parametrize("other", [{"indicator": "科普基地"}, {"unit": "个"}, {"due_year": 2028}])
def test_what_is_said_of_another_figure_stays_apart(other):
    target = confirmed(make_target(), hoped(**other))[0]

    assert target.stretch_value is None


def test_newest_baseline_serves_every_due_day():
    targets = confirmed(make_target(due_year=2028, value=17), make_target(), known(as_of_year=2020, value=10), known())

    assert [each.baseline_value for each in targets[:2]] == [Decimal("14.2")] * 2


def test_two_baselines_of_one_year_say_nothing():
    target = confirmed(make_target(), known(), known(value=15))[0]

    assert target.baseline_value is None


def test_hope_for_two_targets_of_one_day_belongs_to_none():
    targets = confirmed(make_target(), make_target(value=21), hoped())

    assert [each.stretch_value for each in targets] == [None] * 3


@pytest.mark.parametrize(
    ("printed", "due_on"),
    [
        ({"period": "by_date", "due_year": 2028}, date(2028, 12, 31)),
        ({"period": "by_end", "due_year": None}, date(2030, 12, 31)),
        ({"period": "by_date", "due_year": None}, None),
        ({"period": "by_date", "due_year": 20300}, None),
        ({"period": "per_year", "due_year": 2030}, None),
    ],
)
def test_due_day_follows_from_the_year(printed, due_on):
    target = confirmed(make_target(**printed))[0]

    assert target.due_on == due_on
    assert target.period in Period.values
