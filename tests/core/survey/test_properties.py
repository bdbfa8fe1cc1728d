"""What must hold whatever the sample: order, units and repetition do not matter."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kepu.core.survey import Design, association, draw_pps, encode, fay_herriot

seeds = st.integers(0, 10_000)


def sample(seed, n=120):
    rng = np.random.default_rng(seed)
    h = rng.integers(0, 3, n)
    psu = h * 10 + rng.integers(0, 5, n)
    return {
        "w": rng.uniform(1, 9, n),
        "h": h,
        "psu": psu,
        "y": rng.normal(5, 2, n),
        "b": (rng.random(n) < 0.3).astype(float),
        "g": rng.integers(0, 2, n),
        "m": rng.integers(0, 2, n),
    }


def design(data, **options):
    return Design(data["w"], strata=data["h"], clusters=[data["psu"]], **{"lonely": "adjust", **options})


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_order_of_rows_does_not_matter(seed):
    data = sample(seed)
    order = np.random.default_rng(seed).permutation(len(data["w"]))
    shuffled = {name: values[order] for name, values in data.items()}

    one, other = design(data).mean(data["y"], [data["g"]]), design(shuffled).mean(shuffled["y"], [shuffled["g"]])

    np.testing.assert_allclose(one.estimate, other.estimate, rtol=1e-12)
    np.testing.assert_allclose(one.se, other.se, rtol=1e-9)


@given(seeds, st.floats(0.01, 1000))
@settings(max_examples=25, deadline=None)
def test_scale_of_weights_moves_totals_only(seed, factor):
    data = sample(seed)
    scaled = {**data, "w": data["w"] * factor}

    means = [design(each).mean(each["y"]) for each in (data, scaled)]
    totals = [design(each).total(each["y"]) for each in (data, scaled)]

    assert means[0].se[0] == pytest.approx(means[1].se[0], rel=1e-9)
    assert totals[0].se[0] * factor == pytest.approx(totals[1].se[0], rel=1e-9)


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_mean_is_the_ratio_to_ones_and_labels_may_be_texts(seed):
    data = sample(seed)
    texts = np.array([f"区{each}" for each in data["g"]])

    mean = design(data).mean(data["y"], [data["g"]])
    ratio = design(data).ratio(data["y"], np.ones(len(data["y"])), [texts])

    np.testing.assert_allclose(mean.estimate, ratio.estimate, rtol=1e-12)
    np.testing.assert_allclose(mean.se, ratio.se, rtol=1e-9)
    np.testing.assert_allclose(mean.deff, ratio.deff, rtol=1e-9)


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_totals_of_domains_add_up(seed):
    data = sample(seed)

    parts, whole = design(data).total(data["y"], [data["g"]]), design(data).total(data["y"])

    assert parts.estimate.sum() == pytest.approx(whole.estimate[0], rel=1e-12)


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_domain_is_no_sample_of_its_own(seed):
    """Rows outside count as zero: the error is that of the total of y times membership."""
    data = sample(seed)
    inside = data["g"] == 1

    domain = design(data).total(np.where(inside, data["y"], np.nan))
    product = design(data).total(data["y"] * inside)

    assert domain.se[0] == pytest.approx(product.se[0], rel=1e-9)


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_raked_margins_have_no_error(seed):
    data = sample(seed)
    total = data["w"].sum()
    margins = {"g": (data["g"], {0: 0.4 * total, 1: 0.6 * total}), "m": (data["m"], {0: 0.5 * total, 1: 0.5 * total})}

    raked = design(data).rake(margins, tol=1e-12)
    found = raked.total(np.ones(len(data["w"])), [data["g"]])

    np.testing.assert_allclose(found.estimate, [0.4 * total, 0.6 * total], rtol=1e-9)
    assert (found.se < 1e-6 * total).all()


@given(seeds)
@settings(max_examples=15, deadline=None)
def test_difference_uses_the_covariance(seed):
    data = sample(seed)

    found = design(data).difference(data["y"], [data["g"]])
    means = design(data).mean(data["y"], [data["g"]])
    both = design(data).total(
        np.where(data["g"] == 0, 1, -1)
        * (data["y"] - means.estimate[data["g"]])
        / np.bincount(data["g"], data["w"])[data["g"]]
    )

    assert found.estimate[0] == pytest.approx(means.estimate[0] - means.estimate[1], rel=1e-9)
    assert found.se[0] == pytest.approx(both.se[0], rel=1e-9)


def test_simple_random_sample_has_the_textbook_error():
    y = np.random.default_rng(1).normal(size=50)

    found = Design(np.full(50, 20.0), fpc=[np.full(50, 1000)]).mean(y)

    assert found.se[0] == pytest.approx(np.sqrt((1 - 0.05) * y.var(ddof=1) / 50), rel=1e-12)
    assert Design(np.full(50, 20.0)).mean(y).deff[0] == pytest.approx(1, rel=1e-12)


def test_census_has_no_error():
    assert Design(np.ones(5), fpc=[np.full(5, 5)]).mean([1.0, 2.0, 3.0, 4.0, 9.0]).se[0] == 0


@pytest.mark.parametrize("interval", ["logit", "wald", "wilson", "korn-graubard", "beta"])
def test_limits_hold_the_estimate(interval):
    data = sample(3)
    found = design(data).mean(data["b"], [data["g"]], interval=interval)

    assert (found.low < found.estimate).all()
    assert (found.estimate < found.high).all()


def test_wilson_equals_the_formula_without_design():
    y = np.repeat([1.0, 0.0], [12, 88])
    found = Design(np.ones(100)).mean(y, interval="wilson")
    from scipy import stats

    t, p = stats.t.ppf(0.975, 99), 0.12
    n = p * (1 - p) / found.se[0] ** 2
    middle, width = (
        (p + t**2 / (2 * n)) / (1 + t**2 / n),
        t / (1 + t**2 / n) * np.sqrt(p * (1 - p) / n + t**2 / (4 * n**2)),
    )

    assert [found.low[0], found.high[0]] == pytest.approx([middle - width, middle + width], rel=1e-12)


def test_median_of_equal_weights_is_the_sorted_middle():
    assert Design(np.ones(5)).quantile([5.0, 1.0, 4.0, 2.0, 3.0], 0.5).estimate[0] == 3.0


@given(st.lists(st.floats(0.1, 100), min_size=5, max_size=60), seeds)
@settings(max_examples=50, deadline=None)
def test_pps_draws_what_was_asked_for_with_probabilities_that_add_up(sizes, seed):
    n = max(1, len(sizes) // 3)

    drawn = draw_pps(sizes, n, np.random.default_rng(seed))

    assert len(drawn.units) == len(set(drawn.units.tolist())) == n
    assert (drawn.probability > 0).all()
    assert (drawn.probability <= 1).all()
    assert set(drawn.certainty) <= set(drawn.units)


def test_pps_estimates_the_total_of_sizes_exactly():
    sizes = np.random.default_rng(1).uniform(1, 3, 200)

    drawn = draw_pps(sizes, 20, np.random.default_rng(2))

    assert (sizes[drawn.units] * drawn.weights).sum() == pytest.approx(sizes.sum(), rel=1e-12)


def test_small_areas_without_noise_are_the_direct_estimates():
    rng = np.random.default_rng(1)
    x = np.stack([np.ones(40), rng.normal(size=40)], axis=1)
    y = x @ [1, 2] + rng.normal(size=40)

    found = fay_herriot(y, x, np.full(40, 1e-8))

    np.testing.assert_allclose(found.estimate, y, atol=1e-6)


def test_small_areas_without_differences_are_the_regression():
    rng = np.random.default_rng(1)
    x = np.stack([np.ones(40), rng.normal(size=40)], axis=1)
    y = x @ [1, 2] + rng.normal(size=40) * 0.01

    found = fay_herriot(y, x, np.full(40, 25.0))

    assert found.between == 0
    np.testing.assert_allclose(found.estimate, x @ found.beta, rtol=1e-12)


def test_association_of_equal_weights_is_pearsons():
    from scipy import stats

    rng = np.random.default_rng(5)
    rows, columns = rng.integers(0, 2, 400), rng.integers(0, 3, 400)
    table = np.zeros((2, 3))
    np.add.at(table, (rows, columns), 1)

    found = association(Design(np.ones(400)), rows, columns)

    assert found.chi_square == pytest.approx(stats.chi2_contingency(table, correction=False).statistic, rel=1e-12)


@given(st.lists(st.one_of(st.none(), st.text(max_size=3)), min_size=1, max_size=30))
def test_encoding_keeps_every_label(values):
    found = encode(np.array(values, dtype=object))

    back = [None if code < 0 else found.labels[code] for code in found.codes]
    assert back == [value or None for value in values]
    assert list(found.labels) == sorted(found.labels)
