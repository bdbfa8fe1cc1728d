"""Pages of targets: the list, the picture, what may be changed and by whom."""

import io
import json
import uuid
from datetime import date
from decimal import Decimal

import pytest
import python_calamine
import time_machine
from django.urls import reverse

from kepu.apps.audit.models import AuditRow
from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.models import Target
from kepu.apps.measures.enums import Origin, ReadingState, Standing
from kepu.apps.measures.models import Reading
from tests.factories.files import make_stored_file, make_upload
from tests.factories.ledger import make_confirmed_plan, make_office, make_reader, make_result
from tests.factories.ledger import make_target as printed_target
from tests.factories.measures import make_reading
from tests.factories.targets import make_shown_target
from tests.factories.territory import SIBLING, make_policy, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def autumn():
    with time_machine.travel("2026-10-20 09:00+08:00", tick=False):
        yield


@pytest.fixture
def office(client):
    user = make_office()
    client.force_login(user)
    return user


@pytest.fixture
def reader(client):
    user = make_reader()
    client.force_login(user)
    return user


def shown(client, target):
    return client.get(target.get_absolute_url())


def sent(client, url, **values):
    """A form with its hidden fields, filled in."""
    form = client.get(url).context["form"]
    hidden = {name: form[name].value() for name in ("request_id", "version") if name in form.fields}
    initial = {name: form[name].value() for name in form.fields if form[name].value() not in {None, ""}}
    return client.post(url, {**initial, **hidden, **values})


# The list


def listed(client, query=""):
    return [row["target"] for row in client.get(reverse("ledger:targets") + query).context["rows"]]


def test_list_leaves_out_baselines_paired_hopes_and_what_is_not_ours(client, reader):
    make_shown_target(region=make_region(SIBLING))
    plan = make_confirmed_plan(
        make_result(
            1,
            targets=[
                printed_target(),
                printed_target(aspiration=True, value=25),
                printed_target(is_baseline=True, as_of_year=2025, value=14),
                printed_target(indicator="科普基地", aspiration=True, value=12, unit="个"),
            ],
        ),
        period_end=2030,
    )
    ours = list(plan.targets.order_by("position"))

    found = [each for each in listed(client) if each.plan_id == plan.pk]

    assert found == [ours[0], ours[3]]
    assert all(each.region_code == plan.region_code for each in listed(client))


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_however_long_it_is(client, reader, django_assert_num_queries, number):
    for _ in range(number):
        make_reading(subject_id=make_shown_target().pk)
    client.get("/accounts/me/")

    with django_assert_num_queries(10):
        assert len(listed(client)) == number


def test_list_is_narrowed_by_plan_unit_and_light(client, reader):
    wanted = make_shown_target(title="甲方案", schedule="linear", baseline_value=10, baseline_year=2025)
    other = make_shown_target(title="乙方案")
    make_reading("10", subject_id=wanted.pk, period="2026Q3")
    make_reading("30", subject_id=other.pk, period="2026Q3")

    assert listed(client, f"?plan={wanted.plan_id}") == [wanted]
    assert listed(client, "?light=behind") == [wanted]
    assert listed(client, "?light=reached") == [other]
    assert listed(client, f"?unit={wanted.task.units.get(role='lead').unit_key}") == [wanted, other]
    assert client.get(reverse("ledger:targets"), {"light": "purple"}).status_code == 422


def test_list_is_judged_by_the_rules_of_the_place(client, reader):
    target = make_shown_target(schedule="linear", baseline_value=10, baseline_year=2025)
    make_reading("10", subject_id=target.pk, period="2026Q3")
    make_policy(region=make_region(), behind_points=20)

    assert listed(client, "?light=normal") == [target]


def test_list_is_empty_with_a_way_out(client, reader):
    page = client.get(reverse("ledger:targets"))

    assert "还没有指标" in page.content.decode()


def test_export_holds_the_rows_of_the_list(client, office):
    target = make_shown_target(schedule="linear", baseline_value=10, baseline_year=2025)
    make_shown_target(printed={"indicator": "=cmd()", "unit": "个"})
    make_reading("10", subject_id=target.pk, period="2026Q3")

    response = client.get(reverse("ledger:target_export"), {"light": "behind"})

    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0)
    rows = [row for row in sheet.to_python() if "公民具备科学素质的比例" in row]
    assert len(rows) == 1
    assert rows[0][5:9] == ["2026年三季度", 10, 11.5, "落后于进度"]
    assert AuditRow.objects.filter(action="ledger.export_targets").exists()


