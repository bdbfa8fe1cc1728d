"""A unit's page of a period: who opens it, what it shows, that nothing typed is lost."""

import json
import re
import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse

from kepu.apps.base import clock
from kepu.apps.files.selectors import visible_file
from kepu.apps.ledger.enums import Answer, EntryState, Filing, ReportState, Role, RoundState, TaskState
from kepu.apps.ledger.models import Entry, Task, TaskLink, UnitReport
from kepu.apps.ledger.services.answering import save_answer
from kepu.apps.ledger.services.asking import ask
from kepu.apps.ledger.services.filing import file_report
from kepu.apps.territory.enums import Change
from kepu.apps.territory.models import OrganisationSuccession
from tests.factories.answering import lead_all, make_earlier, make_officer, make_page
from tests.factories.files import make_upload
from tests.factories.ledger import make_confirmed_plan, make_office, make_result, make_target
from tests.factories.people import make_user
from tests.factories.reporting import give_task, make_round
from tests.factories.territory import make_organisation

pytestmark = pytest.mark.django_db
QUERIES = 16
SAID = {"answer": Answer.PROGRESS, "progress": "办了 3 场。"}


@pytest.fixture
def report():
    return make_page()


@pytest.fixture
def officer(report, client):
    user = make_officer(report.organisation)
    client.force_login(user)
    return user


def fields(report, content=None, **more):
    """What the page sends as one form."""
    data = {}
    for entry in report.entries.all():
        data[f"e{entry.pk}-version"] = entry.version
        data |= {f"e{entry.pk}-{name}": value for name, value in (content or SAID).items()}
    return {**data, **more}


def sent(report, **more):
    """A form beside the page."""
    return {"request_id": str(uuid.uuid4()), **more}


def test_a_signed_out_person_signs_in_and_comes_back(client, report):
    response = client.get(report.get_absolute_url())

    assert response.status_code == 302
    assert response["Location"] == f"{reverse('account_login')}?next={report.get_absolute_url()}"


def test_the_wrong_person_finds_nothing(client, report):
    client.force_login(make_officer(make_organisation()))

    response = client.get(report.get_absolute_url())

    assert response.status_code == 404
    assert report.organisation.name not in response.content.decode()


@pytest.mark.parametrize("exists", [True, False])
def test_an_officer_without_a_unit_learns_whom_to_ask(client, report, exists):
    client.force_login(make_user(region=report.organisation.region))

    response = client.get(report.get_absolute_url() if exists else reverse("ledger:report", args=[uuid.uuid4()]))

    assert response.status_code == 403
    assert "请联系领导小组办公室" in response.content.decode()
    assert report.organisation.name not in response.content.decode()


def test_the_office_reads_and_enters_only_when_it_says_so(client, report):
    client.force_login(make_office())

    reading = client.get(report.get_absolute_url()).content.decode()
    entering = client.get(f"{report.get_absolute_url()}?proxy=1").content.decode()

    assert "代录" in reading
    assert "data-entry=" not in reading
    assert "data-entry=" in entering
    assert "您正在代" in entering


def test_the_office_enters_through_the_page_and_files(client, report):
    client.force_login(make_office())
    own = f"{report.get_absolute_url()}?proxy=1"

    client.post(own, fields(report))
    page = client.get(f"{reverse('ledger:report_file', args=[report.key])}?proxy=1")
    response = client.post(f"{reverse('ledger:report_file', args=[report.key])}?proxy=1", sent(report))

    report.refresh_from_db()
    assert page.status_code == 200
    assert (report.state, report.filing) == (ReportState.FILED, Filing.PROXY)
    assert response["Location"].startswith(reverse("ledger:report_receipt", args=[report.key]))


def test_the_office_without_saying_so_changes_nothing(client, report):
    client.force_login(make_office())

    response = client.post(report.get_absolute_url(), fields(report))

    assert response.status_code == 403
    assert not Entry.objects.exclude(answer="").exists()


def test_the_page_groups_lead_tasks_by_plan_in_printed_order(client):
    unit = make_organisation()
    newer = make_confirmed_plan(2, issued_on=date(2026, 3, 1))
    older = make_confirmed_plan(2, issued_on=date(2022, 3, 1))
    for plan in (newer, older):
        lead_all(plan, unit)
    ask(make_round())
    report = UnitReport.objects.get()
    client.force_login(make_officer(unit))

    page = client.get(report.get_absolute_url()).context["page"]

    assert [group.plan for group in page.groups] == [older, newer]
    assert [row.task for row in page.rows] == [*older.tasks.all(), *newer.tasks.all()]
    assert [row.place for row in page.rows] == [1, 2, 3, 4]


