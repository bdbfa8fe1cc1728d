"""Classical statistics: values by hand, independent formulas, limiting cases, refusals."""

import numpy as np
import pytest

from kepu.core.errors import InputError, ShapeError
from kepu.core.items import ItemsCode, classical_statistics, option_statistics, score_choices
from kepu.core.items.omega import one_factor

# Five people, three items.
SMALL = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 1, 0], [0, 0, 0]])


def responses(n=400, k=8, seed=1):
    rng = np.random.default_rng(seed)
    theta = rng.normal(size=(n, 1))
    return (rng.random((n, k)) < 1 / (1 + np.exp(-1.4 * (theta - rng.normal(size=k))))).astype(np.int8)


def test_alpha_by_hand():
    # Variances 0.24, 0.24, 0.16; totals 3, 2, 1, 1, 0 with variance 1.04: 3/2 · (1 − 0.64/1.04).
    found = classical_statistics(SMALL)

    assert found.alpha == pytest.approx(1.5 * (1 - 0.64 / 1.04), rel=1e-12)
    assert found.difficulty.tolist() == pytest.approx([0.6, 0.6, 0.2])
    # Without the third item: 2 · (1 − 0.48/0.56), totals 2, 2, 1, 1, 0.
    assert found.alpha_without[2] == pytest.approx(2 * (1 - 0.48 / 0.56), rel=1e-12)


def test_item_rest_is_numpys_correlation():
    table = responses()

    found = classical_statistics(table)

    expected = [np.corrcoef(table[:, j], np.delete(table, j, 1).sum(1))[0, 1] for j in range(table.shape[1])]
    assert found.item_rest == pytest.approx(expected, rel=1e-10)


def test_alpha_is_that_of_the_covariance_matrix():
    table = responses()
    covariance = np.cov(table.T)
    k = len(covariance)

    found = classical_statistics(table)

    assert found.alpha == pytest.approx(k / (k - 1) * (1 - np.trace(covariance) / covariance.sum()), rel=1e-12)


def test_d_index_of_distinct_totals_is_the_difference_of_the_tails():
    rng = np.random.default_rng(4)
    steps = np.sort(rng.integers(0, 100, (100, 1)), axis=0)
    table = np.hstack([np.arange(100)[:, None], (steps > 50).astype(int)])  # totals never tie

    found = classical_statistics(table)

    assert found.d_index[1] == pytest.approx(table[-27:, 1].mean() - table[:27, 1].mean(), abs=1e-12)


def test_d_index_splits_ties_at_the_edge():
    table = np.zeros((100, 2), dtype=int)
    table[:50] = 1

    assert classical_statistics(table).d_index.tolist() == [1.0, 1.0]
    assert classical_statistics(np.vstack([table[:10], table[90:], table[40:60]])).d_index[0] == pytest.approx(1.0)


def test_omega_of_one_exact_factor_is_its_formula():
    loadings = np.array([0.9, 0.7, 0.5, 0.3])
    correlation = np.outer(loadings, loadings)
    np.fill_diagonal(correlation, 1.0)

    assert one_factor(correlation) == pytest.approx(loadings, abs=1e-9)


def test_omega_is_alpha_when_items_are_alike():
    # Every pair of items has the same covariance: 3 of 4 people agree with everybody.
    table = np.array([[1, 1, 1], [1, 1, 1], [0, 0, 0], [0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]])

    found = classical_statistics(table)

    assert found.omega == pytest.approx(found.alpha, rel=1e-9)


def test_omega_is_not_below_alpha_when_items_differ():
    found = classical_statistics(responses(4000))

    assert found.alpha < found.omega < 1


def test_weights_count_like_repeated_respondents():
    table = responses(60)
    times = np.random.default_rng(2).integers(1, 4, 60)

    one = classical_statistics(table, weights=times.astype(float))
    other = classical_statistics(np.repeat(table, times, axis=0))

    for name in ("difficulty", "item_rest", "d_index", "alpha", "alpha_without", "omega"):
        assert getattr(one, name) == pytest.approx(getattr(other, name), rel=1e-9), name


def test_order_of_respondents_does_not_matter_and_the_table_stays():
    table = responses()
    before = table.copy()

    one, other = classical_statistics(table), classical_statistics(table[::-1])

    assert one.item_rest == pytest.approx(other.item_rest, rel=1e-9)
    assert (table == before).all()


def test_items_of_categories_are_shares_of_their_range():
    table = np.array([[1, 4], [2, 3], [3, 2], [4, 1]])

    found = classical_statistics(table)

    assert found.difficulty.tolist() == [0.5, 0.5]
    assert found.item_rest.tolist() == pytest.approx([-1, -1])


