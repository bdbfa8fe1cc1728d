"""Readings: said once, accepted for good, corrected in the open."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from kepu.apps.audit.models import AuditRow
from kepu.apps.base.errors import Refused
from kepu.apps.base.triggers import lifted
from kepu.apps.measures.codes import ReadingCode
from kepu.apps.measures.enums import Origin, ReadingState, Standing
from kepu.apps.measures.models import Reading
from kepu.apps.measures.selectors import history_of, readings_of
from kepu.apps.measures.services import Said, accept_readings, correct_reading, withdraw_reading
from kepu.core.errors import InputError
from tests.factories.measures import SUBJECT, make_reading
from tests.factories.people import make_user
from tests.factories.territory import DISTRICT, SIBLING

pytestmark = pytest.mark.django_db
KEY = {"subject": SUBJECT, "subject_id": 1, "region_code": DISTRICT, "period": "2026Q1"}


def said(value="12", **more):
    return Said(**{"value": value, "source": "统计年报", **more})


def test_reading_keeps_its_number_exactly_and_its_period():
    row = Reading.objects.get(pk=make_reading("12.3456", period="2026YTD09").pk)

    assert (row.value, str(row.period_end)) == (Decimal("12.3456"), "2026-09-30")


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1.23456", "1e17", "十二", ""])
def test_number_that_would_not_be_kept_is_refused(value):
    with pytest.raises(Refused) as refusal:
        make_reading(value)

    assert refusal.value.code == ReadingCode.BAD_VALUE
    assert not Reading.objects.exists()


@pytest.mark.parametrize(
    ("standing", "value"), [(Standing.VALUE, None), (Standing.MISSING, "3"), (Standing.NOT_APPLICABLE, "0")]
)
def test_missing_is_no_number_and_a_number_is_not_missing(standing, value):
    with pytest.raises(Refused) as refusal:
        make_reading(value, standing=standing)

    assert refusal.value.code == ReadingCode.BAD_VALUE


def test_reading_by_hand_says_where_it_is_from():
    with pytest.raises(Refused) as refusal:
        make_reading(source=" ")

    assert refusal.value.code == ReadingCode.SOURCE_REQUIRED


def test_period_that_is_none_is_refused():
    with pytest.raises(InputError):
        make_reading(period="2026Q5")


@pytest.mark.parametrize("state", list(ReadingState))
def test_saying_the_same_again_changes_nothing(state):
    user = make_user()
    first = make_reading(state=state, user=user)
    n_rows = AuditRow.objects.count()

    again = make_reading(state=state, user=user)

    assert (again.pk, again.recorded_at) == (first.pk, first.recorded_at)
    assert AuditRow.objects.count() == n_rows
    assert Reading.objects.count() == 1


def test_reading_that_is_not_accepted_changes_in_place():
    make_reading("10", state=ReadingState.DRAFT)
    row = make_reading(None, standing=Standing.MISSING, state=ReadingState.REPORTED)

    assert Reading.objects.get() == row
    assert (row.standing, row.value, row.state) == (Standing.MISSING, None, ReadingState.REPORTED)


def test_accepted_reading_is_only_corrected():
    row = make_reading("10")

    with pytest.raises(Refused) as refusal:
        make_reading("11")
    corrected = correct_reading(row.pk, said=said("11"), reason="核对年报后更正", user_id=make_user().pk)

    assert refusal.value.code == ReadingCode.ACCEPTED
    assert refusal.value.sentence.startswith("2026年一季度的数据已经通过")
    assert [each.value for each in readings_of(SUBJECT, [1])[1]] == [11]
    assert [(each.value, each.reason) for each in history_of(SUBJECT, 1)] == [(11, "核对年报后更正"), (10, "")]
    assert corrected.supersedes_id == row.pk


def test_correction_is_corrected_in_turn_but_nothing_twice():
    user = make_user()
    first = make_reading("10")
    second = correct_reading(first.pk, said=said("11"), reason="漏报一处", user_id=user.pk)

    with pytest.raises(Refused) as refusal:
        correct_reading(first.pk, said=said("12"), reason="再改", user_id=user.pk)
    third = correct_reading(
        second.pk, said=said(None, standing=Standing.NOT_APPLICABLE), reason="口径不同", user_id=user.pk
    )

    assert refusal.value.code == ReadingCode.SUPERSEDED
    assert readings_of(SUBJECT, [1])[1] == [third]


def test_correction_needs_a_reason_and_something_accepted():
    user = make_user()
    accepted, reported = make_reading(), make_reading(period="2026Q2", state=ReadingState.REPORTED)

    with pytest.raises(Refused) as without_reason:
        correct_reading(accepted.pk, said=said(), reason="  ", user_id=user.pk)
    with pytest.raises(Refused) as not_accepted:
        correct_reading(reported.pk, said=said(), reason="改", user_id=user.pk)

    assert without_reason.value.code == ReadingCode.REASON_REQUIRED
    assert not_accepted.value.code == ReadingCode.NOT_ACCEPTED


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE measures_reading SET value = 99 WHERE id = %s",
        "UPDATE measures_reading SET state = 'draft' WHERE id = %s",
        "DELETE FROM measures_reading WHERE id = %s",
    ],
)
def test_database_itself_keeps_what_was_accepted(statement):
    row = make_reading("10")

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [row.pk])

    assert Reading.objects.get().value == 10


def test_sqlite_does_not_replace_what_was_accepted():
    if connection.vendor != "sqlite":
        return
    row = make_reading("10")
    columns = [field.column for field in Reading._meta.concrete_fields]
    values = ", ".join("99" if column == "value" else column for column in columns)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"REPLACE INTO measures_reading ({', '.join(columns)}) SELECT {values} FROM measures_reading WHERE id = %s",  # noqa: S608  # names of columns
            [row.pk],
        )

    assert Reading.objects.get().value == 10


def test_database_refuses_a_number_that_is_missing():
    row = make_reading(state=ReadingState.REPORTED)

    with pytest.raises(DatabaseError), transaction.atomic():
        Reading.objects.filter(pk=row.pk).update(standing=Standing.MISSING)


def test_database_refuses_a_second_chain():
    row = make_reading(state=ReadingState.REPORTED)
    row.pk = None

    with pytest.raises(DatabaseError), transaction.atomic():
        row.save(force_insert=True)


def test_database_refuses_a_correction_without_reason():
    old = make_reading()
    row = Reading.objects.get()
    row.pk, row.supersedes = None, old

    with pytest.raises(DatabaseError), transaction.atomic():
        row.save(force_insert=True)


def test_what_is_published_above_stands_beside_our_own():
    make_reading("10")
    make_reading("10.4", origin=Origin.PUBLISHED, source="省科协公报")

    assert [each.value for each in readings_of(SUBJECT, [1])[1]] == [10]
    assert [each.value for each in readings_of(SUBJECT, [1], published=True)[1]] == [Decimal("10.4")]


def test_correcting_what_was_published_stays_published():
    row = make_reading("10.4", origin=Origin.PUBLISHED)

    new = correct_reading(row.pk, said=said("10.5"), reason="公报更正", user_id=make_user().pk)

    assert new.origin == Origin.PUBLISHED
    assert readings_of(SUBJECT, [1])[1] == []


def test_withdrawing_takes_back_what_nobody_accepted():
    make_reading(state=ReadingState.REPORTED)

    assert withdraw_reading(**KEY) is True
    assert withdraw_reading(**KEY) is False
    assert not Reading.objects.exists()


def test_withdrawing_leaves_what_was_accepted():
    make_reading()

    with pytest.raises(Refused) as refusal:
        withdraw_reading(**KEY)

    assert refusal.value.code == ReadingCode.ACCEPTED
    assert Reading.objects.exists()


def test_accepting_takes_what_was_reported_and_leaves_drafts():
    user = make_user()
    reported = make_reading(state=ReadingState.REPORTED)
    draft = make_reading(period="2026Q2", state=ReadingState.DRAFT)
    done = make_reading(period="2026Q3")

    accepted = accept_readings([reported.pk, draft.pk, done.pk], user_id=user.pk)

    assert accepted == [reported]
    assert Reading.objects.get(pk=reported.pk).accepted_by == user
    assert Reading.objects.get(pk=draft.pk).state == ReadingState.DRAFT


def test_readings_are_those_of_their_subject_in_the_order_of_time():
    for period in ("2026Q2", "2025", "2026Q1"):
        make_reading(period=period)
    make_reading(period="2026Q3", state=ReadingState.DRAFT)
    make_reading(subject_id=2)

    found = readings_of(SUBJECT, [1, 3])

    assert {key: [each.period for each in rows] for key, rows in found.items()} == {
        1: ["2025", "2026Q1", "2026Q2"],
        3: [],
    }


@pytest.mark.parametrize("number", [1, 3])
def test_readings_cost_one_query(number, django_assert_num_queries):
    for subject_id in range(number):
        make_reading(subject_id=subject_id)

    with django_assert_num_queries(1):
        readings_of(SUBJECT, range(number))


def test_log_says_what_became_of_a_figure():
    user = make_user()
    row = make_reading(state=ReadingState.REPORTED)
    make_reading(period="2026Q2", state=ReadingState.DRAFT)
    accept_readings([row.pk], user_id=user.pk)
    correct_reading(row.pk, said=said("11"), reason="更正", user_id=user.pk)

    assert list(AuditRow.objects.filter(app="measures").order_by("id").values_list("action", "region_code")) == [
        ("measures.state_reading", DISTRICT),
        ("measures.accept_reading", DISTRICT),
        ("measures.correct_reading", DISTRICT),
    ]


def test_regions_have_figures_of_their_own():
    make_reading("10")
    make_reading("20", region_code=SIBLING)

    assert sorted(each.value for each in readings_of(SUBJECT, [1])[1]) == [10, 20]


def test_lifted_triggers_come_back():
    row = make_reading()
    with lifted():
        Reading.objects.filter(pk=row.pk).update(source="改过")

    with pytest.raises(DatabaseError), transaction.atomic():
        Reading.objects.filter(pk=row.pk).update(source="又改")
