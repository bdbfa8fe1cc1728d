"""Known parameters come back, and intervals cover them as often as they say."""

import numpy as np
import pytest

from kepu.core.items import calibrate
from tests.core.items.samples import simulated
from tests.core.reference.items import brute


@pytest.mark.parametrize("model", brute.MODELS)
def test_recorded_parameters_lie_within_their_intervals(model):
    rows, known = brute.read(model)
    found = calibrate(rows, model)
    estimates = [found.d]
    errors = [found.se["d"]]
    truth = [np.array([item["d"] for item in known["items"]])]
    if model != "rasch":
        estimates.append(found.a[:, None])
        errors.append(found.se["a"][:, None])
        truth.append(np.array([[item["a"]] for item in known["items"]]))
    z = np.concatenate([((e - t) / s).ravel() for e, t, s in zip(estimates, truth, errors, strict=True)])

    assert np.abs(z).max() < 4
    assert np.mean(np.abs(z) < 1.96) > 0.8
    if model == "rasch":
        assert abs(found.variance - known["sd"] ** 2) < 3 * found.variance_se


def test_intervals_of_2pl_cover_and_estimates_are_not_biased():
    a, d = np.linspace(0.6, 1.8, 10), np.linspace(-2, 2, 10)
    z, gap = [], []
    for seed in range(60):
        found = calibrate(simulated(800, a, d, seed), "2pl")
        z.append([(found.a - a) / found.se["a"], (found.d[:, 0] - d) / found.se["d"][:, 0]])
        gap.append([found.a - a, found.d[:, 0] - d])
    z, gap = np.array(z), np.array(gap)

    assert np.mean(np.abs(z) < 1.96) == pytest.approx(0.95, abs=0.02)
    assert np.abs(gap.mean(axis=(0, 2))).max() < 0.03
    assert np.sqrt((gap**2).mean()) < 0.16


def test_sandwich_covers_where_weights_differ():
    a, d = np.full(6, 1.2), np.linspace(-1, 1, 6)
    z, naive = [], []
    for seed in range(60):
        weights = np.random.default_rng(1000 + seed).lognormal(0, 0.8, 1000)
        rows = simulated(1000, a, d, seed)
        found = calibrate(rows, "2pl", weights=weights)
        z.append((found.d[:, 0] - d) / found.se["d"][:, 0])
        plain = calibrate(rows, "2pl", weights=weights, errors="observed")
        naive.append((plain.d[:, 0] - d) / plain.se["d"][:, 0])

    assert np.mean(np.abs(z) < 1.96) == pytest.approx(0.95, abs=0.04)
    assert np.mean(np.abs(np.array(naive)) < 1.96) < 0.91


def test_items_of_which_each_sees_a_tenth_come_back():
    rng = np.random.default_rng(9)
    a, d = np.exp(rng.normal(0, 0.25, 100)), rng.normal(0, 1, 100)
    rows = simulated(6000, a, d, 10)
    rows[rng.random(rows.shape).argsort(axis=1) >= 10] = -1

    found = calibrate(rows, "2pl")

    z = (found.d[:, 0] - d) / found.se["d"][:, 0]
    assert np.corrcoef(found.d[:, 0], d)[0, 1] > 0.99
    assert np.mean(np.abs(z) < 1.96) == pytest.approx(0.95, abs=0.05)
