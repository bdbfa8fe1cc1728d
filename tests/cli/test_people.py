"""`kepu people`: accounts from the server."""

import pytest

from kepu.apps.people.codes import PeopleCode
from kepu.apps.people.messages import MESSAGES
from kepu.apps.people.models import User
from kepu.cli.main import main
from tests.factories.people import make_user
from tests.factories.territory import DISTRICT, make_region

pytestmark = pytest.mark.django_db


def add(username="guan", role="security_admin", region=DISTRICT):
    return main(["people", "add", username, "--name", "管理员", "--role", role, "--region", region])


def test_the_first_administrator_is_made_on_the_server(capsys):
    make_region(DISTRICT)

    assert add() == 0

    name, password = capsys.readouterr().out.split()
    user = User.objects.get(username=name)
    assert user.check_password(password)
    assert user.has_permission("people.manage_memberships")


@pytest.mark.parametrize(
    ("overrides", "code"),
    [
        ({"role": "king"}, PeopleCode.UNKNOWN_ROLE),
        ({"region": "990199"}, PeopleCode.UNKNOWN_REGION),
        ({"username": "TAKEN"}, PeopleCode.USERNAME_TAKEN),
        ({"role": "liaison"}, PeopleCode.ORGANISATION_REQUIRED),
    ],
)
def test_what_cannot_be_made_is_refused_and_leaves_nothing(capsys, overrides, code):
    make_user(username="taken", region=make_region(DISTRICT))

    assert add(**overrides) == 1

    assert str(MESSAGES[code]).split("“")[0] in capsys.readouterr().err
    assert User.objects.count() == 1


def test_an_administrators_password_is_reset_on_the_server(capsys):
    user = make_user("audit_admin", region=make_region(DISTRICT))

    assert main(["people", "password", user.username]) == 0

    name, password = capsys.readouterr().out.split()
    user.refresh_from_db()
    assert name == user.username
    assert user.check_password(password)
    assert user.password_changed_at is None


def test_a_password_of_nobody_is_refused(capsys):
    assert main(["people", "password", "nobody"]) == 1

    assert str(MESSAGES[PeopleCode.UNKNOWN_PERSON]) % {"username": "nobody"} in capsys.readouterr().err
