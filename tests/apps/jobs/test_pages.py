"""Pages of jobs: who sees what, progress with and without script, retry and cancel."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kepu.apps.base import clock
from kepu.apps.jobs.enums import JobState
from kepu.apps.jobs.permissions import JobsPermission
from tests.factories.jobs import make_failed_job, make_job, make_running_job
from tests.factories.people import make_user
from tests.factories.territory import DISTRICT, SIBLING, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client):
    user = make_user()
    client.force_login(user)
    return user


def page_of(job, name="detail"):
    return reverse(f"jobs:{name}", args=[job.pk])


def sent():
    return {"request_id": str(uuid.uuid4())}


@pytest.mark.parametrize("name", ["detail", "progress"])
def test_job_of_another_does_not_exist(client, owner, name):
    job = make_job(owner=make_user(), title="别人的任务")

    response = client.get(page_of(job, name))

    assert response.status_code == 404
    assert "别人的任务" not in response.content.decode()


@pytest.mark.parametrize("name", ["retry", "cancel"])
def test_job_of_another_cannot_be_changed(client, owner, name):
    job = make_failed_job(owner=make_user())

    assert client.post(page_of(job, name), sent()).status_code == 404


def test_guest_is_sent_to_sign_in(client):
    job = make_job()

    for name in ("detail", "progress"):
        assert client.get(page_of(job, name)).status_code == 302
    assert client.get(reverse("jobs:list")).status_code == 302


def test_permission_shows_the_jobs_of_others_but_does_not_change_them(client):
    client.force_login(make_user(permissions=[JobsPermission.VIEW_ALL]))
    job = make_failed_job(owner=make_user())

    assert client.get(page_of(job)).status_code == 200
    response = client.post(page_of(job, "retry"), sent())

    assert response.status_code == 403
    assert "只有发起人可以重试这个任务。" in response.content.decode()


def test_list_shows_ones_own_jobs_newest_first(client, owner):
    make_job(owner=make_user(), title="别人的任务")
    first, second = make_job(owner=owner), make_failed_job(owner=owner)

    response = client.get(reverse("jobs:list"))

    assert list(response.context["list"].page) == [second, first]
    assert "系统试了 5 次都没有做完。" in response.content.decode()


def test_list_of_everybody_needs_the_permission(client, owner):
    others = make_job(owner=make_user())
    address = reverse("jobs:list") + "?whose=all"

    assert list(client.get(address).context["list"].page) == []
    client.force_login(make_user(permissions=[JobsPermission.VIEW_ALL]))
    assert list(client.get(address).context["list"].page) == [others]


def test_list_is_filtered_by_state(client, owner):
    make_job(owner=owner)
    failed = make_failed_job(owner=owner)

    assert list(client.get(reverse("jobs:list") + "?state=failed").context["list"].page) == [failed]


def test_list_asks_as_often_for_three_as_for_one(client, owner):
    asked = []
    for more in (1, 2):
        for _ in range(more):
            make_job(owner=owner)
        client.get(reverse("jobs:list"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("jobs:list"))
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_running_job_is_asked_again_with_and_without_script(client, owner):
    job = make_running_job(owner=owner, done=3, of=12, sentence="正在读第 3 章")

    page = client.get(page_of(job)).content.decode()

    assert f'hx-get="{page_of(job, "progress")}"' in page
    assert '<meta http-equiv="refresh"' in page
    assert "正在读第 3 章" in page
    assert "3 / 12" in page
    assert "hx-get" in client.get(page_of(job, "progress")).content.decode()


def test_ended_job_leads_on_to_its_result(client, owner):
    job = make_job(owner=owner, state=JobState.DONE, result="/ledger/7/")

    assert client.get(page_of(job, "progress"))["HX-Redirect"] == "/ledger/7/"
    page = client.get(page_of(job)).content.decode()
    assert 'href="/ledger/7/"' in page
    assert "hx-get" not in page


def test_failed_job_reloads_its_page_to_explain_itself(client, owner):
    job = make_failed_job(owner=owner, cursor={"row": 3})

    assert client.get(page_of(job, "progress"))["HX-Refresh"] == "true"
    page = client.get(page_of(job)).content.decode()
    assert "系统试了 5 次都没有做完。" in page
    assert "重试会从中断的地方接着做" in page


def test_retry_sent_twice_counts_once(client, owner):
    job, form = make_failed_job(owner=owner), sent()

    for _ in range(2):
        response = client.post(page_of(job, "retry"), form)
        assert (response.status_code, response["Location"]) == (302, page_of(job))

    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_retry_of_a_job_that_goes_on_is_refused_with_a_sentence(client, owner):
    response = client.post(page_of(make_running_job(owner=owner), "retry"), sent())

    assert response.status_code == 422
    assert "这个任务还没有结束" in response.content.decode()


def test_retry_without_its_page_is_refused(client, owner):
    job = make_failed_job(owner=owner)

    response = client.post(page_of(job, "retry"), {})

    assert response.status_code == 422
    job.refresh_from_db()
    assert job.state == JobState.FAILED


def test_owner_cancels_a_job(client, owner):
    job = make_running_job(owner=owner)

    client.post(page_of(job, "cancel"), sent())

    job.refresh_from_db()
    assert (job.state, job.lease_token) == (JobState.CANCELLED, None)
    assert "这个任务已经取消" in client.get(page_of(job)).content.decode()


def test_permission_reaches_the_people_of_its_region_and_the_system(client):
    client.force_login(make_user(permissions=[JobsPermission.VIEW_ALL], region=make_region(DISTRICT)))
    seen = {make_job(), make_job(owner=make_user()), make_job(owner=make_user(region=make_region(DISTRICT)))}
    next_door = make_job(owner=make_user(region=make_region(SIBLING)))

    assert set(client.get(reverse("jobs:list") + "?whose=all").context["list"].page) == seen
    assert client.get(page_of(next_door)).status_code == 404


def test_job_that_waits_too_long_says_what_may_be_wrong(client, owner):
    fresh, old = make_job(owner=owner), make_job(owner=owner, run_after=clock.now() - timedelta(minutes=3))

    assert "可能没有运行后台进程" not in client.get(page_of(fresh)).content.decode()
    assert "可能没有运行后台进程" in client.get(page_of(old)).content.decode()
