"""Papers: within a proved gap, breaking no rule, the same every time."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from kepu.core.errors import ConvergenceError, InputError
from kepu.core.items.papers import (
    PaperCode,
    PaperRules,
    assemble,
    broken_rules,
    check_papers,
    make_questions,
)
from tests.core.items.banks import make_bank

TWENTY = PaperRules(papers=20, length=50, max_use=4)
MIXED = {
    "kinds": {"kinds": {"判断": (20, 20), "选择": (30, 30)}},
    "difficulties": {"difficulties": ((-9, -0.5, 15, 18), (-0.5, 0.5, 12, 25), (0.5, 9, 10, 17))},
    "words": {"words": (3300, 3450)},
    "overlap": {"max_overlap": 14, "max_use": 5},
    "earlier": {"max_total_use": 6, "max_reused": 36},
    "all": {
        "kinds": {"判断": (18, 24)},
        "difficulties": ((-9, -0.5, 14, 20),),
        "words": (3200, 3600),
        "max_overlap": 18,
        "max_reused": 38,
        "max_difference": 0.5,
    },
}


@pytest.mark.parametrize("seed", range(24))
def test_twenty_parallel_papers_are_within_a_thousandth_of_the_bound(seed):
    bank = make_bank(seed, style=("2pl", "3pl", "alike")[seed % 3], uneven=seed % 2 == 1)

    found = assemble(bank, TWENTY)

    assert broken_rules(bank, found.rules, found.papers) == []
    assert found.gap <= 1e-3
    assert found.bound >= found.information.min()
    assert len(found.rules.benchmarks) == 26


@pytest.mark.parametrize("case", MIXED)
def test_papers_keep_to_every_rule(case):
    bank = make_bank(3, enemies=sets_of_three(500, 40))

    found = assemble(bank, replace(TWENTY, **MIXED[case]))

    assert broken_rules(bank, found.rules, found.papers) == []
    assert found.gap <= 0.02
    assert found.overlap <= (found.rules.max_overlap or 50)


def sets_of_three(n, sets):
    """Sets of enemies of three items each."""
    rng = np.random.default_rng(9)
    enemies = [() for _ in range(n)]
    for each in range(sets):
        for place in rng.choice(n, 3, replace=False):
            enemies[place] = (*enemies[place], f"set {each}")
    return enemies


def test_one_paper_of_a_small_bank_is_the_best_of_all():
    rng = np.random.default_rng(5)
    benchmark, point = [str(1 + each % 3) for each in range(12)], [str(each % 4) for each in range(12)]
    bank = make_questions(
        [f"q{each}" for each in range(12)], benchmark, point, rng.uniform(0.5, 2, 12), rng.normal(size=12)
    )
    rules = PaperRules(length=5)
    allowed = [chosen for chosen in itertools.combinations(bank.item, 5) if not broken_rules(bank, rules, [chosen])]
    told = dict(zip(bank.item, bank.information(0.0)[0].tolist(), strict=True))
    best = max(sum(told[name] for name in chosen) for chosen in allowed)

    found = assemble(bank, rules)

    assert found.information[0, 0] == pytest.approx(best, rel=1e-12)
    assert found.bound == pytest.approx(best, rel=1e-6)


def test_bound_is_above_the_best_pair_of_papers():
    bank = make_questions(list("abcd"), list("1122"), list("1212"), [2.0, 1.0, 1.0, 0.5], [0.0] * 4)
    pairs = [("ac", "bd"), ("ad", "bc")]
    told = dict(zip(bank.item, bank.information(0.0)[0].tolist(), strict=True))
    best = max(min(sum(told[name] for name in paper) for paper in pair) for pair in pairs)

    found = assemble(bank, PaperRules(papers=2, length=2, max_use=1))

    assert found.value == pytest.approx(best, rel=1e-12)
    assert found.bound >= best
    assert found.bound == pytest.approx(sum(told.values()) / 2, rel=1e-6)


def test_information_is_that_of_the_model():
    bank = make_questions(["q"], ["1"], ["1"], [1.3], [0.4], c=[0.2])
    right = 0.2 + 0.8 / (1 + np.exp(-1.3 * (0.9 - 0.4)))
    slope = (bank_probability(0.9 + 1e-6) - bank_probability(0.9 - 1e-6)) / 2e-6

    assert bank.information(0.9)[0, 0] == pytest.approx(slope**2 / (right * (1 - right)), rel=1e-8)
    assert bank.information([-800.0, 800.0]).ravel().tolist() == pytest.approx([0, 0], abs=1e-12)


def bank_probability(theta):
    """Of the item above."""
    return 0.2 + 0.8 / (1 + np.exp(-1.3 * (theta - 0.4)))


def test_papers_follow_a_target():
    bank = make_bank(4)
    rules = PaperRules(papers=6, length=50, max_use=2, target={-1.0: 7.0, 0.0: 9.5, 1.0: 7.0})

    found = assemble(bank, rules)

    assert broken_rules(bank, found.rules, found.papers) == []
    assert np.abs(found.information - [7.0, 9.5, 7.0]).max() == pytest.approx(found.value)
    assert found.value <= 0.1
    assert found.thetas == (-1.0, 0.0, 1.0)


def test_the_same_bank_and_seed_give_the_same_papers_and_leave_the_bank_alone():
    bank = make_bank(6)
    before = bank.a.copy()

    one, other, third = assemble(bank, TWENTY), assemble(bank, TWENTY), assemble(bank, TWENTY, seed=2)

    assert one.papers == other.papers
    assert one.papers != third.papers
    assert (bank.a == before).all()


def test_pools_are_never_mixed():
    pools = ["contest" if each % 2 else "survey" for each in range(500)]
    bank = make_bank(7, pool=pools)

    with pytest.raises(InputError) as refused:
        assemble(bank, PaperRules())
    with pytest.raises(InputError) as unknown:
        assemble(bank, PaperRules(), pool="practice")
    found = assemble(bank, PaperRules(), pool="survey")

    assert refused.value.code == PaperCode.MIXED_POOLS
    assert refused.value.details["pools"] == ["contest", "survey"]
    assert unknown.value.code == PaperCode.NO_SUCH_POOL
    assert {pools[int(name[1:])] for name in found.papers[0]} == {"survey"}


def without_benchmark(bank, name):
    return bank.take([place for place, each in enumerate(bank.benchmark) if each != name])


@pytest.mark.parametrize("name", ["B01", "B07", "B26"])
def test_a_bank_without_a_benchmark_is_refused_by_its_name(name):
    bank = without_benchmark(make_bank(8), name)

    with pytest.raises(InputError) as refused:
        assemble(bank, TWENTY)

    assert refused.value.code == PaperCode.BENCHMARK_MISSING
    assert refused.value.details == {"benchmarks": [name], "found": 25, "expected": 26}
    assert name in refused.value.message


def test_a_gap_in_the_numbers_of_benchmarks_is_refused_at_any_length():
    bank = make_questions(list("abcd"), ["3", "4", "6", "7"], ["1"] * 4, [1.0] * 4, [0.0] * 4)

    with pytest.raises(InputError) as refused:
        assemble(bank, PaperRules(length=4))

    assert refused.value.details["benchmarks"] == ["5"]
    assert assemble(bank, PaperRules(length=4, benchmarks=4)).papers == (("a", "b", "c", "d"),)
    assert assemble(bank.take([0, 1]), PaperRules(length=2)).papers == (("a", "b"),)


def test_the_benchmarks_can_be_named_or_counted():
    bank = without_benchmark(make_bank(8), "B07")
    named = sorted(set(bank.benchmark))

    by_number = assemble(bank, PaperRules(benchmarks=25))
    by_name = assemble(bank, PaperRules(benchmarks=named[:3]))
    with pytest.raises(InputError) as refused:
        assemble(bank, PaperRules(benchmarks=["B01", "B07"]))

    assert by_number.rules.benchmarks == tuple(named)
    assert by_name.rules.benchmarks == tuple(named[:3])
    assert refused.value.details["benchmarks"] == ["B07"]


@pytest.mark.parametrize(
    ("rules", "clash"),
    [
        ({"max_use": 1, "papers": 9, "length": 30, "benchmarks": 26}, {"benchmark B07", "max_use"}),
        ({"kinds": {"判断": (30, 50), "选择": (30, 50)}}, {"kind 判断", "kind 选择", "length"}),
        ({"words": (0, 900)}, {"reading length", "length"}),
        ({"max_overlap": 0, "max_use": 4}, {"overlap", "length"}),
    ],
)
def test_a_contradiction_is_told_by_the_rules_that_clash(rules, clash):
    bank = make_bank(10)
    places = [place for place, name in enumerate(bank.benchmark) if name == "B07"]
    bank = bank.take(sorted(set(range(500)) - set(places[2:])))

    with pytest.raises(InputError) as refused:
        assemble(bank, replace(PaperRules(papers=20, length=50), **rules))

    assert refused.value.code == PaperCode.CONTRADICTION
    assert clash <= set(refused.value.details["rules"])
    assert all(name in refused.value.message for name in clash - {"length", "max_use", "overlap"})
    assert refused.value.message.count(";") == len(refused.value.details["rules"]) - 1


def test_every_rule_that_is_told_is_needed_for_the_contradiction():
    bank = make_bank(10)

    with pytest.raises(InputError) as refused:
        assemble(bank, PaperRules(kinds={"判断": (40, 50), "选择": (20, 50)}, words=(0, 6000)))

    assert sorted(refused.value.details["rules"]) == ["kind 判断", "kind 选择", "length"]
    assemble(bank, PaperRules(kinds={"判断": (40, 50)}, words=(0, 6000)))
    assemble(bank, PaperRules(kinds={"选择": (20, 50)}, words=(0, 6000)))


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        (PaperRules(papers=20, length=50, max_use=1), PaperCode.TOO_FEW_USES),
        (PaperRules(length=140), PaperCode.TOO_FEW_POINTS),
        (PaperRules(papers=0), PaperCode.BAD_RULE),
        (PaperRules(max_use=0), PaperCode.BAD_RULE),
        (PaperRules(cut=float("nan")), PaperCode.BAD_RULE),
        (PaperRules(max_overlap=-1), PaperCode.BAD_RULE),
        (PaperRules(kinds={"判断": (5, 4)}), PaperCode.BAD_RULE),
        (PaperRules(kinds={"问答": (1, 4)}), PaperCode.BAD_RULE),
        (PaperRules(difficulties=((1, 0, 1, 2),)), PaperCode.BAD_RULE),
        (PaperRules(words=(10, 5)), PaperCode.BAD_RULE),
        (PaperRules(target={0.0: -1.0}), PaperCode.BAD_RULE),
        (PaperRules(benchmarks=0), PaperCode.BAD_RULE),
    ],
)
def test_rules_that_cannot_be_kept_are_refused(rules, code):
    bank = make_bank(11) if code != PaperCode.TOO_FEW_USES else make_bank(11, 400)

    with pytest.raises(InputError) as refused:
        assemble(bank, rules)

    assert refused.value.code == code


def test_papers_that_differ_too_much_are_not_given():
    bank = make_questions(list("abcd"), list("1122"), list("1212"), [2.0, 1.0, 1.0, 0.5], [0.0] * 4)

    with pytest.raises(ConvergenceError) as refused:
        assemble(bank, PaperRules(papers=2, length=2, max_use=1, max_difference=0.01))

    assert refused.value.code == PaperCode.NOT_FOUND


GOOD = {"item": ["p", "q"], "benchmark": ["1", "2"], "point": ["1", "1"], "a": [1.0, 1.0], "b": [0.0, 0.0]}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"item": ["p", "p"]}, PaperCode.DUPLICATE_ITEM),
        ({"benchmark": ["1", ""]}, PaperCode.MISSING_LABEL),
        ({"point": [" ", "1"]}, PaperCode.MISSING_LABEL),
        ({"a": [1.0, -0.5]}, PaperCode.BAD_PARAMETER),
        ({"a": [1.0, 0.0]}, PaperCode.BAD_PARAMETER),
        ({"b": [np.nan, 0.0]}, PaperCode.BAD_PARAMETER),
        ({"c": [0.2, 1.0]}, PaperCode.BAD_PARAMETER),
        ({"b": [0.0]}, PaperCode.WRONG_LENGTH),
        ({"words": [-1.0, 5.0]}, PaperCode.BAD_COLUMN),
        ({"used": [0.5, 0.0]}, PaperCode.BAD_COLUMN),
        ({"enemies": [["r"], []]}, PaperCode.UNKNOWN_ENEMY),
        ({name: [] for name in GOOD}, PaperCode.EMPTY_BANK),
    ],
)
def test_a_bad_bank_is_refused(change, code):
    with pytest.raises(InputError) as refused:
        make_questions(**(GOOD | change))

    assert refused.value.code == code


def test_reading_length_that_is_not_known_is_refused_when_it_matters():
    bank = make_bank(12, words=[np.nan] * 500)

    with pytest.raises(InputError) as refused:
        assemble(bank, PaperRules(words=(0, 5000)))

    assert refused.value.code == PaperCode.BAD_COLUMN
    assert len(assemble(bank, PaperRules()).papers[0]) == 50


def test_the_verifier_finds_what_is_broken():
    bank = make_bank(13, enemies=[["q001"], *[[] for _ in range(499)]])
    good = assemble(bank, replace(TWENTY, papers=2)).papers
    twins = next(
        (one, other)
        for one, other in itertools.combinations(range(500), 2)
        if bank.points[one] == bank.points[other] and {one, other}.isdisjoint({0, 1})
    )

    def broken(papers, **rules):
        return " ".join(broken_rules(bank, PaperRules(papers=len(papers), **rules), papers))

    assert broken(good) == ""
    assert "not 50" in broken([good[0][:49]])
    assert "times" in broken([(*good[0][:49], good[0][0])])
    assert "items of point" in broken([(bank.item[twins[0]], bank.item[twins[1]])], length=2)
    assert "enemies q000 and q001" in broken([("q000", "q001")], length=2)
    assert "no item of benchmark" in broken([("q000",)], length=1, benchmarks=26)
    assert "does not have zz" in broken([("zz",)], length=1)
    assert "more than 1" in broken([good[0], good[0]], max_use=1)
    assert "share 50 items" in broken([good[0], good[0]], max_overlap=10)
    assert "of kind 判断" in broken(good, kinds={"判断": (50, 50)})
    assert "of difficulty" in broken(good, difficulties=((5.0, 6.0, 50, 50),))
    assert "reading length" in broken(good, words=(1.0, 2.0))
    assert "used earlier" in broken(good, max_reused=0)
    assert "earlier ones" in broken(good, max_total_use=1)
    assert "differ by" in broken([("q000",), ("q001",)], length=1, max_difference=0.0, benchmarks=[bank.benchmark[0]])


def test_papers_that_break_a_rule_are_refused():
    bank = make_bank(13)

    with pytest.raises(InputError) as refused:
        check_papers(bank, PaperRules(length=2, benchmarks=1), [("q000", "q000")])

    assert refused.value.code == PaperCode.BENCHMARK_MISSING
    with pytest.raises(InputError) as refused:
        check_papers(bank, PaperRules(length=2, benchmarks=["B01"]), [("q000", "q000")])
    assert refused.value.code == PaperCode.BROKEN_PAPER
