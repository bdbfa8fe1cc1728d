"""`kepu plan`: formats, standard input and output, refusals, start without Django."""

import argparse
import io
import json
import subprocess
import sys

import pytest

from kepu.cli import plan as command
from kepu.core.errors import KepuError
from kepu.core.plans import parse_plan, to_json
from tests.core.plans.ledger_samples import months
from tests.core.plans.making import docx_of, sample_text
from tests.core.plans.making_old import old_document, old_workbook
from tests.core.workbooks.making import grid
from tests.factories.files import saved_as_doc


@pytest.fixture
def run():
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())

    def runner(*arguments):
        chosen = parser.parse_args(["plan", *map(str, arguments)])
        return chosen.run(chosen)

    return runner


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "方案.txt"
    path.write_text(sample_text(), encoding="utf-8")
    return path


def test_parse_prints_json(run, file, capsysbinary):
    assert run("parse", file) == 0
    assert capsysbinary.readouterr().out.decode() == to_json(parse_plan(sample_text()))


@pytest.mark.parametrize(("form", "begins"), [("json", b"{"), ("md", b"# "), ("xlsx", b"PK")])
def test_parse_writes_each_format_to_a_file(run, file, tmp_path, form, begins):
    out = tmp_path / f"out.{form}"

    assert run("parse", file, "--format", form, "-o", out) == 0
    assert out.read_bytes().startswith(begins)


def test_standard_input_is_read(run, monkeypatch, capsysbinary):
    monkeypatch.setattr(sys, "stdin", argparse.Namespace(buffer=io.BytesIO("一、总体要求".encode("gb18030"))))

    assert run("parse", "-") == 0
    assert json.loads(capsysbinary.readouterr().out)["sections"][0]["title"] == "总体要求"


def test_ledger_is_printed_with_its_history(run, tmp_path, capsysbinary):
    path = tmp_path / "台账.xlsx"
    path.write_bytes(months())

    assert run("parse", path, "--year", 2025) == 0
    result = json.loads(capsysbinary.readouterr().out)
    assert result["tasks"][0]["text"] == "组织科学家进校园活动不少于20场"
    assert {report["period"] for report in result["history"]} == {"2025-01", "2025-02", "2025-03", "2025YTD03"}


def test_task_table_in_a_workbook_is_read(run, tmp_path, capsysbinary):
    path = tmp_path / "分工表.xlsx"
    path.write_bytes(grid(["序号", "任务内容", "牵头单位"], [1, "办好科普月", "区科协"]))

    assert run("parse", path) == 0
    assert json.loads(capsysbinary.readouterr().out)["tasks"][0]["lead"] == ["区科协"]


def test_schema_is_printed(run, capsys):
    assert run("schema") == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Plan"


@pytest.mark.parametrize("arguments", [["parse", "there/is/none.txt"], ["parse", "{file}", "-o", "there/is/none.json"]])
def test_file_that_cannot_be_opened_is_refused(run, file, arguments):
    with pytest.raises(KepuError) as refused:
        run(*[argument.format(file=file) for argument in arguments])

    assert refused.value.code in {"cli.file_unreadable", "cli.file_unwritable"}


def test_wrong_usage_ends_with_two(run):
    with pytest.raises(SystemExit) as ended:
        run("parse")

    assert ended.value.code == 2


def test_building_the_parser_loads_nothing_heavy():
    check = (
        "import argparse, sys; from kepu.cli import plan; plan.add_parser(argparse.ArgumentParser().add_subparsers());"
        "sys.exit(any(name in sys.modules for name in ('django', 'lxml', 'selectolax', 'xlsxwriter', 'kepu.core.plans')))"
    )

    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


def test_parsing_text_loads_neither_django_nor_readers_of_other_formats():
    check = (
        "import sys; from kepu.core.plans import parse_plan, read_document;"
        "parse_plan(read_document('一、目标'.encode(), 'a.txt'));"
        "sys.exit(any(name in sys.modules for name in ('django', 'lxml', 'selectolax', 'xlsxwriter')))"
    )

    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


def test_old_workbook_is_read_as_a_ledger(run, tmp_path, capsysbinary):
    rows = [["青禾区科普工作台账"], ["序号", "任务", "牵头单位", "2026年一季度进展"], [1, "做好甲", "区科协", "已完成"]]
    path = tmp_path / "台账.et"
    path.write_bytes(old_workbook({"name": "台账", "rows": rows}))

    assert run("parse", path) == 0
    result = json.loads(capsysbinary.readouterr().out)
    assert [(task["text"], task["lead"]) for task in result["tasks"]] == [("做好甲", ["区科协"])]
    assert [each["progress"] for each in result["history"]] == ["已完成"]


def test_old_document_is_refused_with_the_way_out_where_nothing_converts_it(run, tmp_path, monkeypatch):
    monkeypatch.setattr("kepu.apps.files.office.conversion.program", lambda: None)
    path = tmp_path / "方案.doc"
    path.write_bytes(old_document("一、总体要求"))

    with pytest.raises(KepuError, match="LibreOffice") as refused:
        run("parse", path)

    assert refused.value.code == "files.no_converter"


@pytest.mark.office
def test_old_document_is_read(run, tmp_path, capsysbinary):
    path = tmp_path / "方案.doc"
    path.write_bytes(saved_as_doc(docx_of("一、总体要求", "二、工作目标", "到2030年，建成科普基地12个以上。")))

    assert run("parse", path) == 0
    assert [each["value"] for each in json.loads(capsysbinary.readouterr().out)["targets"]] == [12.0]
