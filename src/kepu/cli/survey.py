"""`kepu survey`: estimates and weights from a file, without the site."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

FORMATS = ("json", "table", "xlsx")
STATISTICS = ("mean", "total", "ratio", "quantile")
VARIANCES = ("taylor", "bootstrap", "jackknife", "brr")
INTERVALS = ("default", "logit", "wald", "wilson", "korn-graubard", "beta")


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `survey estimate` and `survey weigh`; nothing heavy is imported before one of them runs."""
    survey = commands.add_parser(
        "survey", help="抽样调查的估计和加权", description="抽样调查：带误差的估计、校准权重。"
    )
    actions = survey.add_subparsers(dest="action", metavar="ACTION", required=True)

    estimate = actions.add_parser(
        "estimate", help="估计", description="均值（比例）、总量、比率或分位数，带标准误、置信区间和设计效应。"
    )
    _data(estimate)
    estimate.add_argument("--y", required=True, metavar="VAR", help="要估计的变量")
    estimate.add_argument("--over", metavar="DEN", help="比率的分母")
    estimate.add_argument("--statistic", choices=STATISTICS, help="默认 mean；给了 --over 就是 ratio")
    estimate.add_argument("--p", type=float, default=0.5, help="分位数的位置，默认 0.5")
    estimate.add_argument("--by", default="", metavar="A,B", help="分组变量，用逗号隔开")
    estimate.add_argument("--variance", choices=VARIANCES, help="方差的算法，默认 taylor")
    estimate.add_argument("--level", type=float, default=0.95, help="置信水平，默认 0.95")
    estimate.add_argument("--interval", choices=INTERVALS, default="default", help="置信区间的算法")
    estimate.add_argument("--format", choices=FORMATS, default="table", help="结果的格式，默认 table")
    estimate.add_argument("--explain", action="store_true", help="同时给出公式、权数、自由度和等价的 R 语句")
    estimate.add_argument("-o", "--output", metavar="OUT", help="结果文件；默认标准输出")
    estimate.set_defaults(run=run_estimate)

    weigh = actions.add_parser(
        "weigh", help="加权", description="把权重校准到已知的总体分布，加一列 weight_calibrated。"
    )
    _data(weigh)
    weigh.add_argument("--margins", metavar="M.csv", help="总体分布：variable, category, total；默认用设计文件里的")
    weigh.add_argument("--format", choices=("table", "json"), default="table", help="摘要的格式")
    weigh.add_argument("-o", "--output", required=True, metavar="OUT.csv", help="结果文件")
    weigh.set_defaults(run=run_weigh)


def _data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("data", metavar="DATA", help="数据文件：.csv（UTF-8 或 GB18030）、.parquet、.xlsx")
    parser.add_argument("--design", required=True, metavar="D.toml", help="设计文件")


def run_estimate(arguments: argparse.Namespace) -> int:
    """Print estimates."""
    from kepu.cli.survey_files import load_survey
    from kepu.cli.survey_results import as_table, as_workbook, estimate, explain

    survey = load_survey(arguments.data, arguments.design)
    found = estimate(survey, arguments)
    words = explain(survey, found, arguments) if arguments.explain else []
    if arguments.format == "json":
        body = {"rows": list(found.rows()), "notes": list(found.notes)}
        text = json.dumps(body | ({"explain": words} if words else {}), ensure_ascii=False, indent=2) + "\n"
        _write(text.encode(), arguments.output)
    elif arguments.format == "xlsx":
        _write(as_workbook(found, arguments, words), arguments.output)
    else:
        _write(("\n".join([*as_table(found, arguments), *words]) + "\n").encode(), arguments.output)
    return 0


def run_weigh(arguments: argparse.Namespace) -> int:
    """Write the data with calibrated weights."""
    from kepu.cli.survey_files import load_survey
    from kepu.cli.survey_results import weights_summary, with_weights

    survey = load_survey(arguments.data, arguments.design, margins=arguments.margins, must_calibrate=True)
    _write(with_weights(survey), arguments.output)
    summary = weights_summary(survey)
    if arguments.format == "json":
        print(json.dumps(summary, ensure_ascii=False, indent=2))
    else:
        for label, value in summary.items():
            print(f"{label}: {value:.6g}" if isinstance(value, float) else f"{label}: {value}")
    return 0


def _write(content: bytes, output: str | None) -> None:
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    from kepu.cli.codes import CliCode
    from kepu.core.errors import InputError

    try:
        Path(output).write_bytes(content)
    except OSError as error:
        message = f"{output} cannot be written: {error.strerror}."
        raise InputError(CliCode.FILE_UNWRITABLE, message, file=output) from error
