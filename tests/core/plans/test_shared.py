"""The three real plans, where the folder with them stands beside the checkout."""

import json
import subprocess
import sys
from pathlib import Path
from statistics import mean

import pytest

from kepu.core.plans import parse_plan, read_document, to_json
from kepu.core.plans.normalise import squeeze

SHARED = Path(__file__).resolve().parents[4] / "shared"
pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def scores(tmp_path_factory):
    folder = tmp_path_factory.mktemp("parsed")
    for path in sorted((SHARED / "plans").glob("[0-9]*.txt")):
        (folder / f"{path.stem}.json").write_text(
            to_json(parse_plan(read_document(path.read_bytes(), path.name))), "utf-8"
        )
    done = subprocess.run(
        [sys.executable, str(SHARED / "tools" / "score_plan.py"), "--dir", str(folder), str(SHARED / "plans" / "gold")],
        check=True,
        capture_output=True,
        text=True,
    )
    lines = [line.split(" ", 1) for line in done.stdout.splitlines()]
    return {name: json.loads(numbers)["score"] for name, numbers in lines if name != "mean"}


def test_real_plans_are_read(scores):
    assert mean(scores.values()) >= 0.85


@pytest.mark.parametrize(("name", "least"), [("000", 0.95), ("002", 0.95), ("003", 0.80)])
def test_each_real_plan_is_read(scores, name, least):
    assert scores[name] >= least


@pytest.mark.parametrize("name", ["000", "002", "003"])
def test_spans_of_real_plans_are_exact(name):
    plan = parse_plan(read_document((SHARED / "plans" / f"{name}.txt").read_bytes(), f"{name}.txt"))

    for item, printed in [
        *((s, s.title) for s in plan.sections), *((t, t.text) for t in plan.tasks), *((t, t.quote) for t in plan.targets),
    ]:  # fmt: skip
        for span in item.place.spans or ((item.place.span,) if item.place.span else ()):
            assert squeeze(plan.text[slice(*span)]) == squeeze(printed)
