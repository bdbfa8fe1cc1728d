"""Workbooks through the import: tables of duties, ledgers with their history, columns that nobody knows."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kepu.apps.audit.models import AuditRow
from kepu.apps.jobs.worker import run_worker
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import (
    Answer,
    ColumnRole,
    EntryEvent,
    EntryState,
    Filing,
    PlanKind,
    PlanState,
    ReportState,
    RoundState,
    TaskState,
)
from kepu.apps.ledger.models import ColumnMapping, ColumnReading, Entry, EntryText, Plan, Round, UnitReport
from kepu.apps.ledger.selectors.left_out import history_notices
from kepu.apps.ledger.selectors.rounds import standing
from kepu.apps.ledger.services import confirm_plan
from kepu.apps.ledger.services.filling import fill_plan
from kepu.apps.ledger.services.history import write_history
from kepu.apps.ledger.services.mapping import answer_columns
from kepu.core.plans.ledgers import LedgerRole
from kepu.core.workbooks import WorkbookCode
from tests.core.plans import ledger_samples as samples
from tests.core.workbooks.making import Writing, grid
from tests.factories.ledger import make_office, make_reader
from tests.factories.ledgers import import_workbook, make_column, make_column_reading
from tests.factories.territory import SIBLING, make_organisation, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return make_region()


@pytest.fixture
def office(region):
    return make_office(region)


@pytest.fixture
def units(region):
    """The units of the sample ledgers."""
    return {name: make_organisation(region=region, name=name) for name in ("青禾区教委", "青禾区科协")}


def posted(client, data, region, name="台账.xlsx", **extra):
    """Upload a workbook on the import page; a worker reads it."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    page = client.get(reverse("ledger:import"))
    answer = client.post(
        reverse("ledger:import"),
        {
            "region": region.code,
            "file": SimpleUploadedFile(name, data),
            "request_id": page.context["form"]["request_id"].value(),
            **extra,
        },
    )
    while run_worker(once=True):
        pass
    return answer


def answers(client, plan, **changes):
    """Post the page of columns with some fields changed; keys are headers."""
    page = client.get(reverse("ledger:columns", args=[plan.pk]))
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields}
    numbers = {row["key"]: number for number, row in enumerate(form.rows)}
    for key, value in changes.items():
        if key == "year":
            data["year"] = value
            continue
        role, _, period = value.partition("@")
        data[f"role_{numbers[key]}"] = role
        data[f"period_{numbers[key]}"] = period or data[f"period_{numbers[key]}"]
    data = {name: "" if value is None else value for name, value in data.items()}
    answer = client.post(reverse("ledger:columns", args=[plan.pk]), data)
    while run_worker(once=True):
        pass
    plan.refresh_from_db()
    return answer


def test_ledger_becomes_a_plan_with_its_history(client, region, office, units):
    client.force_login(office)
    posted(client, samples.quarters(), region)
    plan = Plan.objects.get()

    review = client.get(reverse("ledger:review", args=[plan.pk]))
    assert (plan.state, plan.kind, plan.title) == (
        PlanState.REVIEW,
        PlanKind.LEDGER,
        "白石县2025年全民科学素质工作台账",
    )
    assert "9 条历史进展" in review.content.decode()

    confirm_plan(plan_id=plan.pk, user=office)

    rounds = Round.objects.order_by("period")
    assert [(r.period, r.state, r.is_imported) for r in rounds] == [
        (period, RoundState.CLOSED, True) for period in ("2025Q1", "2025Q2", "2025Q3")
    ]
    entry = Entry.objects.get(task__position=3, period_end="2025-09-30")
    assert (entry.report.organisation, entry.report.state, entry.report.filing) == (
        units["青禾区科协"], ReportState.ACCEPTED, Filing.IMPORTED,
    )  # fmt: skip
    assert (entry.state, entry.answer, entry.progress, entry.percent, entry.problems) == (
        EntryState.ACCEPTED, Answer.PROGRESS, "三季度做了3件。", 81, "人手不足",
    )  # fmt: skip
    text = EntryText.objects.get(entry=entry)
    assert (text.event, text.filing, text.content["percent"]) == (EntryEvent.IMPORTED, Filing.IMPORTED, "81")
    assert text.content["cells"]["progress"] == "Sheet1!M7"
    assert AuditRow.objects.filter(action="ledger.write_history").exists()


