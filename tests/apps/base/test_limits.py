"""Rate limits: who is counted, for how long, behind which proxies."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.management import call_command
from django.http import HttpResponse
from django.test import RequestFactory

from kepu.apps.base.errors import TooMany
from kepu.apps.base.limits import address, hit, limited, visitor
from tests.factories.people import make_user

START = datetime(2026, 3, 1, 8, 0, 0, tzinfo=UTC)
DATABASE_CACHE = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "base_cache"}}


def use(times, rate="3/m", who="user-1"):
    for _ in range(times):
        hit("upload", who, rate)


def test_limit_lets_the_share_through_and_says_when_to_come_back(time_machine):
    time_machine.move_to(START + timedelta(seconds=20), tick=False)
    use(3)

    with pytest.raises(TooMany) as refusal:
        use(1)

    assert refusal.value.seconds == 40


def test_next_window_begins_anew(time_machine):
    time_machine.move_to(START, tick=False)
    use(3)
    time_machine.move_to(START + timedelta(minutes=1), tick=False)

    use(3)


def test_each_visitor_has_a_share_of_their_own():
    use(3, who="user-1")
    use(3, who="user-2")


@pytest.mark.django_db
def test_hourly_count_survives_a_pause_in_the_database_cache(settings, time_machine):
    settings.CACHES = DATABASE_CACHE
    call_command("createcachetable", verbosity=0)
    time_machine.move_to(START, tick=False)
    use(3, rate="3/h")
    time_machine.move_to(START + timedelta(minutes=50), tick=False)

    with pytest.raises(TooMany):
        use(1, rate="3/h")


def test_count_that_was_thrown_out_begins_anew(monkeypatch):
    def thrown_out(*_, **__):
        raise ValueError

    monkeypatch.setattr(cache, "incr", thrown_out)

    use(5)


def test_view_counts_only_its_methods(settings):
    settings.KEPU = settings.KEPU.model_copy(update={"rate_upload": "1/h"})
    view = limited("upload")(lambda _: HttpResponse())

    def ask(method):
        request = getattr(RequestFactory(), method)("/")
        request.user = AnonymousUser()
        return view(request).status_code

    assert [ask("get"), ask("get"), ask("post"), ask("get")] == [200] * 4
    with pytest.raises(TooMany):
        ask("post")


@pytest.mark.django_db
def test_visitor_is_the_user_or_the_address():
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1")
    request.user = AnonymousUser()
    assert visitor(request) == "address-192.0.2.1"

    request.user = make_user()
    assert visitor(request) == f"user-{request.user.pk}"


@pytest.mark.parametrize(
    ("trusted", "forwarded", "seen"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.7, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.7, 203.0.113.9", "198.51.100.7"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "", "192.0.2.1"),
    ],
)
def test_address_believes_only_as_many_proxies_as_are_trusted(settings, trusted, forwarded, seen):
    settings.KEPU = settings.KEPU.model_copy(update={"trusted_proxies": trusted})

    assert address(RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)) == seen
