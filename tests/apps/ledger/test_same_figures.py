"""The same quantity in two linked plans is asked once and is a reading of both targets."""

import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from kepu.apps.ledger.enums import Answer, ReportState, TaskState
from kepu.apps.ledger.models import Entry, Task, UnitReport
from kepu.apps.ledger.round_exports import answer_table
from kepu.apps.ledger.same_figures import folded, quantities
from kepu.apps.ledger.selectors.checking import check_of
from kepu.apps.ledger.selectors.entries import targets_of
from kepu.apps.ledger.services.answering import save_answer
from kepu.apps.ledger.services.asking import ask
from kepu.apps.ledger.services.checking import accept_entries, correct_entry
from kepu.apps.ledger.services.filing import file_report
from kepu.apps.ledger.workbooks import unit_workbook
from kepu.apps.ledger.workbooks.comparing import compare
from kepu.apps.ledger.workbooks.reading import read_returned
from kepu.apps.measures.enums import ReadingState
from kepu.apps.measures.models import Reading
from kepu.core.workbooks import read_workbook
from tests.factories.answering import EARLIER, make_officer
from tests.factories.figures import lead, make_asked, make_plans
from tests.factories.reporting import make_round
from tests.factories.rounds import filled, head_of, make_checker, returned
from tests.factories.targets import make_shown_target
from tests.factories.territory import make_organisation

pytestmark = pytest.mark.django_db
FIRST, SECOND = "公民具备科学素质的比例", "全区 公民具备科学素质的比例"


@pytest.fixture
def asked():
    """The share of citizens in two plans, under two names."""
    return make_asked([{"indicator": FIRST}], [{"indicator": SECOND, "value": 18}])


def groups(report):
    [entry] = report.entries.select_related("task")
    return [each.targets for each in quantities(targets_of(report, [entry])[entry.pk])]


def answer(report, figures, officer=None, **content):
    [entry] = report.entries.all()
    said = {"answer": Answer.PROGRESS, "progress": "办了。", "figures": figures, **content}
    return save_answer(entry, officer or make_officer(report.organisation), said, entry.version)


def file_page(report, figures, officer=None):
    officer = officer or make_officer(report.organisation)
    answer(report, figures, officer)
    file_report(report, officer)
    report.refresh_from_db()


def values():
    return {row.subject_id: row.value for row in Reading.objects.current()}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("全区科普基地数量", "科普基地数量"),
        ("我区科普基地数量", "全市科普基地数量"),
        ("全县 科普基地 数量", "科普基地数量"),
        ("本区域内科普基地数量", "辖区内科普基地数量"),
        ("科普基地（Ａ级）", "科普基地(A级)"),
        ("“科普大篷车”行程", "科普大篷车行程"),
        ("科技志愿者人数", "科技志愿者"),
        ("科普活动场次", "全区科普活动"),
    ],
)
def test_names_are_the_same_without_the_place(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("社区科普馆", "科普馆"), ("市级科普基地", "区级科普基地"), ("全市级科普基地", "科普基地"), ("人数", "数量")],
)
def test_other_names_stay_different(one, other):
    assert folded(one) != folded(other)


def test_the_same_quantity_is_one_field_that_says_which_plans_it_serves(client, asked):
    report, (one, other) = asked
    client.force_login(make_officer(report.organisation))

    response = client.get(report.get_absolute_url())

    [row] = response.context["page"].rows
    page = response.content.decode()
    assert [figure.quantity.targets for figure in row.figures] == [(one, other)]
    assert page.count('-value"') == 1
    assert "只填一次，同时计入：" in page
    assert f"乙方案：{SECOND}（目标：到 2030 年 不低于 18%）" in page


def test_one_figure_is_a_reading_of_both_targets(asked):
    report, (one, other) = asked

    file_page(report, {str(one.pk): {"value": "16.5"}})

    assert values() == {one.pk: Decimal("16.5"), other.pk: Decimal("16.5")}
    [entry] = report.entries.all()
    assert entry.figures == {str(each.pk): {"state": "value", "value": "16.5"} for each in (one, other)}