# The page


def test_page_says_what_is_asked_and_how_it_stands(client, reader):
    target = make_shown_target(
        schedule="linear", baseline_value=10, baseline_year=2025, stretch_value=25, due_on=date(2030, 12, 31)
    )
    make_reading("10", subject_id=target.pk, period="2026Q2")
    make_reading("11.5", subject_id=target.pk, period="2026Q3")
    make_reading("11.2", subject_id=target.pk, period="2026Q3", origin=Origin.PUBLISHED)

    page = shown(client, target)
    text = page.content.decode()

    assert page.context["picture"].sentence == (
        "2026年三季度为 11.5%，按进度应达到 11.5%；目标：到 2030 年 不低于 20%。正常。"
    )
    assert page.context["picture"].rows[-1] == ["2026年三季度", "11.5%", "11.5%", "11.2%"]
    assert all(word in text for word in ("比例达到20%以上", "力争值", "2025 年", "区科协", "按时间平均推进"))
    assert "录入数据" not in text


def test_page_shows_missing_and_not_applicable_as_what_they_are(client, reader):
    target = make_shown_target()
    make_reading(None, subject_id=target.pk, period="2026Q1", standing=Standing.MISSING)
    make_reading(None, subject_id=target.pk, period="2026Q2", standing=Standing.NOT_APPLICABLE)

    page = shown(client, target)

    assert [row[1] for row in page.context["picture"].rows] == ["缺报", "不适用"]
    assert page.context["judged"].light.word == "尚不判断"


@pytest.mark.parametrize("number", [1, 4])
def test_page_costs_the_same_for_every_number_of_readings(client, reader, django_assert_num_queries, number):
    target = make_shown_target()
    for quarter in range(1, number + 1):
        make_reading(subject_id=target.pk, period=f"2026Q{quarter}")
    client.get("/accounts/me/")

    with django_assert_num_queries(10):
        shown(client, target)


@pytest.mark.parametrize("period", ["by_end", "by_date", "per_year", "per_quarter", "per_month", "per_week"])
@pytest.mark.parametrize("schedule", ["", "linear", "milestones", "last_year"])
def test_page_opens_for_every_kind_of_target(client, reader, period, schedule):
    target = make_shown_target(
        printed={"period": period, "due_year": None},
        plan_values={"period_start": None, "period_end": None},
        schedule=schedule,
        schedule_points=[["2026-06-30", "5"]],
    )
    for code, value in (("2025", "9"), ("2025YTD06", "4"), ("2026Q3", "5"), ("2026YTD09", "6"), ("2026-W07", "2")):
        make_reading(value, subject_id=target.pk, period=code)

    assert shown(client, target).status_code == 200


def test_page_opens_without_anything_known(client, reader):
    target = make_shown_target(
        printed={"period": "by_date", "due_year": None, "task_id": None},
        plan_values={"period_start": None, "period_end": None},
    )

    page = shown(client, target)

    assert page.status_code == 200
    assert page.context["picture"].sentence == "目标：不低于 20%。还没有数据。"


def test_target_of_a_plan_that_left_the_ledger_is_gone(client, reader):
    target = make_shown_target()
    type(target.plan).objects.filter(pk=target.plan_id).update(state=PlanState.DISCARDED)

    assert shown(client, target).status_code == 404


# Readings


def test_office_enters_a_figure_that_counts_at_once(client, office):
    target = make_shown_target()

    response = sent(
        client, reverse("ledger:reading_add", args=[target.pk]), period="2026Q3", value="12.5", source="统计年报"
    )

    assert response.url == target.get_absolute_url()
    row = Reading.objects.get()
    assert (row.subject_id, row.period, row.value, row.state) == (
        target.pk,
        "2026Q3",
        Decimal("12.5"),
        ReadingState.ACCEPTED,
    )
    assert (row.region_code, row.recorded_by) == (target.region_code, office)


