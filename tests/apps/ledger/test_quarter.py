"""An office closes a quarter of 25 units: 17 report themselves, 6 send workbooks, 2 do not report."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kepu.apps.ledger.enums import EntryState, Filing, ReportState, RoundState
from kepu.apps.ledger.models import ChaseLog, Round
from kepu.apps.ledger.services.answering import save_answer
from kepu.apps.ledger.services.filing import file_report
from kepu.core.workbooks import read_workbook
from tests.factories.answering import make_officer
from tests.factories.rounds import fill_page, filled, make_checker, make_led_plan, returned
from tests.factories.territory import make_organisation

pytestmark = pytest.mark.django_db
UNITS, BY_THEMSELVES, BY_WORKBOOK = 25, 17, 6


def post(client, address, **sent):
    """Send the form that a page shows."""
    form = client.get(address).context["form"]
    return client.post(address, {"request_id": form["request_id"].value(), **sent})


def open_quarter(client):
    """Open the third quarter from the page."""
    post(client, reverse("ledger:round_open") + "?period=2026Q3", opens_on="2026-09-20", due_on="2026-12-31", note="")
    return Round.objects.get()


def hand_in(client, report):
    """Upload a returned workbook, look at the preview, take everything."""
    content = returned(report, filled({"本期情况": "有进展", "工作进展": f"{report.organisation.name}办了 4 场。"}))
    upload = SimpleUploadedFile("报送表.xlsx", content)
    preview = post(client, reverse("ledger:workbook", args=[report.key]), file=upload)["Location"]
    page = client.get(preview)
    taken = [plan.entry.pk for plan in page.context["intake"].ready]
    done = post(client, preview, seen=page.context["form"]["seen"].value(), action="file", take=taken)
    assert done["Location"] == report.get_absolute_url()


def check(client, report):
    """Accept everything that waits on a page."""
    address = reverse("ledger:check", args=[report.key])
    keys = [row.key for row in client.get(address).context["check"].waiting]
    post(client, address, entry=keys)


def test_an_office_closes_a_quarter(client):
    make_led_plan([make_organisation() for _number in range(UNITS)])
    enters, checks = make_checker(name="代录人"), make_checker(name="核对人")
    client.force_login(enters)
    quarter = open_quarter(client)
    reports = list(quarter.reports.select_related("organisation").order_by("pk"))
    own, sent, silent = reports[:BY_THEMSELVES], reports[BY_THEMSELVES:-2], reports[-2:]

    for report in own:
        fill_page(report, make_officer(report.organisation), text="办了 5 场。人数待统计。")
    for report in sent:
        hand_in(client, report)
    post(client, reverse("ledger:round_chase", args=[quarter.pk]), text="请报送。")

    assert len(sent) == BY_WORKBOOK
    assert sorted(ChaseLog.objects.values_list("report", flat=True)) == [report.pk for report in silent]
    assert quarter.reports.filter(filing=Filing.PROXY, source_file__isnull=False).count() == BY_WORKBOOK

    client.force_login(checks)
    first = own[0]
    entry = first.entries.get()
    post(
        client,
        reverse("ledger:entry_return", args=[entry.pk]),
        version=entry.version,
        quotes=["1"],
        note="请写人数。",
    )
    entry.refresh_from_db()
    assert (entry.state, entry.return_quote) == (EntryState.RETURNED, "人数待统计。")
    officer = make_officer(first.organisation)
    save_answer(entry, officer, {"progress": "办了 5 场，300 人。"}, entry.version)
    file_report(first, officer)
    for report in [*own, *sent]:
        check(client, report)

    page = client.get(quarter.get_absolute_url())
    assert (page.context["standing"].accepted, page.context["standing"].owed) == (UNITS - 2, 2)
    closing = client.get(reverse("ledger:round_close", args=[quarter.pk]))
    assert [report.pk for report in closing.context["owed"]] == [report.pk for report in silent]
    post(client, reverse("ledger:round_close", args=[quarter.pk]))

    quarter.refresh_from_db()
    assert (quarter.state, quarter.closed_by) == (RoundState.CLOSED, checks)
    assert set(quarter.reports.filter(pk__in=[report.pk for report in silent]).values_list("state", flat=True)) == {
        ReportState.WAITING
    }
    answers, units = read_workbook(client.get(reverse("ledger:round_export", args=[quarter.pk])).content).sheets
    assert (len(answers.rows), len(units.rows)) == (UNITS + 1, UNITS + 1)
    proxies = [cell for cell in units.cells.values() if cell.text == "办公室代录"]
    assert len(proxies) == BY_WORKBOOK
