"""The policy of accounts: sign-in, lock-out, idle time-out, password age, second factor."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse

from kepu.apps.audit.models import AuditRow
from kepu.apps.base import clock
from kepu.config.settings import KEPU
from tests.factories.people import PASSWORD, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def sign_in(client, user, password=PASSWORD):
    return client.post(LOGIN, {"login": user.username, "password": password})


@pytest.fixture
def policy(settings):
    def change(**values):
        settings.KEPU = KEPU.model_copy(update=values)

    return change


def test_signing_in_leads_home(client):
    response = sign_in(client, make_user())

    assert response.status_code == 302
    assert response["Location"] == reverse("home")


def test_a_wrong_password_is_refused_without_saying_which_part_was_wrong(client):
    mine = sign_in(client, make_user(), "wrong").content.decode()
    nobodys = client.post(LOGIN, {"login": "nobody", "password": "wrong"}).content.decode()

    assert "用户名或密码不正确。" in mine
    assert "用户名或密码不正确。" in nobodys


def test_an_account_locks_after_repeated_failures_and_opens_again(client):
    user = make_user()
    with time_machine.travel(clock.now(), tick=False) as traveller:
        for _ in range(KEPU.lock_out_attempts):
            sign_in(client, user, "wrong")

        locked = sign_in(client, user).content.decode()
        other = sign_in(Client(), make_user())
        traveller.shift(timedelta(minutes=KEPU.lock_out_minutes, seconds=1))
        opened = sign_in(client, user)

    assert f"请 {KEPU.lock_out_minutes} 分钟后再试" in locked
    assert other.status_code == 302
    assert opened.status_code == 302


def test_a_disabled_account_cannot_sign_in_and_its_session_ends(client):
    user = make_user()
    client.force_login(user)
    assert client.get(reverse("people_me")).status_code == 200

    user.is_active = False
    user.save()

    assert client.get(reverse("people_me")).status_code == 302
    assert sign_in(Client(), user)["Location"] == "/accounts/inactive/"


@pytest.mark.parametrize("path", ["/accounts/signup/", "/accounts/email/", "/accounts/password/reset/"])
def test_pages_that_are_not_in_use_do_not_exist(client, path):
    assert client.get(path).status_code == 404


def test_a_guest_is_sent_to_sign_in_and_back(client):
    response = client.get("/accounts/me/?a=1")

    assert response["Location"] == "/accounts/login/?next=/accounts/me/%3Fa%3D1"


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(client):
    response = client.get(
        "/accounts/me/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/accounts/me/"}
    )

    assert response.status_code == 204
    assert response["HX-Redirect"] == "/accounts/login/?next=/accounts/me/"


def test_an_idle_session_ends_with_a_sentence(client):
    client.force_login(make_user())
    with time_machine.travel(clock.now(), tick=False) as traveller:
        client.get("/accounts/me/")
        traveller.shift(timedelta(minutes=KEPU.idle_minutes, seconds=-1))
        still = client.get("/accounts/me/")
        traveller.shift(timedelta(minutes=KEPU.idle_minutes, seconds=1))
        response = client.get("/accounts/me/", follow=True)

    assert still.status_code == 200
    assert response.redirect_chain == [("/accounts/login/?next=/accounts/me/", 302)]
    assert "没有操作，为了安全已经退出" in response.content.decode()


def test_the_session_is_saved_at_most_once_a_minute(client, django_assert_num_queries):
    client.force_login(make_user())
    with time_machine.travel(clock.now(), tick=False) as traveller:
        client.get("/accounts/me/")
        first = client.session["seen"]
        traveller.shift(timedelta(seconds=30))
        client.get("/accounts/me/")
        second = client.session["seen"]
        traveller.shift(timedelta(seconds=31))
        client.get("/accounts/me/")

        assert first == second
        assert client.session["seen"] > second


def test_asking_for_progress_does_not_keep_a_session_alive(client):
    client.force_login(make_user())
    with time_machine.travel(clock.now(), tick=False) as traveller:
        client.get("/accounts/me/")
        traveller.shift(timedelta(minutes=KEPU.idle_minutes - 1))
        client.get("/jobs/00000000-0000-0000-0000-000000000000/", headers={"HX-Request": "true"})
        traveller.shift(timedelta(minutes=2))

        assert client.get("/accounts/me/").status_code == 302


def test_an_old_password_has_to_be_changed_first(client):
    user = make_user(password_changed_at=clock.now() - timedelta(days=KEPU.password_days, seconds=1))
    client.force_login(user)

    response = client.get("/accounts/me/", follow=True)

    assert response.redirect_chain == [("/accounts/password/change/", 302)]
    assert f"超过 {KEPU.password_days} 天" in response.content.decode()


def test_passwords_do_not_age_when_the_setting_is_zero(client, policy):
    policy(password_days=0)
    client.force_login(make_user(password_changed_at=clock.now() - timedelta(days=5000)))

    assert client.get("/accounts/me/").status_code == 200


def change(client, old, new):
    return client.post("/accounts/password/change/", {"oldpassword": old, "password1": new, "password2": new})


def test_changing_the_password_is_noted_and_ends_other_sessions(client):
    user = make_user(password_changed_at=None)
    elsewhere = Client()
    client.force_login(user)
    elsewhere.force_login(user)

    response = change(client, PASSWORD, "山重水复疑无路-7x")

    user.refresh_from_db()
    assert response.status_code == 302
    assert user.password_changed_at is not None
    assert client.get("/accounts/me/").status_code == 200
    assert elsewhere.get("/accounts/me/").status_code == 302


def test_the_new_password_must_differ_from_the_old_one(client):
    user = make_user(password_changed_at=None)
    client.force_login(user)

    response = change(client, PASSWORD, PASSWORD)

    user.refresh_from_db()
    assert "新密码不能与现在的密码相同。" in response.content.decode()
    assert user.password_changed_at is None


def test_a_role_that_needs_a_second_factor_is_led_to_set_it_up(client, policy):
    policy(require_totp=["office"])
    office, town = make_user("office"), make_user("leader")

    client.force_login(town)
    free = client.get("/accounts/me/")
    client.force_login(office)
    response = client.get("/accounts/me/", follow=True)

    assert free.status_code == 200
    assert response.redirect_chain[0] == ("/accounts/2fa/totp/activate/", 302)
    assert "要求启用动态口令" in response.content.decode() or "要求启用动态口令" in str(
        [str(each) for each in response.context.get("messages", [])]
    )


def test_a_second_factor_opens_the_pages_and_is_asked_for_at_sign_in(client, policy):
    policy(require_totp=["*"])
    user = make_user("office")
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    client.force_login(user)
    assert client.get("/accounts/me/").status_code == 200

    fresh = Client()
    asked = sign_in(fresh, user)
    moment = clock.now().timestamp()
    code = format_hotp_value(hotp_value(secret, int(moment) // 30))
    done = fresh.post("/accounts/2fa/authenticate/", {"code": code})

    assert asked["Location"] == "/accounts/2fa/authenticate/"
    assert done["Location"] == reverse("home")


def test_sign_ins_from_one_address_are_limited(client):
    allowed = int(KEPU.rate_sign_in.split("/")[0])
    with time_machine.travel(clock.now(), tick=False):
        answers = [sign_in(client, make_user(), "wrong").status_code for _ in range(allowed)]
        refused = sign_in(client, make_user())

    assert set(answers) == {200}
    assert refused.status_code == 429
    assert "<h1" in refused.content.decode()


def test_signing_in_failing_and_leaving_are_recorded(client):
    user = make_user()

    sign_in(client, user, "wrong")
    sign_in(client, user)
    client.post("/accounts/logout/")

    rows = AuditRow.objects.filter(model="user", object_id=str(user.pk)).order_by("at", "pk")
    assert [row.action for row in rows] == ["people.sign_in_failed", "people.signed_in", "people.signed_out"]
    assert rows[1].actor_id == user.pk
