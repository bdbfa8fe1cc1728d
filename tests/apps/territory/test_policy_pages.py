"""Pages about local rules."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from kepu.apps.territory.models import Policy
from tests.factories.people import make_user
from tests.factories.territory import CITY, DISTRICT, make_policy, make_region

pytestmark = pytest.mark.django_db
LIGHTS = "ledger.lights"


@pytest.fixture(autouse=True)
def first_of_july():
    with time_machine.travel("2026-07-01 10:00+08:00", tick=False):
        yield


@pytest.fixture
def office(client):
    user = make_user("office", region=make_region(DISTRICT))
    client.force_login(user)
    return user


def page(client, name="policies", *more):
    return client.get(reverse(f"territory:{name}", args=[DISTRICT, *more]))


def sent(client, url, **values):
    form = client.get(url).context["form"]
    initial = {name: form[name].value() for name in form.fields if form[name].value() not in {None, "", False}}
    return client.post(url, {**initial, **values})


def new(client, **values):
    url = reverse("territory:policy_set", args=[DISTRICT, LIGHTS])
    return sent(client, url, **{"source": "青纲要办〔2026〕3号", **values})


def test_default_says_where_it_comes_from(client, office):
    text = page(client).content.decode()

    assert "银川市" in text
    assert "新规则" in text


def test_rule_of_the_city_is_said_to_be_inherited(client, office):
    make_policy(region=make_region(CITY), due_soon_days=15)

    held = {each.kind.code: (each, lines) for each, lines in page(client).context["held"]}
    text = page(client).content.decode()

    assert held[LIGHTS][1][0][1] == "15"
    assert "上级规定" in text
    assert "云溪市：青纲要办〔2026〕1号，自 2020-01-01 起。" in text


def test_who_only_reads_sees_the_rules_and_decides_none(client):
    client.force_login(make_user("leader", region=make_region(DISTRICT)))

    assert "新规则" not in page(client).content.decode()
    assert client.post(reverse("territory:policy_set", args=[DISTRICT, LIGHTS]), {}).status_code == 403


def test_rule_is_decided_from_today_beginning_with_what_holds(client, office):
    response = new(client, due_soon_days="5")

    assert response.url == reverse("territory:policy", args=[DISTRICT, LIGHTS])
    row = Policy.objects.get()
    assert (row.valid_from, row.values["due_soon_days"], row.values["behind_points"]) == (date(2026, 7, 1), 5, "10")


def test_choice_and_yes_or_no_are_decided(client, office):
    url = reverse("territory:policy_set", args=[DISTRICT, "ledger.reporting"])
    form = client.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    del values["check_by_other"]

    client.post(url, {**values, "cadence": "month", "source": "会议纪要"})

    assert Policy.objects.get().values == {
        "cadence": "month",
        "due_days": 10,
        "support_due_days": 5,
        "check_by_other": False,
    }


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"due_soon_days": "-1"}, "due_soon_days"),
        ({"due_soon_days": "7.5"}, "due_soon_days"),
        ({"behind_points": "31"}, "far_behind_points"),
        ({"behind_points": "a"}, "behind_points"),
        ({"valid_from": "2026-02-30"}, "valid_from"),
        ({"source": ""}, "source"),
    ],
)
def test_what_does_not_fit_is_explained_beside_its_field(client, office, values, field):
    response = new(client, **values)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not Policy.objects.exists()


def test_rule_that_has_begun_is_not_changed_by_its_address(client, office):
    row = make_policy(region=make_region(DISTRICT), valid_from=date(2026, 7, 1), due_soon_days=5)
    url = reverse("territory:policy_change", args=[DISTRICT, LIGHTS, row.pk])

    response = sent(client, url, due_soon_days="6")

    assert "已经开始执行，不能再改" in str(response.context["form"].non_field_errors())
    assert Policy.objects.get().values["due_soon_days"] == 5


def test_rule_that_has_not_begun_is_changed_and_two_people_lose_neither_text(client, office):
    row = make_policy(region=make_region(DISTRICT), valid_from=date(2026, 8, 1), due_soon_days=5)
    url = reverse("territory:policy_change", args=[DISTRICT, LIGHTS, row.pk])

    first = sent(client, url, due_soon_days="6")
    second = sent(client, url, due_soon_days="9", version="1")

    assert first.status_code == 302
    assert second.status_code == 409
    assert [(r["yours"], r["theirs"]) for r in second.context["stale_rows"] if r["differs"]] == [("9", "6")]
    assert Policy.objects.get().values["due_soon_days"] == 6


def test_change_that_does_not_say_which_version_it_was_made_from_changes_nothing(client, office):
    row = make_policy(region=make_region(DISTRICT), valid_from=date(2026, 8, 1), due_soon_days=5)
    url = reverse("territory:policy_change", args=[DISTRICT, LIGHTS, row.pk])

    response = sent(client, url, due_soon_days="6", version="")

    assert response.status_code == 422
    assert Policy.objects.get().values["due_soon_days"] == 5


def test_history_tells_what_is_in_force_what_was_and_what_will_be(client, office):
    district, city = make_region(DISTRICT), make_region(CITY)
    make_policy(region=city, due_soon_days=15)
    make_policy(region=district, valid_from=date(2025, 1, 1), due_soon_days=1)
    make_policy(region=district, valid_from=date(2026, 1, 1), due_soon_days=2)
    make_policy(region=district, valid_from=date(2026, 3, 1), valid_until=date(2026, 3, 31), due_soon_days=3)
    make_policy(region=district, valid_from=date(2026, 9, 1), due_soon_days=4)

    shown = page(client, "policy", LIGHTS)

    assert [each["state"] for each in shown.context["history"]] == [
        "ahead",
        "over",
        "in_force",
        "replaced",
        "elsewhere",
    ]
    assert [each["may_change"] for each in shown.context["history"]] == [True, False, False, False, False]


def test_unknown_kind_is_not_there(client, office):
    assert page(client, "policy", "ledger.moods").status_code == 404


def test_decision_of_the_city_is_not_changed_from_the_district(client, office):
    row = make_policy(region=make_region(CITY), valid_from=date(2026, 9, 1))

    assert page(client, "policy_change", LIGHTS, row.pk).status_code == 404
