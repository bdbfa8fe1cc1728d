"""The sample plan of the package against its annotation by hand."""

import json
from pathlib import Path

import pytest

from kepu.core.plans import parse_plan, read_document, to_dict, to_json
from tests.core.plans import scoring
from tests.core.plans.making import sample_docx, sample_html, sample_text

ANNOTATION = json.loads((Path(__file__).parent / "sample.json").read_text(encoding="utf-8"))


def parsed():
    return to_dict(parse_plan(read_document(sample_text().encode(), "plan.txt")))


@pytest.mark.parametrize("part", ["document", "sections", "tasks", "duties", "targets", "units"])
def test_sample_agrees_with_its_annotation(part):
    assert scoring.parts(parsed(), ANNOTATION)[part] == 1


def test_bodies_and_their_full_names_agree():
    found = {(u["name"], u["canonical"], u["kind"], u["source"]) for u in parsed()["units"]}

    assert found == {(u["name"], u["canonical"], u["kind"], u["source"]) for u in ANNOTATION["units"]}


def test_milestones_agree():
    found = [(m["quote"], m["year_start"], m["year_end"], m["kind"]) for m in parsed()["milestones"]]

    assert found == [(m["quote"], m["year_start"], m["year_end"], m["kind"]) for m in ANNOTATION["milestones"]]


def test_sample_needs_no_warning():
    assert parsed()["warnings"] == []


@pytest.mark.parametrize(
    ("data", "name"),
    [(sample_text().encode(), "a.txt"), (sample_docx(), "a.docx"), (sample_html().encode(), "a.html")],
    ids=["txt", "docx", "html"],
)
def test_same_input_gives_the_same_bytes(data, name):
    assert to_json(parse_plan(read_document(data, name))) == to_json(parse_plan(read_document(data, name)))
