"""Local rules: what is in force where and since when, and how a place decides anew."""

import json
from datetime import date
from decimal import Decimal

import pytest
import time_machine

from kepu.apps.audit.models import AuditRow
from kepu.apps.base.errors import Refused, Stale
from kepu.apps.territory.codes import TerritoryCode
from kepu.apps.territory.models import Policy
from kepu.apps.territory.policies import FieldType, PolicyField, PolicyKind, find_kind, kinds
from kepu.apps.territory.policy_selectors import in_force_for
from kepu.apps.territory.policy_services import change_policy, set_policy
from tests.factories.territory import CITY, DISTRICT, PROVINCE, SIBLING, make_policy, make_region

pytestmark = pytest.mark.django_db
LIGHTS = "ledger.lights"
TODAY = date(2026, 7, 1)


@pytest.fixture(autouse=True)
def first_of_july():
    with time_machine.travel("2026-07-01 10:00+08:00", tick=False):
        yield


def lights(code, on=TODAY):
    return in_force_for([code], on)[code][LIGHTS].values


def soon(code, on=TODAY):
    return lights(code, on)["due_soon_days"]


def test_default_holds_where_nobody_decided():
    make_region(DISTRICT)

    held = in_force_for([DISTRICT], TODAY)[DISTRICT]
    assert {code: each.values for code, each in held.items()} == {kind.code: kind.defaults for kind in kinds()}
    assert soon(DISTRICT) == 7


def test_nearest_decision_holds_for_everything_below():
    town = make_region("990102101")
    make_policy(region=make_region(PROVINCE), due_soon_days=20)
    make_policy(region=make_region(CITY), due_soon_days=15)
    make_policy(region=make_region(DISTRICT), due_soon_days=10)

    assert (soon(town.code), soon(DISTRICT), soon(SIBLING), soon(CITY), soon(PROVINCE)) == (10, 10, 15, 15, 20)
    assert in_force_for([town.code], TODAY)[town.code][LIGHTS].row.region_id == DISTRICT


def test_decision_holds_from_its_first_day_to_its_last():
    region = make_region(DISTRICT)
    make_policy(region=region, valid_from=date(2026, 1, 1), due_soon_days=5)
    make_policy(region=region, valid_from=date(2026, 3, 1), valid_until=date(2026, 3, 31), due_soon_days=9)

    days = [
        date(2025, 12, 31),
        date(2026, 1, 1),
        date(2026, 2, 28),
        date(2026, 3, 1),
        date(2026, 3, 31),
        date(2026, 4, 1),
    ]

    assert [soon(DISTRICT, day) for day in days] == [7, 5, 5, 9, 9, 5]


@pytest.mark.parametrize("number", [1, 3])
def test_question_costs_one_query(number, django_assert_num_queries):
    regions = [make_region(f"9901021{index:02}") for index in range(1, number + 1)]
    for region in regions:
        make_policy(region=region, due_soon_days=3)
        make_policy("ledger.reporting", region=region, due_days=4)

    with django_assert_num_queries(1):
        held = in_force_for([region.code for region in regions], TODAY)

    assert all(each["ledger.reporting"].values["due_days"] == 4 for each in held.values())


def test_decimals_stay_exact():
    make_policy(region=make_region(DISTRICT), behind_points=Decimal("12.30"))

    assert lights(DISTRICT)["behind_points"] == Decimal("12.30")


def chosen(**changes):
    kind = find_kind(LIGHTS)
    return {
        "kind": kind,
        "values": {**kind.defaults, **changes},
        "source": "青纲要办〔2026〕3号",
    }


def test_setting_writes_a_row_and_the_log():
    region = make_region(DISTRICT)

    row = set_policy(region=region, valid_from=TODAY, **chosen(due_soon_days=5))

    assert soon(DISTRICT) == 5
    log = AuditRow.objects.get(action="territory.policy_set")
    assert (log.object_id, log.region_code) == (str(row.pk), DISTRICT)