def test_a_late_page_says_how_late_it_is(client, report, officer):
    report.round.opens_on = report.round.due_on = clock.today() - timedelta(days=3)
    report.round.save()

    assert "逾期 3 天" in client.get(report.get_absolute_url()).content.decode()


def test_last_periods_text_stands_beside_each_task(client, report, officer):
    make_earlier(report, officer, "二季度开展 3 场。")

    text = client.get(report.get_absolute_url()).content.decode()

    assert text.count("二季度开展 3 场。") == 2
    assert "上期（2026年二季度）" in text
    assert "其余 2 项全部与上期相同" in text


def test_percent_and_figures_are_asked_only_where_the_plan_sets_a_figure(client):
    plan = make_confirmed_plan(make_result(2, targets=[make_target(task_id=1)]))
    report = make_page(plan=plan)
    client.force_login(make_officer(report.organisation))

    text = client.get(report.get_absolute_url()).content.decode()

    assert len(re.findall(r'name="e\d+-percent"', text)) == 1
    assert len(re.findall(r'name="e\d+-t\d+-value"', text)) == 1


def test_linked_tasks_are_answered_once_and_all_sentences_are_shown(client):
    unit = make_organisation()
    tasks = [make_confirmed_plan(title=f"方案{n}").tasks.get() for n in range(2)]
    link = TaskLink.objects.create(region_code=tasks[0].region_code, created_by=make_user())
    for task in tasks:
        give_task(task, unit)
        task.link = link
        task.save()
    ask(make_round())
    client.force_login(make_officer(unit))

    page = client.get(UnitReport.objects.get(organisation=unit).get_absolute_url()).context["page"]

    assert [row.sentences for row in page.rows] == [tasks]


@pytest.mark.parametrize(("n", "more"), [(8, 0), (200, 0), (8, 3), (200, 3)])
def test_the_page_takes_the_same_number_of_queries(client, django_assert_num_queries, n, more):
    report = make_page(n)
    officer = make_officer(report.organisation)
    if more:
        make_earlier(report, officer)
        for entry in report.entries.all():
            save_answer(entry, officer, SAID, entry.version)
    client.force_login(officer)
    client.get(report.get_absolute_url())

    with django_assert_num_queries(QUERIES + bool(more)):
        response = client.get(report.get_absolute_url())

    assert len(response.context["page"].rows) == n


def test_without_script_the_page_saves_as_one_form(client, report, officer):
    response = client.post(report.get_absolute_url(), fields(report))

    assert response.status_code == 302
    assert list(report.entries.values_list("progress", flat=True)) == ["办了 3 场。"] * 2


def test_without_script_filing_goes_through_the_last_look(client, report, officer):
    response = client.post(report.get_absolute_url(), fields(report, action="file"))

    assert response["Location"] == reverse("ledger:report_file", args=[report.key])
    assert "确认上报" in client.get(response["Location"]).content.decode()


def test_a_form_with_two_hundred_tasks_is_taken_whole(client):
    report = make_page(200)
    client.force_login(make_officer(report.organisation))
    data = fields(report, {**SAID, "problems": "", "next_step": "", "reason": "", "percent": ""})

    assert client.post(report.get_absolute_url(), data).status_code == 302
    assert report.entries.filter(answer=Answer.PROGRESS).count() == 200


def test_what_is_refused_stays_on_the_page(client, report, officer):
    data = fields(report)
    first, second = report.entries.order_by("pk")
    data[f"e{first.pk}-progress"] = "很长" * 50_000

    response = client.post(report.get_absolute_url(), data)

    text = response.content.decode()
    assert response.status_code == 422
    assert "100000 个字" in text
    assert "很长" * 50_000 in text
    assert Entry.objects.get(pk=second.pk).progress == "办了 3 场。"


def test_who_comes_second_sees_both_texts_and_may_put_theirs_over(client, report, officer):
    entry = report.entries.order_by("pk").first()
    data = fields(report)
    save_answer(entry, make_officer(report.organisation), {"progress": "同事写的"}, entry.version)

    response = client.post(report.get_absolute_url(), data)
    form = next(row for row in response.context["page"].rows if row.stale).stale["form"]
    again = client.post(report.get_absolute_url(), {bound.html_name: bound.value() for bound in form})

    text = response.content.decode()
    assert response.status_code == 409
    assert "同事写的" in text
    assert "办了 3 场。" in text
    assert again.status_code == 302
    assert Entry.objects.get(pk=entry.pk).progress == "办了 3 场。"


