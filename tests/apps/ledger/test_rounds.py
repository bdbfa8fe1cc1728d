"""Rounds: opened once, compared, extended, closed, opened again; every unit on one page."""

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertRedirects

from kepu.apps.base.errors import Refused
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import ReportState, RoundChange, RoundState
from kepu.apps.ledger.models import ChaseLog, Entry, Round, RoundEvent, UnitReport
from kepu.apps.ledger.policies import ledger_policies
from kepu.apps.ledger.selectors.rounds import likely_period, offered_periods, standing
from kepu.apps.ledger.services.rounds import close_round, compare_list, extend_round, open_round, reopen_round
from kepu.apps.people.models import Post
from kepu.core.measures import parse_period
from tests.factories.answering import EARLIER, make_officer
from tests.factories.ledger import make_reader
from tests.factories.posts import make_post
from tests.factories.rounds import fill_page, make_checker, make_led_plan, make_units_round
from tests.factories.territory import SIBLING, make_organisation, make_region

pytestmark = pytest.mark.django_db
QUARTER = parse_period("2026Q3")


def opened(user, *, period=QUARTER, due_on=date(2026, 12, 31), region=None):
    return open_round(
        region=region or make_region(),
        period=period,
        opens_on=date(2026, 9, 20),
        due_on=due_on,
        note="请突出重点。",
        user=user,
    )


@pytest.fixture
def office():
    return make_checker()


def test_opening_a_round_asks_every_lead_unit(office):
    units = [make_organisation(), make_organisation()]
    make_led_plan(units)

    done = opened(office)

    assert done.is_new
    assert sorted(done.round.reports.values_list("organisation", flat=True)) == sorted(unit.pk for unit in units)
    assert Entry.objects.filter(report__round=done.round).count() == 2
    assert RoundEvent.objects.get().change == RoundChange.OPENED


def test_opening_a_round_again_gives_the_same_one(office):
    make_led_plan([make_organisation()])
    first = opened(office)

    second = opened(office, due_on=date(2027, 1, 31))

    assert (second.round, second.is_new) == (first.round, False)
    assert Round.objects.get().due_on == date(2026, 12, 31)
    assert RoundEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_who_open_a_round_at_once_get_one(office):
    make_led_plan([make_organisation(), make_organisation()])
    other = make_checker()
    found, gate = [], threading.Barrier(2)

    def run(user):
        gate.wait()
        try:
            found.append(opened(user).round.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[user]) for user in (office, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(found)) == 1
    assert (Round.objects.count(), UnitReport.objects.count(), Entry.objects.count()) == (1, 2, 2)


def test_a_round_needs_tasks_and_dates_in_order(office):
    with pytest.raises(Refused) as nobody:
        opened(office)
    with pytest.raises(Refused) as dates:
        opened(office, due_on=date(2026, 9, 1))

    assert (nobody.value.code, dates.value.code) == (LedgerCode.NOBODY_TO_ASK, LedgerCode.ROUND_DATES)
    assert not Round.objects.exists()


def test_nobody_opens_a_round_elsewhere(office):
    make_led_plan([make_organisation()])

    with pytest.raises(PermissionDenied):
        opened(make_checker(make_region(SIBLING)))
    with pytest.raises(PermissionDenied):
        opened(make_reader())


def test_comparing_the_list_adds_what_is_new_and_keeps_what_was_written(office):
    unit = make_organisation()
    make_led_plan([unit])
    found = opened(office).round
    fill_page(found.reports.get(), make_officer(unit))
    make_led_plan([unit, make_organisation()])

    asked = compare_list(round_id=found.pk, user=office)
    again = compare_list(round_id=found.pk, user=office)

    assert (asked.n_reports, asked.n_entries) == (1, 2)
    assert (again.n_reports, again.n_entries) == (0, 0)
    assert found.events.filter(change=RoundChange.CHECKED).count() == 1
    report = found.reports.get(organisation=unit)
    assert report.entries.filter(progress="三季度办了 5 场。").count() == 1
    assert (report.state, report.n_answered, report.n_entries) == (ReportState.DRAFT, 1, 2)


