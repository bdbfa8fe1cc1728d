"""Answers are kept as they are written, and nobody's text is lost."""

import threading
import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections

from kepu.apps.audit.models import AuditRow
from kepu.apps.base.errors import Refused, Stale
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import Answer, EntryState, Filing, ReportState, RoundState
from kepu.apps.ledger.models import Entry, TaskUnit
from kepu.apps.ledger.services.answering import clean_number, clean_text, content_of, save_answer
from kepu.apps.territory.enums import Change
from kepu.apps.territory.models import OrganisationSuccession
from tests.factories.answering import make_earlier, make_officer, make_page
from tests.factories.ledger import make_confirmed_plan, make_office, make_result, make_target
from tests.factories.people import make_user
from tests.factories.territory import make_organisation

pytestmark = pytest.mark.django_db
SAID = {"answer": Answer.PROGRESS, "progress": "办了 3 场。"}


@pytest.fixture
def report():
    return make_page()


@pytest.fixture
def officer(report):
    return make_officer(report.organisation)


@pytest.fixture
def entry(report):
    return report.entries.order_by("pk").first()


def test_an_answer_is_kept_as_a_draft(report, entry, officer):
    saved = save_answer(entry, officer, SAID, entry.version)

    entry.refresh_from_db()
    report.refresh_from_db()
    assert (entry.answer, entry.progress, entry.state) == (Answer.PROGRESS, "办了 3 场。", EntryState.OPEN)
    assert (saved.version, entry.version, entry.saved_by) == (2, 2, officer)
    assert (report.state, report.n_entries, report.n_answered) == (ReportState.DRAFT, 2, 1)
    assert not entry.texts.exists()


def test_fields_that_are_not_given_stay(entry, officer):
    saved = save_answer(entry, officer, SAID, entry.version)

    saved = save_answer(entry, officer, {"problems": "经费不足"}, saved.version)

    assert (saved.progress, saved.problems) == ("办了 3 场。", "经费不足")


def test_who_comes_second_gets_both_texts_and_loses_nothing(entry, officer, report):
    save_answer(entry, officer, SAID, entry.version)

    with pytest.raises(Stale) as stale:
        save_answer(entry, make_officer(report.organisation), {"progress": "办了 5 场。"}, entry.version)

    assert stale.value.current.progress == "办了 3 场。"
    entry.refresh_from_db()
    assert entry.progress == "办了 3 场。"


def test_the_same_text_twice_is_no_conflict(entry, officer):
    save_answer(entry, officer, SAID, entry.version)

    again = save_answer(entry, officer, SAID, entry.version)

    assert again.version == 2


def test_a_writer_that_lost_the_answer_to_a_write_is_not_stale_for_itself(entry, officer):
    lost = uuid.uuid4()
    save_answer(entry, officer, SAID, entry.version, request_id=lost)

    saved = save_answer(
        entry, officer, {"progress": "办了 4 场。"}, entry.version, request_id=uuid.uuid4(), unconfirmed=[str(lost)]
    )

    assert (saved.progress, saved.version) == ("办了 4 场。", 3)


def test_the_same_request_again_changes_nothing(entry, officer):
    request = uuid.uuid4()
    save_answer(entry, officer, SAID, entry.version, request_id=request)

    again = save_answer(entry, officer, {"progress": "别的"}, entry.version, request_id=request)

    assert (again.progress, again.version) == ("办了 3 场。", 2)


@pytest.mark.parametrize("who", ["nobody", "neighbour", "office"])
def test_only_the_unit_itself_writes_as_itself(entry, who):
    user = {"nobody": make_user, "neighbour": lambda: make_officer(make_organisation()), "office": make_office}[who]()

    with pytest.raises(PermissionDenied):
        save_answer(entry, user, SAID, entry.version)

    entry.refresh_from_db()
    assert entry.answer == ""


def test_the_office_enters_for_the_unit_and_that_is_recorded(entry):
    office = make_office()

    saved = save_answer(entry, office, SAID, entry.version, Filing.PROXY)

    assert (saved.filing, saved.saved_by) == (Filing.PROXY, office)
    row = AuditRow.objects.get(action="ledger.enter_answer")
    assert row.object_id == str(entry.pk)


def test_a_liaison_enters_nothing_as_the_office(entry, officer):
    with pytest.raises(PermissionDenied):
        save_answer(entry, officer, SAID, entry.version, Filing.PROXY)


def test_the_people_of_the_successor_go_on_with_the_page_of_a_merged_unit(entry, report):
    heir = make_organisation()
    officer = make_officer(heir)
    OrganisationSuccession.objects.create(
        predecessor=report.organisation, successor=heir, on=date(2026, 8, 1), kind=Change.MERGED
    )

    assert save_answer(entry, officer, SAID, entry.version).answer == Answer.PROGRESS