def save(client, entry, **more):
    """What the script sends."""
    data = {f"e{entry.pk}-version": entry.version, **{f"e{entry.pk}-{k}": v for k, v in SAID.items()}}
    return client.post(reverse("ledger:entry_save", args=[entry.report.key, entry.pk]), {**data, **more})


def test_the_script_is_told_in_words_that_it_was_saved(client, report, officer):
    response = save(client, report.entries.first())

    answer = json.loads(response.content)
    assert (answer["version"], answer["answered"], answer["total"]) == (2, 1, 2)
    assert re.fullmatch(r"已保存 \d\d:\d\d", answer["saved"])


def test_the_script_gets_both_texts_when_somebody_was_quicker(client, report, officer):
    entry = report.entries.first()
    save_answer(entry, make_officer(report.organisation), {"progress": "同事写的"}, entry.version)

    response = save(client, entry)

    answer = json.loads(response.content)
    assert response.status_code == 409
    assert "同事写的" in answer["html"]
    assert "办了 3 场。" in answer["html"]


def test_the_script_is_told_why_something_was_refused(client, report, officer):
    entry = report.entries.first()

    response = save(client, entry, **{f"e{entry.pk}-progress": "文" * 10_001})

    assert response.status_code == 422
    assert "10001 个字" in json.loads(response.content)["sentence"]


def test_an_entry_of_another_page_is_not_saved_through_this_one(client, report, officer):
    other = make_page(1, organisation=make_organisation()).entries.first()
    data = {f"e{other.pk}-version": 1, f"e{other.pk}-progress": "混进来"}

    response = client.post(reverse("ledger:entry_save", args=[report.key, other.pk]), data)

    assert response.status_code == 404
    other.refresh_from_db()
    assert other.progress == ""


def test_the_rest_is_answered_as_before_in_one_press(client, report, officer):
    make_earlier(report, officer)
    first, second = report.entries.order_by("pk")
    save_answer(first, officer, SAID, first.version)

    client.post(reverse("ledger:report_same", args=[report.key]), sent(report))

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.answer, second.answer) == (Answer.PROGRESS, Answer.SAME)


def test_what_is_missing_is_listed_with_the_way_to_it(client, report, officer):
    first, second = report.entries.order_by("pk")
    save_answer(first, officer, {"answer": Answer.NONE}, first.version)

    text = client.get(reverse("ledger:report_file", args=[report.key])).content.decode()

    assert f'href="{report.get_absolute_url()}#e{first.pk}"' in text
    assert f'href="{report.get_absolute_url()}#e{second.pk}"' in text
    assert "还没有写原因" in text
    assert "确认上报" not in text


def test_filing_gives_a_receipt_that_can_be_forwarded(client, report, officer):
    client.post(report.get_absolute_url(), fields(report))

    response = client.post(reverse("ledger:report_file", args=[report.key]), sent(report), follow=True)

    text = response.context["receipt"].text
    assert f"2026Q3-990102-{report.pk:05}" in text
    for words in (report.organisation.name, "2026年三季度", officer.name, "2 项：有进展 2 项"):
        assert words in text
    assert report.get_absolute_url() in text


def test_filing_sent_twice_gives_the_same_receipt(client, report, officer):
    client.post(report.get_absolute_url(), fields(report))
    form = sent(report)
    address = reverse("ledger:report_file", args=[report.key])

    first, second = client.post(address, form), client.post(address, form)
    third = client.post(address, sent(report))

    assert first["Location"] == second["Location"] == third["Location"]
    assert set(report.entries.values_list("texts__event", flat=True)) == {"filed"}
    assert report.entries.first().texts.count() == 1


def test_after_filing_the_page_is_read_only(client, report, officer):
    client.post(report.get_absolute_url(), fields(report))
    file_report(report, officer)

    text = client.get(report.get_absolute_url()).content.decode()

    assert "data-entry=" not in text
    assert "本期已经上报" in text


def test_a_returned_entry_opens_with_the_sentence_lit_and_the_note_beside_it(client, report, officer):
    client.post(report.get_absolute_url(), fields(report, {**SAID, "progress": "举办活动。人数很多。"}))
    file_report(report, officer)
    first = report.entries.order_by("pk").first()
    Entry.objects.filter(pk=first.pk).update(
        state=EntryState.RETURNED, return_note="请写人数", return_quote="人数很多。"
    )
    UnitReport.objects.filter(pk=report.pk).update(state=ReportState.RETURNED)

    text = client.get(report.get_absolute_url()).content.decode()

    assert text.count("data-entry=") == 1
    assert re.search(r"<mark[^>]*is-lit[^>]*>人数很多。</mark>", text)
    assert "请写人数" in text


