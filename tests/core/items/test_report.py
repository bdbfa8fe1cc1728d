"""The report: everything in one file, in words as well as pictures, escaped, and quick to find what is wrong."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

from kepu.core.errors import ShapeError
from kepu.core.items import calibrate, classical_statistics, option_statistics, score
from kepu.core.items.fit import item_fit
from kepu.core.items.notes import Note, NoteCode
from kepu.core.items.report import ReportData, item_report
from kepu.core.items.report_charts import Line, line_plot, wright_map
from kepu.core.items.report_flags import FlagRules, flags_of
from kepu.core.items.report_notes import in_chinese

WRONG_KEY, HARD = 3, 6


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(8)
    n, k = 900, 12
    theta, b = rng.normal(size=(n, 1)), np.linspace(-1.6, 1.6, k)
    b[HARD] = 4.2
    right = rng.random((n, k)) < 1 / (1 + np.exp(-1.5 * (theta - b)))
    others = rng.choice(list("BCD"), (n, k))
    choices = {f"<题{j}>": np.where(right[:, j], "A", others[:, j]).tolist() for j in range(k)}
    key = dict.fromkeys(choices, "A")
    key[f"<题{WRONG_KEY}>"] = "B"
    options = option_statistics(choices, key)
    names = list(choices)
    found = calibrate(options.scored, items=names)
    return ReportData(
        calibration=found,
        responses=options.scored,
        scores=score(found, options.scored),
        classical=classical_statistics(options.scored, items=names),
        options=options,
        fit=item_fit(found, options.scored),
    )


class Reader(HTMLParser):
    """Tags with their attributes, and whether they close."""

    def __init__(self):
        super().__init__()
        self.found, self.open = [], []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag not in {"meta", "line", "rect", "circle", "polyline"}:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag not in {"line", "rect", "circle", "polyline"} or tag in self.open:
            assert self.open.pop() == tag


def test_the_page_needs_nothing_else_and_is_well_formed(data):
    page = item_report(data)
    reader = Reader()
    reader.feed(page)

    assert reader.open == []
    assert not [tag for tag, _ in reader.found if tag in {"script", "link", "img", "iframe"}]
    assert not re.search(r"https?:|url\(|@import", page)
    assert 'lang="zh-CN"' in page


def test_every_picture_has_words_and_every_table_that_scrolls_can_be_reached(data):
    reader = Reader()
    reader.feed(item_report(data))

    pictures = [attrs for tag, attrs in reader.found if tag == "svg"]
    tables = [attrs for _, attrs in reader.found if attrs.get("class") == "scroll"]
    assert len(pictures) == 3 + 2 * 12  # map, information, error; a curve and options of every item
    assert all(attrs["role"] == "img" and attrs["aria-label"] for attrs in pictures)
    assert all(attrs["tabindex"] == "0" and attrs["aria-label"] for attrs in tables)


def test_names_are_escaped(data):
    page = item_report(replace(data, title="<b>题库</b> & 报告"))

    assert "&lt;b&gt;题库&lt;/b&gt; &amp; 报告" in page
    assert "<题" not in page


def test_a_wrong_key_and_a_hard_item_are_flagged_and_a_good_one_is_not(data):
    flags = flags_of(data.calibration, data.classical, options=data.options, fit=data.fit)

    wrong = [flag for flag in flags if flag.item == f"<题{WRONG_KEY}>"]
    assert wrong[0].grave
    assert any("干扰项 A 被能力高的人选得更多" in flag.sentence for flag in wrong)
    assert any("太难" in flag.sentence for flag in flags if flag.item == f"<题{HARD}>")
    assert not [flag for flag in flags if flag.item == "<题5>"]


def test_limits_of_flags_are_data(data):
    strict = FlagRules(too_easy=0.5)

    flags = flags_of(data.calibration, data.classical, rules=strict, pairs=[("<题0>", "<题1>", 0.31)])

    assert any("太容易" in flag.sentence for flag in flags if flag.item == "<题0>")
    assert [flag.item for flag in flags if "残差相关" in flag.sentence] == ["<题0>", "<题1>"]


def test_numbers_of_the_page_are_those_of_the_library(data):
    page = item_report(data)

    assert f"α {data.classical.alpha:.3f}" in page
    assert f"对数似然 {data.calibration.log_likelihood:.2f}" in page
    for value in data.calibration.a:
        assert f"<td>{value:.3f}</td>" in page


def test_items_of_categories_have_curves_too():
    rng = np.random.default_rng(2)
    theta = rng.normal(size=(500, 1))
    noise = rng.logistic(size=(500, 6))
    table = (1 + sum((1.4 * theta + noise > cut).astype(np.int8) for cut in (-1, 0, 1))).astype(np.int8)
    found = calibrate(table, "grm")

    page = item_report(ReportData(found, table, score(found, table), classical_statistics(table)))

    assert "等级反应模型" in page
    assert page.count("的得分曲线") == 6


def test_tables_that_do_not_fit_are_refused(data):
    with pytest.raises(ShapeError):
        item_report(replace(data, responses=data.responses[:-1]))


def test_the_map_puts_items_where_they_are():
    chart = wright_map(np.array([-1.0, 0.0, 1.0]), np.ones(3), ["hard", "easy"], np.array([2.0, -2.0]), cut=0.5)

    heights = {name: float(re.search(rf'y="([\d.]+)"[^>]*>{name}<', chart)[1]) for name in ("hard", "easy")}
    assert heights["hard"] < heights["easy"]
    assert chart.count('class="cut"') == 1


def test_a_gap_in_a_curve_is_left_out():
    line = Line("一", np.array([0.0, 1.0, 2.0]), np.array([0.1, np.nan, 0.3]))

    chart = line_plot([line], title="图", description="有缺口。", x_range=(0, 2), y_max=1)

    assert "nan" not in chart
    assert 'aria-label="图。有缺口。"' in chart


@pytest.mark.browser
def test_the_page_fits_a_telephone_and_axe_finds_nothing(data, tmp_path, browser):
    from axe_playwright_python.sync_playwright import Axe

    path = tmp_path / "report.html"
    path.write_text(item_report(data), encoding="utf-8")
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(path.as_uri())

    width = page.evaluate("document.documentElement.scrollWidth")
    found = [each["id"] for each in Axe().run(page).response["violations"]]
    page.close()

    assert width == 360
    assert found == []


@pytest.mark.parametrize("code", NoteCode)
def test_every_note_is_said_in_chinese(code):
    numbers = {"n": 3, "of": 5, "item": "甲", "items": ["甲", "乙"], "unused": ["1"], "used": ["0", "2"]}

    said = in_chinese(Note("English", code, **numbers))

    assert said != "English"
    assert "{" not in said


def test_a_plain_sentence_stays():
    assert in_chinese("English") == "English"
