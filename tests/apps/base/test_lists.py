"""The list that every list is: filter, search, order, page, columns, all in the address."""

from __future__ import annotations

import pytest
from django.db.models import Q
from django.http import QueryDict

from kepu.apps.base.codes import BaseCode
from kepu.apps.base.errors import Refused
from kepu.apps.base.lists import Column, Filter, ListPage
from kepu.apps.jobs.models import Job
from tests.factories.jobs import make_failed_job, make_job

pytestmark = pytest.mark.django_db
COLUMNS = (
    Column("title", "任务", sort="title", optional=False),
    Column("state", "状态", sort="state"),
    Column("note", "说明"),
)
STATE = Filter("state", "状态", lambda: [("queued", "排队"), ("failed", "失败")], lambda value: Q(state=value))


def listed(query="", **options):
    options = {"columns": COLUMNS, "filters": [STATE], "search": lambda text: Q(title__icontains=text), **options}
    return ListPage(Job.objects.all(), QueryDict(query), **options)


def titles(query="", **options):
    return [job.title for job in listed(query, **options).page]


@pytest.fixture
def jobs():
    return [make_job(title="乙"), make_job(title="甲"), make_failed_job(title="丙甲")]


@pytest.mark.usefixtures("jobs")
def test_list_is_filtered_and_searched_by_its_address():
    assert titles("state=failed") == ["丙甲"]
    assert sorted(titles("q=甲")) == sorted(["甲", "丙甲"])
    assert titles("q=甲&state=queued") == ["甲"]
    assert listed("q=甲").is_narrowed
    assert listed("state=failed").is_narrowed
    assert not listed().is_narrowed


@pytest.mark.usefixtures("jobs")
@pytest.mark.parametrize("query", ["q=%00甲%20", "q=%20甲"])
def test_search_is_cleaned(query):
    assert sorted(titles(query)) == sorted(["甲", "丙甲"])


def test_search_is_cut():
    assert len(listed("q=" + "甲" * 500).text) == 100


def test_value_that_is_not_on_offer_is_refused():
    with pytest.raises(Refused) as refusal:
        listed("state=burning").queryset  # noqa: B018  # asking is the test

    assert (refusal.value.code, refusal.value.details) == (BaseCode.UNKNOWN_FILTER, {"value": "burning"})


@pytest.mark.usefixtures("jobs")
@pytest.mark.parametrize("query", ["sort=note", "sort=password", "sort=--", "sort=title__x"])
def test_column_that_cannot_be_sorted_is_ignored(query):
    assert listed(query).sort == ""
    assert len(titles(query)) == 3


@pytest.mark.usefixtures("jobs")
def test_key_comes_last_in_every_order():
    assert listed("sort=-state", order=("-created_at",)).queryset.query.order_by == ("-state", "-created_at", "pk")
    assert listed().queryset.query.order_by == ("pk",)


def test_order_is_the_same_both_ways():
    make_job(title="a")
    make_job(title="b")

    assert titles("sort=title") == ["a", "b"]
    assert titles("sort=-title") == ["b", "a"]


@pytest.mark.parametrize(
    ("query", "size", "number"),
    [
        ("", 50, 1),
        ("per_page=2&page=2", 2, 2),
        ("per_page=99999&page=1", 200, 1),
        ("per_page=0", 1, 1),
        ("per_page=-3", 50, 1),
        ("per_page=1234567890123456789", 50, 1),
        ("per_page=2&page=99", 2, 3),
        ("per_page=2&page=abc", 2, 1),
        ("per_page=2&page=-1", 2, 3),
        ("per_page=2&page=999999999999999", 2, 1),
    ],
)
def test_page_is_never_larger_than_the_most_and_always_there(query, size, number):
    for _ in range(5):
        make_job()

    page = listed(query).page

    assert (page.paginator.per_page, page.number) == (size, number)


@pytest.mark.usefixtures("jobs")
def test_export_takes_the_rows_that_the_pages_show():
    rows = listed("q=甲&per_page=1&sort=title")

    assert rows.queryset.count() == 2
    assert len(rows.page.object_list) == 1


def test_columns_are_chosen_in_the_address():
    def names(query):
        return [column.name for column in listed(query).shown]

    assert names("") == ["title", "state", "note"]
    assert names("columns=note") == ["title", "note"]
    assert names("columns=unknown") == ["title"]


def test_address_keeps_the_rest_and_starts_from_the_first_page():
    rows = listed("q=甲&state=failed&page=3")

    assert rows.address(state=None) == "?q=%E7%94%B2"
    assert rows.address(sort="title") == "?q=%E7%94%B2&state=failed&sort=title"
    assert rows.address(page=2) == "?q=%E7%94%B2&state=failed&page=2"


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_twice_however_many_rows(count, django_assert_num_queries):
    for _ in range(count):
        make_job()

    with django_assert_num_queries(2):
        rows = listed("state=queued")
        assert len(rows.page.object_list) == count
        assert rows.filter_fields[0]["value"] == "queued"