def test_extending_one_unit_leaves_the_others(office):
    found = make_units_round(2)
    first, second = found.reports.order_by("pk")
    later = timezone.localdate() + timedelta(days=5)

    extend_round(round_id=found.pk, due_on=later, reason="换联络员。", user=office, report_ids=[first.pk])

    first.refresh_from_db()
    assert (first.last_day, second.last_day) == (later, found.due_on)
    assert standing(found, timezone.localdate()).late == 1
    assert found.events.get().reason == "换联络员。"


def test_extending_to_the_same_day_again_is_no_change(office):
    found = make_units_round(2)
    later = timezone.localdate() + timedelta(days=5)

    for _ in range(3):
        extend_round(round_id=found.pk, due_on=later, reason="全区延期", user=office)
        extend_round(
            round_id=found.pk,
            due_on=later + timedelta(days=2),
            reason="换联络员。",
            user=office,
            report_ids=[found.reports.order_by("pk")[0].pk],
        )

    assert found.events.filter(change=RoundChange.EXTENDED).count() == 2


def test_extending_all_ends_shorter_extensions(office):
    found = make_units_round(1)
    report = found.reports.get()
    soon = timezone.localdate() + timedelta(days=3)
    extend_round(round_id=found.pk, due_on=soon, reason="补报", user=office, report_ids=[report.pk])

    extend_round(round_id=found.pk, due_on=soon + timedelta(days=5), reason="全区延期", user=office)

    report.refresh_from_db()
    assert report.due_on is None
    with pytest.raises(Refused) as early:
        extend_round(round_id=found.pk, due_on=timezone.localdate() - timedelta(days=1), reason="早", user=office)
    assert early.value.code == LedgerCode.DUE_TOO_EARLY


def test_closing_says_who_has_not_reported_and_can_be_undone(office):
    found = make_units_round(2)
    first = found.reports.order_by("pk").first()
    fill_page(first, make_officer(first.organisation))

    close_round(round_id=found.pk, user=office)
    close_round(round_id=found.pk, user=office)

    found.refresh_from_db()
    assert found.state == RoundState.CLOSED
    assert found.events.get().details == {"n_reports": 2, "n_owed": 1}
    with pytest.raises(Refused) as closed:
        compare_list(round_id=found.pk, user=office)
    assert closed.value.code == LedgerCode.ROUND_CLOSED

    reopen_round(round_id=found.pk, reason="补报两家。", user=office)

    found.refresh_from_db()
    assert (found.state, found.closed_by) == (RoundState.OPEN, None)


def test_the_period_that_ended_last_is_offered_first():
    policy = ledger_policies(make_region().code, date(2026, 11, 23)).reporting
    periods = offered_periods(policy, date(2026, 11, 23))

    assert [period.code for period in periods] == ["2026Q1", "2026Q2", "2026Q3", "2026Q4", "2027Q1"]
    assert likely_period(periods, [], date(2026, 11, 23)).code == "2026Q3"
    assert likely_period(periods, ["2026Q3"], date(2026, 11, 23)).code == "2026Q4"


def test_the_form_opens_a_round_once(client, office):
    make_led_plan([make_organisation()])
    client.force_login(office)
    address = reverse("ledger:round_open") + "?period=2026Q3"
    form = client.get(address).context["form"]
    sent = {"request_id": form["request_id"].value(), "opens_on": "2026-09-20", "due_on": "2026-12-31", "note": ""}

    first, second = client.post(address, sent), client.post(address, sent)

    assert first["Location"] == second["Location"] == Round.objects.get().get_absolute_url()
    assert client.get(first["Location"]).status_code == 200


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_page_of_a_round_asks_as_often_for_many_units_as_for_one(
    client, office, number, django_assert_max_num_queries
):
    found = make_units_round(number)
    for report in found.reports.select_related("organisation"):
        make_post(organisation=report.organisation)
    client.force_login(office)
    client.get(found.get_absolute_url())

    with django_assert_max_num_queries(14):
        response = client.get(found.get_absolute_url())

    assert response.content.decode().count("没有联络员") == 0
    assert len(response.context["rows"]) == number


def test_the_page_shows_units_in_official_order_with_state_and_lateness(client, office):
    found = make_units_round(3)
    first = found.reports.select_related("organisation").order_by("organisation__position").first()
    fill_page(first, make_officer(first.organisation, name="张报"))
    client.force_login(office)

    text = client.get(found.get_absolute_url()).content.decode()

    names = list(found.reports.order_by("organisation__position").values_list("organisation__name", flat=True))
    assert sorted(names, key=text.index) == names
    assert "张报" in text
    assert "单位自报" in text
    assert "未报" in text
    assert "逾期" in text
    assert client.get(found.get_absolute_url() + "?state=filed").context["page"].paginator.count == 1
    assert client.get(found.get_absolute_url() + "?state=late").context["page"].paginator.count == 3
    assert client.get(found.get_absolute_url() + f"?q={names[0]}").context["page"].paginator.count == 1


