"""Fit statistics against every pattern of a short test, and on items made to fit and not to fit."""

import itertools

import numpy as np
import pytest
from scipy.stats import chi2, kstest

from kepu.core.items import calibrate, item_fit, make_bank
from kepu.core.items.score_groups import merged
from tests.core.items.samples import simulated
from tests.core.reference.items import brute


def every_pattern(bank, n):
    """All patterns of a bank with how often the model expects them among n."""
    model, items = bank.model, []
    for place in range(len(bank)):
        d = bank.d[place][np.isfinite(bank.d[place])].tolist()
        items.append({"a": bank.a[place], "d": d, "c": bank.c[place]})
    rows = list(itertools.product(*[range(len(codes)) for codes in bank.categories]))
    return np.array(rows), np.array([n * brute.marginal(model, items, row) for row in rows])


@pytest.mark.parametrize(
    "bank",
    [
        make_bank([1.0, 1.5, 0.7, 1.2], [0.0, -0.5, 0.8, 0.3]),
        make_bank([1.0, 1.5, 0.7, 1.2], [0.0, -0.5, 0.8, 0.3], [0.2, 0.1, 0.25, 0.2]),
        make_bank([1.2, 0.8, 1.0], [[-1.0, 0.5], [0.0, 1.0], [-0.5, 0.4]]),
        make_bank([1.2, 0.8, 1.0], [[-1.0, 0.5], [0.0, 1.0], [-0.5, 0.4]], model="gpcm"),
    ],
    ids=["2pl", "3pl", "grm", "gpcm"],
)
def test_s_x2_is_that_of_all_patterns(bank):
    rows, expected = every_pattern(bank, 1.0)
    data = rows[np.random.default_rng(1).choice(len(rows), 6000, p=expected / expected.sum())]
    totals = data.sum(axis=1)

    found = item_fit(bank, data)

    for item in range(len(bank)):
        inner = range(1, rows.sum(axis=1).max())
        n_categories = len(bank.categories[item])
        shares = np.array(
            [
                [expected[(rows.sum(axis=1) == t) & (rows[:, item] == c)].sum() for c in range(n_categories)]
                for t in inner
            ]
        )
        shares /= shares.sum(axis=1, keepdims=True)
        counts = np.array(
            [[((totals == t) & (data[:, item] == c)).sum() for c in range(n_categories)] for t in inner], dtype=float
        )
        wanted = shares * counts.sum(axis=1, keepdims=True)
        # Totals that rule a category out stand with the nearest that does not.
        whole = np.flatnonzero((shares > 0).all(axis=1))
        nearest = np.clip(np.arange(len(shares)), whole[0], whole[-1])
        joined = [
            np.array([table[nearest == t].sum(axis=0) for t in range(whole[0], whole[-1] + 1)])
            for table in (counts, wanted)
        ]
        statistic = ((joined[0] - joined[1]) ** 2 / joined[1]).sum()
        df = joined[0].size - len(joined[0]) - (3 if bank.model == "3pl" else n_categories)
        if df > 0:
            assert found.s_x2[item] == pytest.approx(statistic, rel=1e-6)
            assert found.df[item] == df
            assert found.p[item] == pytest.approx(chi2.sf(statistic, df), rel=1e-5)
        else:
            assert np.isnan(found.df[item])


def test_p_values_of_items_that_fit_are_uniform():
    p = []
    for seed in range(6):
        rows = simulated(1500, np.linspace(0.7, 1.6, 20), np.linspace(-1.5, 1.5, 20), seed)
        p.append(item_fit(calibrate(rows, "2pl", errors="none"), rows).p)

    assert kstest(np.concatenate(p), "uniform").pvalue > 0.01


def test_item_that_does_not_fit_is_found():
    rows = simulated(3000, [1.2] * 20, np.linspace(-1.5, 1.5, 20), 3)
    theta = rows.sum(axis=1) - 10
    rows[:, 4] = np.random.default_rng(4).random(3000) < 0.3 + 0.5 * (np.abs(theta) < 3)

    found = item_fit(calibrate(rows, "2pl"), rows)

    assert found.p[4] < 1e-6
    assert np.median(np.delete(found.p, 4)) > 0.1


def test_infit_and_outfit_are_one_where_the_model_holds():
    bank = make_bank([1.0] * 5, [-1.5, -0.5, 0.0, 0.5, 1.5])
    patterns, expected = every_pattern(bank, 40_000)
    rows = np.repeat(patterns, np.rint(expected).astype(int), axis=0)

    found = item_fit(bank, rows)

    assert found.infit == pytest.approx(np.ones(5), abs=2e-3)
    assert found.outfit == pytest.approx(np.ones(5), abs=5e-3)
    assert np.abs(found.infit_t).max() < 1
    assert np.abs(found.outfit_t).max() < 1


def test_infit_tells_noise_from_steepness():
    a = np.array([1.0] * 18 + [0.05, 5.0])
    rows = simulated(4000, a, np.linspace(-1, 1, 20), 5)

    found = item_fit(calibrate(rows, "rasch"), rows)

    assert found.infit[18] > 1.05
    assert found.infit_t[18] > 4
    assert found.infit[19] < 0.95
    assert found.infit_t[19] < -4


def test_missing_answers_leave_s_x2_to_the_complete_and_say_so():
    bank = make_bank([1.0] * 6, np.linspace(-1, 1, 6))
    rows = simulated(900, [1.0] * 6, -np.linspace(-1, 1, 6), 6)
    gaps = rows.copy()
    gaps[600:, 0] = -1

    found, complete = item_fit(bank, gaps), item_fit(bank, rows[:600])

    assert found.s_x2 == pytest.approx(complete.s_x2)
    assert found.n.tolist() == [600, 900, 900, 900, 900, 900]
    assert "600 of 900" in found.notes[0]
    nobody = item_fit(bank, np.where(np.eye(6, dtype=bool)[np.arange(900) % 6], -1, rows))
    assert np.isnan(nobody.s_x2).all()
    assert np.isfinite(nobody.infit).all()


def test_groups_without_degrees_of_freedom_are_named():
    rows = simulated(500, [1.0] * 3, [0.0] * 3, 7)

    found = item_fit(make_bank([1.0] * 3, [0.0] * 3, items=list("xyz")), rows)

    assert np.isnan(found.df).all()
    assert "x, y, z" in found.notes[-1]


def test_small_cells_join_neighbours_and_lose_nobody():
    observed = np.array([[1.0, 0, 0], [0, 4, 2], [0, 0, 0], [3, 20, 9], [0, 2, 12]])
    expected = np.array([[0.6, 0.4, 0], [0.5, 3.5, 2], [0, 0, 0], [2.5, 19, 10.5], [0.2, 1.8, 12]])

    found = merged(observed, expected)

    assert sum(o.sum() for o, _ in found) == observed.sum()
    assert sum(e.sum() for _, e in found) == pytest.approx(expected.sum())
    assert all((e >= 1).all() and len(e) > 1 for _, e in found)
    assert [o.tolist() for o, _ in found] == [[1, 4, 2], [3, 20, 9], [2, 12]]
