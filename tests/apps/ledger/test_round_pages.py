"""The forms of a round, what its page says about it, and what its table holds after corrections."""

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kepu.apps.files.access import registered
from kepu.apps.ledger.enums import Answer, EntryState, RoundState
from kepu.apps.ledger.models import Entry, Round, UnitReport
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.selectors.chasing import chase_of, chase_text
from kepu.apps.ledger.services.answering import save_answer
from kepu.apps.ledger.services.checking import accept_entries, correct_entry, return_entry
from kepu.apps.ledger.services.rounds import extend_round
from kepu.apps.ledger.workbooks import compare, read_returned, unit_workbook
from kepu.apps.measures.models import Reading
from kepu.core.workbooks import read_workbook
from tests.factories.answering import EARLIER, make_earlier, make_officer, make_page
from tests.factories.ledger import make_confirmed_plan, make_result, make_target, make_task
from tests.factories.people import make_user
from tests.factories.reporting import make_round
from tests.factories.rounds import (
    fill_page,
    filled,
    head_of,
    make_checker,
    make_filed_page,
    make_led_plan,
    make_units_round,
    returned,
    versions,
)
from tests.factories.territory import SIBLING, make_organisation, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    user = make_checker(name="办公室甲")
    client.force_login(user)
    return user


def post(client, name, found, query="", **sent):
    address = reverse(f"ledger:{name}", args=[found.pk]) + query
    form = client.get(address).context["form"]
    return client.post(address, {"request_id": form["request_id"].value(), **sent})


def make_target_page(value="5", percent="67.50"):
    result = make_result([make_task(id=1, lead=[], support=[])], targets=[make_target(task_id=1, unit="场")])
    report = make_page(plan=make_confirmed_plan(result))
    target = report.entries.get().task.targets.get()
    figures = {str(target.pk): {"state": "value", "value": value}}
    fill_page(report, make_officer(report.organisation), figures=figures, percent=percent)
    return UnitReport.objects.get(pk=report.pk), target


def test_a_round_is_extended_closed_and_opened_again_from_its_pages(client, office):
    found = make_units_round(2)
    first = found.reports.select_related("organisation").order_by("pk").first()
    later = timezone.localdate() + timedelta(days=9)

    post(client, "round_extend", found, f"?report={first.pk}", due_on=later.isoformat(), reason="换人了")
    post(client, "round_extend", found, due_on=(later + timedelta(days=1)).isoformat(), reason="全区延期")
    post(client, "round_compare", found)
    post(client, "round_close", found)
    closed = client.get(found.get_absolute_url()).content.decode()
    post(client, "round_reopen", found, reason="补报一家")
    text = client.get(found.get_absolute_url()).content.decode()

    found.refresh_from_db()
    assert (found.state, found.due_on) == (RoundState.OPEN, later + timedelta(days=1))
    assert "应报 2 个单位，其中 2 个没有报送或退回未改。" in text
    assert f"{first.organisation.name}：截止日期由 2026-10-10 改为 {later.isoformat()}。" in text
    assert all(f"原因：{reason}" in text for reason in ("换人了", "全区延期", "补报一家"))
    assert "重新开放" in closed
    assert "已截止汇总" in closed


@pytest.mark.parametrize(
    ("name", "sent"),
    [("round_reopen", {"reason": ""}), ("round_extend", {"due_on": "2020-01-01", "reason": "早"})],
)
def test_a_form_of_a_round_says_what_is_missing(client, office, name, sent):
    response = post(client, name, make_units_round(1), **sent)

    assert response.status_code == 422
    assert response.context["form"].errors


@pytest.mark.parametrize("name", ["round_compare", "round_extend", "round_close", "round_reopen", "round_chase"])
def test_who_only_reads_reports_changes_nothing(client, name):
    found = make_units_round(1)
    client.force_login(
        make_user(region=make_region(), permissions=(LedgerPermission.VIEW_PLAN, LedgerPermission.VIEW_REPORTS))
    )

    page = client.get(found.get_absolute_url())

    assert page.status_code == 200
    assert f"/{name.removeprefix('round_')}/" not in page.content.decode()
    assert client.post(reverse(f"ledger:{name}", args=[found.pk])).status_code == 403


