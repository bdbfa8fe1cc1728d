"""`kepu items`: the contract that scripts rely on."""

import csv
import hashlib
import io
import json
import subprocess
import sys

import numpy as np
import pytest

from kepu.cli.codes import CliCode
from kepu.cli.main import main
from kepu.core.items import ItemsCode, calibrate, scale_scores, score
from kepu.core.items.papers import PaperCode, PaperRules, broken_rules
from kepu.core.tables import TableCode
from kepu.core.workbooks import read_workbook
from tests.core.items.banks import make_bank

N, K = 600, 8


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def answers(seed=1, *, missing=0.05):
    rng = np.random.default_rng(seed)
    theta = rng.normal(size=(N, 1))
    slope, b = rng.uniform(0.8, 1.8, K), np.linspace(-1.5, 1.5, K)
    found = (rng.random((N, K)) < 1 / (1 + np.exp(-slope * (theta - b)))).astype(np.int8)
    found[rng.random(found.shape) < missing] = -1
    return found


def write_table(path, header, rows, encoding="utf-8"):
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def write_answers(path, table, encoding="utf-8", **columns):
    """Answers behind other columns; −1 is an empty cell."""
    cells = [["" if value < 0 else value for value in row] for row in table.tolist()]
    others = list(zip(*columns.values(), strict=True)) if columns else [()] * len(cells)
    names = [f"题{j + 1}" for j in range(table.shape[1])]
    write_table(path, [*columns, *names], [[*other, *row] for other, row in zip(others, cells, strict=True)], encoding)
    return names


def write_bank(path, bank, **columns):
    rows = zip(bank.item, bank.benchmark, bank.point, bank.a, bank.b, bank.c, bank.kind, *columns.values(), strict=True)
    write_table(path, ["item", "benchmark", "point", "a", "b", "c", "kind", *columns], rows)


def run(capsys, *arguments):
    """Code, result or refusal."""
    code = main(["items", *arguments, "--format", "json"])
    out, err = capsys.readouterr()
    return code, json.loads(out or err)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_calibrate_prints_what_the_library_finds(folder, capsys, encoding):
    table = answers()
    names = write_answers(folder / "r.csv", table, encoding)
    expected = calibrate(table, "2pl", items=names)

    code, found = run(capsys, "calibrate", "r.csv", "--model", "2pl")

    assert code == 0
    assert found["log_likelihood"] == expected.log_likelihood
    assert found["log_posterior"] == expected.log_posterior
    assert found["converged"] is True
    assert found["cycles"] == expected.cycles
    assert [row["item"] for row in found["items"]] == names
    assert [row["a"] for row in found["items"]] == expected.a.tolist()
    assert [row["b"] for row in found["items"]] == expected.b[:, 0].tolist()
    assert [row["se"]["a"] for row in found["items"]] == expected.se["a"].tolist()
    assert {"item", "a", "b", "c", "se"} <= set(found["items"][0])
    assert found["warnings"] == list(expected.warnings)


def test_rasch_prints_the_variance_of_ability(folder, capsys):
    write_answers(folder / "r.csv", answers())

    _, found = run(capsys, "calibrate", "r.csv", "--model", "rasch")

    assert {row["a"] for row in found["items"]} == {1.0}
    assert found["variance"] > 0


def test_3pl_states_its_prior_and_takes_another(folder, capsys):
    write_answers(folder / "r.csv", answers())

    _, usual = run(capsys, "calibrate", "r.csv", "--model", "3pl")
    _, other = run(capsys, "calibrate", "r.csv", "--model", "3pl", "--prior-logit-c=-3,0.3")

    assert usual["priors"]["logit_c"] == pytest.approx([np.log(0.25), 0.5])
    assert other["priors"]["logit_c"] == [-3, 0.3]
    assert other["items"][0]["c"] < usual["items"][0]["c"]


