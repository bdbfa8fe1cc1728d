"""Calibration against integrals and derivatives taken the slow way, and against what must not change it."""

import numpy as np
import pytest

from kepu.core.items import Priors, calibrate, make_bank
from tests.core.items.samples import MILD, answers, simulated, sizes, vector
from tests.core.reference.items import brute

MODELS = brute.MODELS


def log_prior(priors, x, model, n_sizes):
    """Log-densities of the priors at a vector."""
    total, place = 0.0, 0
    for size in n_sizes:
        width = {"rasch": 1, "3pl": 3}.get(model, size)
        own = x[place : place + width]
        place += width
        if priors.log_a and model != "rasch":
            total += normal(np.log(own[0]), *priors.log_a)
        if model == "3pl" and priors.logit_c:
            total += normal(own[2], *priors.logit_c)
    return total


def normal(value, mean, sd):
    return -0.5 * ((value - mean) / sd) ** 2 - np.log(sd * np.sqrt(2 * np.pi))


@pytest.mark.parametrize("model", MODELS)
def test_log_likelihood_is_that_of_integrals(model):
    rows = answers(model)

    found = calibrate(rows, model, priors=MILD)

    assert found.log_likelihood == pytest.approx(
        brute.log_likelihood(model, vector(found), rows, sizes(found)), abs=1e-6
    )
    assert found.log_posterior == pytest.approx(
        found.log_likelihood + log_prior(MILD, vector(found), model, sizes(found)), abs=1e-9
    )


@pytest.mark.parametrize("model", MODELS)
def test_posterior_is_highest_and_errors_are_its_curvature(model):
    rows = answers(model, n=300, items=3)
    found = calibrate(rows, model, priors=MILD)
    x, shape = vector(found), sizes(found)

    def value(moved):
        return brute.log_likelihood_on_grid(model, moved, rows, shape, np.ones(len(rows))) + log_prior(
            MILD, moved, model, shape
        )

    curvature = -brute.hessian(value, x)

    assert found.se_method == "observed information"
    assert np.diag(found.covariance) == pytest.approx(np.diag(np.linalg.inv(curvature)), rel=2e-3)
    slopes = [(value(x + side) - value(x - side)) / 2e-4 for side in 1e-4 * np.eye(len(x))]
    assert np.abs(np.linalg.solve(curvature, slopes)).max() < 2e-5


@pytest.mark.parametrize("model", ["rasch", "2pl", "gpcm"])
def test_sandwich_is_that_of_scores_by_differences(model):
    rows = answers(model, n=300, items=3)
    weights = np.random.default_rng(3).uniform(0.2, 3, len(rows))
    found = calibrate(rows, model, weights=weights, priors=MILD)
    x, shape = vector(found), sizes(found)
    scaled = weights * len(rows) / weights.sum()
    curvature = -brute.hessian(
        lambda moved: (
            brute.log_likelihood_on_grid(model, moved, rows, shape, scaled) + log_prior(MILD, moved, model, shape)
        ),
        x,
    )
    own = brute.scores(model, x, rows, shape) * scaled[:, None]

    inverse = np.linalg.inv(curvature)

    assert found.se_method == "sandwich"
    assert np.diag(found.covariance) == pytest.approx(np.diag(inverse @ (own.T @ own) @ inverse), rel=3e-3)


def test_clusters_add_scores_up():
    rows = answers("2pl", n=300)
    units = np.arange(300) // 10
    found = calibrate(rows, "2pl", clusters=units, priors=MILD)
    x, shape = vector(found), sizes(found)
    bread = calibrate(rows, "2pl", priors=MILD).covariance
    own = np.stack([brute.scores("2pl", x, rows, shape)[units == unit].sum(axis=0) for unit in range(30)])
    expected = bread @ (own.T @ own) @ bread * 30 / 29

    assert np.diag(found.covariance) == pytest.approx(np.diag(expected), rel=1e-3)
    assert found.b == pytest.approx(calibrate(rows, "2pl", priors=MILD).b, abs=1e-5)