def test_a_design_in_which_nobody_sees_all_items_comes_near_the_whole():
    table = responses(20_000, 12)
    rng = np.random.default_rng(5)
    part = np.where(rng.random(table.shape) < 0.5, table, -1).astype(np.int8)

    whole, found = classical_statistics(table), classical_statistics(part)

    assert found.difficulty == pytest.approx(whole.difficulty, abs=0.02)
    assert found.alpha == pytest.approx(whole.alpha, abs=0.02)
    assert found.omega == pytest.approx(whole.omega, abs=0.02)


def test_items_that_never_met_have_no_alpha_and_say_so():
    table = np.array([[1, -1], [0, -1], [-1, 1], [-1, 0]])

    found = classical_statistics(table, items=["p", "q"])

    assert np.isnan(found.alpha)
    assert any("p and q" in note for note in found.notes)


def test_constant_items_are_named_and_have_no_discrimination():
    table = np.hstack([responses(50, 4), np.ones((50, 1), dtype=np.int8)])

    found = classical_statistics(table, items=list("abcde"))

    assert found.difficulty[4] == 1
    assert np.isnan(found.item_rest[4])
    assert any("e" in note for note in found.notes)
    assert np.isfinite(found.alpha)


@pytest.mark.parametrize(
    ("table", "options", "code"),
    [
        (np.zeros((0, 2)), {}, ItemsCode.EMPTY),
        ([[1, 0]], {}, ItemsCode.ONE_RESPONDENT),
        ([[1, -1], [0, -1]], {}, ItemsCode.ITEM_WITHOUT_RESPONSES),
        ([[1, -2], [0, 1]], {}, ItemsCode.CODE_OUT_OF_RANGE),
        ([[1, 0], [0, 1]], {"weights": [1.0, 0.0]}, ItemsCode.BAD_WEIGHT),
        ([[1, 0], [0, 1]], {"items": ["a", "a"]}, ItemsCode.DUPLICATE_NAME),
    ],
)
def test_what_cannot_be_described_is_refused(table, options, code):
    with pytest.raises(InputError) as refused:
        classical_statistics(table, **options)

    assert refused.value.code == code


CHOICES = {"q1": ["A", "A", "B", "C", None], "q2": ["D", "D", "D", "E", "E"], "q3": ["X", "X", "Y", "Y", "Y"]}
KEY = {"q1": "A", "q2": "D", "q3": "X"}


def test_choices_are_scored_with_the_key():
    assert score_choices(CHOICES, KEY).tolist() == [[1, 1, 1], [1, 1, 1], [0, 1, 0], [0, 0, 0], [-1, 0, 0]]


def test_options_by_hand():
    found = option_statistics(CHOICES, KEY, groups=2)

    key, b, c = found.options["q1"]
    assert (key.option, key.is_key, key.n, key.share) == ("A", True, 2, 0.5)
    assert (b.option, b.is_key, b.n, b.share) == ("B", False, 1, 0.25)
    # Shares of the others: 1, 1, 0.5, 0 for the four who answered.
    chosen, rest = np.array([1, 1, 0, 0]), np.array([1, 1, 0.5, 0])
    assert key.discrimination == pytest.approx(np.corrcoef(chosen, rest)[0, 1])
    assert c.discrimination == pytest.approx(np.corrcoef([0, 0, 0, 1], rest)[0, 1])
    assert key.curve == (0.0, 1.0)
    assert sum(each.share for each in found.options["q1"]) == pytest.approx(1)


def test_option_curves_add_up_to_one_and_the_key_rises():
    table = responses(3000, 10)
    rng = np.random.default_rng(6)
    choices = {
        f"q{j}": [
            "A" if right else wrong for right, wrong in zip(table[:, j], rng.choice(list("BCD"), 3000), strict=True)
        ]
        for j in range(10)
    }

    found = option_statistics(choices, dict.fromkeys(choices, "A"))

    for options in found.options.values():
        assert np.sum([each.curve for each in options], axis=0) == pytest.approx(np.ones(5))
        key = options[0].curve
        assert key[-1] > key[0]
        assert all(each.discrimination < 0 for each in options[1:])


@pytest.mark.parametrize(
    ("choices", "key", "code"),
    [
        ({}, {}, ItemsCode.EMPTY),
        ({"q": ["A"]}, {"p": "A"}, ItemsCode.UNKNOWN_ITEM),
        ({"q": [None, None], "p": ["A", "B"]}, {"q": "A", "p": "A"}, ItemsCode.ITEM_WITHOUT_RESPONSES),
    ],
)
def test_choices_without_sense_are_refused(choices, key, code):
    with pytest.raises(InputError) as refused:
        option_statistics(choices, key)

    assert refused.value.code == code


def test_columns_of_different_length_and_one_group_are_refused():
    with pytest.raises(ShapeError):
        score_choices({"q": ["A"], "p": ["A", "B"]}, {"q": "A", "p": "A"})
    with pytest.raises(InputError) as refused:
        option_statistics(CHOICES, KEY, groups=1)
    assert refused.value.code == ItemsCode.BAD_OPTION
