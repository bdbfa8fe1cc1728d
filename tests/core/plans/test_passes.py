"""A text that is printed twice, the one print inside the other."""

from kepu.core.plans import parse_plan
from tests.core.plans.interleaving import clean_sentences, damaged_text


def clean():
    return parse_plan("\n".join(clean_sentences()))


def test_interleaved_prints_give_the_outline_of_the_clean_text():
    plan = parse_plan(damaged_text())

    assert [(s.title, s.parent) for s in plan.sections] == [(s.title, s.parent) for s in clean().sections]


def test_what_is_printed_twice_is_given_once_with_both_places():
    plan = parse_plan(damaged_text())
    target = next(target for target in plan.targets if target.value == 9)

    assert len(plan.targets) == len(clean().targets)
    assert [plan.text[slice(*span)].endswith("超过9%") for span in target.place.spans] == [True, True]


def test_tasks_are_found_once_in_the_right_order():
    plan = parse_plan(damaged_text())

    assert [task.lead for task in plan.tasks] == [task.lead for task in clean().tasks]


def test_lost_heading_is_named_after_the_national_plan():
    plan = parse_plan(damaged_text(lost=True))
    inferred = [section for section in plan.sections if section.inferred]

    assert [(s.number, s.title, s.place.span) for s in inferred] == [("五", "实施科技教育与培训基础工程", None)]
    assert all(s.confidence < 0.5 for s in inferred)


def test_text_printed_once_is_left_alone():
    assert clean().interleaving is None


def test_document_pasted_twice_is_read_once():
    text = "\n".join(clean_sentences())
    plan = parse_plan(text + "\n" + text)

    assert plan.interleaving is not None
    assert [s.title for s in plan.sections] == [s.title for s in clean().sections]
