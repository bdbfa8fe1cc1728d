"""The reports, instructions and changes of the demonstration."""

from collections import Counter
from datetime import date

import pytest
from django.db import transaction
from django.test import override_settings

from kepu.apps.ledger.enums import EntryEvent, Filing, InstructionState, ReportState, TaskState
from kepu.apps.ledger.models import Entry, EntryText, Instruction, Plan, Round, Task, TaskLink, UnitReport
from kepu.apps.workspace import demo

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


@pytest.fixture(scope="module", autouse=True)
def _loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """Loaded once for all tests, each of which works inside the same transaction."""
    folder = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), override_settings(DATA=folder), transaction.atomic():
        demo.load(seed=1, size="small", as_of=DAY)
        yield
        transaction.set_rollback(True)


def test_demonstration_shows_every_way_of_reporting():
    rounds = list(Round.objects.filter(is_imported=False).order_by("period"))

    assert [each.period for each in rounds] == ["2026Q1", "2026Q2", "2026Q3"]
    assert all(each.reports.count() == 25 for each in rounds)
    assert set(rounds[0].reports.values_list("state", flat=True)) == {ReportState.ACCEPTED}
    assert rounds[0].reports.filter(filing=Filing.PROXY).count() == 6
    late = [each for each in rounds[0].reports.all() if each.first_filed_at.date() > rounds[0].due_on]
    assert late
    going_on = Counter(rounds[2].reports.values_list("state", flat=True))
    assert set(going_on) == set(ReportState)
    events = Counter(EntryText.objects.values_list("event", flat=True))
    assert events[EntryEvent.RETURNED] > 5
    assert Entry.objects.filter(answer="same").exists()


def test_history_of_last_years_ledger_is_there():
    ledger = Plan.objects.get(source_name__endswith=".xlsx")

    assert Round.objects.filter(is_imported=True).count() == 4
    entry = Entry.objects.get(task__plan=ledger, task__text__contains="健康讲座", report__round__period="2025Q4")
    assert entry.progress == "累计163场。"
    assert entry.percent == 109


def test_units_were_asked_in_the_name_of_who_followed_them():
    assert Task.objects.filter(units__name="区科委").exists()
    names = UnitReport.objects.filter(round__is_imported=False).values_list("organisation__name", flat=True)
    assert "青禾区科学技术局" in names
    assert "青禾区科学技术委员会" not in names


def test_states_links_and_instructions_are_there():
    assert TaskLink.objects.count() == 2
    suspended = Task.objects.get(state=TaskState.SUSPENDED)
    assert "纪要" in suspended.state_basis
    assert set(Instruction.objects.values_list("state", flat=True)) == set(InstructionState)


def test_loading_again_adds_no_report(settings, tmp_path):
    settings.DATA = tmp_path
    before = (UnitReport.objects.count(), EntryText.objects.count(), Instruction.objects.count())

    demo.load(seed=1, size="small", as_of=DAY)

    assert (UnitReport.objects.count(), EntryText.objects.count(), Instruction.objects.count()) == before