def test_errors_of_difficulties_follow_the_delta_method():
    found = calibrate(answers("2pl", n=1500), "2pl")

    for item in range(4):
        block = found.covariance[2 * item : 2 * item + 2, 2 * item : 2 * item + 2]
        a, d = found.a[item], found.d[item, 0]
        slope = np.array([d / a**2, -1 / a])
        assert found.se["b"][item, 0] == pytest.approx(np.sqrt(slope @ block @ slope))
        assert found.se["a"][item] == pytest.approx(np.sqrt(block[0, 0]))
        assert found.se["d"][item, 0] == pytest.approx(np.sqrt(block[1, 1]))


@pytest.mark.parametrize("model", MODELS)
def test_weights_are_repeated_respondents(model):
    rows = answers(model, n=300)
    times = np.random.default_rng(4).integers(1, 4, len(rows))

    weighted = calibrate(rows, model, weights=times, priors=Priors(logit_c=None) if model != "3pl" else None)
    counted = calibrate(rows, model, frequencies=times)
    repeated = calibrate(np.repeat(rows, times, axis=0), model)

    assert counted.log_likelihood == pytest.approx(repeated.log_likelihood, abs=1e-8)
    assert counted.covariance == pytest.approx(repeated.covariance, rel=1e-3)
    assert counted.d == pytest.approx(repeated.d, abs=1e-4)
    if model != "3pl":  # a prior weighs more against fewer respondents
        assert weighted.d == pytest.approx(repeated.d, abs=1e-4)
        assert weighted.log_likelihood / len(rows) == pytest.approx(repeated.log_likelihood / times.sum(), abs=1e-9)
    assert weighted.se_method == "sandwich"


@pytest.mark.parametrize("model", MODELS)
def test_missing_answers_leave_the_likelihood(model):
    rows = answers(model, n=500)
    rows[np.random.default_rng(5).random(rows.shape) < 0.2] = -1

    found = calibrate(rows, model, priors=MILD)

    assert found.log_likelihood == pytest.approx(
        brute.log_likelihood(model, vector(found), rows, sizes(found)), abs=1e-6
    )


@pytest.mark.parametrize("model", MODELS)
def test_booklets_and_random_gaps_are_the_same_sums(model, monkeypatch):
    """The three ways to sum over answers: by booklet, over all items, over the answers there are."""
    rows, _ = brute.read(model)
    books = np.array([[0, 1, 2], [2, 3, 4], [4, 5, 6], [6, 7, 0]])[np.arange(len(rows)) % 4]
    kept = np.zeros(rows.shape, dtype=bool)
    np.put_along_axis(kept, books, True, axis=1)
    rows[~kept] = -1

    by_booklet = calibrate(rows, model, priors=MILD)
    monkeypatch.setattr("kepu.core.items.coded.LEAST_ALIKE", 10**9)
    by_answer = calibrate(rows, model, priors=MILD)
    monkeypatch.setattr("kepu.core.items.sparse.FEW", 0.0)
    over_all = calibrate(rows, model, priors=MILD)

    for other in (by_answer, over_all):
        assert other.log_likelihood == pytest.approx(by_booklet.log_likelihood, abs=1e-6)
        assert other.covariance == pytest.approx(by_booklet.covariance, rel=1e-5, abs=1e-9)


@pytest.mark.parametrize("model", ["3pl", "grm"])
def test_every_other_ability_gives_the_same_errors_of_many(model, monkeypatch):
    rows = np.tile(brute.read(model)[0], (4, 1))[:, :6]
    rows[::5, 2] = -1

    fewer = calibrate(rows, model)
    monkeypatch.setattr("kepu.core.items.louis.MANY", np.inf)
    all_of_them = calibrate(rows, model)

    assert fewer.se["d"] == pytest.approx(all_of_them.se["d"], rel=1e-5)
    assert fewer.se["a"] == pytest.approx(all_of_them.se["a"], rel=1e-5)