def test_figure_that_is_sent_twice_counts_once(client, office):
    url = reverse("ledger:reading_add", args=[make_shown_target().pk])
    values = {
        "request_id": uuid.uuid4(),
        "period": "2026Q3",
        "standing": "value",
        "value": "1",
        "origin": "hand",
        "source": "年报",
    }

    addresses = [client.post(url, values).url for _ in range(2)]

    assert len(set(addresses)) == 1
    assert Reading.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"value": ""}, "value"),
        ({"value": "", "standing": "missing", "source": ""}, "source"),
        ({"standing": "not_applicable"}, "value"),
        ({"value": "一百"}, "value"),
        ({"value": "1.23456"}, "value"),
        ({"value": "1e30"}, "value"),
        ({"period": "2026-W07"}, "period"),
        ({"period": "2027Q1"}, "period"),
        ({"origin": "report"}, "origin"),
    ],
)
def test_figure_that_cannot_be_kept_is_explained_beside_its_field(client, office, values, field):
    url = reverse("ledger:reading_add", args=[make_shown_target().pk])

    response = sent(client, url, **{"period": "2026Q3", "value": "12.5", "source": "统计年报", **values})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not Reading.objects.exists()


def test_second_figure_of_a_period_points_to_correcting(client, office):
    target = make_shown_target()
    make_reading("12", subject_id=target.pk, period="2026Q3")

    response = sent(
        client, reverse("ledger:reading_add", args=[target.pk]), period="2026Q3", value="13", source="统计年报"
    )

    assert "请用“更正”并写明原因" in str(response.context["form"].non_field_errors())
    assert Reading.objects.get().value == 12


def test_yearly_figure_is_entered_for_the_year_so_far(client, office):
    target = make_shown_target(printed={"period": "per_year", "due_year": None})

    form = client.get(reverse("ledger:reading_add", args=[target.pk])).context["form"]

    assert [code for code, _ in form.fields["period"].choices][:5] == [
        "2026",
        "2026YTD09",
        "2026YTD06",
        "2026YTD03",
        "2025",
    ]


def test_accepted_figure_is_corrected_with_a_reason_and_stays_visible(client, office):
    target = make_shown_target()
    old = make_reading("12", subject_id=target.pk, period="2026Q3")
    url = reverse("ledger:reading_correct", args=[target.pk, old.pk])

    same = sent(client, url, reason="看看")
    without = sent(client, url, value="13", reason="")
    done = sent(client, url, value="13", reason="核对年报")

    assert (same.status_code, without.status_code) == (422, 422)
    assert done.url == target.get_absolute_url()
    text = shown(client, target).content.decode()
    assert "<del>12%</del>" in text
    assert "更正原因：核对年报" in text


def test_correcting_what_was_corrected_meanwhile_is_refused(client, office):
    target = make_shown_target()
    old = make_reading("12", subject_id=target.pk, period="2026Q3")
    url = reverse("ledger:reading_correct", args=[target.pk, old.pk])
    sent(client, url, value="13", reason="核对年报")

    second = sent(client, url, value="14", reason="再核对")

    assert "这条数据已经被更正过" in str(second.context["form"].non_field_errors())
    assert sorted(each.value for each in Reading.objects.all()) == [12, 13]


def test_reading_of_another_target_is_not_corrected_here(client, office):
    target, other = make_shown_target(), make_shown_target()
    reading = make_reading(subject_id=other.pk)

    assert client.get(reverse("ledger:reading_correct", args=[target.pk, reading.pk])).status_code == 404


@pytest.mark.parametrize("name", ["target_edit", "target_schedule", "reading_add"])
def test_who_only_reads_changes_nothing(client, reader, name):
    target = make_shown_target()

    assert client.post(reverse(f"ledger:{name}", args=[target.pk]), {}).status_code == 403


# What is asked for, and by what it is judged


def test_target_is_edited_with_a_reason_in_the_log(client, office):
    target = make_shown_target(due_on=date(2030, 12, 31))

    response = sent(
        client,
        reverse("ledger:target_edit", args=[target.pk]),
        value="22",
        stretch_value="25",
        reason="青府办函〔2026〕8号",
    )

    assert response.url == target.get_absolute_url()
    target.refresh_from_db()
    assert (target.value, target.stretch_value, target.quote) == (22, 25, "比例达到20%以上")
    changes = json.loads(AuditRow.objects.get(action="ledger.edit_target").changes)
    assert changes["value"] == {"old": "20.0000", "new": "22"}
    assert changes["reason"]["new"] == "青府办函〔2026〕8号"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"value_high": "20"}, "value_high"),
        ({"period": "per_year"}, "due_on"),
        ({"due_on": ""}, "due_on"),
        ({"baseline_value": "3"}, "baseline_year"),
        ({"baseline_value": "3", "baseline_year": "2030"}, "baseline_year"),
        ({"reason": ""}, "reason"),
    ],
)
def test_what_does_not_belong_together_is_refused(client, office, values, field):
    target = make_shown_target(due_on=date(2030, 12, 31))

    response = sent(client, reverse("ledger:target_edit", args=[target.pk]), **{"reason": "补充通知", **values})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


