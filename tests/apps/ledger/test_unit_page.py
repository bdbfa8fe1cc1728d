"""What is this unit responsible for? Over all plans, with 1, 3 and 200 tasks."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kepu.apps.ledger.enums import Filing, ReportState
from kepu.apps.people.enums import PostKind
from kepu.apps.people.models import Post
from kepu.apps.territory.models import OrganisationSuccession
from tests.factories.ledger import make_confirmed_plan, make_office, make_reader, make_result, make_target
from tests.factories.reporting import give_task, make_instruction, make_unit_report
from tests.factories.territory import SIBLING, make_organisation, make_region

pytestmark = pytest.mark.django_db


def page_of(client, unit, user, **query):
    client.force_login(user)
    response = client.get(f"/ledger/units/{unit.pk}/", query)
    assert response.status_code == 200
    return response


def led(unit, n, owner, **overrides):
    """A plan of which the unit leads so many tasks."""
    plan = make_confirmed_plan(n, owner=owner, **overrides)
    for task in plan.tasks.all():
        give_task(task, unit, is_consolidator=False)
    return plan


@pytest.mark.parametrize("n", [1, 3])
def test_tasks_are_grouped_by_plan(client, n):
    office, unit = make_office(), make_organisation()
    plans = [led(unit, n, office, issued_on=date(2020 + number, 1, 1)) for number in range(2)]
    give_task(make_confirmed_plan(owner=office, title="别的单位的方案").tasks.get(), make_organisation())

    response = page_of(client, unit, office)

    groups = response.context["shown"].plans
    assert [group.plan for group in groups] == plans[::-1], "the newest first"
    assert [len(group.parts) for group in groups] == [n, n]
    assert "别的单位的方案" not in response.content.decode()


def test_role_keeps_one_kind_of_task(client):
    office, unit = make_office(), make_organisation()
    led(unit, 1, office, title="牵头的方案")
    give_task(make_confirmed_plan(owner=office, title="配合的方案").tasks.get(), unit, "support")

    page = page_of(client, unit, office, role="support").content.decode()

    assert "配合的方案" in page
    assert "牵头的方案" not in page
    assert len(page_of(client, unit, office, role="nonsense").context["shown"].parts) == 2


def test_leading_and_supporting_the_same_task_is_one_part(client):
    office, unit = make_office(), make_organisation()
    task = led(unit, 1, office).tasks.get()
    give_task(task, unit, "support")

    [part] = page_of(client, unit, office).context["duties"].parts

    assert part.is_lead


def test_figures_targets_reports_and_instructions_stand_there(client):
    office, unit = make_office(), make_organisation()
    plan = make_confirmed_plan(make_result(1, targets=[make_target(task_id=1, indicator="科普馆数量")]), owner=office)
    give_task(plan.tasks.get(), unit)
    plan.tasks.update(due_on=date(2020, 1, 1))
    make_unit_report(organisation=unit, state=ReportState.FILED, filing=Filing.PROXY)
    make_instruction(organisation=unit, text="抓紧建馆。")
    make_instruction(organisation=unit, text="已经办完的事。", state="closed")

    page = page_of(client, unit, office).content.decode()

    for words in ("科普馆数量", "2026年三季度", "办公室代录", "抓紧建馆。", "逾期"):
        assert words in page
    assert "已经办完的事" not in page


def test_people_are_masked_and_only_for_who_may_see_them(client):
    unit = make_organisation()
    led(unit, 1, make_office())
    Post.objects.create(
        organisation=unit, kind=PostKind.LIAISON, name="韩联络", mobile="13800000025", since=date(2020, 1, 1)
    )
    from tests.factories.people import make_user

    keeper = make_user("office", region=unit.region)

    page = page_of(client, unit, keeper).content.decode()

    assert "韩联络" in page
    assert "13800000025" not in page
    assert "韩联络" not in page_of(client, unit, make_reader()).content.decode()


def test_merged_units_lead_to_each_other(client):
    office, old, new = make_office(), make_organisation(name="旧局"), make_organisation(name="新局")
    OrganisationSuccession.objects.create(predecessor=old, successor=new, on=date(2026, 8, 1), kind="merged")

    before, after = (page_of(client, unit, office).content.decode() for unit in (old, new))

    assert "这个单位在 2026-08-01" in before
    assert f"/ledger/units/{new.pk}/" in before
    assert f"/ledger/units/{old.pk}/" in after


def test_neighbours_do_not_see_a_unit(client):
    unit = make_organisation(name="外人看不到的局")
    led(unit, 1, make_office())
    client.force_login(make_office(make_region(SIBLING)))

    assert client.get(f"/ledger/units/{unit.pk}/").status_code == 404
    assert client.get("/ledger/units/999999/").status_code == 404


def test_a_unit_from_above_is_seen_through_the_tasks_it_has_here(client):
    office = make_office()
    city_unit = make_organisation(region=make_region("990100000000"), name="市科协")
    led(city_unit, 1, office)

    assert page_of(client, city_unit, office).context["duties"].count() == 1


def test_queries_do_not_grow_with_tasks(client):
    office = make_office()
    counts = []
    for n in (3, 200):
        unit = make_organisation()
        led(unit, n, office)
        page_of(client, unit, office)
        with CaptureQueriesContext(connection) as queries:
            response = page_of(client, unit, office)
        assert response.context["duties"].count() == n
        counts.append(len([q for q in queries.captured_queries if "session" not in q["sql"]]))

    assert counts[0] == counts[1]


def test_board_links_to_units(client):
    office, unit = make_office(), make_organisation()
    plan = led(unit, 1, office)
    client.force_login(office)

    assert f"/ledger/units/{unit.pk}/" in client.get(f"{plan.get_absolute_url()}units/").content.decode()
