"""The home page says first what needs whoever signs in."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.jobs import make_failed_job, make_running_job
from tests.factories.ledger import make_confirmed_plan, make_office, make_reader, make_review_plan
from tests.factories.people import make_user
from tests.factories.territory import SIBLING, make_region

pytestmark = pytest.mark.django_db


def test_what_waits_comes_first(client):
    office = make_office()
    make_confirmed_plan(owner=office, title="已确认的方案")
    make_review_plan(owner=office, title="等着的方案")
    make_running_job(owner=office, title="正在跑的任务")
    make_failed_job(owner=office, title="没做完的任务")
    make_running_job(owner=make_user(), title="别人的任务")
    make_review_plan(region=make_region(SIBLING), title="别处的方案")
    client.force_login(office)

    page = client.get("/").content.decode()

    assert page.index("等着的方案") < page.index("正在跑的任务") < page.index("已确认的方案")
    assert "有 1 份方案等您核对" in page
    assert "没做完的任务" in page
    assert "别人的任务" not in page
    assert "别处的方案" not in page


def test_readers_are_not_asked_to_decide(client):
    make_review_plan(title="等着的方案")
    make_confirmed_plan(title="已确认的方案")
    client.force_login(make_reader())

    page = client.get("/").content.decode()

    assert "已确认的方案" in page
    assert "等着的方案" not in page
    assert "/ledger/import/" not in page


@pytest.mark.parametrize(
    ("make", "words"),
    [(make_office, "导入第一份方案"), (make_reader, "确认以后，会出现在这里"), (make_user, "请联系系统管理员")],
)
def test_empty_home_says_how_to_begin(client, make, words):
    client.force_login(make())

    assert words in client.get("/").content.decode()


def test_home_asks_the_same_number_of_questions(client):
    office = make_office()
    client.force_login(office)
    client.get("/")
    counts = []
    for _ in range(2):
        for _ in range(3):
            make_review_plan(owner=office)
            make_confirmed_plan(owner=office)
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        counts.append(len(queries))

    assert counts[0] == counts[1]