@pytest.mark.parametrize("model", ["grm", "gpcm"])
def test_steps_are_lists(folder, capsys, model):
    write_answers(folder / "r.csv", graded())

    code, found = run(capsys, "calibrate", "r.csv", "--model", model)

    assert code == 0
    assert all(len(row["b"]) == 2 and row["categories"] == [1, 2, 3] for row in found["items"])


def graded():
    """Five items of the categories 1, 2 and 3."""
    rng = np.random.default_rng(3)
    theta = rng.normal(size=(N, 1))
    noise = rng.logistic(size=(N, 5))
    return (1 + sum((1.5 * theta + noise > cut).astype(np.int8) for cut in (-0.8, 0.9))).astype(np.int8)


def test_scores_from_every_kind_of_parameter_file_are_the_same(folder, capsys):
    table = graded()
    names = write_answers(folder / "r.csv", table, id=[f"p{row}" for row in range(N)])
    expected = score(calibrate(table, "grm", items=names), table)

    for kind in ("json", "csv", "xlsx"):
        assert (
            main(["items", "calibrate", "r.csv", "--id", "id", "--model", "grm", "--format", kind, "-o", f"p.{kind}"])
            == 0
        )
    for kind in ("json", "csv"):
        code, found = run(capsys, "score", f"p.{kind}", "r.csv", "--id", "id")
        assert code == 0
        assert [row["id"] for row in found["persons"]] == [f"p{row}" for row in range(N)]
        assert [row["theta"] for row in found["persons"]] == pytest.approx(expected.theta.tolist(), abs=1e-9)
    cells = read_workbook((folder / "p.xlsx").read_bytes()).sheets[0].cells
    assert cells[0, 0].text == "题目"
    assert cells[1, 0].text == names[0]


def test_columns_of_the_file_are_told_apart(folder, capsys):
    table = answers()
    weights = np.random.default_rng(1).uniform(1, 3, N).round(2)
    psu = np.arange(N) // 20
    columns = {"编号": range(N), "权重": weights, "点": psu, "备注": ["好"] * N}
    names = write_answers(folder / "r.csv", table, **columns)
    expected = calibrate(table, items=names, weights=weights, clusters=psu)

    options = ["--id", "编号", "--weights", "权重", "--clusters", "点", "--ignore", "备注"]
    code, found = run(capsys, "calibrate", "r.csv", *options)

    assert code == 0
    assert found["log_likelihood"] == expected.log_likelihood
    assert found["items"][0]["se"]["a"] == pytest.approx(expected.se["a"][0], rel=1e-9)


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({(4, 2): "x"}, TableCode.BAD_CODE, "line 6, column 题3"),
        ({(4, 2): "2"}, ItemsCode.CODE_OUT_OF_RANGE, "line 6, column 题3"),
        ({(row, 1): "1" for row in range(N)}, ItemsCode.ALL_RIGHT, "题2"),
        ({(row, 1): "0" for row in range(N)}, ItemsCode.NONE_RIGHT, "题2"),
        ({(row, 1): "" for row in range(N)}, ItemsCode.ITEM_WITHOUT_RESPONSES, "题2"),
    ],
)
def test_what_is_wrong_is_named_by_line_and_column(folder, capsys, change, code, words):
    cells = [["" if value < 0 else str(value) for value in row] for row in answers(missing=0).tolist()]
    for (row, column), value in change.items():
        cells[row][column] = value
    write_table(folder / "r.csv", [f"题{j + 1}" for j in range(K)], cells)

    status, found = run(capsys, "calibrate", "r.csv")

    assert status == 1
    assert found["error"]["code"] == code
    assert words in found["error"]["message"]


