"""Readings on a line of days."""

import doctest
import xml.etree.ElementTree as ET
from datetime import date

import pytest

from kepu.core.documents import Dated, Level, timeline, timeline_chart
from kepu.core.documents.codes import DocumentCode
from kepu.core.errors import InputError

WORDS = {"title": "场次", "description": "说明。", "labels": ("数据", "进度安排", "上级公布")}
ENDS = [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)]
TICKS = [(date(2025, 12, 31), "2025"), (date(2026, 12, 31), "2026")]


def drawn(readings, **more):
    return ET.fromstring(timeline_chart(readings, ticks=TICKS, **{**WORDS, **more}))  # noqa: S314  # our own


def of_class(root, name):
    return [each for each in root.iter() if name in each.get("class", "").split()]


def rows(*values):
    return [Dated(day, value, f"第{i}季", "缺报") for i, (day, value) in enumerate(zip(ENDS, values, strict=False), 1)]


def test_readings_stand_at_their_days():
    root = drawn(rows(1.0, 2.0, 3.0, 4.0))

    places = [float(dot.get("cx")) for dot in of_class(root, "kc-dot")]
    shares = [(x - 62) / (600 - 62 - 26) for x in places]

    assert shares == pytest.approx([90 / 365, 181 / 365, 273 / 365, 1.0], abs=0.001)


def test_missing_reading_is_a_gap_with_its_word_and_no_zero():
    root = drawn(rows(1.0, None, 3.0))

    assert len(of_class(root, "kc-dot")) == 2
    assert len(of_class(root, "kc-gap")) == 1
    assert [each.get("class") for each in of_class(root, "kc-missing")] == ["kc-missing"] * 2
    assert "缺报" in {each.text for each in root.iter()}


def test_figures_that_begin_anew_are_not_joined():
    readings = [
        Dated(date(2025, 12, 31), 9.0, group="2025"),
        Dated(date(2026, 3, 31), 1.0, group="2026"),
        Dated(date(2026, 6, 30), 2.0, group="2026"),
    ]

    lines = [each for each in of_class(drawn(readings), "kc-line") if "12" not in each.get("points", "").split()]

    assert len(lines) - 1 == 1  # one more in the legend


def test_expected_line_levels_and_published_figures_are_drawn_and_named():
    root = drawn(
        rows(1.0),
        expected=[Dated(date(2025, 12, 31), 0.0), Dated(date(2026, 12, 31), 10.0)],
        others=[Dated(ENDS[1], 3.0, "二季度")],
        levels=[Level(10.0, "目标 10"), Level(10.5, "力争 10.5", "stretch")],
    )
    words = [each.text for each in root.iter() if each.text]

    assert {"数据", "进度安排", "上级公布", "目标 10", "力争 10.5"} <= set(words)
    assert len(of_class(root, "kc-stretch")) == len(of_class(root, "kc-target")) == 1
    heights = [float(each.get("y")) for each in root.iter() if each.text in {"目标 10", "力争 10.5"}]
    assert abs(heights[0] - heights[1]) > 15


def test_schedule_alone_is_drawn_before_there_are_readings():
    assert of_class(drawn([], levels=[Level(10.0, "目标")]), "kc-target")


@pytest.mark.parametrize(
    ("readings", "code"),
    [
        ([], DocumentCode.CHART_EMPTY),
        ([Dated(ENDS[0], float("nan"))], DocumentCode.CHART_BAD_VALUE),
        ([Dated(ENDS[1], 1.0), Dated(ENDS[0], 1.0)], DocumentCode.CHART_BAD_VALUE),
    ],
)
def test_wrong_picture_is_refused(readings, code):
    with pytest.raises(InputError) as refusal:
        drawn(readings)

    assert refusal.value.code == code


def test_words_of_people_are_escaped():
    assert "<script>" not in timeline_chart([Dated(ENDS[0], 1.0, "<script>")], ticks=[(ENDS[0], "<script>")], **WORDS)


def test_docstrings_say_what_is_so():
    assert doctest.testmod(timeline).failed == 0
