"""A new version shows what it changes and takes the place of the earlier one; what was reported goes on."""

import uuid

import pytest
from django.urls import reverse

from kepu.apps.base.errors import Refused
from kepu.apps.ledger import rules, services
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import PlanState, TaskState
from kepu.apps.ledger.models import Plan, Target, Task, VersionMatch
from kepu.apps.ledger.selectors.versions import base_title, difference, twins
from kepu.apps.ledger.services.result import final_result
from kepu.apps.ledger.services.versions import match_task
from tests.factories.findings import at_once, kinds_of, make_found_plan, tasks_of
from tests.factories.ledger import (
    make_confirmed_plan,
    make_office,
    make_reader,
    make_result,
    make_target,
    make_task,
)
from tests.factories.reporting import make_entry, make_unit_report
from tests.factories.territory import SIBLING, make_organisation, make_region

TITLE = "青禾区科普工作实施方案（2026—2030年）"
OLD = ("组织科学家进校园活动每年20场。", "新建社区科普馆5个。", "开展银龄跨越数字鸿沟行动。")
NEW = ("新建社区科普馆8个。", "组织科学家进校园活动每年30场。", "编制全区科普地图。")


def result(texts, **overrides):
    return make_result([make_task(id=n, text=text) for n, text in enumerate(texts, 1)], title=TITLE, **overrides)


def make_versions(**overrides):
    """A confirmed plan and a new version of it in review."""
    office = make_office()
    old = make_confirmed_plan(result(OLD, targets=[make_target(quote="馆5个", value=5)]), owner=office, title=TITLE)
    new = make_found_plan(
        result(NEW, targets=[make_target(quote="馆8个", value=8)]), owner=office, earlier_version=old, **overrides
    )
    return old, new


def shown(plan, earlier):
    return difference(plan, earlier, final_result(plan))


@pytest.mark.django_db
def test_a_new_version_shows_what_it_changes():
    old, new = make_versions()
    found = shown(new, old)

    assert [(each.old.position, each.new["text"]) for each in found.changed] == [(2, NEW[0]), (1, NEW[1])]
    assert [(words.kind, words.text) for words in found.changed[0].words if words.kind != "same"] == [
        ("removed", "5"),
        ("added", "8"),
    ]
    assert [each.new["text"] for each in found.added] == [NEW[2]]
    assert [each.old.text for each in found.removed] == [OLD[2]]
    assert [(each.before, each.after) for each in found.targets] == [("到 2030 年 不低于 5%", "到 2030 年 不低于 8%")]


@pytest.mark.django_db
def test_units_and_dues_that_changed_are_named():
    office = make_office()
    old = make_confirmed_plan(
        make_result([make_task(id=1, text="甲事。", lead=["区科协"], due="2026年")], title=TITLE), owner=office
    )
    new = make_found_plan(
        make_result([make_task(id=1, text="甲事。", lead=["区教委"], due="2027年")], title=TITLE), owner=office
    )

    change = shown(new, old).changed[0]

    assert not change.words
    assert change.units[0] == ("牵头", ("区科协",), ("区教委",))
    assert change.due == ("2026年", "2027年")


@pytest.mark.django_db
def test_the_new_version_takes_the_place_and_the_reports_go_on(client):
    old, new = make_versions()
    first, second, third = old.tasks.order_by("position")
    report = make_unit_report(organisation=make_organisation())
    entries = [make_entry(report, task) for task in (first, second, third)]
    first.state = TaskState.UNDER_WAY
    first.save()
    target = old.targets.get()
    Target.objects.filter(pk=target.pk).update(stretch_value=9)

    services.confirm_plan(plan_id=new.pk, user=new.created_by)

    old.refresh_from_db()
    assert old.state == PlanState.REPLACED
    for entry in entries:
        entry.refresh_from_db()
    assert [entry.task.text for entry in entries] == [NEW[1], NEW[0], OLD[2]]
    assert new.tasks.get(position=2).state == TaskState.UNDER_WAY
    target.refresh_from_db()
    assert (target.plan, target.value, target.stretch_value) == (new, 8, 9), "accepted readings name its key"
    assert old.targets.get().value == 5
    user = make_reader()
    assert set(Task.objects.visible_to(user)) == set(new.tasks.all())
    client.force_login(user)
    assert client.get(first.get_absolute_url()).url == new.tasks.get(position=2).get_absolute_url()
    assert client.get(third.get_absolute_url()).status_code == 404
    assert OLD[0] not in client.get(reverse("ledger:tasks")).content.decode()
    assert "已被新版本" in client.get(reverse("ledger:progress", args=[old.pk])).content.decode()
    assert client.get(reverse("ledger:document", args=[old.pk])).status_code == 200


