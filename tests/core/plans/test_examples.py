"""Contacts are hidden, spans stay; nothing else of a plan is touched."""

import json

import pytest

from kepu.core.plans import parse_plan, to_dict
from kepu.core.plans.examples import HIDDEN, as_annotation, hide_contacts
from tests.core.plans.making import sample_text
from tools.score_examples import main, shares


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("手机13900000000。", "手机×××××××××××。"),
        ("电话：023-00000000", "电话：××××××××××××"),
        ("传真 02300000000，", "传真 ×××××××××××，"),
        ("邮箱kp@example.org；", "邮箱××××××××××××××；"),
        ("证号110101199001010011。", "证号××××××××××××××××××。"),
        ("联系人：李青禾，", "联系人：×××，"),
        ("联络员：王云，", "联络员：××，"),
        ("（联系人： 李青禾 电话：0000000、0000001）", "（联系人： ××× 电话：×××××××××××××××）"),
    ],
)
def test_contacts_are_hidden(text, hidden):
    assert hide_contacts(text) == hidden


@pytest.mark.parametrize(
    "text", ["到2030年达到20%以上", "青府发〔2026〕12号", "投入资金12345678元", "2026-2030年", "负责人：各单位负责同志"]
)
def test_what_is_no_contact_stays(text):
    assert hide_contacts(text) == text


def test_sample_is_untouched_and_forgets_how_sure_the_reader_was():
    found = to_dict(parse_plan(sample_text()))

    kept = as_annotation(found)

    assert hide_contacts(found["text"]) == found["text"]
    assert kept["document"]["title"] == found["document"]["title"]
    for kind in ("sections", "tasks", "targets", "units", "milestones"):
        assert len(kept[kind]) == len(found[kind])
        assert not {"confidence", "rule"} & {key for each in kept[kind] for key in each}
    assert HIDDEN not in str(kept)


def test_examples_measure_the_reader_then_and_today(tmp_path, capsys):
    confirmed = as_annotation(to_dict(parse_plan(sample_text())))
    read = {**confirmed, "tasks": [{**task, "lead": []} for task in confirmed["tasks"]]}
    for folder, words in (("text", sample_text()), ("read", json.dumps(read)), ("confirmed", json.dumps(confirmed))):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"000001.{'txt' if folder == 'text' else 'json'}").write_text(words, encoding="utf-8")

    found = shares(tmp_path)

    assert found["tasks"] == (len(confirmed["tasks"]), 0.0, 1.0)
    assert found["sections"] == (len(confirmed["sections"]), 1.0, 1.0)
    assert main([str(tmp_path)]) == 0
    assert "tasks" in capsys.readouterr().out