def test_the_list_shows_rounds_of_the_own_region_only(client, office):
    own, other = make_units_round(1), make_round(make_region(SIBLING))
    make_round(**EARLIER)

    page = client.get(reverse("ledger:rounds"))
    closed = client.get(reverse("ledger:rounds") + "?state=closed")

    assert [row.period for row in page.context["page"]] == ["2026Q3", "2026Q2"]
    assert [row.n_units for row in page.context["page"]] == [1, 0]
    assert other.region_name not in page.content.decode()
    assert list(closed.context["page"]) == []
    assert own.get_absolute_url() in page.content.decode()


def test_a_liaison_follows_no_rounds(client):
    report = make_page()
    client.force_login(make_officer(report.organisation))

    assert client.get(reverse("ledger:rounds")).status_code == 403
    assert client.get(report.round.get_absolute_url()).status_code == 404


def test_without_a_plan_there_is_nothing_to_open(client, office):
    assert "台账里还没有任务" in client.get(reverse("ledger:round_open")).content.decode()


def test_a_round_is_opened_where_one_works(client):
    make_led_plan([make_organisation()])
    sibling = make_region(SIBLING)
    make_led_plan([make_organisation(region=sibling)], region=sibling)
    client.force_login(make_checker(make_region("990100000000")))
    address = reverse("ledger:round_open")

    page = client.get(address + f"?region={sibling.code}&period=2026Q4")

    assert page.context["region"] == sibling
    assert page.context["period"] == "2026年四季度"
    assert client.get(address + "?region=990999000000").status_code == 404
    assert client.get(address + "?period=1999Q4").status_code == 404


def test_the_form_refuses_a_round_that_is_due_before_it_begins(client, office):
    make_led_plan([make_organisation()])
    address = reverse("ledger:round_open")
    form = client.get(address).context["form"]
    sent = {"request_id": form["request_id"].value(), "opens_on": "2026-12-31", "due_on": "2026-12-01", "note": ""}

    assert client.post(address, sent).status_code == 422
    assert not Round.objects.exists()


@pytest.mark.parametrize(("days", "words"), [(2, "还有 2 天截止"), (0, "今天截止"), (-3, "截止日期已过 3 天")])
def test_the_page_says_how_long_there_is(client, office, days, words):
    found = make_units_round(1)
    due_on = timezone.localdate() + timedelta(days=days)
    Round.objects.filter(pk=found.pk).update(due_on=due_on, opens_on=due_on - timedelta(days=9))

    assert words in client.get(found.get_absolute_url()).content.decode()


def test_the_page_names_leads_that_nobody_could_be_asked_for(client, office):
    plan = make_led_plan([make_organisation()])
    unit = plan.tasks.get().units.get()
    unit.pk, unit.organisation, unit.name, unit.position = None, None, "不在名录的局", 5
    unit.save()
    address = reverse("ledger:round_open")
    form = client.get(address).context["form"]
    sent = {"request_id": form["request_id"].value(), "opens_on": "2026-11-01", "due_on": "2026-12-31", "note": ""}

    page = client.get(client.post(address, sent)["Location"])

    assert "名录里没有这些牵头单位，没有向它们发起：不在名录的局。" in page.content.decode()


def test_the_message_says_who_was_extended_and_who_has_to_mend(office):
    found = make_units_round(2)
    first, second = found.reports.select_related("organisation").order_by("pk")
    fill_page(first, make_officer(first.organisation))
    entry = first.entries.get()
    return_entry(entry_id=entry.pk, quote="", note="改", version=entry.version, user=office)
    later = date(2099, 1, 1)
    extend_round(round_id=found.pk, due_on=later, reason="延", user=office, report_ids=[second.pk])

    text = chase_text(found, chase_of(found), lambda address: f"https://x{address}", with_numbers=False)

    assert "已于 2026-10-10 截止" in text
    assert "已退回，请按意见修改" in text
    assert "延期至 2099-01-01" in text


