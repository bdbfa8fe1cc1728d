"""Charts: what is drawn, what is refused, nothing that a page's policy would refuse."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from kepu.core.documents.charts import Bar, Part, Point, Series, bar_chart, line_chart, progress_chart
from kepu.core.errors import InputError

SVG = "{http://www.w3.org/2000/svg}"
WORDS = {"title": "公民具备科学素质的比例", "description": "三个区的比例在 10% 到 15% 之间。"}


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314  # drawn a moment ago by ourselves


def of_class(svg: str, name: str) -> list[ET.Element]:
    return [element for element in parsed(svg).iter() if name in element.get("class", "").split()]


def line_of(*values: float | None) -> list[Series]:
    return [Series("全区", [Point(str(2020 + i), value) for i, value in enumerate(values)])]


def test_bar_chart_draws_each_value_from_zero_in_proportion():
    svg = bar_chart([Bar("甲区", 5.0), Bar("乙区", 10.0)], **WORDS)

    short, long = of_class(svg, "kc-bar")

    assert short.get("x") == long.get("x")
    assert float(long.get("width")) == pytest.approx(2 * float(short.get("width")), abs=0.2)


def test_bar_chart_draws_the_interval_around_its_value():
    svg = bar_chart([Bar("甲区", 12.0, 10.0, 14.0)], **WORDS)

    whole = of_class(svg, "kc-interval")[0]
    end = float(of_class(svg, "kc-bar")[0].get("x")) + float(of_class(svg, "kc-bar")[0].get("width"))

    assert (float(whole.get("x1")) + float(whole.get("x2"))) / 2 == pytest.approx(end, abs=0.2)


def test_bar_chart_tells_missing_from_zero():
    svg = bar_chart([Bar("甲区", 0.0), Bar("乙区", None)], missing="未报", unit="%", **WORDS)

    assert len(of_class(svg, "kc-bar")) == 1
    assert "未报" in svg
    assert ">0%<" in svg


def test_bar_chart_draws_negative_values_to_the_left_of_zero():
    svg = bar_chart([Bar("降", -5.0), Bar("升", 5.0)], **WORDS)

    down, up = of_class(svg, "kc-bar")

    assert float(down.get("x")) + float(down.get("width")) == pytest.approx(float(up.get("x")), abs=0.2)


def test_bar_chart_with_only_missing_values_is_still_drawn():
    svg = bar_chart([Bar("甲区", None)], **WORDS)

    assert of_class(svg, "kc-bar") == []


def test_charts_escape_every_text():
    nasty = '<script>alert(1)</script>&"'

    for svg in (
        bar_chart([Bar(nasty, 1.0)], title=nasty, description=nasty, unit=nasty, target=1.0, target_label=nasty),
        line_chart([Series(nasty, [Point(nasty, 1.0)])], title=nasty, description=nasty, unit=nasty),
        progress_chart([Part(nasty, 1, 2)], title=nasty, description=nasty, unit=nasty),
    ):
        assert "<script" not in svg
        assert parsed(svg).find(f"{SVG}title").text == nasty


def test_charts_carry_neither_style_nor_script():
    svg = bar_chart([Bar("甲区", 1.0, 0.5, 1.5)], target=1.2, **WORDS) + line_chart(line_of(1.0, 2.0), **WORDS)

    assert not re.search(r"\sstyle=|\son\w+=|<style|<script", svg)


def test_charts_are_named_and_described_for_those_who_do_not_see_them():
    root = parsed(bar_chart([Bar("甲区", 1.0)], **WORDS))

    ids = root.get("aria-labelledby").split()

    assert root.get("role") == "img"
    assert [root.find(f"{SVG}title").get("id"), root.find(f"{SVG}desc").get("id")] == ids


def test_charts_are_drawn_alike_every_time_and_with_their_own_ids():
    first, again = bar_chart([Bar("甲区", 1.0)], **WORDS), bar_chart([Bar("甲区", 1.0)], **WORDS)
    other = bar_chart([Bar("乙区", 1.0)], **WORDS)

    assert first == again
    assert parsed(first).get("aria-labelledby") != parsed(other).get("aria-labelledby")


def test_charts_are_not_escaped_again_by_templates():
    svg = bar_chart([Bar("甲区", 1.0)], **WORDS)

    assert svg.__html__() == svg


def test_long_labels_are_cut_and_kept_whole_in_the_hint():
    label = "一个名字非常长而且怎么也放不进图表左边那一栏的牵头责任单位"

    svg = bar_chart([Bar(label, 1.0)], **WORDS)

    assert f"{label}：1" in svg
    assert any(element.text.endswith("…") for element in parsed(svg).iter(f"{SVG}text"))


def test_line_chart_breaks_the_line_at_a_missing_value():
    svg = line_chart(line_of(1.0, 2.0, None, 3.0), **WORDS)

    assert len(of_class(svg, "kc-line")) == 2
    assert len(of_class(svg, "kc-gap")) == 1
    assert len(of_class(svg, "kc-dot")) == 3


def test_line_chart_draws_intervals_as_bands_and_lone_ones_as_strokes():
    points = [
        Point("2020", 1.0, 0.5, 1.5),
        Point("2021", 2.0, 1.5, 2.5),
        Point("2022", None),
        Point("2023", 3.0, 2.0, 4.0),
    ]

    svg = line_chart([Series("全区", points)], **WORDS)

    assert len(of_class(svg, "kc-band")) == 1
    assert len(of_class(svg, "kc-interval")) == 1


def test_line_chart_names_its_series_when_there_are_several():
    labels = ["2020", "2021"]
    two = [Series(name, [Point(label, float(i)) for i, label in enumerate(labels)]) for name in ("城区", "乡镇")]

    svg = line_chart(two, **WORDS)

    assert ">城区<" in svg
    assert ">乡镇<" in svg


def test_line_chart_leaves_out_labels_that_do_not_fit_but_keeps_the_last():
    points = [Point(f"2020年第{i}季度", 1.0) for i in range(40)]

    svg = line_chart([Series("全区", points)], **WORDS)

    shown = [label for label in (point.label for point in points) if f">{label}<" in svg]
    assert shown[-1] == points[-1].label
    assert len(shown) < 15


@pytest.mark.parametrize("values", [(5.0,), (5.0, 5.0), (0.0, 0.0), (1e9, 2e9), (1e-6, 2e-6), (-3.0, 4.0)])
def test_line_chart_draws_any_finite_values_inside_its_box(values):
    svg = line_chart(line_of(*values), **WORDS)

    height = float(parsed(svg).get("viewBox").split()[3])
    assert all(0 <= float(dot.get("cy")) <= height for dot in of_class(svg, "kc-dot"))


def test_progress_chart_fills_the_share_and_marks_the_schedule():
    svg = progress_chart([Part("甲镇", 3, 4, expected=2, tone="good")], unit="项", **WORDS)

    track, done = of_class(svg, "kc-track")[0], of_class(svg, "kc-bar--good")[0]

    assert float(done.get("width")) == pytest.approx(0.75 * float(track.get("width")), abs=0.1)
    assert len(of_class(svg, "kc-expected")) == 1
    assert "3 / 4项" in svg


def test_progress_chart_does_not_draw_beyond_the_total():
    svg = progress_chart([Part("甲镇", 9, 4)], **WORDS)

    assert of_class(svg, "kc-bar")[0].get("width") == of_class(svg, "kc-track")[0].get("width")


@pytest.mark.parametrize(
    ("draw", "code"),
    [
        (lambda: bar_chart([], **WORDS), "documents.chart_empty"),
        (lambda: line_chart([], **WORDS), "documents.chart_empty"),
        (lambda: progress_chart([], **WORDS), "documents.chart_empty"),
        (lambda: bar_chart([Bar("甲", float("nan"))], **WORDS), "documents.chart_bad_value"),
        (lambda: bar_chart([Bar("甲", 5.0, 6.0, 7.0)], **WORDS), "documents.chart_bad_value"),
        (lambda: bar_chart([Bar("甲", 5.0, 4.0, None)], **WORDS), "documents.chart_bad_value"),
        (lambda: bar_chart([Bar("甲", None, 4.0, 6.0)], **WORDS), "documents.chart_bad_value"),
        (lambda: bar_chart([Bar("甲", 5.0)], target=float("inf"), **WORDS), "documents.chart_bad_value"),
        (lambda: line_chart(line_of(1.0) * 5, **WORDS), "documents.chart_bad_value"),
        (lambda: line_chart([*line_of(1.0), *line_of(1.0, 2.0)], **WORDS), "documents.chart_bad_value"),
        (lambda: progress_chart([Part("甲", 1, 0)], **WORDS), "documents.chart_bad_value"),
        (lambda: progress_chart([Part("甲", -1, 2)], **WORDS), "documents.chart_bad_value"),
    ],
)
def test_charts_refuse_what_would_draw_a_wrong_picture(draw, code):
    with pytest.raises(InputError) as refusal:
        draw()

    assert refusal.value.code == code
