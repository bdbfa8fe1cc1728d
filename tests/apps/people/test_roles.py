"""Roles: what a new installation begins with, and that the three administrators stay apart."""

from pathlib import Path

import pytest

from kepu.apps.people import roles
from kepu.apps.people.models import Role
from kepu.apps.people.registry import permissions
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]


def test_every_role_exists_after_migration_with_known_permissions():
    rows = Role.objects.order_by("position")

    assert [role.code for role in rows] == [default.code for default in roles.DEFAULTS]
    assert {code for role in rows for code in role.permissions} <= set(permissions())


def test_every_permission_is_held_by_some_role():
    assert {code for default in roles.DEFAULTS for code in default.permissions} == set(permissions())


def test_no_administrator_can_do_the_part_of_another():
    for default in roles.DEFAULTS:
        parts = {roles.PARTS[code] for code in default.permissions if code in roles.PARTS}
        assert parts <= {default.part}, default.code
    assert {default.part for default in roles.DEFAULTS if default.part} == set(roles.PARTS.values())


@pytest.mark.parametrize("code", sorted(roles.PARTS))
def test_one_kind_of_person_holds_an_administrators_permission(code):
    holders = [default.code for default in roles.DEFAULTS if make_user(default.code).has_permission(code)]

    assert holders == [f"{roles.PARTS[code]}_admin"]


def test_a_permission_taken_away_stays_away_and_a_new_one_comes():
    office = Role.objects.get(code="office")
    office.permissions = ["territory.view"]
    office.offered = [code for code in office.offered if code != "ledger.import_plan"]
    office.save()

    roles.create_after_migrate("default")

    office.refresh_from_db()
    assert office.permissions == ["ledger.import_plan", "territory.view"]


def table(title):
    page = (ROOT / "docs/reference/permissions.md").read_text(encoding="utf-8")
    section = page.split(f"## {title}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_reference_lists_every_permission_with_its_roles():
    expected = [
        [f"`{code}`", str(label), ", ".join(f"`{each.code}`" for each in roles.DEFAULTS if code in each.permissions)]
        for code, label in permissions().items()
    ]

    assert table("Permissions") == expected


def test_the_reference_lists_every_role():
    expected = [
        [f"`{each.code}`", each.label, each.description, "yes" if each.needs_organisation else "", each.part.value]
        for each in roles.DEFAULTS
    ]

    assert table("Roles") == expected
