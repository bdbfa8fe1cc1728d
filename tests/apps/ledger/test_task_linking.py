"""Tasks of two plans that mean the same."""

import pytest
from django.core.exceptions import PermissionDenied

from kepu.apps.audit.models import AuditRow
from kepu.apps.base.errors import Refused, Stale
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.models import Task, TaskLink
from kepu.apps.ledger.selectors.links import linked_tasks, proposals
from kepu.apps.ledger.services.linking import link_tasks, unlink_task
from tests.factories.ledger import make_confirmed_plan, make_office, make_reader, make_result, make_task
from tests.factories.territory import SIBLING, make_region

pytestmark = pytest.mark.django_db
SAME = "组织开展全国科普月活动，每年不少于10场。"


def plans(*texts, owner=None, **overrides):
    """Plans of one task each."""
    owner = owner or make_office()
    return [
        make_confirmed_plan(make_result([make_task(id=1, text=text)]), owner=owner, **overrides).tasks.get()
        for text in texts
    ]


def linked(task, *others, user=None, version=None):
    user = user or task.plan.created_by
    return link_tasks(
        task_id=task.pk, other_ids=[each.pk for each in others], user=user, version=version or task.version
    )


def test_linked_tasks_form_one_group():
    one, two, three = plans("甲", "乙", "丙")

    linked(one, two)
    two.refresh_from_db()
    link = linked(two, three)

    assert set(Task.objects.filter(link=link)) == {one, two, three}
    one.refresh_from_db()
    assert linked_tasks(one) == [two, three]
    assert AuditRow.objects.filter(action="ledger.link_task").count() == 3


def test_two_groups_become_one():
    tasks = plans("甲", "乙", "丙", "丁")
    linked(*tasks[:2])
    linked(*tasks[2:])
    tasks[0].refresh_from_db()

    link = linked(tasks[0], tasks[2])

    assert set(Task.objects.filter(link=link)) == set(tasks)
    assert TaskLink.objects.count() == 1


def test_a_group_of_one_is_none():
    one, two = plans("甲", "乙")
    linked(one, two)
    two.refresh_from_db()

    unlink_task(task_id=two.pk, user=two.plan.created_by, version=two.version)

    assert not TaskLink.objects.exists()
    assert not Task.objects.exclude(link=None).exists()


def test_the_rest_of_a_group_stays():
    one, two, three = plans("甲", "乙", "丙")
    linked(one, two, three)
    two.refresh_from_db()

    unlink_task(task_id=two.pk, user=two.plan.created_by, version=two.version)

    assert set(Task.objects.exclude(link=None)) == {one, three}


def test_what_is_printed_does_not_change():
    one, two = plans("甲", "乙")
    before = [(each.text, each.lead_names, each.due, each.position) for each in Task.objects.order_by("pk")]

    linked(one, two)

    assert [(each.text, each.lead_names, each.due, each.position) for each in Task.objects.order_by("pk")] == before


def test_only_one_task_of_each_plan_and_one_region():
    plan = make_confirmed_plan(2)
    one, two = plan.tasks.all()
    elsewhere = make_confirmed_plan(region=make_region(SIBLING)).tasks.get()
    everywhere = make_office(make_region("990100000000"))

    for other in (two, elsewhere):
        with pytest.raises(Refused) as refusal:
            linked(one, other, user=everywhere)
        assert refusal.value.code == LedgerCode.LINK_NOT_POSSIBLE


def test_who_comes_second_is_told():
    one, two = plans("甲", "乙")
    linked(one, two)

    with pytest.raises(Stale):
        linked(one, plans("丙", owner=one.plan.created_by)[0], version=1)


def test_readers_may_not_link():
    one, two = plans("甲", "乙")

    with pytest.raises(PermissionDenied):
        linked(one, two, user=make_reader())


def test_the_likest_are_proposed_the_same_lead_first():
    office = make_office()
    task, far, near = plans(SAME, "建设社区科普馆5个。", "开展全国科普月系列活动，每年10场。", owner=office)
    other_lead = make_confirmed_plan(make_result([make_task(id=1, text=SAME, lead=["区教委"])]), owner=office)
    plans(SAME, region=make_region(SIBLING), owner=make_office(make_region(SIBLING)))

    found = proposals(office, task)

    assert [each.task for each in found] == [other_lead.tasks.get(), near]
    assert [each.has_same_lead for each in found] == [False, True]
    assert found[0].percent == 100
    assert [each.task for each in proposals(office, task, text="科普馆")] == [far]


def test_plans_of_the_group_are_not_proposed_again():
    one, two = plans(SAME, SAME)
    linked(one, two)
    one.refresh_from_db()

    assert proposals(one.plan.created_by, one) == []


def test_the_page_links_and_takes_apart(client):
    one, two = plans(SAME, SAME)
    client.force_login(one.plan.created_by)
    address = f"/ledger/tasks/{one.pk}/"
    page = client.get(f"{address}link/")
    sent = {"request_id": page.context["form"]["request_id"].value(), "version": 1}

    nothing = client.post(f"{address}link/", sent)
    done = client.post(f"{address}link/", {**sent, "tasks": [two.pk]})
    shown = client.get(address).content.decode()
    ask = client.get(f"{address}unlink/")
    apart = client.post(f"{address}unlink/", {"request_id": ask.context["form"]["request_id"].value(), "version": 2})

    assert nothing.status_code == 422
    assert done.url == apart.url == address
    assert two.plan.title in shown
    assert "关联任务" in shown, "the history says so"
    assert not TaskLink.objects.exists()
