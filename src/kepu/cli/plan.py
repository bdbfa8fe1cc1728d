"""`kepu plan`: read a plan document without the site."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kepu.cli.codes import CliCode

if TYPE_CHECKING:
    import argparse

    from kepu.core.plans import Plan
    from kepu.core.plans.ledgers import Ledger

STANDARD = "-"


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `plan parse` and `plan schema`; nothing heavy is imported before one of them runs."""
    plan = commands.add_parser("plan", help="读取实施方案", description="读取实施方案：提纲、任务、单位、指标。")
    actions = plan.add_subparsers(dest="action", metavar="ACTION", required=True)
    parse = actions.add_parser(
        "parse",
        help="识别一份文件",
        description="识别一份文件（.txt、.docx、.doc、.wps、.pdf、.ofd、.html、.xlsx、.xls、.et），结果写到标准输出或文件。",
    )
    parse.add_argument("file", metavar="FILE", help="文件或文件夹；- 表示标准输入")
    parse.add_argument("--format", choices=["json", "xlsx", "md"], default=None, help="结果的格式，默认 json")
    parse.add_argument("-o", "--output", "--out", metavar="OUT", help="结果文件，默认标准输出；读文件夹时是结果文件夹")
    parse.add_argument("--workers", type=int, default=None, help="读文件夹时同时开几个进程，默认每个核一个")
    parse.add_argument("--year", type=int, default=None, help="台账里的月份、季度没有写年份时，是哪一年")
    parse.set_defaults(run=run)
    examples = actions.add_parser("examples", help="核对中的更正，留作样本").add_subparsers(dest="part", required=True)
    export = examples.add_parser("export", help="导出确认过的方案：原文、读出的、确认的")
    export.add_argument("folder", metavar="DIR", help="写到这个文件夹")
    export.add_argument("--since", type=date.fromisoformat, metavar="DATE", help="只要这一天及以后确认的")
    export.add_argument("--region", default="", metavar="CODE", help="只要这个地区及其下级的（行政区划代码）")
    export.set_defaults(run=export_examples)
    schema = actions.add_parser("schema", help="结果的 JSON Schema", description="打印识别结果的 JSON Schema。")
    schema.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Run one of the two commands."""
    if arguments.action == "schema":
        from kepu.core.plans import plan_schema

        print(json.dumps(plan_schema(), ensure_ascii=False, indent=2))
        return 0
    if arguments.file != STANDARD and Path(arguments.file).is_dir():
        from kepu.cli.plan_folder import parse_folder

        return parse_folder(arguments)
    plan, ledger = found_in(*_read(arguments.file), arguments.year)
    _write(rendered(plan, arguments.format or "json", ledger), arguments.output)
    return 0


def export_examples(arguments: argparse.Namespace) -> int:
    """Write the examples; Django starts only here."""
    from kepu.cli.plan_examples import export

    return export(Path(arguments.folder), since=arguments.since, region=arguments.region)


def found_in(data: bytes, name: str, year: int | None) -> tuple[Plan, Ledger | None]:
    """Read one document; a workbook gives its ledger as well."""
    from kepu.apps.files.office import modern
    from kepu.core.plans import parse_plan, read_document
    from kepu.core.plans.reading.kinds import Kind, recognise

    data = modern(data, name)
    source = read_document(data, name)
    ledger = _ledger(data, name, year) if recognise(data) in {Kind.XLSX, Kind.XLS} else None
    return (ledger.plan if ledger is not None else parse_plan(source, _LazyDivisions())), ledger


def _ledger(data: bytes, name: str, year: int | None) -> Ledger | None:
    from kepu.core.plans.ledgers import Choices, read_ledger
    from kepu.core.workbooks import read_workbook

    return read_ledger(read_workbook(data), name, Choices(year=year), _LazyDivisions())


class _LazyDivisions:
    """The national table of divisions, opened only when a place has to be completed."""

    def full_name(self, name: str, context_text: str) -> str | None:
        from kepu.apps.territory.national import open_national

        return open_national().full_name(name, context_text)


def _read(file: str) -> tuple[bytes, str]:
    if file == STANDARD:
        return sys.stdin.buffer.read(), STANDARD
    try:
        return Path(file).read_bytes(), Path(file).name
    except OSError as error:
        raise _refused(CliCode.FILE_UNREADABLE, f"{file} cannot be read: {error.strerror}.", file) from error


def rendered(plan: Plan, form: str, ledger: Ledger | None = None) -> bytes:
    from kepu.core.plans import markdown, to_json, workbook

    if form == "xlsx":
        return workbook(plan)
    if form == "json" and ledger is not None:
        from kepu.core.plans.ledgers import ledger_dict

        return (json.dumps(ledger_dict(ledger), ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    return (markdown(plan) if form == "md" else to_json(plan)).encode("utf-8")


def _write(content: bytes, output: str | None) -> None:
    if output is None or output == STANDARD:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        Path(output).write_bytes(content)
    except OSError as error:
        raise _refused(CliCode.FILE_UNWRITABLE, f"{output} cannot be written: {error.strerror}.", output) from error


def _refused(code: CliCode, message: str, file: str) -> Any:
    from kepu.core.errors import KepuError

    return KepuError(code, message, file=file)
