"""A unit's page as a workbook, and back in every shape that people give it."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kepu.apps.audit.models import AuditRow
from kepu.apps.base.errors import Refused
from kepu.apps.files.models import StoredFile
from kepu.apps.files.services import prepare
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import Answer, EntryState, Filing, ReportState
from kepu.apps.ledger.models import UnitReport
from kepu.apps.ledger.services.answering import save_answer
from kepu.apps.ledger.services.filing import file_report
from kepu.apps.ledger.services.handing_in import hand_in, keep_workbook
from kepu.apps.ledger.services.rounds import close_round
from kepu.apps.ledger.workbooks import compare, read_returned, unit_workbook
from kepu.core.workbooks import read_workbook
from tests.factories.answering import EARLIER, make_earlier, make_officer, make_page
from tests.factories.ledger import make_confirmed_plan, make_result, make_target, make_task
from tests.factories.reporting import make_round
from tests.factories.rounds import fill_page, filled, head_of, make_checker, returned
from tests.factories.territory import make_organisation

pytestmark = pytest.mark.django_db
DONE = {"本期情况": "有进展", "工作进展": "办了 5 场。"}
NAME = "报送表.xlsx"


@pytest.fixture
def report():
    return make_page()


@pytest.fixture
def office(report):
    return make_checker()


def intake(report, change=lambda _cells: None, *, look=lambda _book, _page: None, placed=None):
    return compare(report, read_returned(returned(report, change, look=look)), placed)


def problems(found):
    """Place and code of everything that is wrong or worth knowing."""
    return [(problem.place, problem.code) for plan in found.plans for problem in plan.problems]


def codes(found):
    return [code for _place, code in problems(found)]


def fresh(report):
    return UnitReport.objects.get(pk=report.pk)


def figure_page(unit="场", value=20):
    result = make_result(
        [make_task(id=1, lead=[], support=[])], targets=[make_target(task_id=1, unit=unit, value=value)]
    )
    report = make_page(plan=make_confirmed_plan(result))
    return report, report.entries.get().task.targets.get()


def kept(report, user, content):
    return keep_workbook(report=report, upload=prepare(SimpleUploadedFile(NAME, content)), user=user)


def take_all(report, user, content, *, file_it=True, placed=None):
    stored = kept(report, user, content)
    found = compare(report, read_returned(content), placed)
    taken = [plan.entry.pk for plan in found.ready]
    return hand_in(
        report_id=report.pk,
        stored=stored,
        taken=taken,
        placed=placed or {},
        seen=found.fingerprint,
        file_it=file_it,
        user=user,
    )


def test_a_page_goes_out_with_its_tasks_and_the_last_text(report):
    make_earlier(report, make_officer(report.organisation), "二季度办了 3 场。")

    [sheet] = read_workbook(unit_workbook(report)).sheets
    cells = {place: cell.text for place, cell in sheet.cells.items()}
    row, columns = head_of(cells)

    tasks = [entry.task for entry in report.entries.order_by("task__position")]
    assert [cells[row + 1 + n, columns["任务"]] for n in range(2)] == [f"{t.number}. {t.text}" for t in tasks]
    assert cells[row + 1, columns["上期进展"]] == "二季度办了 3 场。"
    assert report.organisation.name in cells[0, 1]
    assert "2026年三季度" in cells[0, 1]
    assert 0 in sheet.hidden_columns
    assert [cells[number, 1][0] for number in (1, 2, 3)] == ["一", "二", "三"]


def test_the_same_page_gives_the_same_bytes(report):
    assert unit_workbook(report) == unit_workbook(report)


def test_what_was_filled_in_is_found_row_by_row(report):
    found = intake(report, filled(DONE, {"本期情况": "本期无进展", "无进展的原因": "经费未到。"}))

    assert [plan.said.content["answer"] for plan in found.ready] == [Answer.PROGRESS, Answer.NONE]
    assert problems(found) == []
    assert (found.is_complete, found.missing, found.unplaced) == (True, [], [])


def test_a_workbook_that_nobody_touched_changes_nothing(report):
    found = intake(report)

    assert found.ready == []
    assert not found.is_complete


def test_rows_may_be_moved_and_columns_inserted(report):
    def change(cells):
        cells = filled(DONE, {"本期情况": "不涉及"})(cells)
        row, _columns = head_of(cells)
        moved = {}
        for (each, column), value in cells.items():
            to = {row + 1: row + 9, row + 2: row + 4}.get(each, each)
            moved[to, column + 2 if column > 3 else column] = value
        return moved

    found = intake(report, change)

    assert [plan.said.content["answer"] for plan in found.plans] == [Answer.PROGRESS, Answer.NOT_APPLICABLE]
    assert [plan.row.number for plan in found.plans] == sorted((plan.row.number for plan in found.plans), reverse=True)


def test_hidden_rows_are_read_and_said(report):
    found = intake(report, filled(DONE, DONE), look=lambda _book, page: page.set_row(6, None, None, {"hidden": True}))

    assert len(found.ready) == 2
    assert problems(found) == [("报送表!7", LedgerCode.SHEET_HIDDEN_ROW)]


def test_merged_cells_count_for_each_task_and_are_said(report):
    def look(_book, page):
        page.merge_range(6, 7, 7, 7, "两项合并写。")

    found = intake(report, filled({"本期情况": "有进展"}, {"本期情况": "有进展"}), look=look)

    assert [plan.said.content["progress"] for plan in found.ready] == ["两项合并写。"] * 2
    assert codes(found) == [LedgerCode.SHEET_MERGED] * 2


def test_formulas_give_their_saved_value_or_a_problem(report):
    def look(_book, page):
        page.write_formula(6, 7, '="办了"&5&"场。"', None, "办了5场。")
        page.write_formula(7, 7, "=A1", None, "")

    found = intake(report, filled({"本期情况": "有进展"}, {"本期情况": "有进展"}), look=look)

    first, second = found.plans
    assert first.said.content["progress"] == "办了5场。"
    assert [problem.code for problem in first.problems] == [LedgerCode.SHEET_FORMULA_VALUE]
    assert second.errors != []
    assert not found.is_complete


@pytest.mark.parametrize(("result", "code"), [("#DIV/0!", LedgerCode.SHEET_ERROR_VALUE), (0, LedgerCode.SHEET_FORMULA)])
def test_a_formula_without_result_and_an_error_are_problems(result, code):
    report, _target = figure_page()

    found = intake(report, filled(DONE), look=lambda _book, page: page.write_formula(6, 8, "=1/0", None, result))

    assert problems(found) == [("报送表!I7", code)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [(85, "85"), ("85%", "85"), ("８５％", "85"), ("85.50", "85.50"), (0, "0"), (None, None), (120, "120")],
)
def test_percentages_are_read_as_people_write_them(value, expected):
    report, _target = figure_page()

    [plan] = intake(report, filled({**DONE, "完成率（%）": value})).plans

    percent = plan.said.content["percent"]
    assert plan.errors == []
    assert (percent if percent is None else Decimal(percent)) == (expected if expected is None else Decimal(expected))


def test_a_cell_that_shows_a_share_as_percent_is_a_percentage():
    report, _target = figure_page()

    def look(book, page):
        page.write(6, 8, 0.853, book.add_format({"num_format": "0%"}))

    [plan] = intake(report, filled(DONE), look=look).plans

    assert Decimal(plan.said.content["percent"]) == Decimal("85.3")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1, LedgerCode.SHEET_AMBIGUOUS),
        (0.85, LedgerCode.SHEET_AMBIGUOUS),
        ("约85", LedgerCode.SHEET_NOT_A_NUMBER),
        (100_000, LedgerCode.SHEET_NOT_A_NUMBER),
        (True, LedgerCode.SHEET_NOT_A_NUMBER),
    ],
)
def test_percentages_that_say_nothing_sure_are_problems(value, code):
    report, _target = figure_page()

    found = intake(report, filled({**DONE, "完成率（%）": value}))

    assert problems(found) == [("报送表!I7", code)]
    assert found.ready == []


def test_a_date_in_a_column_of_numbers_is_a_problem():
    report, _target = figure_page()

    def look(book, page):
        page.write(6, 8, 46203, book.add_format({"num_format": "m月d日"}))

    assert problems(intake(report, filled(DONE), look=look)) == [("报送表!I7", LedgerCode.SHEET_DATE)]


@pytest.mark.parametrize(("value", "expected"), [(25, "25"), ("25", "25"), ("1,250 场", "1250"), ("缺报", "")])
def test_figures_go_to_their_target(value, expected):
    report, target = figure_page()

    [plan] = intake(report, filled({**DONE, "指标1本期数值": value})).plans

    assert plan.errors == []
    assert plan.said.content["figures"][str(target.pk)]["value"] == expected


def test_a_figure_that_would_have_to_be_rounded_is_a_problem():
    report, _target = figure_page()

    found = intake(report, filled({**DONE, "指标1本期数值": 1 / 3}))

    assert codes(found) == [LedgerCode.SHEET_DECIMALS]


def test_a_figure_with_another_unit_is_a_problem():
    report, _target = figure_page()

    found = intake(report, filled({**DONE, "指标1本期数值": "85%"}))

    assert codes(found) == [LedgerCode.SHEET_NOT_A_NUMBER]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"本期情况": "差不多"}, LedgerCode.SHEET_UNKNOWN_ANSWER),
        ({"本期情况": "有进展"}, LedgerCode.SHEET_INCOMPLETE),
        ({"本期情况": "本期无进展"}, LedgerCode.SHEET_INCOMPLETE),
        ({"本期情况": "与上期相同"}, LedgerCode.NOTHING_BEFORE),
        ({"本期情况": "有进展", "工作进展": "办" * 10_001}, LedgerCode.SHEET_TOO_LONG),
    ],
)
def test_an_answer_that_is_no_answer_is_a_problem_with_its_cell(report, answer, code):
    found = intake(report, filled(answer))

    [(place, said)] = problems(found)
    assert said == code
    assert place.startswith("报送表!")
    assert all(problem.sentence.endswith("。") for plan in found.plans for problem in plan.problems)


def test_an_answer_that_was_not_picked_is_taken_from_what_is_written(report):
    found = intake(report, filled({"工作进展": "办了 5 场。"}, {"无进展的原因": "经费未到。"}))

    assert [plan.answer for plan in found.ready] == ["有进展", "本期无进展"]
    assert codes(found) == [LedgerCode.SHEET_ANSWER_TAKEN] * 2


def test_a_row_that_was_copied_with_other_words_is_a_problem(report):
    def change(cells):
        cells = filled(DONE)(cells)
        row, columns = head_of(cells)
        for name, column in columns.items():
            cells[row + 5, column] = "另一种写法。" if name == "工作进展" else cells.get((row + 1, column))
        return cells

    assert codes(intake(report, change)) == [LedgerCode.SHEET_TWICE]


def test_deleted_rows_are_named_and_left_alone(report):
    def change(cells):
        cells = filled(DONE)(cells)
        row, _columns = head_of(cells)
        return {place: value for place, value in cells.items() if place[0] != row + 2}

    found = intake(report, change)

    assert len(found.ready) == 1
    assert len(found.missing) == 1
    assert not found.is_complete


def test_extra_rows_are_offered_and_can_be_placed(report):
    def change(cells):
        row, columns = head_of(cells)
        cells = {place: value for place, value in cells.items() if place[0] != row + 2}
        cells[row + 3, columns["任务"]] = "另起的一行"
        cells[row + 3, columns["本期情况"]] = "有进展"
        cells[row + 3, columns["工作进展"]] = "新开展 2 场。"
        return cells

    found = intake(report, change)
    [row] = found.unplaced
    [missing] = found.missing

    assert (row.problem.code, row.row.number) == (LedgerCode.SHEET_NO_KEY, 9)
    assert "新开展 2 场。" in row.words
    again = intake(report, change, placed={9: missing.pk})
    assert again.unplaced == []
    assert [plan.entry.pk for plan in again.ready] == [missing.pk]


def test_of_very_many_extra_rows_only_some_are_asked_about(report):
    def change(cells):
        row, columns = head_of(cells)
        extra = {(row + 10 + n, columns["工作进展"]): f"多出的第{n}行" for n in range(60)}
        return {**cells, **extra}

    found = intake(report, change)

    assert (len(found.unplaced), len(found.asked_about), found.n_not_asked) == (60, 50, 10)


def test_rows_of_another_unit_are_not_taken(report):
    other = make_page()

    def change(cells):
        row, columns = head_of(cells)
        cells[row + 1, columns["编号（请勿改动）"]] = f"T{other.entries.first().pk}-v1"
        return filled(DONE)(cells)

    found = intake(report, change)

    assert [each.problem.code for each in found.unplaced] == [LedgerCode.SHEET_FOREIGN_ROW]
    assert found.ready == []


def test_a_workbook_without_mark_and_keys_is_matched_by_its_tasks(report):
    def change(cells):
        cells = filled(DONE, DONE)(cells)
        return {place: value for place, value in cells.items() if place[1] > 0}

    found = intake(report, change)

    assert [note.code for note in found.notes] == [LedgerCode.SHEET_NO_MARK]
    assert len(found.ready) == 2


def test_other_tabs_are_named(report):
    found = intake(report, filled(DONE), look=lambda book, _page: book.add_worksheet("附件").write(0, 0, "x"))

    assert [note.code for note in found.notes] == [LedgerCode.SHEET_OTHER_SHEETS]


def test_another_workbook_is_refused(report):
    found = intake(report, lambda _cells: {(0, 0): "序号", (0, 1): "姓名", (1, 0): 1})

    assert [each.code for each in found.refusals] == [LedgerCode.SHEET_NO_HEAD]


def test_the_workbook_of_another_unit_is_refused(report):
    other = make_page(organisation=make_organisation(name="另一局"))

    found = compare(report, read_returned(returned(other, filled(DONE))))

    assert [each.code for each in found.refusals] == [LedgerCode.SHEET_OTHER_UNIT]
    assert (found.other, found.plans) == (other, ())


def test_last_quarters_workbook_is_refused(report):
    make_earlier(report, make_officer(report.organisation))
    earlier = UnitReport.objects.get(round=make_round(**EARLIER))

    found = compare(report, read_returned(returned(earlier, filled(DONE))))

    [refusal] = found.refusals
    assert refusal.code == LedgerCode.SHEET_OTHER_PERIOD
    assert "2026年二季度" in refusal.sentence


def test_a_forged_mark_is_none(report):
    def change(cells):
        mark = next(place for place, value in cells.items() if str(value).startswith("kepu1:"))
        cells[mark] = str(cells[mark])[:-4] + "0000"
        return cells

    assert read_returned(returned(report, change)).mark is None


def test_a_page_that_changed_since_shows_both(report, office):
    old = returned(report, filled(DONE))
    entry = report.entries.order_by("task__position").first()
    save_answer(entry, office, {"answer": "progress", "progress": "页面上写的。"}, entry.version, Filing.PROXY)

    found = compare(report, read_returned(old))

    [plan] = found.ready
    assert plan.is_conflict
    assert [(row.old, row.new) for row in plan.texts] == [("页面上写的。", "办了 5 场。")]
    assert codes(found) == [LedgerCode.SHEET_CHANGED_SINCE]


def test_what_was_filed_already_is_not_written_over(report):
    officer = make_officer(report.organisation)
    old = returned(report, filled(DONE, DONE))
    for entry in report.entries.all():
        save_answer(entry, officer, {"answer": "progress", "progress": "自己报的。"}, entry.version)
    file_report(report, officer)

    found = compare(fresh(report), read_returned(old))

    assert (found.ready, len(found.settled)) == ([], 2)


def test_the_office_enters_and_files_for_the_unit(report, office):
    content = returned(report, filled({**DONE, "工作进展": "𠮷祥社区 5 场。"}, {"本期情况": "不涉及"}))

    done = take_all(report, office, content)

    found = fresh(report)
    assert (done.n_saved, done.is_filed) == (2, True)
    assert (found.state, found.filing, found.filed_by) == (ReportState.FILED, Filing.PROXY, office)
    assert found.source_file is not None
    assert found.source_file.name == NAME
    assert found.entries.filter(progress="𠮷祥社区 5 场。").exists()
    assert AuditRow.objects.filter(action="ledger.read_workbook").count() == 1
    with found.source_file.open() as stream:
        assert stream.read() == content


def test_a_unit_sends_its_own_workbook(report):
    officer = make_officer(report.organisation)

    take_all(report, officer, returned(report, filled(DONE, DONE)))

    assert (fresh(report).filing, fresh(report).filed_by) == (Filing.OWN, officer)


def test_strangers_hand_in_nothing(report):
    stranger = make_officer(make_organisation())

    with pytest.raises(PermissionDenied):
        kept(report, stranger, returned(report))
    assert not StoredFile.objects.filter(name=NAME).exists()


def test_rows_with_problems_stay_out_and_the_rest_is_kept_as_a_draft(report, office):
    content = returned(report, filled(DONE, {"本期情况": "差不多"}))

    take_all(report, office, content, file_it=False)

    assert fresh(report).state == ReportState.DRAFT
    assert sorted(report.entries.values_list("answer", flat=True)) == ["", "progress"]
    assert set(report.entries.values_list("state", flat=True)) == {EntryState.OPEN}


def test_an_incomplete_page_is_not_filed_and_nothing_is_kept(report, office):
    content = returned(report, filled(DONE))

    with pytest.raises(Refused) as refused:
        take_all(report, office, content)

    assert refused.value.code == LedgerCode.REPORT_INCOMPLETE
    assert fresh(report).state == ReportState.WAITING
    assert not report.entries.exclude(answer="").exists()


def test_a_preview_that_is_old_is_refused(report, office):
    content = returned(report, filled(DONE, DONE))
    stored = kept(report, office, content)
    seen = compare(report, read_returned(content)).fingerprint
    entry = report.entries.first()
    save_answer(entry, office, {"problems": "缺人。"}, entry.version, Filing.PROXY)

    with pytest.raises(Refused) as old:
        hand_in(report_id=report.pk, stored=stored, taken=[entry.pk], placed={}, seen=seen, file_it=False, user=office)

    assert old.value.code == LedgerCode.SHEET_PREVIEW_OLD


def test_nothing_ticked_is_said(report, office):
    content = returned(report, filled(DONE, DONE))
    stored = kept(report, office, content)
    seen = compare(report, read_returned(content)).fingerprint

    with pytest.raises(Refused) as nothing:
        hand_in(report_id=report.pk, stored=stored, taken=[], placed={}, seen=seen, file_it=False, user=office)

    assert nothing.value.code == LedgerCode.SHEET_NOTHING


def test_a_closed_round_takes_no_workbook(report, office):
    close_round(round_id=report.round_id, user=office)

    with pytest.raises(Refused) as closed:
        kept(report, office, returned(report))

    assert closed.value.code == LedgerCode.ROUND_CLOSED


def send(client, report, content):
    address = reverse("ledger:workbook", args=[report.key])
    form = client.get(address).context["form"]
    sent = {"request_id": form["request_id"].value(), "file": SimpleUploadedFile(NAME, content)}
    return client.post(address, sent)


def test_the_pages_show_and_then_take_a_workbook(client, report, office):
    client.force_login(office)

    preview = send(client, report, returned(report, filled(DONE, DONE)))["Location"]
    page = client.get(preview)
    assert not report.entries.exclude(answer="").exists()
    form = page.context["form"]
    sent = {
        "request_id": form["request_id"].value(),
        "seen": form["seen"].value(),
        "action": "file",
        "take": [plan.entry.pk for plan in page.context["intake"].ready],
    }
    first, second = client.post(preview, sent), client.post(preview, sent)

    assert first["Location"] == second["Location"] == report.get_absolute_url()
    assert fresh(report).state == ReportState.FILED
    assert AuditRow.objects.filter(action="ledger.read_workbook").count() == 1


def test_the_page_refuses_what_is_no_workbook(client, report, office):
    client.force_login(office)

    response = send(client, report, b"no workbook")

    assert response.status_code == 422
    assert not StoredFile.objects.filter(purpose="ledger.workbook").exists()


def test_the_preview_of_a_wrong_workbook_leads_to_the_right_page(client, report, office):
    other = make_page(organisation=make_organisation(name="另一局"))
    client.force_login(office)

    preview = send(client, report, returned(other, filled(DONE)))["Location"]
    page = client.get(preview)

    assert page.status_code == 422
    assert "另一个单位的填报表" in page.content.decode()
    assert reverse("ledger:workbook", args=[other.key]) in page.content.decode()


def test_a_workbook_of_one_page_is_not_shown_on_another(client, report, office):
    other = make_page(organisation=make_organisation(name="另一局"))
    stored = kept(report, office, returned(report, filled(DONE)))
    client.force_login(office)

    assert client.get(reverse("ledger:workbook_preview", args=[other.key, stored.pk])).status_code == 404


def test_the_unit_may_open_the_workbook_that_was_entered_for_it(client, report, office):
    take_all(report, office, returned(report, filled(DONE, DONE)))
    stored = fresh(report).source_file

    client.force_login(make_officer(report.organisation))
    own = client.get(stored.get_absolute_url())
    client.force_login(make_officer(make_organisation()))
    stranger = client.get(stored.get_absolute_url())

    own.close()
    assert (own.status_code, stranger.status_code) == (200, 404)


def test_all_workbooks_of_a_round_come_in_one_archive(client, report, office):
    import io
    import zipfile

    client.force_login(office)

    response = client.get(reverse("ledger:round_workbooks", args=[report.round_id]))

    with zipfile.ZipFile(io.BytesIO(response.content)) as packed:
        [name] = packed.namelist()
        assert report.organisation.name in name
        assert packed.read(name) == unit_workbook(report)


@pytest.mark.parametrize("number", [2, 40])
def test_the_preview_asks_as_often_for_many_tasks_as_for_two(number, django_assert_max_num_queries):
    report = make_page(number)
    content = returned(report, filled(*[DONE] * number))
    report = UnitReport.objects.select_related("organisation", "round").get(pk=report.pk)

    with django_assert_max_num_queries(8):
        found = compare(report, read_returned(content))

    assert len(found.ready) == number


@pytest.mark.parametrize("number", [2, 40])
def test_handing_in_asks_as_often_for_many_tasks_as_for_two(number, django_assert_max_num_queries):
    report, office = make_page(number), make_checker()
    content = returned(report, filled(*[DONE] * number))
    stored = kept(report, office, content)
    found = compare(report, read_returned(content))

    with django_assert_max_num_queries(44):
        done = hand_in(
            report_id=report.pk,
            stored=stored,
            taken=[plan.entry.pk for plan in found.ready],
            placed={},
            seen=found.fingerprint,
            file_it=True,
            user=office,
        )

    assert done.n_saved == number
    entered = AuditRow.objects.filter(action="ledger.enter_answer")
    assert set(entered.values_list("object_id", flat=True)) == {
        str(pk) for pk in report.entries.values_list("pk", flat=True)
    }
    assert set(report.entries.values_list("version", "filing", "saved_by")) == {(3, Filing.PROXY, office.pk)}


def test_a_page_that_was_filed_is_not_said_to_be_incomplete(report):
    officer = make_officer(report.organisation)
    before = intake(report, filled(DONE))
    fill_page(report, officer)

    assert (before.is_editable, intake(report, filled(DONE)).is_editable) == (True, False)


def test_a_target_of_dates_and_texts_in_text_columns_is_what_people_see(report):
    def look(book, page):
        page.write_datetime(6, 7, date(2026, 9, 30), book.add_format({"num_format": 'yyyy"年"m"月"d"日"'}))

    [plan] = intake(report, filled({"本期情况": "有进展"}), look=look).ready

    assert plan.said.content["progress"] == "2026年9月30日"
