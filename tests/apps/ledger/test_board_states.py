"""The board by state, light and day; its totals stay right when tasks change and plans are replaced."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from kepu.apps.base import clock
from kepu.apps.ledger.enums import PlanState, TaskState
from kepu.apps.ledger.models import Plan
from kepu.apps.ledger.selectors.board import task_board
from kepu.apps.ledger.selectors.facets import offer_across
from kepu.apps.ledger.services.tasks import TaskChange, change_task, change_tasks
from tests.factories.ledger import make_confirmed_plan, make_office, make_reader
from tests.factories.reporting import give_task
from tests.factories.territory import SIBLING, make_organisation, make_policy, make_region

pytestmark = pytest.mark.django_db


def shown(client, address, **query):
    response = client.get(address, query)
    assert response.status_code == 200
    page = response.context["page"]
    found = [getattr(row, "task", row).position for row in page]
    assert page.paginator.count == len(found), "the total is what is shown"
    return found


@pytest.fixture
def plan():
    """Tasks that are overdue, due today, due on the last day that counts as soon, later, never."""
    made = make_confirmed_plan(6)
    today = clock.today()
    days = [today - timedelta(days=1), today, today + timedelta(days=7), today + timedelta(days=8), None]
    for position, day in enumerate(days, 1):
        made.tasks.filter(position=position).update(due_on=day)
    made.tasks.filter(position=6).update(due_on=today - timedelta(days=9), state=TaskState.DONE)
    return made


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"light": "overdue"}, [1]),
        ({"light": "due_soon"}, [2, 3]),
        ({"state": "done"}, [6]),
        ({"state": "not_started"}, [1, 2, 3, 4, 5]),
        ({"state": "done", "light": "overdue"}, []),
        ({"due": "none"}, [5]),
        ({"light": "overdue", "q": "活动"}, [1]),
        ({"sort": "due"}, [6, 1, 2, 3, 4, 5]),
        ({"sort": "-due"}, [4, 3, 2, 1, 6, 5]),
    ],
)
def test_tasks_are_narrowed_and_sorted(client, plan, query, expected):
    client.force_login(plan.created_by)

    assert shown(client, plan.get_absolute_url(), **query) == expected
    assert shown(client, "/ledger/tasks/", **query) == expected
    if "sort" not in query:
        assert set(shown(client, f"{plan.get_absolute_url()}units/", **query)) == set(expected)


def test_a_day_and_a_period_are_chosen_in_the_address(client, plan):
    client.force_login(plan.created_by)
    plan.tasks.filter(position=4).update(due_on=date(2031, 5, 17))
    board = plan.get_absolute_url()

    assert shown(client, board, due="2031-05-17") == [4]
    assert shown(client, board, due="2031-05") == [4]
    assert shown(client, board, due="2031Q2") == [4]
    assert shown(client, board, due="2031-06") == []
    assert client.get(board, {"due": "2031-99"}).status_code == 422
    assert client.get(board, {"light": "green"}).status_code == 422


def test_each_place_decides_what_is_soon(client):
    city = make_office(make_region("990100000000"))
    one, other = (make_confirmed_plan(region=make_region(code), owner=city) for code in ("990102000000", SIBLING))
    for plan in (one, other):
        plan.tasks.update(due_on=clock.today() + timedelta(days=20))
    make_policy(region=make_region(SIBLING), due_soon_days=30)
    client.force_login(city)

    response = client.get("/ledger/tasks/", {"light": "due_soon"})

    assert [task.plan_id for task in response.context["page"]] == [other.pk]


def test_totals_follow_when_a_task_changes(client, plan):
    client.force_login(plan.created_by)
    board = plan.get_absolute_url()
    assert shown(client, board, state="under_way") == []
    assert shown(client, "/ledger/tasks/", light="overdue") == [1]
    task = plan.tasks.get(position=1)

    change_task(task_id=task.pk, user=plan.created_by, change=TaskChange(state=TaskState.UNDER_WAY), version=1)
    change_tasks(
        versions={plan.tasks.get(position=2).pk: 1},
        user=plan.created_by,
        change=TaskChange(due_on=clock.today() - timedelta(days=3), reason="更正"),
    )

    assert shown(client, board, state="under_way") == [1]
    assert shown(client, "/ledger/tasks/", light="overdue") == [1, 2]


def test_printed_counts_do_not_change_with_states(client, plan):
    client.force_login(plan.created_by)
    before = list(plan.facets.values_list("kind", "value", "n_tasks").order_by("pk"))

    change_tasks(
        versions=dict(plan.tasks.exclude(state="done").values_list("pk", "version")),
        user=plan.created_by,
        change=TaskChange(state=TaskState.DONE),
    )

    assert list(plan.facets.values_list("kind", "value", "n_tasks").order_by("pk")) == before
    assert shown(client, plan.get_absolute_url(), unit="n区科协") == [1, 2, 3, 4, 5, 6]


def test_a_replaced_plan_leaves_the_board_and_its_counts():
    office = make_office()
    old, new = make_confirmed_plan(3, owner=office), make_confirmed_plan(2, owner=office)
    assert offer_across(office, None).n_tasks == 5

    Plan.objects.filter(pk=old.pk).update(state=PlanState.REPLACED)

    offer = offer_across(office, None)
    for query in ("", "unit=n区科协", "state=not_started", "q=活动"):
        found = task_board(office, QueryDict(query), offer)
        assert {task.plan_id for task in found.page} == {new.pk}
        assert found.page.paginator.count == 2


@pytest.mark.parametrize(
    "query", ["?light=overdue", "?state=not_started", "?sort=due", "?select=1", "units/?light=due_soon"]
)
def test_queries_do_not_grow(client, query):
    user = make_office()
    plans = [make_confirmed_plan(n, owner=user) for n in (3, 300)]
    for plan in plans:
        plan.tasks.update(due_on=clock.today())
        plan.tasks.filter(position=1).update(due_on=date(2020, 1, 1))
    client.force_login(user)
    client.get("/ledger/")

    counts = []
    for plan in plans:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(plan.get_absolute_url() + query).status_code == 200
        counts.append(len([q for q in queries.captured_queries if "base_cache" not in q["sql"]]))

    assert counts[0] == counts[1]


def test_only_who_may_change_tasks_is_offered_to_choose(client, plan):
    board = plan.get_absolute_url()

    client.force_login(make_reader())
    page = client.get(board, {"select": 1}).content.decode()

    assert 'name="task"' not in page
    assert "选择几项一起修改" not in page


def test_units_lead_to_their_page(client, plan):
    unit = make_organisation()
    give_task(plan.tasks.get(position=1), unit)
    client.force_login(plan.created_by)

    assert f"/ledger/units/{unit.pk}/" in client.get(f"{plan.get_absolute_url()}units/").content.decode()


def test_plans_beyond_those_that_are_listed_have_lights_too(client, monkeypatch):
    from kepu.apps.ledger.selectors import facets

    city = make_office(make_region("990100000000"))
    for code in ("990102000000", SIBLING):
        make_confirmed_plan(region=make_region(code), owner=city).tasks.update(due_on=date(2020, 1, 1))
    monkeypatch.setattr(facets, "MOST_PLANS", 1)
    client.force_login(city)

    assert client.get("/ledger/tasks/").content.decode().count("逾期") >= 2