@pytest.mark.parametrize("change", ["closed", "dropped"])
def test_what_changed_meanwhile_is_said_on_the_page(client, report, officer, change):
    client.post(report.get_absolute_url(), fields(report))
    if change == "closed":
        report.round.state = RoundState.CLOSED
        report.round.save()
    else:
        Task.objects.update(state=TaskState.DROPPED, state_basis="区办〔2026〕9号")

    text = client.get(report.get_absolute_url()).content.decode()

    assert {"closed": "已经截止汇总", "dropped": "区办〔2026〕9号"}[change] in text
    assert "办了 3 场。" in text
    assert "data-entry=" not in text


def test_a_form_sent_after_the_round_was_closed_keeps_the_text_on_the_page(client, report, officer):
    data = fields(report, {**SAID, "progress": "来不及的内容"})
    report.round.state = RoundState.CLOSED
    report.round.save()

    response = client.post(report.get_absolute_url(), data)

    assert response.status_code == 422
    assert "来不及的内容" in response.content.decode()


def test_the_successor_sees_both_names_and_files(client, report):
    heir = make_organisation()
    OrganisationSuccession.objects.create(
        predecessor=report.organisation, successor=heir, on=date(2026, 8, 1), kind=Change.MERGED
    )
    client.force_login(make_officer(heir))

    text = client.get(report.get_absolute_url()).content.decode()
    client.post(report.get_absolute_url(), fields(report))
    response = client.post(reverse("ledger:report_file", args=[report.key]), sent(report), follow=True)

    assert report.organisation.name in text
    assert heir.name in text
    assert heir.name in response.context["receipt"].text


def test_supporting_units_are_asked_from_the_entry_and_their_answer_stands_beside_it(client, report, officer):
    entry = report.entries.first()
    helper = make_organisation()
    give_task(entry.task, helper, Role.SUPPORT)
    address = reverse("ledger:entry_support", args=[report.key, entry.pk])

    asked = client.post(address, sent(report, units=[helper.pk], words="请报场次", due_on="2026-10-05"))
    page = UnitReport.objects.get(organisation=helper)
    client.force_login(make_officer(helper))
    seen = client.get(page.get_absolute_url()).content.decode()
    support = page.entries.get()
    save(client, support, **{f"e{support.pk}-progress": "进校园 5 场"})
    client.post(reverse("ledger:entry_answer", args=[page.key, support.pk]), sent(page))
    client.force_login(officer)
    beside = client.get(report.get_absolute_url()).content.decode()

    assert asked.status_code == 302
    assert "请报场次" in seen
    assert "进校园 5 场" in beside
    assert "引用到本单位填报" in beside


def test_evidence_is_given_used_again_and_put_aside(client, report, officer):
    first, second = report.entries.order_by("pk")
    address = reverse("ledger:entry_evidence", args=[report.key, first.pk])

    client.post(address, sent(report, file=make_upload("签到表.txt")))
    stored = first.evidence.get()
    again = reverse("ledger:entry_evidence", args=[report.key, second.pk])
    client.post(again, sent(report, again=str(stored.file_id)))
    client.post(reverse("ledger:evidence_remove", args=[report.key, first.pk, stored.pk]), sent(report))

    text = client.get(report.get_absolute_url()).content.decode()
    assert text.count("签到表.txt") == 1
    assert visible_file(officer, stored.file_id) is not None
    client.force_login(make_officer(make_organisation()))
    assert client.get(reverse("files:file", args=[stored.file_id])).status_code == 404


def test_the_sheet_for_the_signature_has_every_answer(client, report, officer):
    client.post(report.get_absolute_url(), fields(report))

    text = client.get(reverse("ledger:report_sheet", args=[report.key])).content.decode()

    assert text.count("办了 3 场。") == 2
    assert "签字" in text


def test_every_link_on_the_page_opens_for_the_unit(client, report, officer):
    client.post(report.get_absolute_url(), fields(report))
    file_report(report, officer)
    text = client.get(report.get_absolute_url()).content.decode()
    main = text[text.index("<main") : text.index("</main")]

    links = {link for link in re.findall(r'href="(/[^"#]+)', main) if not link.startswith("/static")}

    assert {link for link in links if "history" in link}
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)