def test_bad_files_and_options_are_refused(folder, capsys):
    (folder / "p.json").write_text("[1]", encoding="utf-8")
    (folder / "seed").write_text("short", encoding="utf-8")
    write_answers(folder / "r.csv", answers())
    write_bank(folder / "bank.csv", make_bank(1))
    refused = {
        ("score", "p.json", "r.csv"): CliCode.BAD_ITEM_FILE,
        ("calibrate", "r.csv", "--prior-d", "much"): CliCode.WRONG_OPTIONS,
        ("score", "p.json", "r.csv", "--scale", "s.toml"): CliCode.WRONG_OPTIONS,
        ("calibrate", "r.csv", "--id", "nobody"): TableCode.NO_COLUMN,
        ("calibrate", "none.csv"): CliCode.FILE_UNREADABLE,
        ("assemble", "bank.csv", "--kinds", "判断"): CliCode.WRONG_OPTIONS,
        ("assemble", "bank.csv", "--difficulty", "0-1"): CliCode.WRONG_OPTIONS,
        ("assemble", "bank.csv", "--target", "0"): CliCode.WRONG_OPTIONS,
        ("assemble", "bank.csv", "--words", "many"): CliCode.WRONG_OPTIONS,
        ("draw", "bank.csv", "--seed-file", "seed"): PaperCode.WEAK_SEED,
    }

    for arguments, code in refused.items():
        status, found = run(capsys, *arguments)
        assert (status, found["error"]["code"]) == (1, code), arguments


def test_plausible_values_follow_their_seed_and_infinite_scores_are_null(folder, capsys):
    table = answers()
    table[0] = 1
    write_answers(folder / "r.csv", table)
    run_quietly(capsys, "calibrate", "r.csv", "--format", "json", "-o", "p.json")

    _, one = run(capsys, "score", "p.json", "r.csv", "--method", "pv", "--draws", "3")
    _, other = run(capsys, "score", "p.json", "r.csv", "--method", "pv", "--draws", "3")
    _, infinite = run(capsys, "score", "p.json", "r.csv", "--method", "ml")

    assert one == other
    assert {"pv1", "pv2", "pv3"} <= set(one["persons"][0])
    assert infinite["persons"][0]["theta"] is None
    assert infinite["notes"]


def test_points_of_the_scale_and_probabilities_of_its_levels(folder, capsys):
    table = answers()
    names = write_answers(folder / "r.csv", table)
    run_quietly(capsys, "calibrate", "r.csv", "--format", "json", "-o", "p.json")
    parts = ["knowledge", "methods", "spirit", "application"] * 2
    write_table(folder / "parts.csv", ["item", "part"], zip(names, parts, strict=True))
    (folder / "s.toml").write_text(
        'identifier = "own"\nparts = [["甲", 60], ["乙", 40]]\nlevels = [["过", 50]]', "utf-8"
    )
    write_table(folder / "own.csv", ["item", "part"], zip(names, ["甲", "乙"] * 4, strict=True))
    write_answers(folder / "less.csv", table[:, :4])

    _, found = run(capsys, "score", "p.json", "r.csv", "--parts", "parts.csv")
    _, own = run(capsys, "score", "p.json", "less.csv", "--parts", "own.csv", "--scale", "s.toml")
    (folder / "s.toml").write_text("parts = 3", "utf-8")
    status, refused = run(capsys, "score", "p.json", "r.csv", "--parts", "own.csv", "--scale", "s.toml")

    expected = scale_scores(calibrate(table, items=names), table, parts)
    assert found["instrument"] == "survey-2024"
    assert [row["points"] for row in found["persons"]] == pytest.approx(expected.points.tolist())
    assert [row["p_literate"] for row in found["persons"]] == pytest.approx(expected.level_probability[:, 1].tolist())
    assert own["instrument"] == "own"
    assert {"points_甲", "points_乙", "p_过"} <= set(own["persons"][0])
    assert (status, refused["error"]["code"]) == (1, CliCode.BAD_ITEM_FILE)


def run_quietly(capsys, *arguments):
    assert main(["items", *arguments]) == 0
    return capsys.readouterr().out


def test_fit_prints_items_pairs_and_reliability(folder, capsys):
    table = answers(missing=0)
    table = np.hstack(
        [table, np.where(np.random.default_rng(2).random((N, 1)) < 0.2, 1 - table[:, 3:4], table[:, 3:4])]
    )
    names = write_answers(folder / "r.csv", table)
    run_quietly(capsys, "calibrate", "r.csv", "--format", "json", "-o", "p.json")

    code, found = run(capsys, "fit", "p.json", "r.csv")

    assert code == 0
    assert {"item", "s_x2", "df", "p", "infit", "outfit"} <= set(found["items"][0])
    assert found["q3"]["pairs"][0]["items"] == [names[3], names[8]]
    assert 0 < found["reliability"]["marginal"] < 1


