"""Plans of many layouts, printed as PDF: read as well as their text is."""

import json
from functools import cache
from pathlib import Path
from statistics import mean

import pytest

from kepu.core.plans import parse_plan, read_document, to_dict
from tests.core.plans import scoring
from tests.core.plans.typesetting import Style, typeset

CORPUS = Path(__file__).parent.parent / "plans_corpus"
NAMES = sorted(path.stem for path in CORPUS.glob("*.txt"))
STYLES = {
    "letter": Style(head="青禾区全民科学素质工作资料"),
    "columns": Style(size=10.5, columns=2, foot="第{page}页 共{pages}页"),
    "undrawn": Style(ruled=False, cell_size=9, pad=8),
    "dense": Style(size=14, repeats_header=False, foot="- {page} -"),
}
UNPRINTED = ("34", "43")  # words torn over lines of cells; a line of navigation that only a web page has
CROWDED = {("14", "undrawn")}  # seven columns leave no gaps between their words
EVERY = ("01", "06", "11", "12")  # in each style; the others in one
CASES = [
    (name, style)
    for name in NAMES
    for at, style in enumerate(STYLES)
    if not name.startswith(UNPRINTED) and (name[:2], style) not in CROWDED
    if name.startswith(EVERY) or at == int(name[:2]) % len(STYLES)
]


@cache
def scores(name, style):
    """Give the mean agreement of the printed plan and of its text with the annotation."""
    annotated = json.loads((CORPUS / f"{name}.json").read_text(encoding="utf-8"))
    source = read_document((CORPUS / f"{name}.txt").read_bytes(), f"{name}.txt")
    wanted = scoring.parts(to_dict(parse_plan(source)), annotated)
    found = scoring.parts(to_dict(parse_plan(read_document(typeset(source, STYLES[style]), "plan.pdf"))), annotated)
    return mean(found.values()), mean(wanted.values())


@pytest.mark.xdist_group("pdf-plans")
@pytest.mark.parametrize(("name", "style"), CASES, ids=["-".join(case) for case in CASES])
def test_printed_plan_is_read_nearly_as_well_as_its_text(name, style):
    found, wanted = scores(name, style)

    assert found >= wanted - 0.03


@pytest.mark.xdist_group("pdf-plans")
def test_printed_plans_are_read_as_well_as_their_texts():
    every = [scores(*case) for case in CASES]

    assert mean(found for found, _ in every) >= mean(wanted for _, wanted in every) - 0.01
