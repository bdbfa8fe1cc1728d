"""Scores against integrals, roots and limiting cases."""

import numpy as np
import pytest
from scipy.optimize import brentq

from kepu.core.items import (
    calibrate,
    expected_scores,
    information,
    local_dependence,
    make_bank,
    probabilities,
    reliability,
    score,
)
from tests.core.items.samples import MILD, answers, simulated, sizes, vector
from tests.core.reference.items import brute

MODELS = brute.MODELS
BANK = make_bank([1.2, 0.7, 1.9, 1.0], [-0.5, 1.0, 0.2, -1.4], [0.2, 0.1, 0.25, 0.0])


@pytest.mark.parametrize("model", MODELS)
def test_eap_is_the_mean_of_the_posterior(model):
    rows = answers(model, n=60)
    rows[:20, 1] = -1
    bank = calibrate(answers(model), model, priors=MILD)
    items = brute.items_of(model, vector(bank), sizes(bank))

    found = score(bank, rows)

    for row, theta, sd in list(zip(rows, found.theta, found.sd, strict=True))[::6]:
        assert (theta, sd) == pytest.approx(
            brute.posterior_moments(model, items, row.tolist(), np.sqrt(bank.variance)), abs=1e-5
        )


@pytest.mark.parametrize("model", MODELS)
def test_information_and_expected_scores_are_those_of_probabilities(model):
    bank = calibrate(answers(model), model, priors=MILD)
    theta, step = np.array([-1.5, 0.0, 0.8]), 1e-5

    p = probabilities(bank, theta)
    slope = (probabilities(bank, theta + step) - probabilities(bank, theta - step)) / (2 * step)

    assert np.nansum(p, axis=2) == pytest.approx(np.ones((3, 4)))
    assert information(bank, theta) == pytest.approx(np.nansum(slope**2 / p, axis=2), rel=1e-6)
    assert expected_scores(bank, theta) == pytest.approx(np.nansum(p * np.arange(p.shape[2]), axis=2))


@pytest.mark.parametrize("method", ["ml", "map", "wle"])
def test_modes_are_roots_of_their_equation(method):
    rows = np.array([[1, 0, 1, 1], [0, 1, 1, 1], [1, 1, 1, 0], [1, 0, -1, 1]])

    def log_likelihood(theta, row):
        p = probabilities(BANK, theta)[0, :, 1]
        return sum(np.log(p[item] if answer else 1 - p[item]) for item, answer in enumerate(row) if answer >= 0)

    def equation(theta, row):
        slope = (log_likelihood(theta + 1e-5, row) - log_likelihood(theta - 1e-5, row)) / 2e-5
        if method == "map":
            return slope - theta
        if method == "wle":
            own = [item for item, answer in enumerate(row) if answer >= 0]
            p = [probabilities(BANK, theta + side)[0, own, 1] for side in (-1e-4, 0, 1e-4)]
            first, second = (p[2] - p[0]) / 2e-4, (p[2] - 2 * p[1] + p[0]) / 1e-8
            spread = p[1] * (1 - p[1])
            return slope + (first * second / spread).sum() / (2 * (first**2 / spread).sum())
        return slope

    found = score(BANK, rows, method)

    for row, theta, error in zip(rows.tolist(), found.theta, found.sd, strict=True):
        assert theta == pytest.approx(brentq(equation, theta - 0.2, theta + 0.2, args=(row,)), abs=1e-4)
        curve = -(equation(theta + 1e-3, row) - equation(theta - 1e-3, row)) / 2e-3
        assert error == pytest.approx(1 / np.sqrt(curve), rel=1e-3)


def test_wle_with_guessing_is_a_root_where_scoring_circles_and_far_from_the_likelihood():
    rng = np.random.default_rng(11)
    guessed = make_bank(rng.lognormal(0.4, 0.6, 12), 1.3 * rng.normal(size=12), rng.uniform(0.1, 0.4, 12))
    rows = rng.integers(0, 2, (400, 12))  # answers against ability, as guessing at random gives

    theta = score(guessed, rows, "wle").theta

    step = 1e-4
    below, at, above = (probabilities(guessed, theta + side * step)[:, :, 1] for side in (-1, 0, 1))
    first, second = (above - below) / (2 * step), (above - 2 * at + below) / step**2
    variance = at * (1 - at)
    bias = (first * second / variance).sum(axis=1) / (2 * (first**2 / variance).sum(axis=1))
    assert np.abs(((rows - at) * first / variance).sum(axis=1) + bias).max() < 1e-5


def test_graded_items_with_a_wrong_key_can_be_scored_from_their_parameters():
    bank = make_bank([-1.0], [[1.0, 0.0]], model="grm")

    assert score(bank, [[0], [2]]).theta[0] > 0


def test_ml_without_an_end_is_infinite_and_said():
    found = score(make_bank([1.0, -1.0], [0.0, 0.0]), [[1, 0], [0, 1], [1, 1]], "ml")

    assert found.theta.tolist() == [np.inf, -np.inf, pytest.approx(0.0, abs=1e-9)]
    assert np.isnan(found.sd[:2]).all()
    assert found.notes[0].startswith("2 respondents have no finite score")


