"""Runs a site of its own in another process, with its own data folder and settings."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PREPARE = """
from kepu.cli.run import prepare
prepare.database()
"""
BEGIN = """
import django
django.setup()
"""


def clean_environment(data: Path, **settings: str) -> dict[str, str]:
    """The variables of the machine without any of ours, and then these."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("KEPU_", "COV_CORE", "PYTEST"))
        and name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    }
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    return {
        **kept,
        "PYTHONPATH": path,
        "DJANGO_SETTINGS_MODULE": "kepu.config.settings",
        "KEPU_DATA": str(data),
        **settings,
    }


def run_site(
    code: str, data: Path, *, before: tuple[str, ...] = (), check: bool = True, **settings: Any
) -> subprocess.CompletedProcess[str]:
    """Run a program inside a site; its failure is the test's."""
    done = subprocess.run(
        [*before, sys.executable, "-W", "error::RuntimeWarning", "-c", BEGIN + code],
        env=clean_environment(data, **settings),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    if check and done.returncode:
        raise AssertionError(f"{done.stdout}\n{done.stderr}")
    return done


def run_kepu(*arguments: str, data: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command of ours."""
    return subprocess.run(
        [sys.executable, "-m", "kepu", *arguments],
        env=clean_environment(data, **settings),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def prepared(target: Path, **settings: str) -> Path:
    """A data folder with a migrated SQLite database; the first one is copied to the next."""
    if settings.get("DATABASE_URL"):
        run_site(PREPARE, target, **settings)
    else:
        shutil.copytree(_template(), target, dirs_exist_ok=True)
    target.chmod(0o700)
    return target


@cache
def _template() -> Path:
    import atexit

    folder = Path(tempfile.mkdtemp(prefix="kepu-template-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    run_site(PREPARE, folder)
    return folder