def test_nobody_is_late_in_a_round_that_came_with_a_ledger(region, office, units):
    confirm_plan(plan_id=import_workbook(samples.quarters(), region=region, owner=office).pk, user=office)

    for found in Round.objects.all():
        assert standing(found, found.due_on + timedelta(days=400)).late == 0
        assert {report.days_late for report in found.reports.select_related("round")} == {0}


def test_percent_that_is_not_printed_is_missing_and_states_have_a_basis(region, office, units):
    plan = import_workbook(samples.flat(), region=region, owner=office)
    confirm_plan(plan_id=plan.pk, user=office)

    first, second, third = plan.tasks.order_by("position")
    assert [each.percent for each in Entry.objects.filter(task=first).order_by("period_end")] == [None, 60]
    assert Entry.objects.get(task=third, period_end="2025-06-30").percent is None
    assert (first.state, second.state, third.state) == (TaskState.UNDER_WAY, TaskState.DONE, TaskState.UNDER_WAY)
    assert second.state_basis == "台账写明“已办结”（台账!L4）"
    assert first.due_on.isoformat() == "2025-12-31"


def test_the_same_workbook_again_changes_nothing(region, office, units):
    plan = import_workbook(samples.flat(), region=region, owner=office)
    confirm_plan(plan_id=plan.pk, user=office)
    before = list(EntryText.objects.values_list("pk", flat=True))

    result = {**plan.parse.result, "heirs": None}
    done = write_history(plan, office, result)

    assert done.n_entries == 0
    assert list(EntryText.objects.values_list("pk", flat=True)) == before


def test_next_version_of_a_ledger_adds_only_what_is_new(region, office, units):
    def ledger(*more):
        header = ["序号", "重点任务", "牵头单位", "2025年一季度进展", *("2025年二季度进展" for _ in more)]
        rows = [[n, text, lead, f"一季度{n}", *more] for n, (text, lead, _) in enumerate(samples.TASKS, 1)]
        return grid(["青禾区2025年台账", *[None] * (len(header) - 1)], header, *rows)

    first = import_workbook(ledger(), region=region, owner=office)
    confirm_plan(plan_id=first.pk, user=office)
    first.tasks.filter(position=2).update(state=TaskState.SUSPENDED, state_basis="会议纪要")
    second = import_workbook(ledger("二季度新写的"), region=region, owner=office)
    Plan.objects.filter(pk=second.pk).update(earlier_version=first)

    confirm_plan(plan_id=second.pk, user=office)

    entries = Entry.objects.filter(task__plan=second).order_by("period_end", "task__position")
    assert [entry.progress for entry in entries] == ["一季度1", "一季度2", "一季度3", *["二季度新写的"] * 3]
    assert EntryText.objects.count() == 6
    assert not Entry.objects.filter(task__plan=first).exists()
    assert [task.state for task in second.tasks.order_by("position")] == [
        TaskState.UNDER_WAY, TaskState.SUSPENDED, TaskState.UNDER_WAY,
    ]  # fmt: skip


def test_period_that_units_are_answering_is_left_to_them(region, office, units):
    opened = make_round(region, "2025Q2", office)
    plan = import_workbook(samples.flat(), region=region, owner=office)
    confirm_plan(plan_id=plan.pk, user=office)

    assert not opened.reports.exists()
    assert set(Round.objects.filter(is_imported=True).values_list("period", flat=True)) == {"2025Q1"}
    assert left_out(plan) == [{"code": LedgerCode.HISTORY_IN_OPEN_ROUND, "details": {"period": "2025Q2", "n": 3}}]
    assert history_notices(plan)[0].startswith("2025年二季度 正在报送，台账里这一期的 3 条进展没有写入")


