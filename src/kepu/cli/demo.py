"""`kepu demo`: the demonstration district."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction

SIZES = ("small", "district", "100k")


def add_parser(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Add the command."""
    demo = commands.add_parser("demo", help="装入演示数据（虚构的云溪市青禾区，可重复运行）")
    demo.add_argument("--seed", type=int, default=1, metavar="N", help="随机种子；参数相同，数据相同")
    demo.add_argument("--size", choices=SIZES, default="district", help="small 最少，district 一个区，100k 十万条任务")
    demo.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help="演示的“今天”，默认为今天")
    demo.set_defaults(run=run)


def run(chosen: Namespace) -> int:
    """Load the data and print the accounts that were made."""
    from kepu.cli.django_start import start

    start()
    from kepu.apps.base import clock
    from kepu.apps.workspace.demo import load

    done = load(seed=chosen.seed, size=chosen.size, as_of=chosen.as_of or clock.today())
    for line in done.lines():
        print(line)
    return 0
