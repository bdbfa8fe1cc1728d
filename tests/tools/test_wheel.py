"""The built wheel holds what the site needs, and a person who installs it needs no Node."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def test_wheel_holds_assets_catalogue_and_divisions(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )

    names = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())

    assert {
        "kepu/static/kepu/app.css",
        "kepu/static/kepu/app.js",
        "kepu/locale/en/LC_MESSAGES/django.mo",
        "kepu/apps/territory/data/national.csv.gz",
        "kepu/apps/base/templates/kepu/page.html",
        "kepu/core/plans/sample/plan.txt",
    } <= names