@pytest.mark.parametrize("model", ["2pl", "grm"])
def test_sandwich_over_answers_is_that_over_items(model, monkeypatch):
    rows, _ = brute.read(model)
    rows[np.random.default_rng(6).random(rows.shape) < 0.7] = -1
    weights = np.random.default_rng(7).uniform(0.5, 2, len(rows))
    units = np.arange(len(rows)) // 5

    few = [calibrate(rows, model, weights=weights, clusters=each, priors=MILD) for each in (None, units)]
    monkeypatch.setattr("kepu.core.items.sparse.FEW", 0.0)
    many = [calibrate(rows, model, weights=weights, clusters=each, priors=MILD) for each in (None, units)]

    for one, other in zip(few, many, strict=True):
        assert one.covariance == pytest.approx(other.covariance, rel=1e-5, abs=1e-9)


@pytest.mark.parametrize("model", MODELS)
def test_order_of_items_and_respondents_is_of_no_account(model):
    rows, _ = brute.read(model)
    order = np.random.default_rng(8).permutation(rows.shape[1])

    found = calibrate(rows, model)
    turned = calibrate(rows[::-1][:, order], model)

    assert turned.d == pytest.approx(found.d[order], abs=2e-5)
    assert turned.se["d"] == pytest.approx(found.se["d"][order], rel=1e-4)
    assert turned.log_likelihood == pytest.approx(found.log_likelihood, abs=1e-7)


def test_input_stays_as_it_was():
    rows = answers("2pl").astype(float)
    rows[0, 0] = np.nan
    before, weights = rows.copy(), np.full(len(rows), 2.0)

    calibrate(rows, "2pl", weights=weights)

    assert np.array_equal(rows, before, equal_nan=True)
    assert (weights == 2.0).all()


def test_two_categories_make_graded_and_credit_2pl():
    rows = answers("2pl", n=1000)

    found = [calibrate(rows, model) for model in ("2pl", "grm", "gpcm")]

    for other in found[1:]:
        assert other.a == pytest.approx(found[0].a, abs=1e-5)
        assert other.b == pytest.approx(found[0].b, abs=1e-5)
        assert other.log_likelihood == pytest.approx(found[0].log_likelihood, abs=1e-8)


def test_guessing_held_at_nothing_is_2pl():
    rows = answers("2pl", n=1500, items=8)

    held = calibrate(rows, "3pl", priors=Priors(logit_c=(-11.0, 0.01)))
    free = calibrate(rows, "2pl")

    assert held.a == pytest.approx(free.a, abs=1e-3)
    assert held.log_likelihood == pytest.approx(free.log_likelihood, abs=1e-2)


def test_guessing_without_a_prior_rests_at_nothing_and_is_named():
    rows = simulated(3000, [1.5] * 6, np.linspace(2, 4, 6), 9)

    found = calibrate(rows, "3pl", priors=Priors(logit_c=None))

    resting = [item for item, c in zip(found.items, found.c, strict=True) if c < 1e-5]
    assert resting
    assert any(", ".join(resting) in warning for warning in found.warnings)
    assert np.isnan(found.se["c"][found.c < 1e-5]).all()
    assert np.isfinite(found.se["a"]).all()
    assert found.log_likelihood >= calibrate(rows, "2pl").log_likelihood - 1e-6


def test_miskeyed_item_is_negative_and_named():
    rows = simulated(2000, [1.2, 1.0, -1.1, 0.8, 1.4], np.zeros(5), 10)

    found = calibrate(rows, "2pl", items=list("pqrst"))

    assert found.a[2] == pytest.approx(-1.1, abs=0.2)
    assert any("r" in warning and "Negative" in warning for warning in found.warnings)


