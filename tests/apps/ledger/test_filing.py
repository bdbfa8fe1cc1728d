"""Filing a unit's page: complete, once, with a history that stands by itself."""

import threading
import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections, transaction
from django.urls import reverse

from kepu.apps.base.errors import Refused, Stale
from kepu.apps.files.services import prepare
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import Answer, EntryEvent, EntryState, Filing, ReportState, Role, RoundState, TaskState
from kepu.apps.ledger.models import Entry, EntryText, Task, UnitReport
from kepu.apps.ledger.selectors.entries import previous_texts
from kepu.apps.ledger.services.answering import save_answer
from kepu.apps.ledger.services.asking import ask
from kepu.apps.ledger.services.bulk import answer_rest_as_before
from kepu.apps.ledger.services.evidence import attach_evidence, remove_evidence
from kepu.apps.ledger.services.filing import file_report, file_support, fingerprint, waiting_entries
from kepu.apps.ledger.services.rounds import close_round
from kepu.apps.ledger.services.supporting import ask_support, withdraw_support
from kepu.apps.measures.enums import ReadingState
from kepu.apps.measures.models import Reading
from tests.factories.answering import lead_all, make_earlier, make_officer, make_page
from tests.factories.files import make_stored_file, make_upload
from tests.factories.ledger import make_confirmed_plan, make_office, make_result, make_target
from tests.factories.reporting import give_task
from tests.factories.rounds import make_checker
from tests.factories.territory import make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    return make_page()


@pytest.fixture
def officer(report):
    return make_officer(report.organisation)


def answer_all(report, user, content=None, filing=Filing.OWN):
    for entry in report.entries.filter(state__in=[EntryState.OPEN, EntryState.RETURNED]):
        save_answer(entry, user, content or {"answer": Answer.PROGRESS, "progress": "办了。"}, entry.version, filing)


def test_filing_writes_every_answer_into_the_history(report, officer):
    answer_all(report, officer)

    file_report(report, officer)

    report.refresh_from_db()
    assert (report.state, report.filed_by, report.filing) == (ReportState.FILED, officer, Filing.OWN)
    assert report.first_filed_at == report.filed_at
    assert set(report.entries.values_list("state", flat=True)) == {EntryState.FILED}
    texts = EntryText.objects.filter(entry__report=report)
    assert [(text.event, text.content["progress"], text.by) for text in texts] == [
        (EntryEvent.FILED, "办了。", officer)
    ] * 2


@pytest.mark.parametrize(
    "content", [{"answer": ""}, {"answer": Answer.PROGRESS, "progress": " \n"}, {"answer": Answer.NONE, "reason": ""}]
)
def test_an_incomplete_page_is_not_filed(report, officer, content):
    answer_all(report, officer, {"progress": "x", **content})

    with pytest.raises(Refused) as refused:
        file_report(report, officer)

    assert refused.value.code == LedgerCode.REPORT_INCOMPLETE
    assert refused.value.details["n"] == 2
    assert not EntryText.objects.exists()


def test_same_as_before_becomes_the_whole_text_of_the_last_time(report, officer):
    make_earlier(report, officer, "二季度 3 场。", problems="缺经费")
    answer_all(report, officer, {"answer": Answer.SAME, "progress": "写了一半又不要了"})

    file_report(report, officer)

    text = EntryText.objects.filter(entry__report=report).first()
    assert text.content["answer"] == Answer.SAME
    assert (text.content["progress"], text.content["problems"]) == ("二季度 3 场。", "缺经费")
    assert set(report.entries.values_list("progress", flat=True)) == {"二季度 3 场。"}


def test_the_last_text_is_that_of_the_latest_period_and_of_the_same_unit(report, officer):
    make_earlier(report, officer)
    neighbour = make_organisation()
    give_task(report.entries.first().task, neighbour)
    ask(report.round)
    other = UnitReport.objects.get(organisation=neighbour, round=report.round)

    entries = list(report.entries.select_related("task"))

    assert {each.label for each in previous_texts(report, entries).values()} == {"2026年二季度"}
    assert previous_texts(other, list(other.entries.select_related("task"))) == {}


def test_filing_twice_changes_nothing_and_says_who_did(report, officer):
    answer_all(report, officer)
    file_report(report, officer)
    before = list(EntryText.objects.values())

    with pytest.raises(Refused) as refused:
        file_report(report, make_officer(report.organisation))

    assert refused.value.code == LedgerCode.ALREADY_FILED
    assert officer.name in refused.value.sentence
    assert list(EntryText.objects.values()) == before


def test_what_a_colleague_changed_since_is_looked_at_before_it_is_filed(report, officer):
    answer_all(report, officer)
    seen = fingerprint(waiting_entries(report))
    entry = report.entries.first()
    save_answer(entry, make_officer(report.organisation), {"progress": "改了。"}, entry.version)

    with pytest.raises(Stale):
        file_report(report, officer, seen=seen)

    assert not EntryText.objects.exists()