def test_the_same_request_twice_counts_once(client, asked):
    report, (one, other) = asked
    client.force_login(make_officer(report.organisation))
    [entry] = report.entries.all()
    start = f"e{entry.pk}-"
    said = {
        "request_id": uuid.uuid4(),
        f"{start}version": entry.version,
        f"{start}answer": "progress",
        f"{start}progress": "办了。",
        f"{start}t{one.pk}-value": "16.5",
        f"{start}t{one.pk}-state": "value",
    }
    filing = {"request_id": uuid.uuid4()}

    for _time in range(2):
        saved = client.post(reverse("ledger:entry_save", args=[report.key, entry.pk]), said)
    for _time in range(2):
        client.post(reverse("ledger:report_file", args=[report.key]), filing)

    assert saved.json()["version"] == 2
    assert values() == {one.pk: Decimal("16.5"), other.pk: Decimal("16.5")}
    assert Reading.objects.count() == 2


def test_saving_what_stands_there_already_changes_nothing(asked):
    report, (one, _other) = asked
    answer(report, {str(one.pk): {"value": "16.5"}})
    officer = make_officer(report.organisation)

    saved = answer(report, {str(one.pk): {"value": "16.5"}}, officer)

    assert saved.version == 2
    assert saved.saved_by != officer


@pytest.mark.parametrize("said", [{"state": "missing"}, {"state": "not_applicable"}])
def test_that_there_is_no_figure_holds_for_both(asked, said):
    report, (one, other) = asked

    file_page(report, {str(one.pk): said})

    assert {row.subject_id: row.standing for row in Reading.objects.all()} == dict.fromkeys(
        (one.pk, other.pk), said["state"]
    )


def test_a_field_that_was_emptied_is_empty_for_both(asked):
    report, (one, _other) = asked
    answer(report, {str(one.pk): {"value": "16.5"}})

    saved = answer(report, {str(one.pk): {"state": "value", "value": ""}})

    assert saved.figures == {}


def test_both_readings_are_accepted_and_corrected_together(asked):
    report, (one, other) = asked
    file_page(report, {str(one.pk): {"value": "16.5"}})
    checker = make_checker()
    [entry] = report.entries.all()

    accept_entries(report_id=report.pk, versions={entry.pk: entry.version}, user=checker)
    entry.refresh_from_db()
    assert set(Reading.objects.values_list("state", flat=True)) == {ReadingState.ACCEPTED}
    figures = {"figures": {str(one.pk): {"state": "value", "value": "17"}}}
    correct_entry(entry_id=entry.pk, content=figures, reason="原数有误", version=entry.version, user=checker)

    assert values() == {one.pk: 17, other.pk: 17}


def test_the_form_of_a_correction_has_one_field(client, asked):
    report, (one, other) = asked
    file_page(report, {str(one.pk): {"value": "16.5"}})
    checker = make_checker()
    [entry] = report.entries.all()
    accept_entries(report_id=report.pk, versions={entry.pk: entry.version}, user=checker)
    entry.refresh_from_db()
    client.force_login(checker)
    address = reverse("ledger:entry_correct", args=[entry.pk])

    form = client.get(address).context["form"]
    assert [name for name in form.fields if name.startswith("figure_")] == [f"figure_{one.pk}"]
    assert form.fields[f"figure_{one.pk}"].label == f"{FIRST}（同时计入《乙方案》）（%）"
    given = {"request_id": uuid.uuid4(), "version": entry.version, "why": "原数有误", "answer": "progress"}
    assert client.post(address, {**given, "progress": "办了。", f"figure_{one.pk}": "17"}).status_code == 302

    assert values() == {one.pk: 17, other.pk: 17}


def test_who_checks_and_who_prints_see_the_figure_once(client, asked):
    report, (one, _other) = asked
    file_page(report, {str(one.pk): {"value": "16.5"}})
    label = f"{FIRST}（同时计入《乙方案》）"

    [row] = check_of(report, make_checker()).rows
    client.force_login(make_officer(report.organisation))
    sheet = client.get(reverse("ledger:report_sheet", args=[report.key])).content.decode()
    table = answer_table(report.round)

    assert [(figure.label, figure.new) for figure in row.figures if figure.target] == [(label, "16.5")]
    assert label in sheet
    assert sheet.count("16.5") == 1
    figures = dict(zip([name for name, _width in table.columns], table.rows[0], strict=True))["指标数据"]
    assert figures == f"{label}：16.5%"


