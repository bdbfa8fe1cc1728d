"""Every address, visited as a guest, as somebody who may do nothing, from the next district, and by its owner."""

import pytest
from django.urls import URLPattern, get_resolver, reverse

from tests.addresses import COMMON, FORBIDDEN, FOUND, MARK, MISSING, NOT_ALLOWED, OK, World, addresses

pytestmark = pytest.mark.django_db
ADDRESSES = addresses()
VISITORS = ("guest", "lower", "neighbour", "owner")


def routes(resolver=None, prefix=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"
        else:
            yield from routes(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)


ROUTES = sorted(set(routes()))
# What has no entry fails once, below.
KNOWN = [name for name in ROUTES if name in ADDRESSES]


@pytest.fixture
def world():
    return World()


def signed_in(client, world, visitor):
    if visitor != "guest":
        client.force_login(getattr(world, visitor))
    return client


def test_every_address_has_a_name_and_an_entry():
    assert sorted(set(ROUTES) - set(ADDRESSES)) == []
    assert sorted(set(ADDRESSES) - set(ROUTES)) == []


@pytest.mark.parametrize("visitor", VISITORS)
@pytest.mark.parametrize("name", KNOWN)
def test_an_address_answers_each_visitor_as_promised(client, world, name, visitor):
    entry = ADDRESSES[name]
    path = reverse(name, kwargs=entry.make(world))

    response = signed_in(client, world, visitor).get(path)

    assert response.status_code == getattr(entry, visitor)
    text = b"".join(response) if response.streaming else response.content
    if visitor == "guest" and name not in COMMON:
        assert response["Location"].startswith(reverse("account_login"))
    if visitor == "owner" and entry.shows_mark:
        assert MARK in text.decode()
    elif visitor != "owner":
        assert MARK not in text.decode(errors="replace")


@pytest.mark.parametrize("visitor", ["guest", "lower", "neighbour"])
@pytest.mark.parametrize("name", [each for each in KNOWN if not each.startswith(("account_", "mfa_", "set_"))])
def test_sending_something_opens_no_address_that_is_closed_to_looking(client, world, name, visitor):
    entry = ADDRESSES[name]
    path = reverse(name, kwargs=entry.make(world))
    looking = getattr(entry, visitor)

    response = signed_in(client, world, visitor).post(path)

    # An address that only takes what is sent names no answer for it: guests and those without the permission stay out.
    refusals = {"guest": {FOUND}, "lower": {FORBIDDEN, MISSING}}.get(visitor) if looking == NOT_ALLOWED else {looking}
    assert looking == OK or not refusals or response.status_code in refusals | {NOT_ALLOWED}
    assert MARK not in response.content.decode(errors="replace")
