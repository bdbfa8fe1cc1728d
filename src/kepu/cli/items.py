"""`kepu items`: an item bank from files, without the site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse

FORMATS = ("json", "table", "csv", "xlsx")
MODELS = ("rasch", "2pl", "3pl", "grm", "gpcm")
METHODS = ("eap", "map", "wle", "ml", "pv")
ERRORS = ("auto", "observed", "sandwich", "none")


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands of the item bank; nothing heavy is imported before one of them runs."""
    items = commands.add_parser(
        "items", help="题库：标定、评分、组卷", description="题库：标定题目参数、给受测者评分、检查拟合、组卷、出报告。"
    )
    actions = items.add_subparsers(dest="action", metavar="ACTION", required=True)
    _add_calibrate(actions)
    _add_score(actions)
    _add_fit(actions)
    _add_assemble(actions)
    _add_draw(actions)
    _add_report(actions)


def _add_calibrate(actions: Any) -> None:
    parser = actions.add_parser(
        "calibrate", help="标定", description="由作答数据估计题目参数（边际极大似然），带标准误；没有收敛就没有结果。"
    )
    _responses(parser)
    _model(parser)
    _output(parser)
    parser.set_defaults(run=run_calibrate)


def _add_score(actions: Any) -> None:
    parser = actions.add_parser("score", help="评分", description="用已知的题目参数估计每个人的能力。")
    _parameters(parser)
    _responses(parser)
    parser.add_argument("--method", choices=METHODS, default="eap", help="估计方法，默认 eap")
    parser.add_argument("--draws", type=int, default=5, help="pv 每人抽几个值，默认 5")
    parser.add_argument("--seed", type=int, default=1, help="pv 的随机种子，默认 1")
    parser.add_argument("--mean", type=float, default=0.0, help="总体能力的均值，默认 0")
    parser.add_argument("--variance", type=float, help="总体能力的方差，默认用参数文件里的")
    parser.add_argument(
        "--parts", metavar="PARTS", help="每题属于哪一部分：item, part；给了它就另有百分制得分和达到各等级的概率"
    )
    parser.add_argument(
        "--scale", metavar="S.toml", help="百分制的各部分和等级：identifier, parts, levels；默认 2024 年的"
    )
    _output(parser)
    parser.set_defaults(run=run_score)


def _add_fit(actions: Any) -> None:
    parser = actions.add_parser(
        "fit", help="拟合", description="每题的 S-X²、infit、outfit，题目之间的局部依赖 Q3，测验的信度。"
    )
    _parameters(parser)
    _responses(parser)
    parser.add_argument("--q3", type=float, default=0.2, help="列出 |Q3| 超过均值多少的题目对，默认 0.2")
    _output(parser)
    parser.set_defaults(run=run_fit)


def _add_assemble(actions: Any) -> None:
    parser = actions.add_parser(
        "assemble",
        help="组卷",
        description="从题库组成平行试卷：守住全部规则，最弱的一卷信息量最大，并证明离最好的还差多少。",
    )
    parser.add_argument(
        "bank", metavar="BANK", help="题库：item, benchmark, point, a, b, c, kind[, words, used, enemies, pool]"
    )
    _which_papers(parser)
    parser.add_argument("--cut", type=float, default=0.0, help="分界处的能力值，默认 0")
    parser.add_argument(
        "--target", default="", metavar="T=I,…", help="不按分界，而是贴近目标信息曲线，如 --target=-1=7,0=9"
    )
    parser.add_argument("--max-use", type=int, help="每题在这批试卷里最多出现几次")
    parser.add_argument("--kinds", default="", metavar="K=A-B,…", help="题型的题数，如 判断=20-22,选择=28-30")
    parser.add_argument(
        "--difficulty", action="append", default=[], metavar="X..Y=A-B", help="难度区间的题数，可以重复给"
    )
    parser.add_argument("--words", default="", metavar="A-B", help="每卷的阅读量（words 列的合计）")
    parser.add_argument("--max-overlap", type=int, help="两卷之间最多有几道相同的题")
    parser.add_argument("--max-difference", type=float, help="各卷信息量最多相差多少")
    parser.add_argument("--max-total-use", type=int, help="连同以前（used 列）每题最多出现几次")
    parser.add_argument("--max-reused", type=int, help="每卷最多有几道以前用过的题")
    parser.add_argument("--same-points", action="store_true", help="允许一卷里有同一个基准点的几道题")
    parser.add_argument("--seed", type=int, default=1, help="发题次序的种子，默认 1")
    _output(parser)
    parser.set_defaults(run=run_assemble)