@pytest.mark.django_db
def test_a_replaced_plan_stays_readable_in_its_region_only():
    old, new = make_versions()
    services.confirm_plan(plan_id=new.pk, user=new.created_by)
    old.refresh_from_db()

    for user, sees in ((make_reader(), True), (make_reader(make_region(SIBLING)), False)):
        assert rules.PLAN.allows(user, old) is sees
        assert (old in Plan.objects.visible_to(user)) is sees


@pytest.mark.django_db
def test_what_people_match_by_hand_comes_before_likeness(client):
    old, new = make_versions()
    third = old.tasks.get(position=3)
    added = next(each for each in tasks_of(new) if each.words == NEW[2])
    client.force_login(new.created_by)
    address = reverse("ledger:finding_match", args=[added.pk])

    client.post(address, {"request_id": uuid.uuid4(), "version": 1, "old_task": third.pk, "back": old.pk})

    found = shown(new, old)
    assert [each.new["text"] for each in found.changed if each.is_by_hand] == [NEW[2]]
    assert (found.added, found.removed) == ([], [])
    services.confirm_plan(plan_id=new.pk, user=new.created_by)
    assert VersionMatch.objects.get(old_task=third).new_task.text == NEW[2]


@pytest.mark.django_db
def test_an_old_task_goes_on_once():
    old, new = make_versions()
    first, second, _third = tasks_of(new)
    task = old.tasks.get(position=3)

    match_task(candidate_id=first.pk, user=new.created_by, old_task_id=task.pk)
    match_task(candidate_id=second.pk, user=new.created_by, old_task_id=task.pk)

    by_text = {each.new["text"]: each.old for each in [*shown(new, old).pairs, *shown(new, old).added]}
    assert by_text[NEW[0]] is None
    assert by_text[NEW[1]] == task


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("青禾区方案（征求意见稿）", "青禾区方案"),
        ("青禾区方案(修订版)", "青禾区方案"),
        ("青禾区方案（2026—2030年）", "青禾区方案（2026-2030年）"),
        ("青禾区 方案", "青禾区方案"),
    ],
)
def test_titles_are_compared_without_what_tells_versions_apart(title, plain):
    assert base_title(title) == plain


@pytest.mark.django_db
def test_versions_are_known_by_title_or_by_number_and_region():
    office = make_office()
    old = make_confirmed_plan(owner=office, title="青禾区科普工作实施方案（试行稿）", doc_number="青禾府〔2026〕5号")
    make_confirmed_plan(title="青禾区科普工作实施方案", region=make_region(SIBLING))
    make_confirmed_plan(owner=office, title="青禾区科普基地管理办法", doc_number="青禾府〔2026〕5号")
    new = make_found_plan(make_result(title="青禾区科普工作实施方案"), owner=office)
    near = make_found_plan(make_result(title="青禾区科普工作的实施方案"), owner=office, doc_number="x")
    Plan.objects.filter(pk=near.pk).update(doc_number="青禾府〔2026〕5号")

    assert twins(new) == [old]
    assert twins(Plan.objects.get(pk=near.pk)) == [old]


def sent(plan, **values):
    return {
        "request_id": uuid.uuid4(),
        "version": plan.version,
        "title": plan.title,
        "region": plan.region_code,
        "kind": "implementation",
        "do": "confirm",
        **values,
    }


