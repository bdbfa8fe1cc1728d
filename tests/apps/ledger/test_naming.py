"""What a printed name means: proposed, said once for the plan, remembered for the next."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kepu.apps.audit.models import AuditRow
from kepu.apps.base.errors import Stale
from kepu.apps.ledger import services
from kepu.apps.ledger.enums import NameMeaning
from kepu.apps.ledger.models import TaskUnit, UnitChoice
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.selectors.units import plan_names
from kepu.apps.ledger.services.naming import add_unit, choose_unit
from kepu.apps.ledger.services.result import final_result
from kepu.apps.territory.models import Alias, Organisation
from kepu.apps.territory.permissions import MANAGE_ORGANISATIONS
from tests.factories.findings import at_once, kinds_of, make_found_plan
from tests.factories.ledger import make_office, make_result, make_task
from tests.factories.people import make_user
from tests.factories.territory import make_collective, make_organisation, make_region

NAME = "区科协"


def make_named_plan(**overrides):
    return make_found_plan(make_result([make_task(id=1, lead=[NAME], support=["各镇街", "区某办"])]), **overrides)


def make_keeper(**overrides):
    """An office that also keeps the names of units."""
    return make_user(region=make_region(), permissions=(*LedgerPermission, MANAGE_ORGANISATIONS), **overrides)


def rows_of(plan):
    return {row.name: row for row in plan_names(plan, final_result(plan))}


def chosen(plan, user, version=0, **values):
    return choose_unit(plan_id=plan.pk, user=user, name=NAME, version=version, **values)


@pytest.mark.django_db
def test_known_names_are_found_and_others_are_proposed_never_taken():
    plan = make_named_plan()
    unit = make_organisation(name="青禾区科学技术协会")
    make_collective("各镇街")

    rows = rows_of(plan)
    assert rows[NAME].found is None
    assert rows[NAME].proposals == [unit]
    assert not rows[NAME].is_settled
    assert rows["各镇街"].is_settled
    services.confirm_plan(plan_id=plan.pk, user=plan.created_by)
    assert TaskUnit.objects.get(name=NAME).organisation is None


@pytest.mark.django_db
def test_a_choice_holds_for_every_task_and_is_remembered():
    keeper = make_keeper()
    plan = make_named_plan(owner=keeper)
    unit = make_organisation(name="青禾区科学技术协会")

    choice = chosen(plan, keeper, meaning=NameMeaning.ORGANISATION, organisation=unit, is_remembered=True)

    assert choice.is_remembered
    assert Alias.objects.get().name == NAME
    assert AuditRow.objects.filter(action__in=["ledger.choose_unit", "territory.alias_added"]).count() == 2
    services.confirm_plan(plan_id=plan.pk, user=keeper)
    assert TaskUnit.objects.get(name=NAME).organisation == unit
    assert rows_of(make_named_plan(owner=keeper))[NAME].found == unit, "the next plan knows it"


@pytest.mark.django_db
def test_who_does_not_keep_names_chooses_for_this_plan_only():
    office = make_office()
    plan = make_named_plan(owner=office)
    unit = make_organisation(name="青禾区科学技术协会")

    choice = chosen(plan, office, meaning=NameMeaning.ORGANISATION, organisation=unit, is_remembered=True)

    assert not choice.is_remembered
    assert not Alias.objects.exists()
    with pytest.raises(PermissionDenied):
        add_unit(
            plan_id=plan.pk,
            user=office,
            name="区某办",
            version=0,
            full_name="青禾区某办公室",
            kind="government",
            is_remembered=True,
        )
    chosen(plan, office, version=1, meaning=NameMeaning.PRINTED)
    assert rows_of(plan)[NAME].is_settled


@pytest.mark.django_db
def test_a_short_form_that_is_in_use_stays_with_its_unit():
    keeper = make_keeper()
    plan = make_named_plan(owner=keeper)
    make_organisation(name="甲", aliases=[NAME])
    unit = make_organisation(name="乙")

    choice = chosen(plan, keeper, meaning=NameMeaning.ORGANISATION, organisation=unit, is_remembered=True)

    assert (choice.organisation, choice.is_remembered) == (unit, False)
    assert Alias.objects.get().organisation.name == "甲"


@pytest.mark.django_db
def test_units_are_entered_once_from_the_page(client):
    keeper = make_keeper()
    plan = make_named_plan(owner=keeper)
    client.force_login(keeper)
    address = reverse("ledger:names", args=[plan.pk])
    page = client.get(address).content.decode()
    assert "还有 3 个名称没有确定" in page
    names = [row.name for row in plan_names(plan, final_result(plan))]
    values = {"request_id": uuid.uuid4(), "is_remembered": "on"}
    for index, name in enumerate(names):
        choice, full = {NAME: ("new", "青禾区科学技术协会"), "各镇街": ("collective", "")}.get(name, ("", ""))
        values |= {f"name{index}": name, f"version{index}": 0, f"choice{index}": choice, f"full{index}": full}

    for _time in range(2):
        assert client.post(address, values).status_code == 302

    unit = Organisation.objects.get(name="青禾区科学技术协会")
    assert (unit.region_id, unit.kind, unit.position) == (plan.region_code, "government", 1)
    choices = {choice.name: choice for choice in plan.unit_choices.all()}
    assert set(choices) == {NAME, "各镇街"}
    assert choices[NAME].is_created
    assert AuditRow.objects.filter(action="territory.organisation_added").count() == 1

    client.post(address, {**values, "request_id": uuid.uuid4(), "rest": "printed"})
    assert plan.unit_choices.get(name="区某办").meaning == NameMeaning.PRINTED
    assert "名称没有确定" not in client.get(address).content.decode()


@pytest.mark.django_db
def test_a_unit_that_nobody_knows_is_asked_for_beside_the_field(client):
    plan = make_named_plan()
    client.force_login(plan.created_by)
    names = [row.name for row in plan_names(plan, final_result(plan))]
    at = names.index(NAME)
    values = {"request_id": uuid.uuid4()}
    for index, name in enumerate(names):
        values |= {f"name{index}": name, f"version{index}": 0, f"choice{index}": "", f"full{index}": ""}
    values |= {f"choice{at}": "other", f"full{at}": "没有这家单位"}

    response = client.post(reverse("ledger:names", args=[plan.pk]), values)

    assert response.status_code == 422
    assert "没有找到这家单位" in response.content.decode()
    assert not UnitChoice.objects.exists()


@pytest.mark.django_db
def test_a_name_that_somebody_else_settled_meanwhile_is_left_alone(client):
    plan = make_named_plan()
    client.force_login(plan.created_by)
    other = make_office(name="周岚")
    chosen(plan, other, meaning=NameMeaning.COLLECTIVE)
    with pytest.raises(Stale):
        chosen(plan, plan.created_by, meaning=NameMeaning.PRINTED)
    names = [row.name for row in plan_names(plan, final_result(plan))]
    values = {"request_id": uuid.uuid4()}
    for index, name in enumerate(names):
        choice = "printed" if name in {NAME, "区某办"} else ""
        values |= {f"name{index}": name, f"version{index}": 0, f"choice{index}": choice, f"full{index}": ""}

    page = client.post(reverse("ledger:names", args=[plan.pk]), values, follow=True).content.decode()

    assert "区科协（周岚）" in page
    assert {choice.name: choice.meaning for choice in plan.unit_choices.all()} == {
        NAME: NameMeaning.COLLECTIVE,
        "区某办": NameMeaning.PRINTED,
    }


@pytest.mark.django_db
def test_names_that_moved_meanwhile_keep_their_choices(client):
    plan = make_named_plan()
    unit = make_organisation(name="青禾区科学技术协会")
    client.force_login(plan.created_by)
    names = [row.name for row in plan_names(plan, final_result(plan))]
    assert names[0] == NAME
    choose_unit(
        plan_id=plan.pk, user=make_office(), name="各镇街", version=0, meaning=NameMeaning.COLLECTIVE
    )  # moves to the end
    values = {"request_id": uuid.uuid4()}
    for index, name in enumerate(names[::-1]):
        choice = f"o{unit.pk}" if name == NAME else "collective" if name == "各镇街" else ""
        values |= {f"name{index}": name, f"version{index}": 0, f"choice{index}": choice, f"full{index}": ""}

    assert client.post(reverse("ledger:names", args=[plan.pk]), values).status_code == 302

    assert plan.unit_choices.get(name=NAME).organisation == unit
    assert plan.unit_choices.count() == 2


@pytest.mark.django_db
def test_a_choice_is_taken_back_on_the_page(client):
    plan = make_named_plan()
    client.force_login(plan.created_by)
    chosen(plan, plan.created_by, meaning=NameMeaning.PRINTED)
    names = [row.name for row in plan_names(plan, final_result(plan))]
    at = names.index(NAME)
    values = {"request_id": uuid.uuid4(), f"name{at}": NAME, f"version{at}": 1, f"choice{at}": "", f"full{at}": ""}
    for index, name in enumerate(names):
        values.setdefault(f"name{index}", name)
        values.setdefault(f"version{index}", 0)

    client.post(reverse("ledger:names", args=[plan.pk]), values)

    assert not plan.unit_choices.exists()


@pytest.mark.django_db(transaction=True)
def test_two_people_settling_one_name_at_once_leave_one_choice():
    plan = make_named_plan()
    people = make_office(), make_office()

    outcomes = at_once(
        lambda: chosen(plan, people[0], meaning=NameMeaning.PRINTED),
        lambda: chosen(plan, people[1], meaning=NameMeaning.COLLECTIVE),
    )

    assert kinds_of(outcomes) == ["base.stale", "done"]
    assert UnitChoice.objects.count() == 1