def test_the_table_keeps_what_was_accepted_beside_its_correction(client, office):
    report, target = make_target_page()
    accept_entries(report_id=report.pk, versions=versions(report), user=office)
    entry = report.entries.get()
    correct_entry(
        entry_id=entry.pk, content={"progress": "办了 6 场。"}, reason="漏计。", version=entry.version, user=office
    )

    answers, _units = read_workbook(client.get(reverse("ledger:round_export", args=[report.round_id])).content).sheets
    texts = {cell.text for cell in answers.cells.values()}

    assert "三季度办了 5 场。" in texts
    assert f"{target.indicator}：5场" in texts
    assert any("更正：漏计。" in text and "更正后：办了 6 场。" in text for text in texts)
    assert "67.5" in texts


def test_the_table_holds_no_draft(client, office):
    report, _ = make_target_page()
    mended = report.entries.get()
    return_entry(entry_id=mended.pk, quote="三季度办了 5 场。", note="请核实。", version=mended.version, user=office)
    mended.refresh_from_db()
    save_answer(mended, make_officer(report.organisation), {"progress": "还没想好怎么写。"}, mended.version)

    answers, _units = read_workbook(client.get(reverse("ledger:round_export", args=[report.round_id])).content).sheets

    texts = {cell.text for cell in answers.cells.values()}
    assert "三季度办了 5 场。" in texts
    assert "还没想好怎么写。" not in texts


def test_a_figure_can_be_taken_back_and_added_by_a_correction(office):
    report, target = make_target_page()
    accept_entries(report_id=report.pk, versions=versions(report), user=office)
    entry = report.entries.get()

    correct_entry(entry_id=entry.pk, content={"figures": {}}, reason="口径不对。", version=entry.version, user=office)

    old, new = Reading.objects.filter(subject_id=target.pk).order_by("pk")
    assert (old.value, new.standing, new.supersedes) == (5, "missing", old)


def test_a_figure_that_was_not_reported_is_added_by_a_correction(office):
    report, target = make_target_page()
    Reading.objects.all().delete()
    accept_entries(report_id=report.pk, versions=versions(report), user=office)
    entry = report.entries.get()
    content = {"figures": {str(target.pk): {"state": "value", "value": "8"}}}

    correct_entry(entry_id=entry.pk, content=content, reason="补报。", version=entry.version, user=office)

    assert Reading.objects.get(subject_id=target.pk).value == 8


def test_a_page_goes_out_with_what_was_filed_so_far():
    report, target = make_target_page(percent="67.50")
    cells = {place: cell.text for place, cell in read_workbook(unit_workbook(report)).sheets[0].cells.items()}
    row, columns = head_of(cells)

    shown = {name: cells.get((row + 1, column)) for name, column in columns.items()}

    assert shown["本期情况"] == "有进展"
    assert shown["工作进展"] == "三季度办了 5 场。"
    assert shown["完成率（%）"] == "67.5"
    assert shown["指标1本期数值"] == "5"
    assert shown["指标1"].startswith(f"{target.indicator}：")


def test_a_workbook_taken_with_nothing_changed_is_no_change():
    report, _target = make_target_page()

    found = compare(report, read_returned(unit_workbook(report)))

    assert (found.ready, found.settled, found.faulty) == ([], [], [])


def test_same_as_last_time_with_other_words_counts_as_progress():
    report = make_page(2)
    make_earlier(report, make_officer(report.organisation), "二季度办了 3 场。")
    rows = filled(
        {"本期情况": "与上期相同", "工作进展": "三季度办了 5 场。"},
        {"本期情况": "与上期相同", "工作进展": "二季度办了 3 场。"},
    )

    found = compare(report, read_returned(returned(report, rows)))

    assert [plan.said.content["answer"] for plan in found.ready] == [Answer.PROGRESS, Answer.SAME]
    assert found.is_complete