def test_only_returned_entries_open_again_and_filing_again_adds_a_text(report, officer):
    answer_all(report, officer)
    file_report(report, officer)
    returned, settled = report.entries.order_by("pk")
    Entry.objects.filter(pk=returned.pk).update(state=EntryState.RETURNED, return_note="请写数字")
    UnitReport.objects.filter(pk=report.pk).update(state=ReportState.RETURNED)
    returned.refresh_from_db()
    first_time = UnitReport.objects.get(pk=report.pk).first_filed_at

    save_answer(returned, officer, {"progress": "办了 3 场。"}, returned.version)
    file_report(report, officer)

    report.refresh_from_db()
    assert (report.state, report.first_filed_at) == (ReportState.FILED, first_time)
    assert [text.content["progress"] for text in returned.texts.all()] == ["办了。", "办了 3 场。"]
    assert settled.texts.count() == 1


@pytest.mark.parametrize("who", ["reader", "neighbour"])
def test_others_do_not_file(report, officer, who):
    answer_all(report, officer)
    user = {"reader": make_office, "neighbour": lambda: make_officer(make_organisation())}[who]()

    with pytest.raises(PermissionDenied):
        file_report(report, user)


def test_the_office_files_for_the_unit_and_it_is_written_down(report):
    office = make_office()
    answer_all(report, office, filing=Filing.PROXY)
    source = make_stored_file(owner=office)

    file_report(report, office, Filing.PROXY, source)

    report.refresh_from_db()
    assert (report.filing, report.filed_by, report.source_file) == (Filing.PROXY, office, source)
    assert set(EntryText.objects.values_list("filing", flat=True)) == {Filing.PROXY}


def test_nothing_is_filed_after_the_round_was_closed(report, officer):
    answer_all(report, officer)
    report.round.state = RoundState.CLOSED
    report.round.save()

    with pytest.raises(Refused) as refused:
        file_report(report, officer)

    assert refused.value.code == LedgerCode.ROUND_CLOSED


def test_a_task_that_was_dropped_meanwhile_stops_nobody(report, officer):
    kept, dropped = report.entries.order_by("pk")
    save_answer(kept, officer, {"answer": Answer.PROGRESS, "progress": "办了。"}, kept.version)
    Task.objects.filter(pk=dropped.task_id).update(state=TaskState.DROPPED)

    file_report(report, officer)

    dropped.refresh_from_db()
    assert (dropped.state, report.entries.get(pk=kept.pk).state) == (EntryState.OPEN, EntryState.FILED)


def test_figures_become_readings_when_they_are_filed():
    plan = make_confirmed_plan(make_result(1, targets=[make_target(task_id=1)]))
    report = make_page(plan=plan)
    officer = make_officer(report.organisation)
    target = plan.targets.get()
    content = {"answer": Answer.PROGRESS, "progress": "18.5%", "figures": {str(target.pk): {"value": "18.5"}}}
    answer_all(report, officer, content)
    assert not Reading.objects.exists()

    file_report(report, officer)

    reading = Reading.objects.get()
    assert (reading.subject_id, reading.period, reading.value, reading.state) == (
        target.pk,
        "2026Q3",
        18.5,
        ReadingState.REPORTED,
    )


@pytest.mark.parametrize(("period", "value"), [("2026Q2", "6"), ("2025Q4", None)])
def test_same_as_before_takes_figures_over_inside_a_year_only(period, value):
    plan = make_confirmed_plan(make_result(1, targets=[make_target(task_id=1)]))
    report = make_page(plan=plan)
    officer = make_officer(report.organisation)
    target = str(plan.targets.get().pk)
    ends = date(2026, 6, 30) if period == "2026Q2" else date(2025, 12, 31)
    make_earlier(report, officer, figures={target: {"value": "6"}}, round={"period": period, "period_end": ends})
    answer_all(report, officer, {"answer": Answer.SAME})

    file_report(report, officer)

    figures = report.entries.get().figures
    assert figures == ({target: {"state": "value", "value": value}} if value else {})


def test_a_supporting_unit_is_asked_only_when_somebody_asks(report, officer):
    task = report.entries.first().task
    helper = make_organisation()
    give_task(task, helper, Role.SUPPORT)
    assert not UnitReport.objects.filter(organisation=helper).exists()

    ask_support(report=report, task=task, organisation_ids=[helper.pk], words="请报场次", due_on=None, user=officer)

    page = UnitReport.objects.get(organisation=helper)
    entry = page.entries.get()
    assert (entry.role, entry.asked_by_request.words, page.n_entries) == (Role.SUPPORT, "请报场次", 1)