def test_what_a_unit_answered_itself_stays(region, office, units):
    plan = import_workbook(samples.flat(), region=region, owner=office)
    closed = make_round(region, "2025Q1", office, state=RoundState.CLOSED)
    result = plan.parse.result
    fill_plan(
        plan, result, {name: units.get(name) for task in result["tasks"] for name in (*task["lead"], *task["support"])}
    )
    task = plan.tasks.get(position=1)
    report = UnitReport.objects.create(round=closed, region_code=region.code, organisation=units["青禾区教委"])
    own = Entry.objects.create(
        report=report, task=task, region_code=region.code, period_end=closed.period_end, answer=Answer.PROGRESS,
        progress="我们自己写的。", state=EntryState.ACCEPTED,
    )  # fmt: skip

    write_history(plan, office, result)

    own.refresh_from_db()
    assert own.progress == "我们自己写的。"
    assert left_out(plan) == [{"code": LedgerCode.HISTORY_OWN_ANSWER, "details": {"period": "2025Q1", "n": 1}}]


def test_history_of_tasks_without_a_known_unit_is_told(region, office):
    make_organisation(region=region, name="青禾区教委")
    plan = import_workbook(samples.flat(), region=region, owner=office)
    confirm_plan(plan_id=plan.pk, user=office)

    assert left_out(plan) == [{"code": LedgerCode.HISTORY_WITHOUT_UNIT, "details": {"n": 2, "tasks": "2、3"}}]
    assert set(Entry.objects.values_list("task__position", flat=True)) == {1}


def test_rows_of_units_go_to_the_units_they_name(region, office):
    names = ("县科协", "县农业农村局", "县卫生健康局")
    found = {name: make_organisation(region=region, name=name) for name in names}
    plan = import_workbook(samples.merged_leads(), region=region, owner=office)
    confirm_plan(plan_id=plan.pk, user=office)

    entries = Entry.objects.filter(task__position=1).order_by("percent")
    assert [(e.report.organisation, e.progress) for e in entries] == [
        (found["县卫生健康局"], "办了2场。"),
        (found["县农业农村局"], "办了3场。"),
    ]


def test_history_follows_tasks_that_were_merged_and_leaves_rejected_ones(client, region, office, units):
    from kepu.apps.ledger.enums import CandidateKind, CandidateState
    from kepu.apps.ledger.services.deciding import judge_many
    from kepu.apps.ledger.services.reshaping import merge

    plan = import_workbook(samples.flat(), region=region, owner=office)
    first, second, third = plan.candidates.filter(kind=CandidateKind.TASK).order_by("place")
    judge_many(plan_id=plan.pk, user=office, state=CandidateState.REJECTED, ids=[first.pk])
    merge(plan_id=plan.pk, user=office, ids=[second.pk, third.pk])
    confirm_plan(plan_id=plan.pk, user=office)

    entry = Entry.objects.get(period_end="2025-06-30")
    assert entry.progress == "二季度完成第2步。\n二季度完成第3步。"
    assert Entry.objects.count() == 2


def test_columns_that_nobody_knows_are_asked_about_and_remembered(client, region, office):
    client.force_login(office)
    posted(client, samples.inserted(), region)
    plan = Plan.objects.get()
    page = client.get(reverse("ledger:progress", args=[plan.pk]), follow=True)

    assert plan.state == PlanState.COLUMNS
    assert page.redirect_chain == [(reverse("ledger:columns", args=[plan.pk]), 302)]
    assert [line.header for line in page.context["lines"]][:3] == ["", "协作分组", "上年比较"]
    assert "区科协、区教委" in page.content.decode()

    answers(client, plan, **{"#1": "support", "协作分组": "other", "上年比较": "problems@Q2"})

    assert plan.state == PlanState.REVIEW
    assert plan.parse.result["tasks"][0]["support"] == ["区科协", "区教委"]
    assert ColumnMapping.objects.get().columns["上年比较"] == {"role": "problems", "period": "Q2"}

    posted(client, samples.inserted() + b"\n", region, name="又一份.xlsx")
    again = Plan.objects.exclude(pk=plan.pk).get()
    shown = client.get(reverse("ledger:columns", args=[again.pk])).content.decode()
    assert again.state == PlanState.REVIEW
    assert "列的含义照以前说明的读取" in client.get(reverse("ledger:review", args=[again.pk])).content.decode()
    assert f"已照 {office.name} 在" in shown


