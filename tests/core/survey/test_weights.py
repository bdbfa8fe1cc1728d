"""Weights after calibration and trimming, and the rule that withholds estimates."""

import numpy as np
import pytest
import svy
from polars import DataFrame

from kepu.core.survey import Design, SuppressionRule, encode


def data(n=300, seed=1):
    rng = np.random.default_rng(seed)
    return rng.uniform(1, 9, n), rng.integers(0, 3, n), rng.integers(0, 2, n), rng.normal(50, 9, n)


def test_linear_calibration_has_its_closed_form():
    w, _, _, x = data()
    auxiliaries = np.stack([np.ones(300), x], axis=1)
    totals = np.array([1600.0, 81000.0])

    found = Design(w).calibrate(auxiliaries, totals)

    gap = totals - w @ auxiliaries
    factors = 1 + auxiliaries @ np.linalg.solve(auxiliaries.T @ (auxiliaries * w[:, None]), gap)
    np.testing.assert_allclose(found.weights, w * factors, rtol=1e-10)


@pytest.mark.parametrize(("method", "bounds"), [("linear", (0.8, 1.4)), ("logit", (0.8, 1.4)), ("raking", None)])
def test_calibration_meets_totals_within_its_bounds(method, bounds):
    w, _, _, x = data()
    auxiliaries = np.stack([np.ones(300), x], axis=1)
    totals = np.array([w.sum() * 1.05, (w * x).sum() * 1.08])

    found = Design(w).calibrate(auxiliaries, totals, method=method, bounds=bounds)

    np.testing.assert_allclose(found.weights @ auxiliaries, totals, rtol=1e-9)
    ratio = found.weights / w
    low, high = bounds or (0, np.inf)
    assert ratio.min() >= low
    assert ratio.max() <= high


def test_raking_of_indicators_is_raking_to_margins():
    w, g, m, _ = data()
    total = w.sum()
    shares = {0: 0.2 * total, 1: 0.3 * total, 2: 0.5 * total}, {0: 0.6 * total, 1: 0.4 * total}
    columns = [np.ones(300), g == 1, g == 2, m == 1]

    margins = Design(w).rake({"g": (g, shares[0]), "m": (m, shares[1])}, tol=1e-13)
    newton = Design(w).calibrate(
        np.stack(columns, axis=1).astype(float),
        [total, shares[0][1], shares[0][2], shares[1][1]],
        method="raking",
        tol=1e-13,
    )

    np.testing.assert_allclose(margins.weights, newton.weights, rtol=1e-9)
    y = np.random.default_rng(3).normal(size=300)
    assert margins.mean(y).se[0] == pytest.approx(newton.mean(y).se[0], rel=1e-9)


def test_margins_may_be_encoded_once():
    w, g, _, _ = data()
    totals = {0: 500.0, 1: 500.0, 2: 500.0}

    np.testing.assert_array_equal(
        Design(w).rake({"g": (g, totals)}).weights, Design(w).rake({"g": (encode(g), totals)}).weights
    )


def test_poststratification_is_one_division():
    w, g, _, _ = data()

    found = Design(w).poststratify(g, {0: 400.0, 1: 500.0, 2: 600.0})

    np.testing.assert_allclose(found.weights, w * (np.array([400, 500, 600]) / np.bincount(g, w))[g], rtol=1e-12)


def test_trimming_keeps_the_sum_and_the_limits():
    w, *_ = data()

    found = Design(w).trim(2.0, 7.0)

    assert found.weights.sum() == pytest.approx(w.sum(), rel=1e-8)
    assert found.weights.min() >= 2.0 - 1e-9
    assert found.weights.max() <= 7.0 + 1e-6


def test_weights_cannot_be_changed_by_accident():
    design = Design(data()[0])

    with pytest.raises(ValueError, match="read-only"):
        design.weights[0] = 3.0


def test_rule_withholds_few_and_uncertain_and_marks_the_next():
    rule = SuppressionRule(min_n=20, max_cv=0.3, mark_cv=0.1, min_df=5)
    y = np.concatenate([np.full(10, 5.0), np.tile([0.0, 1.0], 15), np.tile([4.0, 6.0], 20), np.tile([1.0, 5.0], 20)])
    g = np.repeat(["few", "unsure", "good", "marked"], [10, 30, 40, 40])
    found = Design(np.ones(len(y))).mean(y, [g])

    withheld = dict(zip([label[0] for label in found.labels], rule.withheld(found), strict=True))
    marked = dict(zip([label[0] for label in found.labels], rule.marked(found), strict=True))

    assert withheld == {"few": True, "unsure": False, "good": False, "marked": False}
    assert marked["unsure"]
    assert not marked["good"]
    assert SuppressionRule(min_n=1, max_cv=0.1, mark_cv=0.05).withheld(found)[list(withheld).index("unsure")]


def test_svy_gives_the_same_estimates_and_weights():
    w, g, m, y = data(600)
    psu = np.arange(600) // 20
    h = psu // 10
    frame = DataFrame({"w": w, "g": g, "m": m, "y": y, "psu": psu, "h": h})
    peer = svy.Sample(frame, svy.Design(wgt="w", stratum="h", psu="psu"))
    design = Design(w, strata=h, clusters=[psu])

    theirs = peer.estimation.mean("y", by="g").to_polars().sort("g")
    ours = design.mean(y, [g])
    np.testing.assert_allclose(ours.estimate, theirs["est"].to_numpy(), rtol=1e-12)
    np.testing.assert_allclose(ours.se, theirs["se"].to_numpy(), rtol=1e-9)

    total = w.sum()
    totals = {"g": {0: 0.3 * total, 1: 0.3 * total, 2: 0.4 * total}, "m": {0: 0.5 * total, 1: 0.5 * total}}
    raked = peer.weighting.rake(controls=totals, tol=1e-12, max_iter=500)
    mine = design.rake({"g": (g, totals["g"]), "m": (m, totals["m"])}, tol=1e-12)
    np.testing.assert_allclose(mine.weights, raked.data["rk_wgt"].to_numpy(), rtol=1e-8)