def test_two_people_editing_lose_neither_text(client, office):
    target = make_shown_target(due_on=date(2030, 12, 31))
    Target.objects.filter(pk=target.pk).update(version=2, value=21)

    response = sent(client, reverse("ledger:target_edit", args=[target.pk]), value="22", reason="通知", version="1")

    assert response.status_code == 409
    differing = [row for row in response.context["stale_rows"] if row["differs"]]
    assert ("目标值", Decimal(22), 21) in [(str(r["label"]), r["yours"], r["theirs"]) for r in differing]


def schedule_sent(client, target, **values):
    return sent(client, reverse("ledger:target_schedule", args=[target.pk]), **values)


def test_milestones_are_kept_in_the_order_of_days(client, office):
    target = make_shown_target(due_on=date(2030, 12, 31))

    schedule_sent(
        client,
        target,
        schedule="milestones",
        day_0="2028-12-31",
        value_0="15.50",
        day_1="2026-12-31",
        value_1="11",
    )

    target.refresh_from_db()
    assert (target.schedule, target.schedule_points) == (
        "milestones",
        [["2026-12-31", "11"], ["2028-12-31", "15.5"]],
    )
    assert AuditRow.objects.filter(action="ledger.set_schedule").exists()


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"schedule": "milestones"}, ["schedule"]),
        ({"schedule": "last_year"}, ["schedule"]),
        ({"schedule": "milestones", "day_0": "2028-12-31"}, ["value_0"]),
        ({"schedule": "milestones", "value_0": "3"}, ["day_0"]),
        ({"day_0": "2028-12-31", "value_0": "3", "day_1": "2028-12-31", "value_1": "4"}, ["day_1"]),
        ({"schedule": "milestones", "day_0": "2031-01-01", "value_0": "3"}, ["day_0"]),
    ],
)
def test_schedule_that_is_no_schedule_is_refused(client, office, values, fields):
    target = make_shown_target(due_on=date(2030, 12, 31))

    response = schedule_sent(client, target, **values)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == fields


def test_straight_line_is_drawn_only_when_it_was_chosen(client, office):
    target = make_shown_target(due_on=date(2030, 12, 31), baseline_value=10, baseline_year=2025)
    before = shown(client, target).context["picture"].svg

    schedule_sent(client, target, schedule="linear")
    after = shown(client, target).context["picture"].svg

    assert "kc-expected-line" not in before
    assert "kc-expected-line" in after


def test_document_of_a_figure_is_seen_by_whoever_sees_the_target(client, office):
    target = make_shown_target()
    url = reverse("ledger:reading_add", args=[target.pk])

    sent(client, url, period="2026Q3", value="12", source="公报", document=make_upload("公报.txt"))

    row = Reading.objects.get()
    about = reverse("files:about", args=[row.document_id])
    assert about in shown(client, target).content.decode()
    assert client.get(about).status_code == 200
    client.force_login(make_reader(make_region(SIBLING)))
    assert client.get(about).status_code == 404


def test_correction_keeps_the_document_unless_another_is_given(client, office):
    target = make_shown_target()
    old = make_reading("12", subject_id=target.pk, document_id=make_stored_file(owner=office).pk)

    sent(client, reverse("ledger:reading_correct", args=[target.pk, old.pk]), value="13", reason="核对年报")

    assert Reading.objects.get(supersedes=old).document_id == old.document_id


def test_document_that_is_no_document_is_refused_beside_its_field(client, office):
    url = reverse("ledger:reading_add", args=[make_shown_target().pk])

    response = sent(client, url, period="2026Q3", value="12", source="公报", document=make_upload("公报.exe"))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["document"]
    assert not Reading.objects.exists()
