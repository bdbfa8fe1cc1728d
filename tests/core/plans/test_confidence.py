"""How sure the reader is: from evidence, never certain, and true on plans that nothing was learned from."""

from dataclasses import replace

import pytest

from kepu.core.plans import parse_plan
from kepu.core.plans.confidence import chance, evidence_of, rated
from kepu.core.plans.confidence.coefficients import COEFFICIENTS
from kepu.core.plans.confidence.rating import ALWAYS, KINDS
from kepu.core.plans.parse import unrated_plan
from tests.core.plans.making import sample_text
from tools.fit_confidence import LEAST_RIGHT, LEAST_SURE, SURE, Rated, by_fold, fit, reliability, right_share, sure_of
from tools.plan_items import CORPUS, Item, annotated_plans, items_of

PLAN = unrated_plan(sample_text())


@pytest.fixture(scope="module")
def corpus():
    plans = [plan for plan in annotated_plans() if (CORPUS / f"{plan.name}.txt").is_file()]
    return [item for plan in plans for item in items_of(plan)], {plan.name for plan in plans if plan.counts}


def test_sure_items_of_plans_left_out_are_right(corpus):
    rated_items = by_fold(*corpus)
    sure = sure_of(rated_items)

    assert right_share(sure) >= LEAST_RIGHT, reliability(rated_items)
    assert len(sure) >= LEAST_SURE * len(rated_items)


def test_no_plan_is_judged_by_what_was_learned_from_it(corpus):
    counting = set(sorted(corpus[1])[:4])
    items = [item for item in corpus[0] if item.plan in counting]
    name = min(counting)
    turned = [replace(item, right=not item.right) if item.plan == name else item for item in items]

    before = [each.confidence for each in by_fold(items, counting) if each.item.plan == name]
    after = [each.confidence for each in by_fold(turned, counting) if each.item.plan == name]

    assert before == after


def test_shipped_weights_hold_on_the_plans_they_were_learned_from(corpus):
    items, counting = corpus
    sure = sure_of(
        Rated(item, chance(item.evidence, COEFFICIENTS[item.kind])) for item in items if item.plan in counting
    )

    assert right_share(sure) >= LEAST_RIGHT


def test_shipped_weights_know_every_kind_of_item():
    assert list(COEFFICIENTS) == list(KINDS)
    assert all(ALWAYS in weights for weights in COEFFICIENTS.values())


def test_confidence_of_a_plan_is_the_chance_of_each_item():
    plan = parse_plan(sample_text())
    evidence = evidence_of(PLAN)

    assert plan == rated(PLAN)
    for kind in KINDS:
        wanted = [chance(each, COEFFICIENTS[kind]) for each in evidence[kind]]
        assert [item.confidence for item in getattr(plan, kind)] == wanted


def test_evidence_that_nothing_was_learned_of_changes_nothing():
    assert chance({"never seen": 1.0}, {ALWAYS: 1.5}) == chance({}, {ALWAYS: 1.5}) == 0.81


@pytest.mark.parametrize(("weight", "confidence"), [(1000.0, 0.99), (-1000.0, 0.0), (0.0, 0.5)])
def test_nothing_is_certain(weight, confidence):
    assert chance({}, {ALWAYS: weight}) == confidence


def test_evidence_against_lowers_the_confidence():
    weights = {kind: {ALWAYS: 2.0, "number jumps": -3.0} for kind in KINDS}
    torn = unrated_plan(sample_text().replace("（二）", "（七）", 1))

    sound = {section.number: section.confidence for section in rated(PLAN, weights).sections}
    shaken = {section.number: section.confidence for section in rated(torn, weights).sections}

    assert set(sound.values()) == {0.88}
    assert shaken["七"] == 0.26


def test_fit_learns_what_tells_right_from_wrong():
    items = [
        Item(f"p{number // 40}", "tasks", "", {"good": 1.0} if right else {"bad": 1.0}, right)
        for number, right in enumerate([True, True, True, False] * 40)
    ]
    items += [Item(f"p{number % 4}", "tasks", "", {"good": 1.0}, right=True) for number in range(40)]

    weights = fit(items, {"p0", "p1", "p2", "p3"})["tasks"]

    assert chance({"good": 1.0}, weights) >= SURE
    assert chance({"bad": 1.0}, weights) < 0.5


def test_weights_that_are_too_sure_are_lowered():
    items = [Item(f"p{number % 5}", "units", "", {}, right=number % 13 > 0) for number in range(130)]

    weights = fit(items, {f"p{number}" for number in range(5)})["units"]

    assert chance({}, weights) < SURE  # twelve of thirteen are right: more than nine of ten, but not 97 of 100
