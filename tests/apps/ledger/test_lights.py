"""Lights: the day before, the day and the day after; every comparator; the thresholds themselves."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kepu.apps.base.icons import TONES as SHAPES
from kepu.apps.ledger.enums import Comparator, ReportState, TaskState
from kepu.apps.ledger.lights import (
    TONES,
    URGENCY,
    Figure,
    LightCode,
    due_light,
    due_soon_until,
    figure_light,
    report_light,
)
from kepu.apps.ledger.policies import LightsPolicy

POLICY = LightsPolicy(
    due_soon_days=7, behind_points=Decimal(10), far_behind_points=Decimal(30), approx_percent=Decimal(5)
)
DUE = date(2026, 9, 30)


def light_on(day, state=TaskState.UNDER_WAY, policy=POLICY):
    return due_light(DUE, state, day, policy)


@pytest.mark.parametrize(
    ("days", "code", "note"),
    [
        (-8, LightCode.NORMAL, ""),
        (-7, LightCode.DUE_SOON, "还有 7 天"),
        (-6, LightCode.DUE_SOON, "还有 6 天"),
        (-1, LightCode.DUE_SOON, "还有 1 天"),
        (0, LightCode.DUE_SOON, "今天到期"),
        (1, LightCode.OVERDUE, "逾期 1 天"),
        (40, LightCode.OVERDUE, "逾期 40 天"),
    ],
)
def test_due_light_around_its_days(days, code, note):
    light = light_on(DUE + timedelta(days=days))

    assert (light.code, light.note) == (code, note)


@pytest.mark.parametrize(("days", "code"), [(-1, LightCode.NORMAL), (0, LightCode.DUE_SOON), (1, LightCode.OVERDUE)])
def test_place_may_warn_on_the_day_only(days, code):
    policy = LightsPolicy(0, POLICY.behind_points, POLICY.far_behind_points, POLICY.approx_percent)

    assert light_on(DUE + timedelta(days=days), policy=policy).code == code


@pytest.mark.parametrize("state", [TaskState.DONE, TaskState.STANDING, TaskState.SUSPENDED, TaskState.DROPPED])
def test_task_that_is_over_or_has_no_end_has_no_due_light(state):
    assert not light_on(DUE + timedelta(days=100), state)


def test_task_without_a_due_day_has_no_light():
    assert not due_light(None, TaskState.UNDER_WAY, DUE, POLICY)


def test_condition_on_rows_agrees_with_the_light():
    for days in range(-10, 10):
        today = DUE + timedelta(days=days)
        is_soon = today <= DUE <= due_soon_until(today, POLICY)

        assert is_soon == (light_on(today).code == LightCode.DUE_SOON)


@pytest.mark.parametrize("state", [ReportState.WAITING, ReportState.DRAFT, ReportState.RETURNED])
@pytest.mark.parametrize(
    ("days", "code"),
    [(-8, LightCode.NORMAL), (-7, LightCode.DUE_SOON), (0, LightCode.DUE_SOON), (1, LightCode.OVERDUE)],
)
def test_report_that_is_owed_has_the_light_of_its_day(state, days, code):
    assert report_light(DUE, state, DUE + timedelta(days=days), POLICY).code == code


@pytest.mark.parametrize(("days", "note"), [(-1, ""), (0, ""), (1, "迟报 1 天")])
def test_report_that_is_in_is_normal_and_says_if_it_was_late(days, note):
    light = report_light(DUE, ReportState.FILED, DUE + timedelta(days=60), POLICY, filed_on=DUE + timedelta(days=days))

    assert (light.code, light.note) == (LightCode.NORMAL, note)


def figure(comparator=Comparator.AT_LEAST, value=20, **parts):
    given = {name: None if each is None else Decimal(each) for name, each in parts.items() if name != "sinks"}
    return Figure(comparator, Decimal(value), sinks=parts.get("sinks", False), **given)


def judged(target, reading, expected=None):
    return figure_light(
        target,
        None if reading is None else Decimal(reading),
        None if expected is None else Decimal(expected),
        POLICY,
    )


@pytest.mark.parametrize(
    ("comparator", "below", "at", "above"),
    [
        (Comparator.AT_LEAST, False, True, True),
        (Comparator.ABOVE, False, False, True),
        (Comparator.AT_MOST, True, True, False),
        (Comparator.BELOW, True, False, False),
        (Comparator.EQUAL, False, True, True),
        (Comparator.ABOUT, False, True, True),
    ],
)
def test_comparators_around_their_value(comparator, below, at, above):
    target = figure(comparator)

    reached = [judged(target, reading).code == LightCode.REACHED for reading in ("18.9", "20", "21.5")]

    assert reached == [below, at, above]


@pytest.mark.parametrize(("reading", "is_reached"), [("18.99", False), ("19", True), ("20", True), ("30", True)])
def test_nearly_is_within_the_slack_of_the_policy(reading, is_reached):
    assert (judged(figure(Comparator.ABOUT), reading).code == LightCode.REACHED) == is_reached


@pytest.mark.parametrize(("reading", "is_reached"), [("1", False), ("0.4", True), ("0", True)])
def test_nearly_nothing_is_measured_by_the_baseline(reading, is_reached):
    target = figure(Comparator.ABOUT, 0, baseline=8)

    assert (judged(target, reading).code == LightCode.REACHED) == is_reached


@pytest.mark.parametrize(
    ("comparator", "reading", "is_reached"),
    [
        (Comparator.EQUAL, "14.9", False),
        (Comparator.EQUAL, "15", True),
        (Comparator.EQUAL, "20", True),
        (Comparator.AT_MOST, "20", True),
        (Comparator.AT_MOST, "20.1", False),
    ],
)
def test_both_ends_of_a_range_belong_to_it(comparator, reading, is_reached):
    target = figure(comparator, 15, high=20)

    assert (judged(target, reading).code == LightCode.REACHED) == is_reached


@pytest.mark.parametrize(("reading", "is_reached"), [("3", False), ("1", True)])
def test_rank_is_reached_from_above(reading, is_reached):
    target = figure(Comparator.EQUAL, 1, sinks=True)

    assert (judged(target, reading).code == LightCode.REACHED) == is_reached


def test_passing_a_printed_number_and_its_stretch_is_said():
    assert judged(figure(Comparator.EQUAL), "21").note == "已超过原文的数"
    assert judged(figure(stretch=25), "24").note == ""
    assert judged(figure(stretch=25), "25").note == "已达到力争值"
    assert judged(figure(Comparator.AT_MOST, 5, stretch=3), "3").note == "已达到力争值"


@pytest.mark.parametrize(
    ("reading", "code", "note"),
    [
        ("16", LightCode.NORMAL, ""),
        ("17", LightCode.NORMAL, ""),
        ("15.01", LightCode.NORMAL, "比进度少 9.9 个百分点"),
        ("15", LightCode.BEHIND, "比进度少 10 个百分点"),
        ("13", LightCode.BEHIND, "比进度少 30 个百分点"),
        ("12.99", LightCode.FAR_BEHIND, "比进度少 30.1 个百分点"),
    ],
)
def test_figure_light_at_its_thresholds(reading, code, note):
    """From 10 to 20, 16 expected: one unit is ten points."""
    light = judged(figure(baseline=10), reading, "16")

    assert (light.code, light.note) == (code, note)


@pytest.mark.parametrize(
    ("reading", "code"),
    [("6", LightCode.NORMAL), ("7", LightCode.BEHIND), ("8.4", LightCode.BEHIND), ("8.41", LightCode.FAR_BEHIND)],
)
def test_figure_that_is_to_sink_is_behind_when_it_is_high(reading, code):
    """From 10 to 2, 6 expected: 0.8 are ten points, 2.4 are thirty."""
    assert judged(figure(Comparator.AT_MOST, 2, baseline=10), reading, "6").code == code


@pytest.mark.parametrize(
    ("target", "reading", "expected"),
    [
        (figure(), None, "10"),
        (figure(), "10", None),
        (figure(Comparator.AT_MOST, 5), "6", "7"),
        (figure(baseline=20), "19", "20"),
        (figure(Comparator.EQUAL, 1, sinks=True), "3", "2"),
        (figure(Comparator.AT_MOST, 5, baseline=4), "6", "5"),
    ],
)
def test_without_reading_schedule_or_way_nothing_is_judged(target, reading, expected):
    assert judged(target, reading, expected).code == LightCode.NOT_JUDGED


def test_figure_without_baseline_rises_from_zero():
    assert judged(figure(value=100), "55", "60").code == LightCode.NORMAL
    assert judged(figure(value=100), "50", "60").code == LightCode.BEHIND


@pytest.mark.parametrize("code", [code for code in LightCode if code is not LightCode.NONE])
def test_every_light_has_a_word_a_shape_and_a_place(code):
    assert TONES[code] in SHAPES
    assert code in URGENCY


def test_words_differ_where_shapes_do_not():
    lights = [light_on(DUE + timedelta(days=1)), judged(figure(), "1", "19")]

    assert [light.tone for light in lights] == ["bad", "bad"]
    assert [light.word for light in lights] == ["逾期", "严重落后"]
    assert lights[0].urgency < lights[1].urgency