def test_a_returned_workbook_is_described_to_who_may_see_it(office):
    report = make_filed_page(1)
    target = registered("ledger.workbook")

    assert target.describe(str(report.pk)) == (
        f"{report.organisation.name} 2026年三季度",
        report.get_absolute_url(),
    )
    assert target.may_see(office, str(report.pk))
    assert not target.may_see(office, "x")
    assert not target.may_see(make_checker(make_region(SIBLING)), str(report.pk))


def test_a_correction_from_an_old_page_shows_why(client, office):
    report = make_filed_page(1)
    accept_entries(report_id=report.pk, versions=versions(report), user=office)
    entry = report.entries.get()
    address = reverse("ledger:entry_correct", args=[entry.pk])
    form = client.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    correct_entry(entry_id=entry.pk, content={"progress": "一"}, reason="一", version=entry.version, user=office)

    response = client.post(address, {**sent, "progress": "二", "why": "二"})

    assert response.status_code == 422
    assert "别人已经改过它" in response.content.decode()


def test_a_return_from_an_old_page_keeps_the_note_and_asks_for_the_sentences_again(client, office):
    report = make_filed_page(1)
    entry = report.entries.get()
    address = reverse("ledger:entry_return", args=[entry.pk])
    form = client.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    return_entry(entry_id=entry.pk, quote="", note="一", version=entry.version, user=office)
    fill_page(report, make_officer(report.organisation), progress="改好了。又办了两场。")

    response = client.post(address, {**sent, "quotes": ["0"], "note": "请写明场次"})

    page = response.content.decode()
    again = response.context["form"]
    assert response.status_code == 422
    assert "请写明场次" in page
    assert "又办了两场" in page
    assert "请重新勾选" in page
    assert again["quotes"].value() == []
    assert again["version"].value() == str(Entry.objects.get(pk=entry.pk).version)


@pytest.mark.parametrize("gone", ["0", "x", "99999999999999999999"])
def test_an_extension_of_a_unit_that_is_gone_is_not_one_of_everybody(client, office, gone):
    found = make_units_round(2)
    before = found.due_on
    address = f"{reverse('ledger:round_extend', args=[found.pk])}?report={gone}"

    response = client.post(
        address,
        {"request_id": uuid.uuid4(), "due_on": timezone.localdate() + timedelta(days=90), "reason": "一"},
        follow=True,
    )

    found.refresh_from_db()
    assert found.due_on == before
    assert "请重新勾选" in response.content.decode()


@pytest.mark.parametrize("name", ["round_chase", "round_workbooks"])
def test_ticks_of_units_that_are_gone_are_not_everybody(client, office, name):
    found = make_units_round(2)
    here = found.reports.first()

    response = client.get(f"{reverse(f'ledger:{name}', args=[found.pk])}?report={here.pk}&report=0", follow=True)

    assert response.redirect_chain
    assert "请重新勾选" in response.content.decode()


@pytest.mark.parametrize("entries", [[], ["x"], ["1:"], ["1:2:3"]])
def test_the_page_takes_only_answers_with_their_versions(client, office, entries):
    report = make_filed_page(1)
    address = reverse("ledger:check", args=[report.key])
    form = client.get(address).context["form"]

    response = client.post(address, {"request_id": form["request_id"].value(), "entry": entries})

    assert response.status_code == 422
    assert report.entries.get().state == EntryState.FILED


def test_a_page_of_a_unit_belongs_to_the_rounds(client):
    report = make_filed_page(1)

    client.force_login(make_checker())
    office = client.get(reverse("ledger:check", args=[report.key])).context["navigation"]
    client.force_login(report.filed_by)
    unit = client.get(report.get_absolute_url()).context["navigation"]

    assert [link.label for link in office if link.current] == ["报送"]
    assert [link.label for link in unit if link.current] == []
