"""`kepu survey`: the contract that scripts rely on."""

import csv
import io
import json

import numpy as np
import pytest

from kepu.cli.codes import CliCode
from kepu.cli.main import main
from kepu.core.survey import Design
from kepu.core.tables import read_table

ROWS = 240
DESIGN = 'weights = "w"\nstrata = ["h"]\nclusters = ["psu", "person"]\n'
MARGINS = "variable,category,total\ng,甲,700\ng,乙,500\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    rng = np.random.default_rng(1)
    h = np.repeat(["东", "西"], ROWS // 2)
    psu = np.arange(ROWS) // 20
    data = {
        "w": rng.uniform(2, 8, ROWS).round(3),
        "h": h,
        "psu": psu,
        "person": np.arange(ROWS),
        "y": (rng.random(ROWS) < 0.3).astype(int).astype(str),
        "x": rng.uniform(1, 5, ROWS).round(3),
        "g": rng.choice(["甲", "乙"], ROWS),
        "k": rng.integers(1, 12, ROWS),
    }
    data["y"][[3, 50]] = ["", "NA"]
    with (tmp_path / "data.csv").open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(data)
        writer.writerows(zip(*data.values(), strict=True))
    (tmp_path / "d.toml").write_text(DESIGN, encoding="utf-8")
    (tmp_path / "m.csv").write_text(MARGINS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def estimate(capsys, *arguments, design="d.toml", data="data.csv"):
    code = main(["survey", "estimate", data, "--design", design, "--format", "json", *arguments])
    out, err = capsys.readouterr()
    return code, json.loads(out or err)


def library(folder):
    table = read_table((folder / "data.csv").read_bytes(), "data.csv")
    design = Design(
        table.numbers("w"), strata=table.labels("h"), clusters=[table.labels("psu"), table.labels("person")]
    )
    return table, design


def test_overall_share_is_that_of_the_library(folder, capsys):
    table, design = library(folder)
    expected = design.mean(table.numbers("y"))

    code, found = estimate(capsys, "--y", "y")

    assert code == 0
    (row,) = found["rows"]
    assert set(row) == {"by", "estimate", "se", "low", "high", "n", "df", "deff"}
    assert row["by"] == {}
    assert row["n"] == ROWS - 2
    assert row["estimate"] == expected.estimate[0]
    assert row["se"] == expected.se[0]
    assert expected.interval == "logit"


def test_domains_are_sorted_and_their_labels_are_the_texts_of_the_file(folder, capsys):
    _, found = estimate(capsys, "--y", "y", "--by", "g,k")

    labels = [tuple(row["by"].values()) for row in found["rows"]]
    assert labels == sorted(labels)
    assert {"g", "k"} == set(found["rows"][0]["by"])
    assert ("甲", "10") in labels


@pytest.mark.parametrize(
    ("options", "ask"),
    [
        (("--statistic", "total"), lambda d, t: d.total(t.numbers("y"))),
        (("--over", "x"), lambda d, t: d.ratio(t.numbers("y"), t.numbers("x"))),
        (("--statistic", "mean", "--interval", "wilson"), lambda d, t: d.mean(t.numbers("y"), interval="wilson")),
        (("--level", "0.9"), lambda d, t: d.mean(t.numbers("y"), level=0.9)),
    ],
)
def test_options_reach_the_library(folder, capsys, options, ask):
    table, design = library(folder)
    expected = ask(design, table)

    _, found = estimate(capsys, "--y", "y", *options)

    (row,) = found["rows"]
    assert [row["estimate"], row["se"], row["low"], row["high"]] == pytest.approx(
        [expected.estimate[0], expected.se[0], expected.low[0], expected.high[0]], rel=1e-12
    )


def test_quantile_has_no_design_effect(folder, capsys):
    _, found = estimate(capsys, "--y", "x", "--statistic", "quantile", "--p", "0.5")

    assert found["rows"][0]["deff"] is None
    assert found["rows"][0]["low"] < found["rows"][0]["estimate"] < found["rows"][0]["high"]


@pytest.mark.parametrize("variance", ["bootstrap", "jackknife"])
def test_replicates_say_how_they_were_made_and_repeat(folder, capsys, variance):
    (folder / "d.toml").write_text(DESIGN + 'replicates = {kind = "bootstrap", n = 50, seed = 3}\n', encoding="utf-8")

    first, second = (estimate(capsys, "--y", "y", "--variance", variance)[1] for _ in range(2))

    assert first == second
    assert "replicates" in first["notes"][-1]


def test_half_samples_need_pairs_and_get_them(folder, capsys):
    (folder / "b.toml").write_text('weights = "w"\nstrata = ["pair"]\nclusters = ["psu"]\n', encoding="utf-8")
    text = (folder / "data.csv").read_text(encoding="gb18030").splitlines()
    lines = [f"{text[0]},pair", *(f"{line},{index // 40}" for index, line in enumerate(text[1:]))]
    (folder / "pairs.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")

    code, found = estimate(capsys, "--y", "x", "--variance", "brr", design="b.toml", data="pairs.csv")

    assert code == 0
    assert found["notes"] == ["BRR: 8 replicates."]


def test_weigh_adds_a_column_that_meets_the_margins(folder, capsys):
    code = main(["survey", "weigh", "data.csv", "--design", "d.toml", "--margins", "m.csv", "-o", "out.csv"])

    assert code == 0
    assert "1200" in capsys.readouterr().out
    rows = list(csv.DictReader(io.StringIO((folder / "out.csv").read_text(encoding="utf-8"))))
    sums = {label: sum(float(row["weight_calibrated"]) for row in rows if row["g"] == label) for label in "甲乙"}
    assert sums == pytest.approx({"甲": 700, "乙": 500}, rel=1e-9)
    assert rows[3]["y"] == ""


def test_margins_of_the_design_file_lie_beside_it(folder, capsys):
    (folder / "deep").mkdir()
    (folder / "deep/d.toml").write_text(DESIGN + 'margins = "../m.csv"\n', encoding="utf-8")

    _, found = estimate(capsys, "--y", "y", "--statistic", "total", design="deep/d.toml")
    _, plain = estimate(capsys, "--y", "y", "--statistic", "total")

    assert found["rows"][0]["estimate"] != plain["rows"][0]["estimate"]


def test_explanation_gives_formula_and_lines_of_r(folder, capsys):
    _, found = estimate(capsys, "--y", "y", "--by", "g", "--explain")

    text = "\n".join(found["explain"])
    assert "Σ w y / Σ w" in text
    assert "svydesign(id = ~`psu` + `person`, strata = ~`h`, weights = ~`w`, data = data)" in text
    assert "svyby(~`y`, ~`g`, d, svymean, na.rm = TRUE)" in text


def test_table_and_workbook_hold_the_same(folder, capsys):
    assert main(["survey", "estimate", "data.csv", "--design", "d.toml", "--y", "y", "--by", "g"]) == 0
    assert "estimate" in capsys.readouterr().out

    code = main(
        [
            "survey",
            "estimate",
            "data.csv",
            "--design",
            "d.toml",
            "--y",
            "y",
            "--by",
            "g",
            "--format",
            "xlsx",
            "-o",
            "o.xlsx",
        ]
    )
    assert code == 0
    assert read_table((folder / "o.xlsx").read_bytes(), "o.xlsx").labels("g").tolist() == ["乙", "甲"]


def test_stratum_with_one_unit_ends_with_one_unless_the_design_says_otherwise(folder, capsys):
    text = (folder / "data.csv").read_text(encoding="gb18030").splitlines()
    (folder / "few.csv").write_text("\n".join([*text[:121], *text[121:131]]) + "\n", encoding="utf-8")

    code, body = estimate(capsys, "--y", "y", data="few.csv")
    assert code == 1
    assert body["error"]["code"] == "survey.lonely_psu"
    assert body["error"]["details"]["strata"] == ["西"]

    (folder / "d.toml").write_text(DESIGN + 'lonely = "adjust"\n', encoding="utf-8")
    assert estimate(capsys, "--y", "y", data="few.csv")[0] == 0


def test_combinations_without_anybody_are_a_note(folder, capsys):
    _, found = estimate(capsys, "--y", "y", "--by", "h,psu")

    assert len(found["rows"]) == 12
    assert any("12 of 24 combinations" in note for note in found["notes"])


WRONG = {
    CliCode.BAD_DESIGN_FILE: ("wieghts = 'w'\n", ("--y", "y")),
    CliCode.WRONG_OPTIONS: (DESIGN, ("--y", "y", "--statistic", "ratio")),
}


@pytest.mark.parametrize("code", WRONG)
def test_wrong_use_is_refused(folder, capsys, code):
    design, options = WRONG[code]
    (folder / "d.toml").write_text(design, encoding="utf-8")

    status, body = estimate(capsys, *options)

    assert status == 1
    assert body["error"]["code"] == code


@pytest.mark.parametrize(
    "design",
    [
        "weights = 3\n",
        'weights = "w"\nstrata = [1]\n',
        'weights = "w"\nlonely = "ignore"\n',
        'strata = ["h"]\n',
        'weights = "w"\nreplicates = {kind = "bootstrap", n = "many"}\n',
        "weights = \n",
    ],
)
def test_design_file_with_a_mistake_says_which(folder, capsys, design):
    (folder / "d.toml").write_text(design, encoding="utf-8")

    status, body = estimate(capsys, "--y", "y")

    assert status == 1
    assert body["error"]["code"] == CliCode.BAD_DESIGN_FILE


@pytest.mark.parametrize(("code", "path"), [(CliCode.FILE_UNREADABLE, "nowhere.csv")])
def test_file_that_is_not_there_is_refused(folder, capsys, code, path):
    assert estimate(capsys, "--y", "y", data=path)[1]["error"]["code"] == code


def test_weighing_without_margins_or_into_a_folder_is_refused(folder, capsys):
    weigh = ["survey", "weigh", "data.csv", "--design", "d.toml", "--format", "json", "-o"]

    assert main([*weigh, "out.csv"]) == 1
    assert json.loads(capsys.readouterr().err)["error"]["code"] == CliCode.NO_MARGINS
    assert main([*weigh, str(folder), "--margins", "m.csv"]) == 1
    assert json.loads(capsys.readouterr().err)["error"]["code"] == CliCode.FILE_UNWRITABLE


def test_bad_rows_are_named_by_the_lines_of_the_file(folder, capsys):
    text = (folder / "data.csv").read_text(encoding="gb18030").splitlines()
    text[5] = "-1" + text[5][text[5].index(",") :]
    (folder / "bad.csv").write_text("\n".join(text) + "\n", encoding="utf-8")

    _, body = estimate(capsys, "--y", "y", data="bad.csv")

    assert body["error"]["code"] == "survey.bad_weight"
    assert body["error"]["details"]["lines"] == [6]
