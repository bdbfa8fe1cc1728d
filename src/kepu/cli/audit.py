"""`kepu audit`: seal the audit log, export the head of its chain, verify it."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kepu.cli.django_start import start

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from kepu.apps.audit.sealing import Head

KEPT_PROBLEMS = 1000
TELL_SECONDS = 5


def add_parser(commands: Any) -> None:
    """Add `kepu audit`."""
    top = commands.add_parser("audit", help="审计记录：封存、导出链头、核对")
    parts = top.add_subparsers(dest="part", metavar="PART", required=True)

    seal = parts.add_parser("seal", help="立即封存等待的记录，打印条数")
    seal.set_defaults(run=run_seal)

    head = parts.add_parser("head", help="导出链头（JSON）；请保存在系统之外")
    head.add_argument("-o", "--output", metavar="FILE", type=Path, help="写到这个文件，不打印")
    head.set_defaults(run=run_head)

    verify = parts.add_parser("verify", help="核对全部记录，指出被改动、对调、插入、缺失的记录和被截断的末尾")
    verify.add_argument("--head", metavar="FILE", type=Path, action="append", default=[], help="以前导出的链头，可重复")
    verify.add_argument("--format", choices=["text", "json"], default="text", help="结果的格式")
    verify.set_defaults(run=run_verify)


def _start() -> None:
    """Start Django, and refuse where there is no log to speak of."""
    start()
    from django.db import DatabaseError, connection

    from kepu.apps.audit.codes import AuditCode
    from kepu.core.errors import KepuError

    try:
        present = "audit_seal" in connection.introspection.table_names()
    except DatabaseError:
        present = False
    if not present:
        raise KepuError(AuditCode.NO_LOG, "The database has no audit log or cannot be reached; run `kepu migrate`.")


def run_seal(_: argparse.Namespace) -> int:
    """Seal what waits."""
    _start()
    from kepu.apps.audit import sealing

    print(sealing.seal())
    return 0


def run_head(arguments: argparse.Namespace) -> int:
    """Write the last link of the chain."""
    _start()
    from kepu.apps.audit import sealing

    value = sealing.head()
    if arguments.output is None:
        print(json.dumps(asdict(value)))
    else:
        sealing.write_head(arguments.output, value)
    return 0


def run_verify(arguments: argparse.Namespace) -> int:
    """Verify; anything that is wrong is listed on standard output and refuses the command."""
    _start()
    from kepu.apps.audit.codes import AuditCode
    from kepu.apps.audit.sealing import head, read_head
    from kepu.apps.audit.verifying import Verification
    from kepu.core.errors import KepuError

    heads: list[Head] = [read_head(path) for path in arguments.head]
    walk = Verification(heads, progress=teller(head().count))
    kept, count = [], 0
    for problem in walk.problems():
        count += 1
        if arguments.format == "text":
            print(problem)
        elif count <= KEPT_PROBLEMS:
            kept.append(problem.as_json())
    summary = {"sealed": walk.sealed, "waiting": walk.waiting, "position": walk.position, "digest": walk.digest}
    if arguments.format == "json":
        print(json.dumps({**summary, "problem_count": count, "problems": kept}, ensure_ascii=False))
    elif not count:
        print(f"完好：封存 {walk.sealed} 条，等待 {walk.waiting} 条，链头第 {walk.position} 位 {walk.digest}")
    if count:
        raise KepuError(AuditCode.CHAIN_BROKEN, f"The audit log is not sound: {count} problems.", problems=count)
    return 0


def teller(of: int) -> Callable[[int], None]:
    """Tell on standard error how far a long verification is."""
    told = time.monotonic()

    def tell(done: int) -> None:
        nonlocal told
        if time.monotonic() - told >= TELL_SECONDS:
            told = time.monotonic()
            print(f"{done} / {of}", file=sys.stderr, flush=True)

    return tell