def test_first_decision_may_begin_in_the_past_and_a_later_one_may_not():
    region = make_region(DISTRICT)
    set_policy(region=region, valid_from=date(2026, 1, 1), **chosen(due_soon_days=5))

    with pytest.raises(Refused) as refusal:
        set_policy(region=region, valid_from=date(2026, 6, 30), **chosen(due_soon_days=6))

    assert refusal.value.code == TerritoryCode.POLICY_PAST
    assert set_policy(region=region, valid_from=TODAY, **chosen(due_soon_days=6)).pk
    assert (soon(DISTRICT, date(2026, 6, 30)), soon(DISTRICT)) == (5, 6)


def test_two_decisions_do_not_begin_on_one_day():
    region = make_region(DISTRICT)
    set_policy(region=region, valid_from=TODAY, **chosen())

    with pytest.raises(Refused) as refusal:
        set_policy(region=region, valid_from=TODAY, **chosen())

    assert refusal.value.code == TerritoryCode.POLICY_SAME_DAY


def test_decision_does_not_end_before_it_begins():
    with pytest.raises(Refused) as refusal:
        set_policy(region=make_region(DISTRICT), valid_from=TODAY, valid_until=date(2026, 6, 30), **chosen())

    assert refusal.value.code == TerritoryCode.POLICY_DATES


def test_decision_that_has_begun_is_not_changed():
    row = make_policy(region=make_region(DISTRICT), valid_from=TODAY, due_soon_days=5)

    with pytest.raises(Refused) as refusal:
        change_policy(row, version=1, valid_from=date(2026, 8, 1), **chosen(due_soon_days=6))

    assert refusal.value.code == TerritoryCode.POLICY_BEGUN
    assert Policy.objects.get().values["due_soon_days"] == 5


def test_decision_that_has_not_begun_is_changed():
    row = make_policy(region=make_region(DISTRICT), valid_from=date(2026, 7, 2), due_soon_days=5)

    change_policy(row, version=1, valid_from=date(2026, 7, 3), **chosen(due_soon_days=6))

    assert [soon(DISTRICT, date(2026, 7, day)) for day in (2, 3)] == [7, 6]
    log = AuditRow.objects.get(action="territory.policy_changed")
    assert json.loads(log.changes)["values"]["new"]["due_soon_days"] == 6


def test_who_comes_second_changes_nothing():
    row = make_policy(region=make_region(DISTRICT), valid_from=date(2026, 7, 2), due_soon_days=5)
    change_policy(row, version=1, valid_from=date(2026, 7, 2), **chosen(due_soon_days=6))

    with pytest.raises(Stale):
        change_policy(row, version=1, valid_from=date(2026, 7, 2), **chosen(due_soon_days=8))

    assert Policy.objects.get().values["due_soon_days"] == 6


@pytest.mark.parametrize(
    ("changes", "label"),
    [
        ({"due_soon_days": -1}, "提前几天算临期"),
        ({"due_soon_days": "2.5"}, "提前几天算临期"),
        ({"due_soon_days": True}, "提前几天算临期"),
        ({"behind_points": "NaN"}, "落后多少个百分点起算“落后于进度”"),
        ({"behind_points": "十"}, "落后多少个百分点起算“落后于进度”"),
        ({"behind_points": 31}, "落后超过多少个百分点算“严重落后”"),
    ],
)
def test_value_that_does_not_fit_is_refused(changes, label):
    with pytest.raises(Refused) as refusal:
        set_policy(region=make_region(DISTRICT), valid_from=TODAY, **chosen(**changes))

    assert refusal.value.code == TerritoryCode.POLICY_VALUES
    assert refusal.value.details["label"] == label
    assert not Policy.objects.exists()


def test_choice_outside_of_the_list_and_a_word_for_yes_are_refused():
    kind = PolicyKind(
        "x",
        "规则",
        (
            PolicyField("often", "多久", FieldType.CHOICE, "month", choices=(("month", "每月"),)),
            PolicyField("both", "两者", FieldType.BOOLEAN, default=True),
        ),
        source="",
    )

    for values in ({"often": "hour"}, {"both": "yes"}):
        with pytest.raises(Refused):
            kind.read(values)
    assert kind.read({}) == {"often": "month", "both": True}
