"""Replicates: exact where theory is exact, near where it is random, recalibrated where the design is calibrated."""

import numpy as np
import pytest

from kepu.core.survey import Design


def paired(seed=1, n_strata=7):
    rng = np.random.default_rng(seed)
    h = np.repeat(np.arange(n_strata), 6)
    psu = h * 2 + np.tile([0, 0, 0, 1, 1, 1], n_strata)
    return Design(rng.uniform(1, 5, len(h)), strata=h, clusters=[psu]), rng.normal(10, 3, len(h)), h


@pytest.mark.parametrize("rho", [0.0, 0.3])
def test_balanced_half_samples_give_the_exact_error_of_a_total(rho):
    design, y, _ = paired()

    assert design.brr(rho=rho).total(y).se[0] == pytest.approx(design.total(y).se[0], rel=1e-12)


def test_jackknife_gives_the_exact_error_of_a_total_in_one_stratum():
    rng = np.random.default_rng(2)
    design = Design(rng.uniform(1, 5, 60), clusters=[np.repeat(np.arange(12), 5)])
    y = rng.normal(size=60)

    found = design.jackknife()

    assert found.kind == "JK1"
    assert found.total(y).se[0] == pytest.approx(design.total(y).se[0], rel=1e-12)


def test_bootstrap_comes_near_the_linear_error_and_repeats_with_its_seed():
    rng = np.random.default_rng(3)
    h = np.repeat(np.arange(5), 200)
    design = Design(rng.uniform(1, 5, 1000), strata=h, clusters=[h * 20 + rng.integers(0, 20, 1000)])
    y, g = rng.normal(10, 3, 1000), rng.integers(0, 3, 1000)

    one, other = (design.bootstrap(2000, np.random.default_rng(9)).mean(y, [g]) for _ in range(2))

    np.testing.assert_array_equal(one.se, other.se)
    np.testing.assert_allclose(one.se, design.mean(y, [g]).se, rtol=0.08)


def test_bootstrap_multipliers_keep_the_size_of_each_stratum():
    design, _, _ = paired()

    made = design.bootstrap(50, np.random.default_rng(1)).multipliers

    units = design.stages[0].parent
    for stratum in range(7):
        np.testing.assert_allclose(made[:, units == stratum].sum(axis=1), 2.0)


def test_finite_population_pulls_the_bootstrap_together():
    rng = np.random.default_rng(4)
    psu = np.repeat(np.arange(30), 4)
    y = rng.normal(size=120)
    whole, half = (Design(np.ones(120), clusters=[psu], fpc=[np.full(120, n)]) for n in (30, 60))

    assert whole.bootstrap(200, np.random.default_rng(1)).mean(y).se[0] == pytest.approx(0, abs=1e-12)
    assert half.bootstrap(4000, np.random.default_rng(1)).mean(y).se[0] == pytest.approx(half.mean(y).se[0], rel=0.05)


def raked(design, n, rng):
    g, m = rng.integers(0, 3, n), rng.integers(0, 2, n)
    total = design.weights.sum()
    margins = {
        "g": (g, {0: 0.3 * total, 1: 0.3 * total, 2: 0.4 * total}),
        "m": (m, {0: 0.5 * total, 1: 0.5 * total}),
    }
    return design.rake(margins), margins, g


def test_every_replicate_is_raked_again():
    rng = np.random.default_rng(5)
    base = Design(rng.uniform(1, 5, 600), clusters=[np.repeat(np.arange(40), 15)])
    design, margins, _ = raked(base, 600, rng)
    made = design.bootstrap(20, np.random.default_rng(1))
    y = rng.normal(10, 2, 600)

    for place in (0, 7, 19):
        weights = made.weights(place)
        for column, totals in margins.values():
            np.testing.assert_allclose(np.bincount(column, weights), list(totals.values()), rtol=1e-9)
    by_hand = np.array([np.average(y, weights=made.weights(place)) for place in range(20)])
    assert made.mean(y).se[0] == pytest.approx(by_hand.std(ddof=1), rel=1e-9)


def test_raked_replicates_agree_with_the_linear_error():
    rng = np.random.default_rng(6)
    base = Design(rng.uniform(1, 5, 3000), clusters=[np.repeat(np.arange(150), 20)])
    design, _, g = raked(base, 3000, rng)
    y = rng.normal(10, 2, 3000) + 3 * g

    bootstrap = design.bootstrap(2000, np.random.default_rng(1)).mean(y, [g])

    np.testing.assert_allclose(bootstrap.se, design.mean(y, [g]).se, rtol=0.08)
    assert (design.mean(y).se < base.mean(y).se).all()


def test_design_calibrated_to_numbers_is_calibrated_again():
    rng = np.random.default_rng(7)
    base = Design(rng.uniform(1, 5, 400), clusters=[np.repeat(np.arange(40), 10)])
    x = np.stack([np.ones(400), rng.normal(5, 1, 400)], axis=1)
    design = base.calibrate(x, [1300.0, 6600.0])

    made = design.bootstrap(300, np.random.default_rng(1))

    np.testing.assert_allclose(made.weights(4) @ x, [1300.0, 6600.0], rtol=1e-9)
    assert made.total(x[:, 1]).se[0] < 1e-4
    y = x[:, 1] * 2 + rng.normal(size=400)
    assert made.mean(y).se[0] == pytest.approx(design.mean(y).se[0], rel=0.2)


def test_differences_of_replicates_agree_with_the_linear_ones():
    rng = np.random.default_rng(8)
    design = Design(rng.uniform(1, 5, 900), clusters=[np.repeat(np.arange(90), 10)])
    y, g = rng.normal(size=900), rng.integers(0, 2, 900)

    linear, made = design.difference(y, [g]), design.bootstrap(3000, np.random.default_rng(1)).difference(y, [g])

    assert made.estimate[0] == linear.estimate[0]
    assert made.se[0] == pytest.approx(linear.se[0], rel=0.06)


def test_table_of_units_and_domains_may_be_sparse(monkeypatch):
    from kepu.core.survey import expansion

    rng = np.random.default_rng(9)
    design = Design(rng.uniform(1, 5, 500), clusters=[np.repeat(np.arange(50), 10)])
    y, g = rng.normal(size=500), rng.integers(0, 20, 500)
    dense = design.bootstrap(40, np.random.default_rng(1)).mean(y, [g])

    monkeypatch.setattr(expansion, "BLOCK", 100)
    sparse = design.bootstrap(40, np.random.default_rng(1)).mean(y, [g])

    np.testing.assert_allclose(dense.se, sparse.se, rtol=1e-9)
