"""Whatever the text: it is read or refused with a code, its spans are exact, and the work grows with its length."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kepu.core.errors import InputError
from kepu.core.plans import parse_plan, read_document, to_json
from tests.core.plans.hostile import DAMAGE, MARKS, WORDS, damaged
from tests.core.plans.test_properties import assert_sound
from tools.hostile_texts import HOSTILE
from tools.plan_items import CORPUS, REAL

ROOT = Path(__file__).resolve().parents[3]
CORPUS_TEXTS = [path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob("*.txt"))]
SHORT, LONG = 4_000, 16_000
MOST_GROWTH = 1.5  # of the work for each character, between the two lengths
# Calls of functions and of methods written in C: the same on every machine, however busy it is.
COUNTING = """
import sys
from kepu.core.plans import parse_plan
from tools.hostile_texts import HOSTILE
counts = []
for n in map(int, sys.argv[2:]):
    text = HOSTILE[sys.argv[1]](n)
    parse_plan(text[: n // 8])
    calls = 0
    def count(frame, event, argument):
        global calls
        calls += event in {"call", "c_call"}
    sys.setprofile(count)
    parse_plan(text)
    sys.setprofile(None)
    counts.append(calls)
print(counts)
"""


def read(text):
    data = text if isinstance(text, bytes) else text.encode()
    try:
        return parse_plan(read_document(data, "plan.txt"))
    except InputError:
        return None


def assert_read(text):
    plan = read(text)
    if plan is not None:
        assert_sound(plan)
        json.loads(to_json(plan))


@pytest.mark.parametrize("name", [path.stem for path in sorted(CORPUS.glob("*.txt"))])
def test_spans_of_every_annotated_plan_are_exact(name):
    assert_sound(parse_plan(read_document((CORPUS / f"{name}.txt").read_bytes(), f"{name}.txt")))


@pytest.mark.shared
@pytest.mark.parametrize("name", ["000", "002", "003"])
def test_spans_of_real_plans_are_exact_under_damage(name):
    text = (REAL / f"{name}.txt").read_text(encoding="utf-8")

    assert_sound(parse_plan(text))
    for seed in range(6):
        assert_read(damaged([text], seed, n_steps=2))


@pytest.mark.parametrize("seed", range(60))
def test_damaged_plans_are_read(seed):
    assert_read(damaged(CORPUS_TEXTS, seed, n_steps=1 + seed % 4))


@pytest.mark.parametrize("name", DAMAGE)
def test_each_damage_changes_the_text(name):
    assert any(damaged(CORPUS_TEXTS[:1], seed, n_steps=1) != CORPUS_TEXTS[0] for seed in range(3))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(CORPUS_TEXTS), st.data())
def test_any_cut_of_any_plan_is_read(text, data):
    first = data.draw(st.integers(0, len(text)))
    last = data.draw(st.integers(first, min(len(text), first + 2500)))
    put = data.draw(st.lists(st.sampled_from([*MARKS, *WORDS]), max_size=6))
    at = data.draw(st.integers(first, last))

    assert_read(text[first:at] + "".join(put) + text[at:last])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=600))
def test_any_bytes_are_read_or_refused(data):
    assert_read(data)


@pytest.mark.parametrize("name", HOSTILE)
def test_work_grows_with_the_length_and_no_faster(name):
    done = subprocess.run(
        [sys.executable, "-c", COUNTING, name, str(SHORT), str(LONG)],
        check=True, capture_output=True, text=True, cwd=ROOT, timeout=120,
    )  # fmt: skip
    short, long = json.loads(done.stdout)

    assert long / LONG <= MOST_GROWTH * short / SHORT, (short, long)


@pytest.mark.parametrize(
    "name", ["brackets", "digits", "divisions", "units", "comparing", "quotation marks", "one line"]
)
def test_long_text_that_no_call_betrays_is_read_in_time(name):
    """A pattern that tries again from everywhere makes no calls; at its square this text would take hours."""
    command = "import sys; from kepu.core.plans import parse_plan; from tools.hostile_texts import HOSTILE; "
    command += f"parse_plan(HOSTILE[{name!r}](150_000))"

    assert subprocess.run([sys.executable, "-c", command], check=True, cwd=ROOT, timeout=100).returncode == 0


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_gives_exact_spans(name):
    text = HOSTILE[name](3_000)

    assert len(text) <= 3_000
    assert_read(text)
