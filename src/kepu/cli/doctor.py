"""`kepu doctor`: what is wrong with this installation, and what to do."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse

    from kepu.cli.maintenance.doctor.finding import Finding

MARKS = {"ok": "正常", "warn": "注意", "fail": "故障"}


def add_parser(commands: Any) -> None:
    """Add the command."""
    doctor = commands.add_parser("doctor", help="检查：设置、数据目录、数据库、后台任务、存储，说明问题和办法")
    doctor.add_argument("--format", choices=["text", "json"], default="text", help="输出格式")
    doctor.set_defaults(run=run_doctor)


def run_doctor(arguments: argparse.Namespace) -> int:
    """Print what was found; 1 when something does not work."""
    found = look()
    if arguments.format == "json":
        print(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=1))
    else:
        for each in found:
            print(f"[{MARKS[each.state]}] {each.sentence}" + (f"\n       {each.advice}" if each.advice else ""))
    return int(any(each.state == "fail" for each in found))


def look() -> list[Finding]:
    """Start Django and run the checks; settings that cannot be read are the only finding then."""
    from django.core.exceptions import ImproperlyConfigured

    from kepu.cli.maintenance.doctor.finding import fail

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kepu.config.settings")
    try:
        import django

        django.setup()
    except ImproperlyConfigured as error:
        return [fail("settings", f"设置不能读取：{error}", "请对照 docs/reference/settings.md 改正后再运行。")]
    except OSError as error:
        return [fail("data", f"数据目录不能使用（{error}）。", "请检查 KEPU_DATA 和目录的属主、权限。")]
    from kepu.cli.maintenance.doctor.run import findings

    return findings()