def test_assemble_keeps_the_contract(folder, capsys):
    bank = make_bank(2)
    write_bank(folder / "bank.csv", bank)

    options = ["--papers", "20", "--length", "50", "--cut", "0.0", "--max-use", "4"]
    code, found = run(capsys, "assemble", "bank.csv", *options)

    assert code == 0
    assert {"papers", "information", "bound", "gap"} <= set(found)
    assert [len(paper) for paper in found["papers"]] == [50] * 20
    rules = PaperRules(papers=20, length=50, max_use=4)
    assert broken_rules(bank, rules, found["papers"]) == []
    told = dict(zip(bank.item, bank.information(0.0)[0].tolist(), strict=True))
    assert found["information"] == pytest.approx([sum(told[name] for name in paper) for paper in found["papers"]])
    assert found["gap"] == pytest.approx((found["bound"] - min(found["information"])) / found["bound"])
    assert 0 <= found["gap"] <= 1e-3


def test_assemble_takes_every_rule(folder, capsys):
    bank = make_bank(2)
    pools = ["survey" if each % 5 else "contest" for each in range(500)]
    write_bank(folder / "bank.csv", bank, words=bank.words, used=bank.used, pool=pools, enemies=["q002", *[""] * 499])

    options = [
        "--pool",
        "survey",
        "--papers",
        "4",
        "--max-use",
        "1",
        "--kinds",
        "判断=20-30",
        "--difficulty=-1..1=20-40",
    ]
    options += ["--words", "3000-3600", "--max-overlap", "0", "--max-reused", "40", "--max-total-use", "3"]
    code, found = run(capsys, "assemble", "bank.csv", *options)

    assert code == 0, found
    assert found["overlap"] == 0
    assert {pools[int(name[1:])] for paper in found["papers"] for name in paper} == {"survey"}


def test_assemble_refuses_a_bank_with_a_benchmark_missing_and_mixed_pools(folder, capsys):
    bank = make_bank(2)
    write_bank(folder / "less.csv", bank.take([place for place, name in enumerate(bank.benchmark) if name != "B07"]))
    write_bank(folder / "mixed.csv", bank, pool=["survey"] * 250 + ["contest"] * 250)

    status, missing = run(capsys, "assemble", "less.csv")
    _, mixed = run(capsys, "assemble", "mixed.csv")
    code, _ = run(capsys, "assemble", "less.csv", "--benchmarks", "bank")

    assert status == 1
    assert missing["error"]["code"] == PaperCode.BENCHMARK_MISSING
    assert missing["error"]["details"]["benchmarks"] == ["B07"]
    assert mixed["error"]["code"] == PaperCode.MIXED_POOLS
    assert code == 0


def test_a_bad_bank_is_named_by_its_items_and_lines(folder, capsys):
    header = ["item", "benchmark", "point", "a", "b", "c", "kind"]
    good = ["q1", "1", "1", "1", "0", "", "判断"]
    wrong = {
        ("q1", "2", "1", "1", "0", "", ""): PaperCode.DUPLICATE_ITEM,
        ("q2", "", "1", "1", "0", "", ""): PaperCode.MISSING_LABEL,
        ("q2", "2", "1", "-1", "0", "", ""): PaperCode.BAD_PARAMETER,
        ("q2", "2", "1", "1", "NaN", "", ""): PaperCode.BAD_PARAMETER,
        ("q2", "2", "1", "x", "0", "", ""): TableCode.NOT_A_NUMBER,
    }

    for row, code in wrong.items():
        write_table(folder / "bank.csv", header, [good, row])
        status, found = run(capsys, "assemble", "bank.csv", "--length", "2")
        assert (status, found["error"]["code"]) == (1, code)
        details = found["error"]["details"]
        assert "q2" in str(details) or "q1" in str(details) or details["lines"] == [3]


