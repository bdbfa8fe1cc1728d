"""What people corrected is kept as examples: the text, what was read, what was confirmed, and nobody's name."""

import json
from datetime import timedelta

import pytest

from kepu import __version__
from kepu.apps.audit.models import AuditRow
from kepu.apps.base import clock
from kepu.apps.ledger.enums import CandidateState
from kepu.apps.ledger.services import confirm_plan, store_parse
from kepu.apps.ledger.services.deciding import judge
from kepu.apps.ledger.services.examples import confirmed_examples
from kepu.cli.main import main
from kepu.core.errors import KepuError
from kepu.core.plans import parse_plan, to_dict
from tests.core.plans import scoring
from tests.factories.ledger import PLAN_TEXT, make_office, make_plan

pytestmark = pytest.mark.django_db
TELEPHONE = "13900000000"
TEXT = f"{PLAN_TEXT}\n联系人：李青禾，电话：{TELEPHONE}\n"


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def plan(office):
    """Read, one target rejected by a person, confirmed."""
    made = make_plan(owner=office)
    result = to_dict(parse_plan(TEXT))
    store_parse(plan_id=made.pk, result=result)
    target = made.candidates.filter(kind="target").in_order().first()
    judge(candidate_id=target.pk, user=office, version=target.version, state=CandidateState.REJECTED)
    confirm_plan(plan_id=made.pk, user=office)
    made.refresh_from_db()
    return made


def test_example_holds_what_was_read_and_what_was_confirmed(plan):
    example = next(confirmed_examples())
    read = to_dict(parse_plan(TEXT))

    assert example.key == f"{plan.pk:06}"
    assert [task["text"] for task in example.read["tasks"]] == [task["text"] for task in read["tasks"]]
    assert len(example.confirmed["targets"]) == len(read["targets"]) - 1
    assert example.confirmed["document"]["title"] == read["document"]["title"]
    assert example.facts["reader"] == __version__
    assert example.facts["decisions"]["target_rejected"] == 1


def test_spans_of_an_example_are_those_of_its_text(plan):
    example = next(confirmed_examples())

    for task in example.confirmed["tasks"]:
        assert "".join(example.text[slice(*task["span"])].split()) == "".join(task["text"].split())


def test_example_names_nobody(plan, office):
    example = next(confirmed_examples())
    everything = json.dumps([example.text, example.read, example.confirmed, example.facts], ensure_ascii=False)

    assert len(example.text) == len(plan.text)
    for secret in (TELEPHONE, "李青禾", office.name, office.username):
        assert secret not in everything
    assert "confidence" not in everything


def test_scorer_measures_an_example(plan):
    example = next(confirmed_examples())

    assert scoring.parts(example.confirmed, example.confirmed)["targets"] == 1
    assert scoring.parts(example.read, example.confirmed)["targets"] < 1


def test_plans_that_nobody_has_confirmed_are_no_examples(office):
    made = make_plan(owner=office)
    store_parse(plan_id=made.pk, result=to_dict(parse_plan(TEXT)))

    assert not list(confirmed_examples())


def test_examples_are_chosen_by_day_and_region(plan):
    code = plan.region_code

    assert len(list(confirmed_examples(since=clock.today(), region_code=code[:2]))) == 1
    assert not list(confirmed_examples(since=clock.today() + timedelta(days=1)))
    assert not list(confirmed_examples(region_code="110000000000"))


def test_command_writes_a_folder_that_the_scorer_reads(plan, tmp_path, capsys):
    assert main(["plan", "examples", "export", str(tmp_path)]) == 0

    name = f"{plan.pk:06}"
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.*")) == [
        f"confirmed/{name}.json",
        "index.jsonl",
        f"read/{name}.json",
        f"text/{name}.txt",
    ]
    line = json.loads((tmp_path / "index.jsonl").read_text(encoding="utf-8"))
    assert (line["key"], line["reader"]) == (name, __version__)
    assert "导出了 1 份" in capsys.readouterr().out
    assert AuditRow.objects.filter(action="ledger.export_examples").count() == 1


def test_command_refuses_a_folder_that_cannot_be_written(plan, tmp_path, capsys):
    (tmp_path / "file").write_text("x", encoding="utf-8")

    assert main(["plan", "examples", "export", str(tmp_path / "file")]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_bad_region_is_refused(tmp_path):
    with pytest.raises(KepuError):
        list(confirmed_examples(region_code="99x"))