def _add_draw(actions: Any) -> None:
    commit = actions.add_parser(
        "commit",
        help="承诺一次随机抽题",
        description="生成秘密的种子文件，打印可以事先公布的摘要（种子和题库的 SHA-256）。",
    )
    commit.add_argument("bank", metavar="BANK", help="题库：item, benchmark, point")
    commit.add_argument("--pool", help="题目的用途")
    commit.add_argument("--seed-file", required=True, metavar="FILE", help="种子写到哪里；已有的文件不会覆盖")
    commit.set_defaults(run=run_commit, format="json")
    draw = actions.add_parser(
        "draw",
        help="随机抽题",
        description="法定的随机规则：每条基准至少一题，其余随机，基准点不重复；同一个种子谁都能重算。",
    )
    draw.add_argument("bank", metavar="BANK", help="题库：item, benchmark, point")
    _which_papers(draw)
    draw.add_argument("--seed-file", required=True, metavar="FILE", help="种子文件")
    draw.add_argument("--commitment", metavar="HASH", help="事先公布的种子摘要；不一致就拒绝")
    draw.add_argument("--bank-digest", metavar="HASH", help="事先公布的题库摘要；不一致就拒绝")
    _output(draw)
    draw.set_defaults(run=run_draw)


def _add_report(actions: Any) -> None:
    parser = actions.add_parser(
        "report", help="报告", description="一个不依赖网络的网页：怀特图、信息曲线、选项曲线、需要看的题目。"
    )
    _responses(parser)
    _model(parser)
    parser.add_argument("--parameters", metavar="P", help="用已有的参数，不再标定")
    parser.add_argument("--key", metavar="KEY", help="答案：item, key；给了它，作答数据就是原始选项")
    parser.add_argument("--cut", type=float, default=0.0, help="分界处的能力值，默认 0")
    parser.add_argument("--title", default="题库分析报告", help="标题")
    parser.add_argument("-o", "--output", metavar="OUT.html", help="结果文件；默认标准输出")
    parser.set_defaults(run=run_report)


def _responses(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("responses", metavar="RESPONSES", help="作答数据：一行一人，一列一题，0/1/… 或空")
    parser.add_argument("--id", metavar="COL", help="编号所在的列")
    parser.add_argument("--weights", metavar="COL", help="权重所在的列")
    parser.add_argument("--ignore", default="", metavar="A,B", help="不是题目的其他列")


def _model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", choices=MODELS, default="2pl", help="模型，默认 2pl")
    parser.add_argument(
        "--prior-logit-c",
        metavar="M,SD",
        help="3pl：logit c 的正态先验，默认均值 logit(0.2)、标准差 0.5；none 是没有",
    )
    parser.add_argument("--prior-log-a", default="none", metavar="M,SD", help="log a 的正态先验，默认没有")
    parser.add_argument("--prior-d", default="none", metavar="M,SD", help="截距的正态先验，默认没有")
    parser.add_argument("--clusters", metavar="COL", help="初级单元所在的列；标准误按它合并")
    parser.add_argument("--errors", choices=ERRORS, default="auto", help="标准误的算法，默认 auto")
    parser.add_argument("--max-cycles", type=int, default=2000, help="最多迭代几轮，默认 2000")


def _parameters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("parameters", metavar="PARAMETERS", help="题目参数：calibrate 的 json，或 item, a, b, c 的表")


def _which_papers(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--papers", type=int, default=1, help="几份试卷，默认 1")
    parser.add_argument("--length", type=int, default=50, help="每卷几题，默认 50")
    parser.add_argument(
        "--benchmarks",
        metavar="N|A,B|bank",
        help="覆盖哪些基准：数目、名称，或 bank（题库里有的）；50 题的卷默认 26 条",
    )
    parser.add_argument("--pool", help="题目的用途（pool 列）；题库有几种用途时必须指明")


def _output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=FORMATS, default="table", help="结果的格式，默认 table")
    parser.add_argument("-o", "--output", metavar="OUT", help="结果文件；默认标准输出")


def run_calibrate(arguments: argparse.Namespace) -> int:
    """Print parameters."""
    from kepu.cli import items_results
    from kepu.cli.items_estimates import calibrated
    from kepu.cli.items_files import load_responses

    found = calibrated(load_responses(arguments), arguments)
    items_results.write(items_results.of_calibration(found), arguments)
    return 0


def run_score(arguments: argparse.Namespace) -> int:
    """Print abilities."""
    from kepu.cli import items_results
    from kepu.cli.items_estimates import scored

    items_results.write(scored(arguments), arguments)
    return 0


def run_fit(arguments: argparse.Namespace) -> int:
    """Print fit statistics."""
    from kepu.cli import items_results
    from kepu.cli.items_estimates import fitted

    items_results.write(fitted(arguments), arguments)
    return 0


def run_assemble(arguments: argparse.Namespace) -> int:
    """Print papers."""
    from kepu.cli import items_results
    from kepu.cli.items_papers import assembled

    items_results.write(assembled(arguments), arguments)
    return 0


def run_commit(arguments: argparse.Namespace) -> int:
    """Make a seed and print what may be published."""
    from kepu.cli.items_papers import commit

    print(commit(arguments))
    return 0


def run_draw(arguments: argparse.Namespace) -> int:
    """Print papers drawn at random."""
    from kepu.cli import items_results
    from kepu.cli.items_papers import drawn

    items_results.write(drawn(arguments), arguments)
    return 0


def run_report(arguments: argparse.Namespace) -> int:
    """Write the report."""
    from kepu.cli.items_estimates import reported
    from kepu.cli.items_results import put

    put(reported(arguments).encode(), arguments.output)
    return 0