def test_a_unit_that_does_not_support_the_task_is_not_asked(report, officer):
    with pytest.raises(Refused) as refused:
        ask_support(
            report=report,
            task=report.entries.first().task,
            organisation_ids=[make_organisation().pk],
            words="",
            due_on=None,
            user=officer,
        )

    assert refused.value.code == LedgerCode.NOT_A_SUPPORT


def test_a_supporting_answer_is_given_before_the_rest_of_the_page(report, officer):
    own = make_confirmed_plan()
    helper = make_organisation()
    give_task(report.entries.first().task, helper, Role.SUPPORT)
    page = make_page(plan=own, organisation=helper)
    lead_all(own, helper)
    ask_support(
        report=report,
        task=report.entries.first().task,
        organisation_ids=[helper.pk],
        words="请报场次",
        due_on=None,
        user=officer,
    )
    colleague = make_officer(helper)
    entry = page.entries.get(role=Role.SUPPORT)
    save_answer(entry, colleague, {"answer": Answer.PROGRESS, "progress": "进校园 5 场"}, entry.version)

    file_support(entry, colleague)

    page.refresh_from_db()
    entry.refresh_from_db()
    assert (entry.state, page.state) == (EntryState.FILED, ReportState.DRAFT)


def test_a_question_is_taken_back_with_its_untouched_entry(report, officer):
    task = report.entries.first().task
    helper = make_organisation()
    give_task(task, helper, Role.SUPPORT)
    [request] = ask_support(report=report, task=task, organisation_ids=[helper.pk], words="", due_on=None, user=officer)

    withdraw_support(request, officer)

    assert not Entry.objects.filter(role=Role.SUPPORT).exists()


def test_a_question_of_a_closed_round_stays_and_the_page_says_why(client, report, officer):
    task = report.entries.first().task
    helper = make_organisation()
    give_task(task, helper, Role.SUPPORT)
    [request] = ask_support(report=report, task=task, organisation_ids=[helper.pk], words="", due_on=None, user=officer)
    close_round(round_id=report.round_id, user=make_checker())
    client.force_login(officer)
    address = reverse("ledger:support_withdraw", args=[report.key, report.entries.first().pk, request.pk])

    response = client.post(address, {"request_id": uuid.uuid4()}, follow=True)

    request.refresh_from_db()
    assert request.withdrawn_at is None
    assert Entry.objects.filter(role=Role.SUPPORT).exists()
    assert Refused(LedgerCode.ROUND_CLOSED).sentence in response.content.decode()


def test_a_file_is_used_again_and_stays_with_what_was_filed(report, officer):
    first, second = report.entries.order_by("pk")
    evidence = attach_evidence(first, officer, prepare(make_upload()))

    again = attach_evidence(second, officer, evidence.file_id)
    answer_all(report, officer)
    remove_evidence(again, officer)
    file_report(report, officer)

    named = [len(text.content["evidence"]) for text in EntryText.objects.order_by("entry")]
    assert named == [1, 0]


def test_files_of_others_are_not_used(report, officer):
    with pytest.raises(Refused) as refused:
        attach_evidence(report.entries.first(), officer, make_stored_file(owner=make_office()).pk)

    assert refused.value.code == LedgerCode.NOT_YOUR_FILE
    with pytest.raises(Refused):
        attach_evidence(report.entries.first(), officer, uuid.uuid4())


@pytest.mark.django_db(transaction=True)
def test_two_people_who_file_at_the_same_moment_file_once():
    page = make_page(3)
    people = [make_officer(page.organisation) for _ in range(4)]
    answer_all(page, people[0])
    told, barrier = [], threading.Barrier(len(people))

    def press(user):
        barrier.wait()
        try:
            file_report(page, user)
        except Refused as refused:
            told.append(refused.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(user,)) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert told == [LedgerCode.ALREADY_FILED] * 3
    assert EntryText.objects.filter(entry__report=page).count() == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("press", [file_report, answer_rest_as_before])
def test_what_is_being_saved_while_a_colleague_presses_is_not_written_over(press):
    page = make_page(2)
    writer, colleague = make_officer(page.organisation), make_officer(page.organisation)
    make_earlier(page, writer, "上期 3 场。")
    first, last = page.entries.order_by("pk")
    save_answer(first, writer, {"answer": Answer.PROGRESS, "progress": "办了。"}, first.version)
    if press is file_report:
        save_answer(last, writer, {"answer": Answer.PROGRESS, "progress": "办了一半。"}, last.version)
        last.refresh_from_db()

    def run():
        press(page, colleague)
        connections.close_all()

    with transaction.atomic():
        save_answer(last, writer, {"answer": Answer.PROGRESS, "progress": "全部办完。"}, last.version)
        thread = threading.Thread(target=run)
        thread.start()
        thread.join(0.5)
    thread.join()

    last.refresh_from_db()
    assert (last.answer, last.progress) == (Answer.PROGRESS, "全部办完。")
    assert {text.content["progress"] for text in last.texts.filter(event=EntryEvent.FILED)} <= {"全部办完。"}
