"""Somebody says that two targets of linked tasks are one, or are not; the unit is asked accordingly."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kepu.apps.audit.models import AuditRow
from kepu.apps.base.errors import Refused
from kepu.apps.ledger.models import Target, Task, UnitReport
from kepu.apps.ledger.same_figures import quantities
from kepu.apps.ledger.selectors.entries import targets_of
from kepu.apps.ledger.services.counting import APART, BY_NAME, count_target
from tests.factories.figures import make_asked
from tests.factories.ledger import make_office, make_reader
from tests.factories.territory import SIBLING, make_region

pytestmark = pytest.mark.django_db
SHARE, LITERACY = {"indicator": "公民具备科学素质的比例"}, {"indicator": "公民科学素质水平"}
BASES = {"indicator": "科普基地", "unit": "个", "quote": "建成科普基地20个"}


def groups():
    """Which targets are asked together, by their keys."""
    report = UnitReport.objects.select_related("round", "organisation").get()
    [entry] = report.entries.select_related("task")
    return sorted(sorted(t.pk for t in each.targets) for each in quantities(targets_of(report, [entry])[entry.pk]))


def count(target, choice, *, user=None):
    target.refresh_from_db()
    user = user or target.plan.created_by
    return count_target(target_id=target.pk, user=user, choice=str(choice), version=target.version)


def choose(client, target, choice, **values):
    given = {"request_id": uuid.uuid4(), "version": target.version, "choice": choice, **values}
    return client.post(reverse("ledger:target_same", args=[target.pk]), given)


def test_targets_with_other_names_are_one_when_somebody_says_so():
    _report, (one, other) = make_asked([SHARE], [LITERACY])
    assert groups() == [[one.pk], [other.pk]]

    count(other, one.pk)

    assert groups() == [[one.pk, other.pk]]
    assert AuditRow.objects.filter(action="ledger.count_target").count() == 2


def test_a_target_joins_all_that_are_counted_with_the_other():
    _report, (one, other, third) = make_asked([SHARE], [SHARE], [LITERACY])

    count(third, other.pk)

    assert groups() == [[one.pk, other.pk, third.pk]]


def test_targets_with_one_name_are_two_when_somebody_says_so():
    _report, (one, other) = make_asked([SHARE], [SHARE])
    assert groups() == [[one.pk, other.pk]]

    count(other, APART)
    assert groups() == [[one.pk], [other.pk]]
    count(other, BY_NAME)

    assert groups() == [[one.pk, other.pk]]


def test_what_leaves_a_group_does_not_come_back_with_the_next_that_joins():
    _report, (one, other, third) = make_asked([SHARE], [LITERACY], [{"indicator": "科学素质达标率"}])
    count(other, one.pk)
    count(one, APART)

    count(third, one.pk)

    assert groups() == [[one.pk, third.pk], [other.pk]]


def test_years_of_plans_do_not_matter_where_somebody_says_so():
    _report, (one, other) = make_asked([BASES], [BASES])
    plan = other.plan
    plan.period_start = 2024
    plan.save(update_fields=["period_start"])
    assert groups() == [[one.pk], [other.pk]]

    count(other, one.pk)

    assert groups() == [[one.pk, other.pk]]


def test_a_target_that_changes_its_unit_is_asked_by_itself_again():
    _report, (one, other) = make_asked([SHARE], [LITERACY])
    count(other, one.pk)

    Target.objects.filter(pk=other.pk).update(unit="万人")

    assert groups() == [[one.pk], [other.pk]]


@pytest.mark.parametrize("other", [{**SHARE, "unit": "个"}, {**SHARE, "period": "per_year"}])
def test_only_what_is_counted_alike_can_be_one(client, other):
    _report, (one, two) = make_asked([SHARE], [other])
    client.force_login(two.plan.created_by)

    page = client.get(reverse("ledger:target_same", args=[two.pk]))

    assert [value for value, _label in page.context["form"].fields["choice"].choices] == [BY_NAME, APART]
    assert choose(client, two, one.pk).status_code == 422
    with pytest.raises(Refused):
        count(two, one.pk)


def test_the_page_saves_shows_what_holds_and_counts_a_request_once(client):
    _report, (one, other) = make_asked([SHARE], [LITERACY])
    client.force_login(other.plan.created_by)
    request_id = uuid.uuid4()

    for _time in range(2):
        response = choose(client, other, one.pk, request_id=request_id)

    assert response.url == other.get_absolute_url()
    assert AuditRow.objects.filter(action="ledger.count_target").count() == 2
    for address in (other.get_absolute_url(), other.task.get_absolute_url()):
        assert "甲方案：公民具备科学素质的比例" in client.get(address).content.decode()
    form = client.get(reverse("ledger:target_same", args=[other.pk])).context["form"]
    assert form["choice"].value() == str(one.pk)


@pytest.mark.parametrize("choice", ["", "999999", "nonsense"])
def test_an_unknown_choice_is_none(client, choice):
    _report, (_one, other) = make_asked([SHARE], [LITERACY])
    client.force_login(other.plan.created_by)

    assert choose(client, other, choice).status_code == 422
    assert not Target.objects.exclude(counted_as="").exists()


def test_who_comes_second_is_told_and_may_still_decide(client):
    _report, (one, other) = make_asked([SHARE], [LITERACY])
    client.force_login(other.plan.created_by)
    count(Target.objects.get(pk=other.pk), APART)

    response = choose(client, other, one.pk)

    assert response.status_code == 409
    assert "有人改过这项指标" in response.content.decode()
    assert groups() == [[one.pk], [other.pk]]
    assert choose(client, other, one.pk, version=response.context["form"]["version"].value()).status_code == 302
    assert groups() == [[one.pk, other.pk]]


def test_readers_and_other_regions_do_not_decide(client):
    _report, (one, other) = make_asked([SHARE], [LITERACY])
    reader = make_reader()

    client.force_login(reader)
    assert choose(client, other, one.pk).status_code == 403
    assert reverse("ledger:target_same", args=[other.pk]) not in client.get(other.get_absolute_url()).content.decode()
    with pytest.raises(PermissionDenied):
        count(other, one.pk, user=reader)
    client.force_login(make_office(make_region(SIBLING)))
    assert choose(client, other, one.pk).status_code == 404
    assert groups() == [[one.pk], [other.pk]]


def test_a_task_that_is_not_linked_has_nothing_to_say(client):
    _report, (one, other) = make_asked([SHARE], [LITERACY])
    Task.objects.update(link=None)
    client.force_login(other.plan.created_by)

    assert choose(client, other, one.pk).status_code == 404
    with pytest.raises(Refused):
        count(other, one.pk)