def test_plan_that_waits_for_columns_stands_on_the_desk(client, region, office):
    reading = make_column_reading(region=region, owner=office, title="等人说明的台账")
    client.force_login(office)

    page = client.get("/").content.decode()

    assert "等人说明的台账" in page
    assert reading.plan.get_absolute_url() in page


def test_mapping_of_one_region_is_not_used_in_another(client, region, office):
    client.force_login(office)
    posted(client, samples.inserted(), region)
    answers(client, Plan.objects.get(), **{"#1": "support", "协作分组": "other", "上年比较": "other"})

    elsewhere = import_workbook(samples.inserted(), region=make_region(SIBLING))

    assert elsewhere.state == PlanState.COLUMNS


def test_missing_year_is_asked_for(client, region, office):
    client.force_login(office)
    posted(client, samples.months(), region)
    plan = Plan.objects.get()

    refused = answers(client, plan)
    assert refused.status_code == 422
    assert "请填写年份" in refused.content.decode()

    answers(client, plan, year=2025)
    assert plan.state == PlanState.REVIEW
    assert {report["period"] for report in plan.parse.result["history"]} == {
        "2025-01",
        "2025-02",
        "2025-03",
        "2025YTD03",
    }


def test_column_of_reports_needs_a_period_and_some_column_the_task(client, region, office):
    client.force_login(office)
    data = grid(
        ["2025年工作台账", None, None, None], ["序号", "工作任务", "责任单位", "完成情况"], [1, "甲事", "区科协", "好"]
    )
    plan = import_workbook(data, region=region, owner=office)

    refused = answers(client, plan)
    no_task = answers(client, plan, 工作任务="note", 完成情况="progress@Q1")

    assert "请选择这一列说的是哪一期" in refused.content.decode()
    assert "还没有一列是“任务”" in no_task.content.decode()
    assert plan.state == PlanState.COLUMNS


def test_other_meaning_while_checking_begins_again_and_loses_nothing(client, region, office):
    client.force_login(office)
    plan = import_workbook(samples.flat(), region=region, owner=office)
    answers(client, plan, 备注="problems@Q2")

    plan.refresh_from_db()
    new = Plan.objects.exclude(pk=plan.pk).get()
    assert (plan.state, new.state) == (PlanState.DISCARDED, PlanState.REVIEW)
    assert new.source_file == plan.source_file
    assert plan.candidates.exists()


def test_same_meaning_while_checking_changes_nothing(client, region, office):
    client.force_login(office)
    plan = import_workbook(samples.flat(), region=region, owner=office)
    answer = answers(client, plan)

    assert answer.url == reverse("ledger:review", args=[plan.pk])
    assert Plan.objects.get() == plan
    assert plan.state == PlanState.REVIEW


def test_confirmed_ledger_shows_how_its_columns_were_read(client, region, office, units):
    client.force_login(office)
    plan = import_workbook(samples.flat(), region=region, owner=office)
    confirm_plan(plan_id=plan.pk, user=office)

    text = client.get(reverse("ledger:document", args=[plan.pk])).content.decode()
    page = client.get(reverse("ledger:columns", args=[plan.pk])).content.decode()

    assert "这是一份台账，带有 6 条历史进展：2025年一季度、2025年二季度。" in text
    assert reverse("ledger:columns", args=[plan.pk]) in text
    assert "<select" not in page
    assert "2025年一季度" in page


def test_who_may_not_import_sees_no_columns_of_a_plan_in_progress(client, region):
    reading = make_column_reading(region=region)
    client.force_login(make_reader(region))

    assert client.get(reverse("ledger:columns", args=[reading.plan_id])).status_code == 404


def test_nothing_is_remembered_when_only_the_year_was_said(client, region, office):
    client.force_login(office)
    plan = import_workbook(samples.months(), region=region, owner=office)
    answers(client, plan, year=2025)

    assert not ColumnMapping.objects.exists()


