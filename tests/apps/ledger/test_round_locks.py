"""People who write on a page while the office works on its round: nothing is lost, nothing comes in afterwards."""

import threading

import pytest
from django.db import connections, transaction

from kepu.apps.base.errors import Refused
from kepu.apps.files.services import prepare
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import Answer, Filing, ReportState, TaskState
from kepu.apps.ledger.services.answering import save_answer, save_answers
from kepu.apps.ledger.services.bulk import answer_rest_as_before
from kepu.apps.ledger.services.evidence import attach_evidence
from kepu.apps.ledger.services.filing import file_report
from kepu.apps.ledger.services.rounds import close_round, compare_list
from tests.factories.answering import make_officer, make_page
from tests.factories.files import make_upload
from tests.factories.rounds import make_checker

pytestmark = pytest.mark.django_db(transaction=True)
SAID = {"answer": Answer.PROGRESS, "progress": "办了 3 场。"}


def while_it_lasts(first, second):
    """Do `second` after `first` was done and before that is committed; give the refusals of `second`."""
    done, told = threading.Event(), []

    def follow():
        done.wait(10)
        try:
            second()
        except Refused as refusal:
            told.append(refusal.code)
        finally:
            connections.close_all()

    thread = threading.Thread(target=follow)
    thread.start()
    with transaction.atomic():
        first()
        done.set()
        thread.join(0.5)
    thread.join()
    return told


@pytest.mark.parametrize(
    "write",
    [
        lambda _report, entry, user: save_answer(entry, user, {"progress": "又办了 1 场。"}, entry.version),
        lambda report, entry, user: save_answers(report, {entry.pk: {"progress": "又办了 1 场。"}}, user, Filing.OWN),
        lambda report, _entry, user: answer_rest_as_before(report, user),
        lambda report, _entry, user: file_report(report, user),
        lambda _report, entry, user: attach_evidence(entry, user, prepare(make_upload())),
    ],
)
def test_nothing_comes_in_while_a_round_is_being_closed(write):
    report, office = make_page(1), make_checker()
    officer = make_officer(report.organisation)
    entry = save_answer(report.entries.get(), officer, SAID, 1)

    told = while_it_lasts(
        lambda: close_round(round_id=report.round_id, user=office), lambda: write(report, entry, officer)
    )

    report.refresh_from_db()
    assert told == [LedgerCode.ROUND_CLOSED]
    assert (report.state, report.entries.get().progress) == (ReportState.DRAFT, SAID["progress"])


def test_what_somebody_is_writing_is_not_taken_back():
    report, office = make_page(1), make_checker()
    officer, entry = make_officer(report.organisation), report.entries.get()
    type(entry.task).objects.filter(pk=entry.task_id).update(state=TaskState.DROPPED)

    told = while_it_lasts(
        lambda: save_answer(entry, officer, SAID, entry.version),
        lambda: compare_list(round_id=report.round_id, user=office),
    )

    assert told == []
    assert report.entries.get().progress == SAID["progress"]
