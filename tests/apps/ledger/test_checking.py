"""Checking: beside the last text, by somebody else, returned with a sentence, corrected in the open."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kepu.apps.audit.models import AuditRow
from kepu.apps.base.errors import Refused, Stale
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import Answer, EntryEvent, EntryState, Filing, ReportState
from kepu.apps.ledger.models import EntryText, UnitReport
from kepu.apps.ledger.policies import REPORTING
from kepu.apps.ledger.selectors.checking import check_of, sentences
from kepu.apps.ledger.services.answering import save_answer
from kepu.apps.ledger.services.checking import accept_entries, correct_entry, return_entry
from kepu.apps.ledger.services.filing import file_report
from kepu.apps.ledger.services.rounds import close_round
from kepu.apps.measures.enums import ReadingState
from kepu.apps.measures.models import Reading
from kepu.apps.people.models import User
from kepu.apps.territory.models import Policy
from kepu.apps.territory.policies import find_kind
from tests.factories.answering import make_earlier, make_officer, make_page
from tests.factories.ledger import make_confirmed_plan, make_result, make_target, make_task
from tests.factories.rounds import fill_page, make_checker, make_filed_page, versions
from tests.factories.territory import SIBLING, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_checker(name="核对人甲")


def fresh(report):
    return UnitReport.objects.get(pk=report.pk)


def make_figure_page(value="5"):
    result = make_result([make_task(id=1, lead=[], support=[])], targets=[make_target(task_id=1, unit="场")])
    report = make_page(plan=make_confirmed_plan(result))
    target = report.entries.get().task.targets.get()
    figures = {str(target.pk): {"state": "value", "value": value}}
    fill_page(report, make_officer(report.organisation), figures=figures)
    return fresh(report), target


def allow_own_checks():
    values = find_kind(REPORTING).defaults | {"check_by_other": False}
    stored = {field.name: field.stored(values[field.name]) for field in find_kind(REPORTING).fields}
    Policy.objects.create(kind=REPORTING, region=make_region(), valid_from="2020-01-01", values=stored, source="会议")


def test_accepting_everything_accepts_the_page(office):
    report = make_filed_page()

    number = accept_entries(report_id=report.pk, versions=versions(report), user=office)

    found = fresh(report)
    assert (number, found.state, found.checked_by) == (2, ReportState.ACCEPTED, office)
    texts = EntryText.objects.filter(entry__report=report, event=EntryEvent.ACCEPTED)
    assert [(text.by, text.content["progress"]) for text in texts] == [(office, "三季度办了 5 场。")] * 2


def test_accepting_again_changes_nothing(office):
    report = make_filed_page()
    seen = versions(report)
    accept_entries(report_id=report.pk, versions=seen, user=office)

    assert accept_entries(report_id=report.pk, versions=seen, user=office) == 0
    assert EntryText.objects.filter(event=EntryEvent.ACCEPTED).count() == 2


def test_one_accepted_answer_leaves_the_page_filed(office):
    report = make_filed_page()
    first = report.entries.first()

    accept_entries(report_id=report.pk, versions={first.pk: first.version}, user=office)

    assert fresh(report).state == ReportState.FILED
    assert sorted(report.entries.values_list("state", flat=True)) == [EntryState.ACCEPTED, EntryState.FILED]


def test_what_changed_since_the_page_was_shown_is_not_accepted(office):
    report = make_filed_page()
    seen = versions(report)
    seen[min(seen)] -= 1

    with pytest.raises(Refused) as changed:
        accept_entries(report_id=report.pk, versions=seen, user=office)

    assert (changed.value.code, changed.value.details) == (LedgerCode.ENTRY_CHANGED, {"n": 1})
    assert not report.entries.filter(state=EntryState.ACCEPTED).exists()


def test_answers_of_another_page_are_not_accepted_through_this_one(office):
    report, other = make_filed_page(), make_filed_page()

    with pytest.raises(Refused):
        accept_entries(report_id=report.pk, versions=versions(other), user=office)

    assert not other.entries.filter(state=EntryState.ACCEPTED).exists()


def test_what_is_not_filed_cannot_be_accepted(office):
    report = make_page()

    with pytest.raises(Refused) as refused:
        accept_entries(report_id=report.pk, versions=versions(report), user=office)

    assert refused.value.code == LedgerCode.ENTRY_NOT_FILED


def test_nobody_checks_elsewhere_or_without_the_permission(office):
    report = make_filed_page()

    for stranger in (make_checker(make_region(SIBLING)), make_officer(report.organisation)):
        with pytest.raises(PermissionDenied):
            accept_entries(report_id=report.pk, versions=versions(report), user=stranger)


def test_nobody_checks_what_they_entered(office):
    report = make_page()
    User.objects.exclude(pk=office.pk).update(is_active=False)
    other = make_checker(name="核对人乙")
    fill_page(report, office, filing=Filing.PROXY)

    with pytest.raises(Refused) as own:
        accept_entries(report_id=report.pk, versions=versions(report), user=office)
    entry = report.entries.first()
    with pytest.raises(Refused):
        return_entry(entry_id=entry.pk, quote="", note="改", version=entry.version, user=office)

    assert own.value.code == LedgerCode.CHECK_OWN
    assert own.value.details["who"] == "核对人乙"
    assert accept_entries(report_id=report.pk, versions=versions(report), user=other) == 2


def test_who_is_alone_is_told_what_to_do(office):
    report = make_page()
    User.objects.exclude(pk=office.pk).update(is_active=False)
    fill_page(report, office, filing=Filing.PROXY)

    with pytest.raises(Refused) as alone:
        accept_entries(report_id=report.pk, versions=versions(report), user=office)

    assert alone.value.code == LedgerCode.CHECK_OWN_ALONE


def test_where_a_place_allows_it_one_checks_ones_own_and_that_is_written_down(office):
    allow_own_checks()
    report = make_page()
    fill_page(report, office, filing=Filing.PROXY)

    accept_entries(report_id=report.pk, versions=versions(report), user=office)

    notes = EntryText.objects.filter(event=EntryEvent.ACCEPTED).values_list("note", flat=True)
    assert set(notes) == {"填写人本人核对。"}


def test_a_returned_sentence_is_mended_and_accepted(office):
    report = make_filed_page(1, text="办了 5 场。人数待统计。")
    entry = report.entries.get()
    officer = report.filed_by

    return_entry(entry_id=entry.pk, quote="人数待统计。", note="请写人数。", version=entry.version, user=office)

    entry.refresh_from_db()
    assert (fresh(report).state, entry.state) == (ReportState.RETURNED, EntryState.RETURNED)
    assert (entry.return_quote, entry.return_note) == ("人数待统计。", "请写人数。")

    save_answer(entry, officer, {"progress": "办了 5 场。共 300 人。"}, entry.version)
    file_report(report, officer)
    [row] = check_of(fresh(report), office).rows

    assert [(each.old, each.new) for each in row.mended] == [("办了 5 场。人数待统计。", "办了 5 场。共 300 人。")]
    accept_entries(report_id=report.pk, versions=versions(report), user=office)
    entry.refresh_from_db()
    assert (fresh(report).state, entry.return_note) == (ReportState.ACCEPTED, "")
    events = list(entry.texts.order_by("pk").values_list("event", flat=True))
    assert events == [EntryEvent.FILED, EntryEvent.RETURNED, EntryEvent.FILED, EntryEvent.ACCEPTED]


def test_nothing_is_returned_after_the_round_was_closed(office):
    report = make_filed_page(1)
    entry = report.entries.get()
    close_round(round_id=report.round_id, user=office)

    with pytest.raises(Refused) as closed:
        return_entry(entry_id=entry.pk, quote="", note="改", version=entry.version, user=office)

    assert closed.value.code == LedgerCode.RETURN_CLOSED
    assert accept_entries(report_id=report.pk, versions=versions(report), user=office) == 1


def test_two_people_who_return_one_answer_do_it_once(office):
    report = make_filed_page(1)
    entry = report.entries.get()
    return_entry(entry_id=entry.pk, quote="", note="改一", version=entry.version, user=office)

    with pytest.raises(Refused) as second:
        return_entry(entry_id=entry.pk, quote="", note="改二", version=entry.version, user=make_checker())

    assert second.value.code == LedgerCode.ENTRY_NOT_FILED
    entry.refresh_from_db()
    assert entry.return_note == "改一"


def test_figures_are_accepted_with_their_answer(office):
    report, target = make_figure_page()
    assert Reading.objects.get(subject_id=target.pk).state == ReadingState.REPORTED

    accept_entries(report_id=report.pk, versions=versions(report), user=office)

    reading = Reading.objects.get(subject_id=target.pk)
    assert (reading.state, reading.accepted_by, reading.value) == (ReadingState.ACCEPTED, office, 5)


def test_a_correction_keeps_what_was_accepted(office):
    report, target = make_figure_page()
    accept_entries(report_id=report.pk, versions=versions(report), user=office)
    entry = report.entries.get()
    content = {"progress": "三季度办了 6 场。", "figures": {str(target.pk): {"state": "value", "value": "6"}}}

    correct_entry(entry_id=entry.pk, content=content, reason="漏计一场。", version=entry.version, user=office)

    entry.refresh_from_db()
    assert (entry.state, entry.progress) == (EntryState.ACCEPTED, "三季度办了 6 场。")
    assert entry.corrected_at is not None
    accepted = entry.texts.get(event=EntryEvent.ACCEPTED)
    corrected = entry.texts.get(event=EntryEvent.CORRECTED)
    assert (accepted.content["progress"], corrected.note) == ("三季度办了 5 场。", "漏计一场。")
    old, new = Reading.objects.filter(subject_id=target.pk).order_by("pk")
    assert (old.value, new.value, new.supersedes, new.reason) == (5, 6, old, "漏计一场。")
    assert AuditRow.objects.filter(action="ledger.correct_entry").exists()


@pytest.mark.parametrize(
    ("content", "reason", "code"),
    [
        ({"progress": "别的"}, " ", LedgerCode.REASON_MISSING),
        ({}, "没有改", LedgerCode.NOTHING_CHANGED),
    ],
)
def test_a_correction_needs_a_change_and_a_reason(office, content, reason, code):
    report = make_filed_page(1)
    accept_entries(report_id=report.pk, versions=versions(report), user=office)
    entry = report.entries.get()

    with pytest.raises(Refused) as refused:
        correct_entry(entry_id=entry.pk, content=content, reason=reason, version=entry.version, user=office)

    assert refused.value.code == code


def test_what_was_not_accepted_is_returned_not_corrected(office):
    report = make_filed_page(1)
    entry = report.entries.get()

    with pytest.raises(Refused) as refused:
        correct_entry(entry_id=entry.pk, content={"progress": "x"}, reason="y", version=entry.version, user=office)

    assert refused.value.code == LedgerCode.ENTRY_NOT_ACCEPTED


def test_a_correction_from_an_old_page_is_stale(office):
    report = make_filed_page(1)
    accept_entries(report_id=report.pk, versions=versions(report), user=office)
    entry = report.entries.get()
    correct_entry(entry_id=entry.pk, content={"progress": "一"}, reason="一", version=entry.version, user=office)

    with pytest.raises(Stale):
        correct_entry(entry_id=entry.pk, content={"progress": "二"}, reason="二", version=entry.version, user=office)


def test_answers_stand_beside_the_last_ones(office):
    report = make_page(1)
    officer = make_officer(report.organisation)
    make_earlier(report, officer, "二季度办了 3 场。")
    fill_page(report, officer, text="三季度办了 5 场。")

    [row] = check_of(fresh(report), office).rows

    assert row.previous.period == "2026Q2"
    assert [(each.old, each.new) for each in row.texts] == [("二季度办了 3 场。", "三季度办了 5 场。")]
    assert not row.is_unchanged


def test_what_says_the_same_as_last_time_is_known(office):
    report = make_page(1)
    officer = make_officer(report.organisation)
    make_earlier(report, officer, "办了 3 场。")
    entry = report.entries.get()
    save_answer(entry, officer, {"answer": Answer.SAME}, entry.version)
    file_report(report, officer)

    assert check_of(fresh(report), office).unchanged != []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("办了 5 场。共 300 人！下季继续", ["办了 5 场。", "共 300 人！", "下季继续"]),
        ("“讲科学。”这样说；完", ["“讲科学。”", "这样说；", "完"]),
        ("第一行\n\n第二行", ["第一行", "第二行"]),
        ("", []),
        ("𠮷祥。", ["𠮷祥。"]),
    ],
)
def test_sentences_keep_their_ends(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize("number", [1, 3, 40])
def test_checking_asks_as_often_for_many_answers_as_for_one(client, office, number, django_assert_max_num_queries):
    report = make_filed_page(number)
    client.force_login(office)
    client.get(reverse("ledger:check", args=[report.key]))

    with django_assert_max_num_queries(22):
        response = client.get(reverse("ledger:check", args=[report.key]))

    assert len(response.context["check"].rows) == number


def test_the_page_accepts_one_then_all(client, office):
    report = make_filed_page(3)
    client.force_login(office)
    address = reverse("ledger:check", args=[report.key])
    page = client.get(address)
    first, *_rest = page.context["check"].rows

    client.post(address, {"request_id": page.context["form"]["request_id"].value(), "entry": first.key})
    page = client.get(address)
    keys = [row.key for row in page.context["check"].waiting]
    done = client.post(address, {"request_id": page.context["form"]["request_id"].value(), "entry": keys})

    assert len(keys) == 2
    assert done["Location"] == report.round.get_absolute_url()
    assert fresh(report).state == ReportState.ACCEPTED


def test_the_page_says_why_nothing_was_accepted(client, office):
    report = make_page()
    fill_page(report, office, filing=Filing.PROXY)
    client.force_login(office)
    address = reverse("ledger:check", args=[report.key])
    page = client.get(address)
    keys = [f"{pk}:{version}" for pk, version in versions(report).items()]

    response = client.post(address, {"request_id": page.context["form"]["request_id"].value(), "entry": keys})

    assert response.status_code == 422
    assert "由另一个人核对" in response.content.decode()
    assert "全部通过" not in response.content.decode()


def test_the_form_returns_the_sentence_that_was_ticked(client, office):
    report = make_filed_page(1, text="办了 5 场。人数待统计。")
    entry = report.entries.get()
    client.force_login(office)
    address = reverse("ledger:entry_return", args=[entry.pk])
    form = client.get(address).context["form"]
    sent = {
        "request_id": form["request_id"].value(),
        "version": entry.version,
        "quotes": ["1"],
        "note": "请写人数。",
    }

    client.post(address, sent)
    client.post(address, sent)

    entry.refresh_from_db()
    assert (entry.state, entry.return_quote) == (EntryState.RETURNED, "人数待统计。")
    assert entry.texts.filter(event=EntryEvent.RETURNED).count() == 1


def test_the_form_corrects_and_shows_the_difference(client, office):
    report, target = make_figure_page()
    accept_entries(report_id=report.pk, versions=versions(report), user=office)
    entry = report.entries.get()
    client.force_login(office)
    address = reverse("ledger:entry_correct", args=[entry.pk])
    form = client.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}

    done = client.post(address, {**sent, "progress": "三季度办了 7 场。", f"figure_{target.pk}": "7", "why": "补计"})
    text = client.get(done["Location"]).content.decode()

    assert "补计" in text
    assert '<del class="k-diff__removed"><span class="visually-hidden">删去：</span>5</del>' in text
    assert '<ins class="k-diff__added"><span class="visually-hidden">新增：</span>7</ins>' in text


def test_the_history_is_open_to_the_unit_and_closed_to_others(client, office):
    report = make_filed_page(1)
    entry = report.entries.get()
    address = reverse("ledger:entry_history", args=[entry.pk])

    client.force_login(report.filed_by)
    own = client.get(address)
    client.force_login(make_officer(make_filed_page(1).organisation))
    stranger = client.get(address)

    assert (own.status_code, stranger.status_code) == (200, 404)