def test_ledger_that_is_still_blank_is_a_ledger(region, office):
    header = ["序号", "重点任务", "牵头单位", "2026年一季度进展", "2026年二季度进展"]
    plan = import_workbook(grid(header, [1, "办好科普月", "区科协", None, None]), region=region, owner=office)
    confirm_plan(plan_id=plan.pk, user=office)
    plan.refresh_from_db()

    assert (plan.kind, plan.n_tasks) == (PlanKind.LEDGER, 1)
    assert not Round.objects.exists()


def test_page_of_very_many_columns_can_still_be_posted(client, region, office):
    client.force_login(office)
    many = [make_column(f"附表{number}", column=str(number)) for number in range(600)]
    text = make_column("重点任务", role="text", is_unclear=True)
    plan = make_column_reading(region=region, owner=office, columns=[text, *many]).plan

    answers(client, plan)

    assert plan.state != PlanState.COLUMNS


def test_answer_twice_is_refused(region, office):
    reading = make_column_reading(region=region, owner=office)
    answer_columns(plan_id=reading.plan_id, user=office, columns={}, year=2025)

    from kepu.apps.ledger.services.states import Decided

    with pytest.raises(Decided):
        answer_columns(plan_id=reading.plan_id, user=office, columns={}, year=2024)


def test_table_of_duties_in_a_workbook_is_a_plan_without_columns(client, region, office):
    client.force_login(office)
    data = grid(["序号", "任务内容", "牵头单位", "责任单位"], [1, "办好科普月", "区科协", "区教委"])
    posted(client, data, region, name="分工表.xlsx")
    plan = Plan.objects.get()

    assert plan.state == PlanState.REVIEW
    assert plan.candidates.filter(kind="task").count() == 1
    assert client.get(reverse("ledger:columns", args=[plan.pk])).status_code == 404


def test_warnings_about_a_workbook_are_shown_as_sentences(client, region, office):
    client.force_login(office)
    plan = import_workbook(samples.formulas(), region=region, owner=office)
    page = client.get(reverse("ledger:review", args=[plan.pk])).content.decode()

    assert "工作表“台账”的 H5 是公式，但没有存下结果，按空白处理" in page
    assert "第 7 行是合计，没有当作任务" in page


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "已损坏"),
        ("序号,任务".encode(), "与它的扩展名不符"),
        (grid([None]), None),
    ],
)
def test_bad_workbook_gives_a_sentence_and_no_plan(client, region, office, data, words):
    client.force_login(office)
    answer = posted(client, data, region)

    if words is None:  # a workbook, but empty: the reader says so
        plan = Plan.objects.get()
        assert (plan.state, plan.failure["code"]) == (PlanState.FAILED, WorkbookCode.EMPTY)
        assert "工作簿是空的" in client.get(reverse("ledger:progress", args=[plan.pk])).content.decode()
    else:
        assert words in answer.content.decode()
        assert not Plan.objects.exists()


def test_long_ledger_is_confirmed_with_a_bounded_number_of_queries(region, office, django_assert_max_num_queries):
    make_organisation(region=region, name="区科协")
    plan = import_workbook(samples.long(300), region=region, owner=office)
    with django_assert_max_num_queries(130):
        confirm_plan(plan_id=plan.pk, user=office)

    assert Entry.objects.count() == 1_200


def test_roles_of_the_page_are_those_of_the_reader():
    assert set(ColumnRole.values) == {role.value for role in LedgerRole}


def left_out(plan):
    return ColumnReading.objects.get(plan=plan).left_out


def make_round(region, period, user, **values):
    from kepu.core.measures import parse_period

    known = parse_period(period)
    return Round.objects.create(
        region_code=region.code, region_name=region.full_name, period=period, period_end=known.last,
        opens_on=known.first, due_on=known.last, created_by=user, **values,
    )  # fmt: skip


def test_workbook_in_a_sheet_with_secret_mark_is_refused(client, region, office):
    client.force_login(office)
    book = Writing()
    book.sheet("台账", [["秘密★10年"], ["序号", "工作任务", "责任单位", "进展"]])
    answer = posted(client, book.data(), region)

    assert "严禁上传涉密" in answer.content.decode()
