"""Who is asked about what when a round is open."""

from datetime import date

import pytest

from kepu.apps.base.errors import Refused
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import Answer, EntryState, Role, RoundState, TaskState
from kepu.apps.ledger.models import Entry, TaskLink, UnitReport
from kepu.apps.ledger.services.asking import ask
from kepu.apps.territory.enums import Change, OrganisationKind
from kepu.apps.territory.models import OrganisationSuccession
from tests.factories.ledger import make_confirmed_plan
from tests.factories.people import make_user
from tests.factories.reporting import give_task, make_round
from tests.factories.territory import make_collective, make_organisation, make_region

pytestmark = pytest.mark.django_db


def entries(organisation):
    return [(entry.task_id, entry.role) for entry in Entry.objects.filter(report__organisation=organisation)]


def test_asking_makes_one_page_per_lead_unit_and_one_entry_per_task():
    plan = make_confirmed_plan(3)
    first, second = make_organisation(), make_organisation()
    tasks = list(plan.tasks.all())
    give_task(tasks[0], first)
    give_task(tasks[1], first)
    give_task(tasks[1], second)
    give_task(tasks[2], second, Role.SUPPORT)

    asked = ask(make_round())

    assert (asked.n_reports, asked.n_entries) == (2, 3)
    assert entries(first) == [(tasks[0].pk, Role.LEAD), (tasks[1].pk, Role.LEAD)]
    assert entries(second) == [(tasks[1].pk, Role.LEAD)]
    assert UnitReport.objects.get(organisation=first).n_entries == 2


def test_asking_twice_changes_nothing():
    give_task(make_confirmed_plan().tasks.get(), make_organisation())
    opened = make_round()
    ask(opened)
    before = list(Entry.objects.values())

    again = ask(opened)

    assert (again.n_reports, again.n_entries, again.n_withdrawn) == (0, 0, 0)
    assert list(Entry.objects.values()) == before


def test_asking_names_the_leads_that_nobody_could_be_asked_for():
    make_confirmed_plan()

    assert ask(make_round()).unknown_names == ("区科协",)


def test_a_collective_that_leads_stands_for_its_members():
    plan = make_confirmed_plan()
    towns = [make_organisation(kind=OrganisationKind.TOWNSHIP) for _ in range(2)]
    other = make_organisation()
    make_collective("各镇街", kinds=[OrganisationKind.TOWNSHIP])
    plan.tasks.get().units.filter(role=Role.LEAD).update(name="各镇街")

    asked = ask(make_round())

    assert asked.unknown_names == ()
    assert [len(entries(each)) for each in (*towns, other)] == [1, 1, 0]


def test_linked_tasks_are_asked_about_once_in_the_oldest_plan():
    unit = make_organisation()
    newer = make_confirmed_plan(issued_on=date(2026, 2, 1)).tasks.get()
    older = make_confirmed_plan(issued_on=date(2022, 2, 1)).tasks.get()
    link = TaskLink.objects.create(region_code=newer.region_code, created_by=make_user())
    for task in (newer, older):
        give_task(task, unit)
        task.link = link
        task.save()

    ask(make_round())

    assert entries(unit) == [(older.pk, Role.LEAD)]


@pytest.mark.parametrize("state", [TaskState.DONE, TaskState.SUSPENDED, TaskState.DROPPED])
def test_tasks_that_are_not_worked_on_are_not_asked_about(state):
    task = make_confirmed_plan().tasks.get()
    unit = make_organisation()
    give_task(task, unit)
    task.state = state
    task.save()

    ask(make_round())

    assert entries(unit) == []


@pytest.mark.parametrize(("years", "n"), [((2021, 2025), 0), ((2022, 2026), 1), ((2026, 2030), 1), ((2027, 2030), 0)])
def test_plans_are_asked_about_in_their_years(years, n):
    task = make_confirmed_plan(period_start=years[0], period_end=years[1]).tasks.get()
    give_task(task, make_organisation())

    assert ask(make_round()).n_entries == n


def test_a_task_that_is_dropped_meanwhile_is_taken_back_unless_something_was_said():
    tasks = make_confirmed_plan(2).tasks.all()
    unit = make_organisation()
    for task in tasks:
        give_task(task, unit)
    opened = make_round()
    ask(opened)
    Entry.objects.filter(task=tasks[1]).update(answer=Answer.PROGRESS, progress="写了一半")
    plan = tasks[0].plan
    plan.tasks.update(state=TaskState.DROPPED)

    asked = ask(opened)

    assert asked.n_withdrawn == 1
    assert entries(unit) == [(tasks[1].pk, Role.LEAD)]
    assert UnitReport.objects.get(organisation=unit).n_entries == 0


def test_a_unit_that_became_another_is_asked_under_its_new_name():
    gone, heir = make_organisation(), make_organisation()
    OrganisationSuccession.objects.create(predecessor=gone, successor=heir, on=date(2026, 1, 1), kind=Change.MERGED)
    give_task(make_confirmed_plan().tasks.get(), gone)

    ask(make_round())

    assert [len(entries(each)) for each in (gone, heir)] == [0, 1]


def test_a_page_that_exists_stays_where_it_is_when_its_unit_is_merged_away():
    gone, heir = make_organisation(), make_organisation()
    give_task(make_confirmed_plan().tasks.get(), gone)
    opened = make_round()
    ask(opened)
    OrganisationSuccession.objects.create(predecessor=gone, successor=heir, on=date(2026, 1, 1), kind=Change.MERGED)

    ask(opened)

    assert [len(entries(each)) for each in (gone, heir)] == [1, 0]


def test_only_the_units_that_are_named_are_asked():
    first, second = make_organisation(), make_organisation()
    task = make_confirmed_plan().tasks.get()
    for unit in (first, second):
        give_task(task, unit)

    ask(make_round(), organisation_ids=[second.pk])

    assert [len(entries(each)) for each in (first, second)] == [0, 1]


def test_another_region_is_left_alone():
    give_task(make_confirmed_plan(region=make_region("990103000000")).tasks.get(), make_organisation())

    assert ask(make_round()).n_entries == 0


def test_a_closed_round_asks_nobody():
    with pytest.raises(Refused) as refused:
        ask(make_round(state=RoundState.CLOSED))

    assert refused.value.code == LedgerCode.ROUND_CLOSED


@pytest.mark.parametrize("n", [1, 30])
def test_asking_takes_the_same_number_of_queries(n, django_assert_max_num_queries):
    unit = make_organisation()
    for task in make_confirmed_plan(n).tasks.all():
        give_task(task, unit)
    opened = make_round()

    with django_assert_max_num_queries(18):
        ask(opened)

    assert Entry.objects.filter(state=EntryState.OPEN).count() == n