def test_the_workbook_has_one_column_and_comes_back_for_both(asked):
    report, (one, other) = asked

    [sheet] = read_workbook(unit_workbook(report)).sheets
    cells = {place: cell.text for place, cell in sheet.cells.items()}
    row, columns = head_of(cells)
    content = returned(report, filled({"本期情况": "有进展", "工作进展": "办了。", "指标1本期数值": 16.5}))
    [plan] = compare(report, read_returned(content)).plans

    assert [name for name in columns if name.startswith("指标")] == ["指标1", "指标1本期数值"]
    assert cells[row + 1, columns["指标1"]].startswith(f"{FIRST}（同时计入《乙方案》）：")
    assert {key: said["value"] for key, said in plan.said.content["figures"].items()} == {
        str(one.pk): "16.5",
        str(other.pk): "16.5",
    }
    assert len(plan.figures) == 1


def test_a_workbook_that_comes_back_unchanged_changes_nothing(asked):
    report, (one, _other) = asked
    answer(report, {str(one.pk): {"value": "16.5"}})

    found = compare(report, read_returned(returned(report)))

    assert [plan.is_change for plan in found.plans] == [False]


def test_a_workbook_with_a_column_for_each_gives_each_its_own(asked):
    report, (one, other) = asked
    row = {"本期情况": "有进展", "工作进展": "办了。", "指标1本期数值": 16, "指标2本期数值": 15}
    apart = {str(each.pk): {"state": "value", "value": f"{each.pk}"} for each in asked[1]}
    report.entries.update(figures=apart)
    content = returned(report, filled(row))
    report.entries.update(figures={})

    [plan] = compare(report, read_returned(content)).plans

    assert {key: said["value"] for key, said in plan.said.content["figures"].items()} == {
        str(one.pk): "16",
        str(other.pk): "15",
    }


def test_figures_that_were_given_differently_stay_apart(client, asked):
    report, (one, other) = asked
    Entry.objects.filter(report=report).update(
        answer="progress",
        progress="办了。",
        figures={str(one.pk): {"state": "value", "value": "16"}, str(other.pk): {"state": "value", "value": "15"}},
    )
    officer = make_officer(report.organisation)
    client.force_login(officer)

    page = client.get(report.get_absolute_url()).content.decode()
    file_report(report, officer)

    assert page.count('-value"') == 2
    assert values() == {one.pk: 16, other.pk: 15}


def test_a_draft_from_before_the_link_is_filed_for_both(asked):
    report, (one, other) = asked
    said = {str(one.pk): {"state": "value", "value": "16"}}
    Entry.objects.filter(report=report).update(answer="progress", progress="办了。", figures=said)

    file_report(report, make_officer(report.organisation))

    assert values() == {one.pk: 16, other.pk: 16}


def test_the_same_as_last_time_is_taken_over_for_both():
    unit = make_organisation()
    one, other = make_plans(unit, [{"indicator": FIRST}], [{"indicator": SECOND}])
    officer = make_officer(unit)
    link_of = Task.objects.get(plan__title="甲方案").link
    Task.objects.update(link=None)
    ask(make_round(**EARLIER))
    before = UnitReport.objects.get(organisation=unit)
    before.entries.exclude(task=one.task).delete()
    answer(before, {str(one.pk): {"value": "16"}}, officer)
    file_report(before, officer)
    Task.objects.update(link=link_of)
    ask(make_round())
    report = UnitReport.objects.get(organisation=unit, round__period="2026Q3")

    answer(report, {}, officer, answer=Answer.SAME)
    file_report(report, officer)

    now = Reading.objects.filter(period="2026Q3").values_list("subject_id", "value")
    assert dict(now) == {one.pk: 16, other.pk: 16}


def test_three_plans_are_asked_once():
    report, targets = make_asked([{"indicator": FIRST}], [{"indicator": SECOND}], [{"indicator": f"我区{FIRST}"}])

    assert groups(report) == [tuple(targets)]


@pytest.mark.parametrize(
    "other",
    [
        {"indicator": FIRST, "unit": "个"},
        {"indicator": "中小学科学教师的比例"},
        {"indicator": FIRST, "period": "per_year"},
        {"indicator": FIRST, "period": "per_quarter"},
    ],
)
def test_what_measures_something_else_is_asked_by_itself(other):
    report, (one, two) = make_asked([{"indicator": FIRST}], [other])

    assert groups(report) == [(one,), (two,)]