@pytest.mark.django_db
def test_the_second_of_two_versions_in_review_is_told_and_shown_the_difference(client):
    office = make_office()
    first = make_found_plan(result(OLD), owner=office)
    second = make_found_plan(result(NEW), owner=office)
    client.force_login(office)
    page = client.get(reverse("ledger:confirm", args=[second.pk])).content.decode()
    assert "与上一版本的差别" not in page
    services.confirm_plan(plan_id=first.pk, user=make_office(name="周岚"))

    response = client.post(reverse("ledger:confirm", args=[second.pk]), sent(second))

    text = response.content.decode()
    assert response.status_code == 422
    assert "周岚确认了同一份文件的另一个版本" in text
    assert "与上一版本的差别" in text
    assert f'<option value="{first.pk}" selected' in text
    assert Plan.objects.get(pk=second.pk).state == PlanState.REVIEW

    response = client.post(
        reverse("ledger:confirm", args=[second.pk]), sent(second, earlier_version=first.pk, seen=str(first.pk))
    )
    assert response.status_code == 302
    assert list(Plan.objects.order_by("pk").values_list("state", flat=True)) == ["replaced", "confirmed"]


@pytest.mark.django_db
def test_a_version_that_was_replaced_meanwhile_is_not_replaced_again():
    old, new = make_versions()
    other = make_found_plan(result(NEW), owner=new.created_by, earlier_version=old)
    services.confirm_plan(plan_id=new.pk, user=make_office(name="周岚"))

    with pytest.raises(Refused) as refusal:
        services.confirm_plan(plan_id=other.pk, user=other.created_by)

    assert refusal.value.code == LedgerCode.VERSION_REPLACED
    assert "周岚" in refusal.value.sentence


@pytest.mark.django_db
def test_who_chose_a_version_that_was_replaced_meanwhile_is_shown_the_newest(client):
    old, new = make_versions()
    other = make_found_plan(make_result([make_task(id=1, text=NEW[0])], title="换了名称的方案"), owner=new.created_by)
    client.force_login(new.created_by)
    address = reverse("ledger:confirm", args=[other.pk])
    assert client.post(address, sent(other, earlier_version=old.pk, do="save")).status_code == 302
    other.refresh_from_db()
    stale = sent(other, earlier_version=old.pk)
    services.confirm_plan(plan_id=new.pk, user=make_office(name="周岚"))

    assert f'<option value="{new.pk}" selected' in client.get(address).content.decode()
    text = client.post(address, stale).content.decode()
    assert f'<option value="{new.pk}" selected' in text

    assert client.post(address, sent(other, earlier_version=new.pk)).status_code == 302
    states = dict(Plan.objects.values_list("pk", "state"))
    assert (states[old.pk], states[new.pk], states[other.pk]) == ("replaced", "replaced", "confirmed")


@pytest.mark.django_db(transaction=True)
def test_two_versions_confirmed_at_once_follow_each_other():
    office = make_office()
    plans = [make_found_plan(result(texts), owner=office) for texts in (OLD, NEW)]

    outcomes = at_once(
        *(lambda plan=plan: services.confirm_plan(plan_id=plan.pk, user=office, seen=()) for plan in plans)
    )

    assert kinds_of(outcomes) == ["done", LedgerCode.VERSION_CONFIRMED]
    assert sorted(Plan.objects.values_list("state", flat=True)) == ["confirmed", "review"]


@pytest.mark.django_db(transaction=True)
def test_two_new_versions_of_one_plan_replace_it_once():
    old, new = make_versions()
    other = make_found_plan(result(NEW), owner=new.created_by, earlier_version=old)

    outcomes = at_once(
        *(lambda plan=plan: services.confirm_plan(plan_id=plan.pk, user=new.created_by) for plan in (new, other))
    )

    assert kinds_of(outcomes) == ["done", LedgerCode.VERSION_REPLACED]
    assert sorted(Plan.objects.values_list("state", flat=True)) == ["confirmed", "replaced", "review"]
    assert Task.objects.exclude(region_code="").count() == 3