def test_the_message_names_units_and_links_and_hides_numbers(client, office):
    found = make_units_round(2)
    report = found.reports.first()
    make_post(organisation=report.organisation, name="李联络", mobile="13800000001")
    client.force_login(office)
    address = reverse("ledger:round_chase", args=[found.pk])

    page = client.get(address)

    assert report.organisation.name in page.context["text"]
    assert "李联络" in page.context["text"]
    assert f"http://testserver{report.get_absolute_url()}" in page.context["text"]
    assert "13800000001" not in page.content.decode()
    assert not ChaseLog.objects.exists()


def test_numbers_stand_in_the_message_only_for_who_may_see_them(client):
    found = make_units_round(1)
    report = found.reports.get()
    make_post(organisation=report.organisation, mobile="13800000001")
    allowed = make_checker()
    from kepu.apps.people import permissions
    from tests.factories.people import make_membership, make_role

    make_membership(allowed, make_role(permissions=[permissions.SHOW_NUMBERS]), region=make_region())
    address = reverse("ledger:round_chase", args=[found.pk])

    client.force_login(make_checker())
    refused = client.post(address, {"numbers": "1"})
    client.force_login(allowed)
    shown = client.post(address, {"numbers": "1"})

    assert refused.status_code == 403
    assert "13800000001" in shown.context["text"]
    assert "no-store" in shown["Cache-Control"]
    assert Post.objects.count() == 1


def test_copying_the_message_is_written_down_once(client, office):
    found = make_units_round(2)
    first, _second = found.reports.order_by("pk")
    client.force_login(office)
    address = reverse("ledger:round_chase", args=[found.pk]) + f"?report={first.pk}"
    form = client.get(address).context["form"]
    sent = {"request_id": form["request_id"].value(), "text": "改过的消息"}

    client.post(address, sent)
    again = client.post(address, sent)

    assert ChaseLog.objects.get().report == first
    assert again.context["text"] == "改过的消息"


def test_a_unit_that_was_merged_says_so(client, office):
    found = make_units_round(1)
    unit = found.reports.get().organisation
    unit.valid_until = date(2026, 8, 31)
    unit.save()
    heir = make_organisation(name="新设的局")
    unit.succeeded_by.create(successor=heir, on=date(2026, 9, 1), kind="merged")
    client.force_login(office)

    text = client.get(found.get_absolute_url()).content.decode()

    assert "已撤并" in text
    assert "新设的局" in text


def test_reports_that_wait_cannot_be_told_from_other_rounds(client, office):
    found, other = make_units_round(1), make_units_round(1, **EARLIER)
    own, foreign = found.reports.get(), other.reports.first()
    client.force_login(office)
    address = reverse("ledger:round_extend", args=[found.pk])

    both = client.get(f"{address}?report={own.pk}&report={foreign.pk}")
    alone = client.get(f"{address}?report={own.pk}")

    assertRedirects(both, found.get_absolute_url())
    assert alone.context["units"] == [own]


@pytest.mark.parametrize("state", [ReportState.WAITING, ReportState.FILED])
def test_the_whole_round_comes_as_a_workbook(client, office, state):
    found = make_units_round(2)
    if state == ReportState.FILED:
        for report in found.reports.select_related("organisation"):
            fill_page(report, make_officer(report.organisation), text="𠮷祥社区讲座 3 场。")
    client.force_login(office)

    response = client.get(reverse("ledger:round_export", args=[found.pk]))
    printed = client.get(reverse("ledger:round_print", args=[found.pk]))

    from kepu.core.workbooks import read_workbook

    answers, units = read_workbook(response.content).sheets
    assert len(units.rows) == 3
    texts = {cell.text for cell in answers.cells.values()}
    assert ("𠮷祥社区讲座 3 场。" in texts) == (state == ReportState.FILED)
    assert {"牵头单位", "阶段进展", "存在问题", "下步措施", "佐证材料", "办理状态"} <= texts
    assert printed.status_code == 200