def test_two_that_sound_alike_in_one_plan_stay_apart():
    report, targets = make_asked(
        [{"indicator": FIRST}, {"indicator": FIRST, "due_year": 2028}], [{"indicator": SECOND}]
    )

    assert sorted(len(each) for each in groups(report)) == [1] * len(targets)


@pytest.mark.parametrize(
    ("unit", "quote", "n_groups"),
    [
        ("%", "比例提高到20%", 1),
        ("人", "到2030年，注册科技志愿者达到4000人以上。", 1),
        ("人", "发展科技志愿者达到4000人。", 2),
        ("人", "注册科技志愿者4000人。", 2),
        ("人次", "参观达到4000人次。", 2),
        ("个", "新建科普馆达到5个。", 2),
        ("个", "建成科普馆5个。", 2),
    ],
)
def test_things_are_counted_from_the_beginning_of_their_plan_and_levels_are_not(unit, quote, n_groups):
    report, _targets = make_asked([{"unit": unit, "quote": quote}], [{"unit": unit, "quote": quote}])
    plan = Task.objects.get(plan__title="乙方案").plan
    plan.period_start = 2024
    plan.save(update_fields=["period_start"])

    assert len(groups(report)) == n_groups


@pytest.mark.parametrize(
    ("years", "after_end", "n_groups"), [((2026, 2026), "", 1), ((2026, 2027), "", 2), ((2026, 2026), "going_on", 2)]
)
def test_the_end_of_a_plan_of_one_year_is_the_end_of_the_year(years, after_end, n_groups):
    yearly = {"indicator": "科学家进校园", "unit": "场", "period": "per_year"}
    report, (one, other) = make_asked([yearly], [{**yearly, "period": "by_end", "due_year": 2026}])
    plan = other.plan
    plan.period_start, plan.period_end = years
    plan.after_end = after_end
    plan.save()

    assert len(groups(report)) == n_groups
    if n_groups == 1:
        file_page(report, {str(one.pk): {"value": "60"}})
        stated = Reading.objects.values_list("subject_id", "period", "value")
        assert set(stated) == {(one.pk, "2026YTD09", 60), (other.pk, "2026Q3", 60)}


@pytest.mark.parametrize(("years", "is_asked"), [((2021, 2025), False), ((2027, 2030), False), ((2021, 2026), True)])
def test_of_a_linked_plan_that_does_not_run_in_the_period_nothing_is_asked(years, is_asked):
    report, (one, other) = make_asked([{"indicator": FIRST}], [{"indicator": SECOND}])
    plan = other.plan
    plan.period_start, plan.period_end = years
    plan.save(update_fields=["period_start", "period_end"])

    assert groups(report) == [(one, other) if is_asked else (one,)]


def test_of_an_archived_task_nothing_is_asked():
    report, (one, *_others) = make_asked([{"indicator": FIRST}], [{"indicator": SECOND}, {"indicator": "科普基地"}])
    Task.objects.filter(plan__title="乙方案").update(state=TaskState.ARCHIVED)

    assert groups(report) == [(one,)]


def test_tasks_that_are_not_linked_are_asked_separately(asked):
    report, (one, _other) = asked
    Task.objects.update(link=None)

    assert groups(report) == [(one,)]


def test_a_target_that_another_unit_answers_for_is_not_filled_in(asked):
    report, (one, other) = asked
    lead(other.task, make_organisation())

    file_page(report, {str(one.pk): {"value": "16"}})

    assert report.state == ReportState.FILED
    assert values() == {one.pk: 16}


@pytest.mark.parametrize("n_plans", [2, 3])
def test_quantities_take_two_queries_for_any_number_of_plans(n_plans, django_assert_max_num_queries):
    report, _targets = make_asked(*[[{"indicator": FIRST}, {"indicator": "科普基地"}]] * n_plans)
    [entry] = report.entries.select_related("task")
    assert report.round.period == "2026Q3"

    with django_assert_max_num_queries(2):
        found = quantities(targets_of(report, [entry])[entry.pk])

    assert [len(each.targets) for each in found] == [n_plans] * 2


def test_one_target_is_itself():
    target = make_shown_target()

    [found] = quantities([target], {str(target.pk): {"state": "value", "value": "3"}})

    assert (found.target, found.others, found.keys) == (target, (), [str(target.pk)])