@pytest.mark.parametrize(("method", "theta"), [("eap", 0.5), ("map", 0.5), ("ml", np.nan), ("wle", np.nan)])
def test_who_answered_nothing_gets_the_prior_or_nothing(method, theta):
    found = score(make_bank([1.0, 1.0], [0.0, 1.0]), [[-1, -1], [0, 1]], method, mean=0.5, variance=4.0)

    assert found.theta[0] == pytest.approx(theta, nan_ok=True)
    assert found.sd[0] == pytest.approx(2.0 if method in {"eap", "map"} else np.nan, nan_ok=True, rel=1e-4)
    assert found.n_items.tolist() == [0, 2]
    assert found.notes == ("1 respondents answered nothing.",)


def test_scores_of_long_tests_come_to_the_truth():
    rng = np.random.default_rng(1)
    b = rng.normal(size=400)
    theta = np.array([-1.0, 0.0, 2.0])
    rows = (rng.random((3, 400)) < 1 / (1 + np.exp(-1.5 * (theta[:, None] - b)))).astype(int)

    for method in ("eap", "map", "ml", "wle"):
        found = score(make_bank(np.full(400, 1.5), b), rows, method)
        assert np.abs(found.theta - theta).max() < 4 * found.sd.max() < 0.8


def test_several_modes_are_decided_by_the_highest():
    bank = make_bank([3.0, 3.0, 3.0, 3.0], [-2.0, -2.0, 3.0, 3.0], [0.3] * 4)
    row = [[0, 1, 1, 1]]
    grid = np.linspace(-6, 6, 2401)
    p = probabilities(bank, grid)[:, :, 1]
    height = np.log(1 - p[:, 0]) + np.log(p[:, 1:]).sum(axis=1) - grid**2 / 2

    assert score(bank, row, "map").theta[0] == pytest.approx(grid[height.argmax()], abs=0.01)


def test_plausible_values_come_from_the_posterior_and_from_the_seed():
    row = [[1, 0, 1, 1]]
    eap = score(BANK, row)

    found = score(BANK, row, "pv", draws=20_000, rng=np.random.default_rng(2))
    again = score(BANK, row, "pv", draws=20_000, rng=np.random.default_rng(2))

    assert found.draws.shape == (1, 20_000)
    assert found.draws.mean() == pytest.approx(eap.theta[0], abs=0.025)
    assert found.draws.std() == pytest.approx(eap.sd[0], abs=0.02)
    assert found.sd == pytest.approx(eap.sd, abs=1e-6)
    assert np.array_equal(found.draws, again.draws)


def test_plausible_values_keep_the_variance_of_the_population():
    rows = simulated(4000, [1.0] * 10, np.linspace(-1, 1, 10), 3)
    bank = make_bank([1.0] * 10, -np.linspace(-1, 1, 10))

    found = score(bank, rows, "pv", draws=3, rng=np.random.default_rng(4))

    assert found.draws.std() == pytest.approx(1.0, abs=0.03)
    assert score(bank, rows).theta.std() < 0.85


def test_named_items_are_found_in_the_bank():
    bank = make_bank([1.0, 2.0, 1.5], [0.0, 1.0, -1.0], items=["a", "b", "c"])

    found = score(bank, [[1, 0]], items=["c", "a"])

    assert found.theta == pytest.approx(score(bank.take(["c", "a"]), [[1, 0]]).theta)
    assert found.theta != pytest.approx(score(bank, [[1, 0]], items=["a", "c"]).theta)


def test_patterns_do_not_change_scores():
    rows = np.repeat(simulated(150, [1.0, 1.5, 0.8], [0, 0.5, -0.5], 5), 40, axis=0)
    bank = make_bank([1.0, 1.5, 0.8], [0, 0.5, -0.5])

    assert score(bank, rows).theta == pytest.approx(np.concatenate([score(bank, row[None]).theta for row in rows]))


def test_marginal_reliability_is_that_of_an_integral():
    bank = make_bank([1.5, 0.8, 1.1], [0.0, -1.0, 1.0])

    def share(theta):
        test = information(bank, theta).sum()
        return test / (test + 1) * brute.density(theta)

    assert reliability(bank).marginal == pytest.approx(brute.integral(share), abs=1e-8)


def test_empirical_reliability_is_that_of_many_respondents():
    bank = make_bank([1.0] * 20, np.linspace(-1.5, 1.5, 20))

    found = reliability(bank, simulated(5000, [1.0] * 20, -np.linspace(-1.5, 1.5, 20), 6))

    assert found.empirical == pytest.approx(found.marginal, abs=0.02)


def test_q3_is_the_correlation_of_residuals_and_finds_the_twin():
    rows = simulated(3000, [1.0] * 12, np.linspace(-1, 1, 12), 7)
    rows[:, 1] = np.where(np.random.default_rng(8).random(3000) < 0.6, rows[:, 0], rows[:, 1])
    rows[::7, 5] = -1
    bank = make_bank([1.0] * 12, -np.linspace(-1, 1, 12))

    found = local_dependence(bank, rows)

    residual = rows - expected_scores(bank, score(bank, rows).theta)
    both = rows[:, 5] >= 0
    assert found.q3[3, 4] == pytest.approx(np.corrcoef(residual[:, 3], residual[:, 4])[0, 1])
    assert found.q3[3, 5] == pytest.approx(np.corrcoef(residual[both, 3], residual[both, 5])[0, 1])
    assert found.n[3, 5] == both.sum()
    assert [pair[:2] for pair in found.flagged()] == [("1", "2")]
    assert found.mean == pytest.approx(-1 / 11, abs=0.05)