def test_codes_of_categories_are_kept_and_gaps_named():
    rows = answers("grm", n=600, items=8)

    plain = calibrate(rows, "grm")
    coded = calibrate(np.choose(rows, [1, 2, 5]), "grm")

    assert coded.bank.categories == ((1, 2, 5),) * 8
    assert coded.b == pytest.approx(plain.b, abs=1e-6)
    assert any("nobody chose [3, 4]" in warning for warning in coded.warnings)


def test_who_answered_nothing_is_counted_not_dropped_silently():
    rows = answers("2pl")

    found = calibrate(np.vstack([rows, np.full((7, 4), -1)]), "2pl")

    assert found.n_respondents == len(rows)
    assert any(warning.startswith("7 respondents answered nothing") for warning in found.warnings)
    assert found.b == pytest.approx(calibrate(rows, "2pl").b, abs=1e-5)


def test_constant_respondents_count_and_are_named():
    rows = answers("2pl")

    found = calibrate(rows, "2pl")

    n = int((rows == 1).all(axis=1).sum())
    assert any(warning.startswith(f"{n} respondents gave the highest") for warning in found.warnings)
    assert found.n_respondents == len(rows)


def test_respondents_who_do_not_differ_leave_no_variance_and_are_told():
    found = calibrate([[0, 1, 0], [1, 0, 1], [0, 1, 1], [1, 0, 0]], "rasch", frequencies=[50] * 4)

    assert found.variance < 1e-4
    assert found.variance_se is None
    assert any("do not show that respondents differ" in warning for warning in found.warnings)


def test_sets_of_items_that_nobody_links_are_named():
    rows = simulated(2000, [1.2] * 8, np.linspace(-1, 1, 8), 11)
    rows[:1000, :4], rows[1000:, 4:] = -1, -1

    found = calibrate(rows, "2pl", items=list("abcdefgh"))

    assert any("2 sets of items (one item of each: a, e)" in warning for warning in found.warnings)


def test_sharp_tests_get_a_finer_grid():
    rows = simulated(1500, [6.0] * 12, np.linspace(-6, 6, 12), 12)

    usual = calibrate(rows, "2pl")
    finest = calibrate(rows, "2pl", nodes=961)

    assert usual.log_likelihood == pytest.approx(finest.log_likelihood, abs=1e-3)
    assert usual.a == pytest.approx(finest.a, rel=1e-3)


def test_same_answers_give_the_same_figures_twice():
    rows = simulated(40_000, np.linspace(0.7, 1.6, 12), np.linspace(-2, 2, 12), 13)

    first, second = calibrate(rows, "2pl"), calibrate(rows, "2pl")

    assert np.array_equal(first.covariance, second.covariance)
    assert first.log_likelihood == second.log_likelihood


def test_plain_values_are_the_contract():
    found = calibrate(answers("gpcm", n=800), "gpcm", items=list("abcd")).as_dict()

    assert list(found["items"][0]) == ["item", "a", "b", "c", "d", "se"]
    assert len(found["items"][0]["b"]) == 2
    assert set(found["items"][0]["se"]) == {"a", "b", "d"}
    assert found["converged"] is True
    rasch = calibrate(answers("rasch"), "rasch").as_dict()
    assert rasch["items"][0]["a"] == 1.0
    assert isinstance(rasch["items"][0]["b"], float)
    assert rasch["variance"] > 0
    assert "a" not in rasch["items"][0]["se"]


def test_bank_keeps_the_relation_of_intercepts_and_difficulties():
    graded = make_bank([2.0], [[-1.0, 0.5]])
    credit = make_bank([2.0], [[-1.0, 0.5]], model="gpcm")

    assert graded.d.tolist() == [[2.0, -1.0]]
    assert credit.d.tolist() == [[2.0, 1.0]]
    assert credit.location.tolist() == [-0.25]
    assert graded.take([0]).rows() == [{"item": "1", "a": 2.0, "b": [-1.0, 0.5], "c": 0.0}]
