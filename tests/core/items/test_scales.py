"""Points, levels and the test of the benchmark."""

import numpy as np
import pytest

from kepu.core.errors import InputError
from kepu.core.items import (
    BENCHMARK_2016,
    SURVEY_2024,
    ItemsCode,
    SurveyScale,
    benchmark_results,
    make_bank,
    same_instrument,
    scale_scores,
)
from tests.core.items.samples import simulated
from tests.core.reference.items import brute

PARTS = [name for name, _ in SURVEY_2024.parts]
A, B = np.linspace(0.8, 1.8, 40), np.linspace(-2, 2, 40)
BANK = make_bank(A, B)
PAPER = [*range(1, 27), *range(1, 25)]


def test_points_and_levels_are_integrals_over_the_posterior():
    bank = make_bank([1.0, 1.5, 0.8, 1.2], [-0.5, 0.0, 0.5, 1.0])
    items = [{"a": a, "d": [d]} for a, d in zip(bank.a, bank.d[:, 0], strict=True)]
    row = [1, 0, 1, 1]

    def points(theta):
        return [
            size * brute.category("2pl", item, theta)[1]
            for (_, size), item in zip(SURVEY_2024.parts, items, strict=True)
        ]

    def over_posterior(value):
        whole = brute.marginal("2pl", items, row)
        return brute.integral(lambda t: value(t) * brute.likelihood("2pl", items, row, t) * brute.density(t)) / whole

    found = scale_scores(bank, [row], PARTS)

    for part in range(4):
        assert found.part_points[0, part] == pytest.approx(over_posterior(lambda t, p=part: points(t)[p]), abs=1e-4)
    mean = over_posterior(lambda t: sum(points(t)))
    assert found.points[0] == pytest.approx(mean, abs=1e-4)
    assert found.sd[0] == pytest.approx(np.sqrt(over_posterior(lambda t: sum(points(t)) ** 2) - mean**2), abs=1e-4)
    for level, (_, limit) in enumerate(SURVEY_2024.levels):
        expected = over_posterior(lambda t, least=limit: float(sum(points(t)) >= least))
        assert found.level_probability[0, level] == pytest.approx(expected, abs=1e-3)


def test_levels_are_cumulative_and_their_mean_is_the_share_of_the_population():
    rows = simulated(4000, A, -A * B, 1)
    theta = np.random.default_rng(1).normal(size=(4000, 1))
    truth = (100 / (1 + np.exp(-A * (theta - B)))).mean(axis=1)

    found = scale_scores(BANK, rows, PARTS * 10)

    assert (np.diff(found.level_probability, axis=1) <= 0).all()
    assert found.levels == ("basic", "literate", "advanced")
    for level, (_, limit) in enumerate(SURVEY_2024.levels):
        assert found.level_probability[:, level].mean() == pytest.approx((truth >= limit).mean(), abs=0.02)


def test_points_of_all_right_near_the_top_and_of_nobody_the_mean():
    found = scale_scores(BANK, np.stack([np.ones(40), np.zeros(40), np.full(40, -1)]), PARTS * 10)

    assert found.points[0] > 90
    assert found.points[1] < 10
    assert found.points[2] == pytest.approx(50, abs=3)
    assert found.part_points.sum(axis=1) == pytest.approx(found.points)


def test_parts_are_given_by_name_too_and_scales_are_data():
    scale = SurveyScale("county-2025", (("know", 60.0), ("do", 40.0)), (("pass", 60.0),))
    bank = BANK.take([0, 1, 2])

    found = scale_scores(bank, [[1, 1, 0]], {"1": "do", "2": "know", "3": "know"}, scale=scale)
    listed = scale_scores(bank, [[1, 1, 0]], ["do", "know", "know"], scale=scale)

    assert found.instrument == "county-2025"
    assert found.level_probability.shape == (1, 1)
    assert found.part_points == pytest.approx(listed.part_points)


def test_points_must_rise_with_ability():
    with pytest.raises(InputError) as caught:
        scale_scores(make_bank([-2.0, 1.0, 1.0, 1.0], [0.0] * 4), [[1, 1, 1, 1]], PARTS)

    assert caught.value.code == ItemsCode.BAD_SCALE
    assert caught.value.details["items"] == ["1"]


def test_sixty_per_cent_of_fifty_passes():
    rows = [[1] * 30 + [0] * 20, [1] * 29 + [0] * 21, [1] * 30 + [-1] * 20]

    found = benchmark_results(rows, PAPER)

    assert found.points.tolist() == [60.0, 58.0, 60.0]
    assert found.passed.tolist() == [True, False, True]


def test_a_benchmark_left_out_is_named():
    with pytest.raises(InputError) as caught:
        benchmark_results([[1] * 50], [*range(1, 26), *range(1, 26)])

    assert caught.value.code == ItemsCode.BAD_TEST
    assert caught.value.details["missing"] == [26]


def test_survey_and_test_never_share_a_series():
    survey = scale_scores(BANK, np.ones((1, 40)), PARTS * 10)
    test = benchmark_results([[1] * 50], PAPER)

    assert same_instrument(survey, SURVEY_2024) == "survey-2024"
    assert same_instrument(test, BENCHMARK_2016) == "benchmark-2016"
    with pytest.raises(InputError) as caught:
        same_instrument(survey, test)
    assert caught.value.code == ItemsCode.MIXED_INSTRUMENTS
    assert caught.value.details["instruments"] == ["benchmark-2016", "survey-2024"]
