"""Ids, refusals and their pages."""

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from kepu.apps.base import context, middleware
from kepu.apps.base.codes import BaseCode
from kepu.apps.base.errors import MethodNotAllowed, Refused, Stale, TooMany
from kepu.core.errors import InputError
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (Refused(BaseCode.UNKNOWN_FILTER, value="火星"), 422, "没有“火星”这个筛选条件"),
        (TooMany(seconds=7), 429, "请在 7 秒后再试"),
        (Stale(), 409, "别人已经改过它"),
        (OperationalError("database is locked"), 422, "数据库正忙"),
        (InputError("plans.unheard_of", "…"), 422, "plans.unheard_of"),
    ],
)
def test_refusal_becomes_a_page_with_its_sentence(error, status, words):
    request = RequestFactory().get("/")

    response = middleware.explain_refusals(lambda _: HttpResponse()).process_exception(request, error)

    assert response.status_code == status
    assert words in response.content.decode()


def test_other_errors_stay_errors():
    request = RequestFactory().get("/")

    assert middleware.explain_refusals(lambda _: HttpResponse()).process_exception(request, ValueError()) is None


def test_too_many_says_when_to_come_back():
    response = middleware.explain_refusals(lambda _: HttpResponse()).process_exception(
        RequestFactory().get("/"), TooMany(seconds=7)
    )

    assert response["Retry-After"] == "7"
    assert TooMany(seconds=7).code == BaseCode.TOO_MANY_REQUESTS


@pytest.mark.parametrize(("given", "kept"), [("abc-123", True), ("<script>", False), ("x" * 65, False)])
def test_request_id_is_taken_from_the_proxy_only_when_it_is_plain(client, given, kept):
    response = client.get("/accounts/login/", headers={"X-Request-ID": given})

    assert (response["X-Request-ID"] == given) is kept


def test_context_is_bound_for_the_length_of_a_block():
    with context.bound(request="r1", user=7, job="j1"):
        inside = (context.request_id.get(), context.user_id.get(), context.job_id.get())

    assert inside == ("r1", 7, "j1")
    assert (context.request_id.get(), context.user_id.get(), context.job_id.get()) == ("", None, "")


def test_address_that_takes_no_post_says_so(client):
    client.force_login(make_user())

    response = client.post("/jobs/")

    assert response.status_code == 405
    assert response["Allow"] == "GET"
    assert "请回到上一页" in response.content.decode()
    assert MethodNotAllowed().code == BaseCode.METHOD_NOT_ALLOWED


def test_pages_are_for_their_reader_only(client):
    assert client.get("/accounts/login/")["Cache-Control"] != ""
    client.force_login(make_user())

    assert client.get("/")["Cache-Control"] == "private, no-cache"


def test_language_opened_by_hand_leads_home(client):
    assert client.get("/language/")["Location"] == "/"
    assert client.post("/language/", {"language": "en", "next": "/jobs/"})["Location"] == "/jobs/"