def test_nothing_is_kept_after_the_round_was_closed(entry, officer, report):
    report.round.state = RoundState.CLOSED
    report.round.save()

    with pytest.raises(Refused) as refused:
        save_answer(entry, officer, SAID, entry.version)

    assert refused.value.code == LedgerCode.ROUND_CLOSED


@pytest.mark.parametrize("state", [EntryState.FILED, EntryState.ACCEPTED])
def test_what_was_filed_is_not_changed(entry, officer, state):
    Entry.objects.filter(pk=entry.pk).update(state=state)

    with pytest.raises(Refused) as refused:
        save_answer(entry, officer, SAID, entry.version)

    assert refused.value.code == LedgerCode.ENTRY_SETTLED


def test_a_text_that_is_too_long_is_refused_with_its_length(entry, officer):
    with pytest.raises(Refused) as refused:
        save_answer(entry, officer, {"progress": "文" * 100_000}, entry.version)

    assert refused.value.code == LedgerCode.TEXT_TOO_LONG
    assert "100000" in refused.value.sentence
    entry.refresh_from_db()
    assert (entry.progress, entry.version) == ("", 1)


def test_rare_characters_are_kept(entry, officer):
    saved = save_answer(entry, officer, {"progress": "𠮷野家、㛃、丏"}, entry.version)

    saved.refresh_from_db()
    assert saved.progress == "𠮷野家、㛃、丏"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("一\x0b二\r\n三\r四", "一\n二\n三\n四"),
        ("a\x00b\x07c\x1b", "abc"),
        ("表\t格", "表\t格"),
        ("半个\ud842字", "半个字"),
        (None, ""),
        ("\ufeff开头", "开头"),
    ],
)
def test_what_nobody_can_see_is_left_out(typed, kept):
    assert clean_text(typed, "进展") == kept


@pytest.mark.parametrize(
    ("typed", "unit", "number"),
    [
        ("12", "", "12"),
        ("１２．５％", "%", "12.5"),
        (" 1,234 场", "场", "1234"),
        ("", "", None),
        ("0", "", "0"),
        ("-3", "", "-3"),
        ("-0", "", "0"),
    ],
)
def test_numbers_are_read_as_people_type_them(typed, unit, number):
    assert str(clean_number(typed, unit=unit)) == str(number)


@pytest.mark.parametrize("typed", ["约12", "十二", "1e99", "NaN", "Infinity", "1.2.3", "٣"])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(Refused) as refused:
        clean_number(typed)

    assert refused.value.code == LedgerCode.BAD_FIGURE


def test_same_as_before_needs_something_before(entry, officer):
    with pytest.raises(Refused) as refused:
        save_answer(entry, officer, {"answer": Answer.SAME}, entry.version)

    assert refused.value.code == LedgerCode.NOTHING_BEFORE


def test_same_as_before_is_an_answer_when_there_was_one(report, entry, officer):
    make_earlier(report, officer)

    assert save_answer(entry, officer, {"answer": Answer.SAME}, entry.version).answer == Answer.SAME


@pytest.mark.parametrize("is_consolidator", [True, False])
def test_figures_are_given_by_the_consolidating_unit(is_consolidator):
    plan = make_confirmed_plan(make_result(1, targets=[make_target(task_id=1)]))
    report = make_page(plan=plan)
    TaskUnit.objects.filter(organisation=report.organisation).update(is_consolidator=is_consolidator)
    entry = report.entries.get()
    target = str(plan.targets.get().pk)

    saved = save_answer(
        entry, make_officer(report.organisation), {"figures": {target: {"state": "value", "value": "12.50"}}}, 1
    )

    assert saved.figures == ({target: {"state": "value", "value": "12.50"}} if is_consolidator else {})


def test_unknown_answers_and_fields_are_left_out(entry, officer):
    saved = save_answer(entry, officer, {"answer": "maybe", "progress": "有", "figures": {"999": {"value": "1"}}}, 1)

    assert content_of(saved)["answer"] == ""
    assert content_of(saved)["figures"] == {}


@pytest.mark.django_db(transaction=True)
def test_of_two_people_at_the_same_moment_one_is_kept_and_one_is_told():
    report = make_page(1)
    entry = report.entries.get()
    people = [make_officer(report.organisation) for _ in range(4)]
    told, barrier = [], threading.Barrier(len(people))

    def write(user, words):
        barrier.wait()
        try:
            save_answer(entry, user, {"answer": Answer.PROGRESS, "progress": words}, 1)
        except Stale as stale:
            told.append((words, stale.current.progress))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(user, f"第{n}人")) for n, user in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    entry.refresh_from_db()
    assert entry.version == 2
    assert len(told) == len(people) - 1
    assert {theirs for _mine, theirs in told} == {entry.progress}
