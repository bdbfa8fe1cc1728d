"""The demonstration district."""

import hashlib
import json
import stat
from datetime import date

import pytest
from django.core import serializers

from kepu.apps.base.errors import Refused
from kepu.apps.people.models import Membership, Role, User
from kepu.apps.territory.enums import OrganisationKind
from kepu.apps.territory.models import Alias, Collective, CollectiveMember, Organisation, Population, Region
from kepu.apps.territory.selectors import find_organisation, is_demonstration, resolve_collective
from kepu.apps.workspace import demo
from kepu.apps.workspace.codes import WorkspaceCode
from kepu.apps.workspace.demo import people
from kepu.apps.workspace.demo.context import DISTRICT
from kepu.cli.main import main
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)
KEYS = {"organisation", "collective"}
PLACES = (Region, Population, Organisation, Alias, Collective, CollectiveMember)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path, monkeypatch):
    settings.DATA = tmp_path
    monkeypatch.setattr("kepu.apps.workspace.demo.loading.LOADERS", demo.LOADERS[:2])


def fingerprint():
    """Everything but primary keys, passwords and moments."""
    kept = [
        [model.__name__, *(str(value) for name, value in sorted(row["fields"].items()) if name not in KEYS)]
        for model in PLACES
        for row in json.loads(serializers.serialize("json", model.objects.all()))
    ]
    kept += [[user.username, user.name, user.region_id] for user in User.objects.all()]
    return hashlib.sha256(json.dumps(sorted(kept)).encode()).hexdigest()


def test_the_same_arguments_give_the_same_data_and_others_do_not():
    demo.load(seed=1, size="small", as_of=DAY)
    first, counts = fingerprint(), [model.objects.count() for model in PLACES]
    demo.load(seed=1, size="small", as_of=DAY)
    assert fingerprint() == first
    assert [model.objects.count() for model in PLACES] == counts

    Membership.objects.all().delete()
    User.objects.all().delete()
    CollectiveMember.objects.all().delete()
    Population.objects.all().delete()
    demo.load(seed=2, size="small", as_of=DAY)
    assert fingerprint() != first


def test_every_code_begins_with_99_and_the_installation_says_what_it_is():
    demo.load(seed=1, size="district", as_of=DAY)

    assert not Region.objects.exclude(code__startswith="99").exists()
    assert not Organisation.objects.exclude(code__startswith="99").exists()
    assert is_demonstration()
    assert demo.is_loaded()


def test_every_role_has_an_account_whose_password_is_in_the_file_only(client):
    done = demo.load(seed=1, size="small", as_of=DAY)

    path = people.accounts_path()
    passwords = people.read_passwords()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert set(Role.objects.values_list("code", flat=True)) == {each.role for each in people.ACCOUNTS}
    assert set(passwords) == set(User.objects.values_list("username", flat=True))
    assert len(set(passwords.values())) == len(passwords)
    assert all(any(password in line for line in done.accounts) for password in passwords.values())
    response = client.post("/accounts/login/", {"login": "office", "password": passwords["office"]})
    assert response.status_code == 302


def test_loading_again_keeps_the_passwords_and_makes_new_ones_when_the_file_is_gone():
    demo.load(seed=1, size="small", as_of=DAY)
    first = people.read_passwords()
    demo.load(seed=1, size="small", as_of=DAY)
    assert people.read_passwords() == first

    people.accounts_path().unlink()
    demo.load(seed=1, size="small", as_of=DAY)
    again = people.read_passwords()

    assert again["office"] != first["office"]
    assert User.objects.get(username="office").check_password(again["office"])


def test_the_office_may_import_and_the_administrators_may_not():
    demo.load(seed=1, size="small", as_of=DAY)

    held = {user.username: user for user in User.objects.all()}
    assert held["office"].has_permission("ledger.import_plan")
    for name in ("system-admin", "security-admin", "audit-admin"):
        assert not held[name].has_permission("ledger.view_plan")


@pytest.mark.parametrize(
    ("name", "code"),
    [("区科协", "990102-304"), ("区教委", "990102-203"), ("双溪镇", "990102100"), ("市科协", "990100-304")],
)
def test_units_are_found_by_the_short_forms_of_plans(name, code):
    demo.load(seed=1, size="small", as_of=DAY)

    assert find_organisation(name, DISTRICT, DAY).code == code


def test_units_stand_in_official_order_and_a_reform_is_remembered():
    demo.load(seed=1, size="small", as_of=DAY)

    current = Organisation.objects.filter(region_id=DISTRICT).current(DAY).official_order()
    assert [each.code for each in current][:2] == ["990102-101", "990102-102"]
    assert 35 <= current.count() <= 45
    assert find_organisation("区科委", DISTRICT, date(2023, 6, 1)).code == "990102-204A"
    assert find_organisation("区科委", DISTRICT, DAY) is None


def test_collectives_resolve():
    demo.load(seed=1, size="small", as_of=DAY)

    towns = resolve_collective("各镇（街道）", DISTRICT, DAY)
    assert len(towns) == 12
    assert {each.kind for each in towns} == {OrganisationKind.TOWNSHIP}
    assert len(resolve_collective("涉农街镇", DISTRICT, DAY)) == 8
    assert len(resolve_collective("各成员单位", DISTRICT, DAY)) == 33


def test_people_add_up():
    demo.load(seed=1, size="small", as_of=DAY)
    whole = Population.objects.filter(audience="all", age_low=0, age_high=150)

    towns = sum(row.persons for row in whole.filter(region__level=4, region__code__startswith="990102"))

    assert whole.get(region_id=DISTRICT).persons == towns > 0


def test_an_installation_with_accounts_of_its_own_is_left_alone():
    make_user()

    with pytest.raises(Refused) as refusal:
        demo.load(seed=1, size="small", as_of=DAY)

    assert refusal.value.code == WorkspaceCode.NOT_A_DEMONSTRATION
    assert not Region.objects.exists()


def test_a_size_that_does_not_exist_is_refused():
    with pytest.raises(Refused) as refusal:
        demo.load(seed=1, size="huge", as_of=DAY)

    assert refusal.value.code == WorkspaceCode.UNKNOWN_SIZE


def test_the_command_prints_the_accounts(capsys):
    assert main(["demo", "--seed", "3", "--size", "small", "--as-of", "2026-03-01"]) == 0

    out = capsys.readouterr().out
    assert "office" in out
    assert people.read_passwords()["office"] in out