def test_papers_come_in_every_format(folder, capsys):
    write_bank(folder / "bank.csv", make_bank(2))

    rows = list(csv.DictReader(io.StringIO(run_quietly(capsys, "assemble", "bank.csv", "--format", "csv"))))
    table = run_quietly(capsys, "assemble", "bank.csv")
    assert main(["items", "assemble", "bank.csv", "--format", "xlsx", "-o", "papers.xlsx"]) == 0

    assert list(rows[0]) == ["paper", "place", "item", "benchmark", "point", "kind"]
    assert len(rows) == 50
    assert "gap" in table.splitlines()[0]
    assert len(read_workbook((folder / "papers.xlsx").read_bytes()).sheets[0].cells) > 300


def test_a_draw_is_committed_to_first_and_checked_after(folder, capsys):
    write_bank(folder / "bank.csv", make_bank(2))
    assert main(["items", "commit", "bank.csv", "--seed-file", "seed"]) == 0
    published = json.loads(capsys.readouterr().out)
    seed = (folder / "seed").read_text(encoding="ascii").strip()

    hashes = ["--commitment", published["commitment"], "--bank-digest", published["bank_digest"]]
    code, found = run(capsys, "draw", "bank.csv", "--seed-file", "seed", *hashes)
    (folder / "other").write_text("0" * 64, encoding="ascii")
    status, refused = run(capsys, "draw", "bank.csv", "--seed-file", "other", *hashes)

    assert published["commitment"] == hashlib.sha256(seed.encode()).hexdigest()
    assert code == 0
    assert len(found["papers"][0]) == 50
    assert found["seed"] == seed
    assert (status, refused["error"]["code"]) == (1, PaperCode.COMMITMENT_DIFFERS)


def test_a_seed_is_never_overwritten(folder, capsys):
    write_bank(folder / "bank.csv", make_bank(2))
    (folder / "seed").write_text("mine", encoding="ascii")

    assert main(["items", "commit", "bank.csv", "--seed-file", "seed"]) == 1
    assert "cannot be written" in json.loads(capsys.readouterr().err)["error"]["message"]
    assert (folder / "seed").read_text(encoding="ascii") == "mine"


def test_report_of_choices_and_of_given_parameters(folder, capsys):
    table = answers(missing=0)
    names = write_answers(folder / "r.csv", table)
    run_quietly(capsys, "calibrate", "r.csv", "--format", "csv", "-o", "p.csv")
    letters = [["B" if right else "A" for right in row] for row in table.tolist()]
    write_table(folder / "choices.csv", names, letters)
    write_table(folder / "key.csv", ["item", "key"], [(name, "B") for name in names])

    run_quietly(capsys, "report", "choices.csv", "--key", "key.csv", "-o", "one.html")
    run_quietly(capsys, "report", "r.csv", "--parameters", "p.csv", "-o", "two.html", "--title", "试卷甲")

    one, two = ((folder / name).read_text(encoding="utf-8") for name in ("one.html", "two.html"))
    assert "的选项曲线" in one
    assert "的选项曲线" not in two
    assert "<title>试卷甲</title>" in two
    assert "参数是给定的" in two


def test_a_key_that_is_none_is_refused(folder, capsys):
    names = write_answers(folder / "r.csv", answers(missing=0))
    write_table(folder / "key.csv", ["item", "key"], [(names[0], "1"), (names[0], "1")])

    status = main(["items", "report", "r.csv", "--key", "key.csv"])

    assert status == 1
    assert "stands twice" in capsys.readouterr().err


def test_help_starts_without_numpy():
    script = (
        "import sys; from kepu.cli.main import main\n"
        "try: main(['items', 'assemble', '--help'])\n"
        "except SystemExit: pass\n"
        "loaded = {m.split('.')[0] for m in sys.modules} & {'django', 'numpy', 'scipy'}\n"
        "sys.exit(repr(loaded) if loaded else 0)"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
