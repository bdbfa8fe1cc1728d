"""What the item library refuses, by code, with the names of the items."""

import numpy as np
import pytest

from kepu.core.errors import ConvergenceError, InputError, KepuError, ShapeError
from kepu.core.items import (
    BENCHMARK_2016,
    SURVEY_2024,
    ItemsCode,
    Priors,
    SurveyScale,
    benchmark_results,
    calibrate,
    information,
    make_bank,
    reliability,
    same_instrument,
    scale_scores,
    score,
)
from tests.core.items.samples import answers, simulated

ROWS = answers("2pl")
NAMES = list("pqrs")
BANK = make_bank([1.0, 1.2], [0.0, 1.0], items=["p", "q"])


def changed(row, column, value):
    rows = ROWS.astype(object)
    rows[row, column] = value
    return rows


def column(value):
    rows = ROWS.copy()
    rows[:, 2] = value
    return rows


def refused(code, work):
    with pytest.raises(KepuError) as caught:
        work()
    assert caught.value.code == code
    return caught.value


@pytest.mark.parametrize(
    ("code", "rows", "options"),
    [
        (ItemsCode.EMPTY, np.zeros((0, 4), dtype=np.int8), {}),
        (ItemsCode.WRONG_SHAPE, [0, 1, 0], {}),
        (ItemsCode.WRONG_SHAPE, ROWS, {"items": ["p", "q"]}),
        (ItemsCode.NOT_A_CODE, changed(3, 1, "A"), {}),
        (ItemsCode.NOT_A_CODE, np.where(ROWS == 1, 0.5, 0.0), {}),
        (ItemsCode.CODE_OUT_OF_RANGE, changed(3, 1, 2), {}),
        (ItemsCode.CODE_OUT_OF_RANGE, changed(3, 1, -2), {}),
        (ItemsCode.CODE_OUT_OF_RANGE, changed(3, 1, 300), {}),
        (ItemsCode.CODE_OUT_OF_RANGE, changed(3, 1, -2), {"model": "grm"}),
        (ItemsCode.DUPLICATE_NAME, ROWS, {"items": ["p", "q", "p", "s"]}),
        (ItemsCode.ONE_RESPONDENT, ROWS[:1], {}),
        (ItemsCode.ONE_RESPONDENT, [[1, 0, 1, 0], [-1] * 4], {"model": "gpcm"}),
        (ItemsCode.CONSTANT_RESPONDENTS, np.repeat(ROWS[:, :1], 4, axis=1), {}),
        (ItemsCode.CONSTANT_RESPONDENTS, np.repeat(ROWS[:, :1] * 2, 4, axis=1), {"model": "gpcm"}),
        (ItemsCode.ITEM_WITHOUT_RESPONSES, column(-1), {}),
        (ItemsCode.ALL_RIGHT, column(1), {}),
        (ItemsCode.NONE_RIGHT, column(0), {}),
        (ItemsCode.ONE_CATEGORY, column(1), {"model": "grm"}),
        (ItemsCode.BAD_WEIGHT, ROWS, {"weights": np.zeros(len(ROWS))}),
        (ItemsCode.BAD_WEIGHT, ROWS, {"weights": [1.0]}),
        (ItemsCode.BAD_WEIGHT, ROWS, {"weights": np.full(len(ROWS), np.nan)}),
        (ItemsCode.BAD_WEIGHT, ROWS, {"weights": [1e308, *[1.5] * (len(ROWS) - 1)]}),
        (ItemsCode.BAD_WEIGHT, ROWS, {"frequencies": np.full(len(ROWS), 1.5)}),
        (ItemsCode.BAD_WEIGHT, ROWS, {"clusters": np.zeros(len(ROWS))}),
        (ItemsCode.BAD_WEIGHT, ROWS, {"clusters": [1, 2]}),
        (ItemsCode.BAD_OPTION, ROWS, {"nodes": 3}),
        (ItemsCode.BAD_OPTION, ROWS, {"max_cycles": 0}),
        (ItemsCode.BAD_OPTION, ROWS, {"priors": Priors(log_a=(0.0, 0.0))}),
        (ItemsCode.UNKNOWN_CHOICE, ROWS, {"model": "4pl"}),
        (ItemsCode.UNKNOWN_CHOICE, ROWS, {"errors": "none of them"}),
    ],
)
def test_responses_are_refused(code, rows, options):
    refused(code, lambda: calibrate(rows, **options))


@pytest.mark.parametrize("code", [ItemsCode.ITEM_WITHOUT_RESPONSES, ItemsCode.ALL_RIGHT, ItemsCode.NONE_RIGHT])
def test_items_are_named(code):
    value = {ItemsCode.ITEM_WITHOUT_RESPONSES: -1, ItemsCode.ALL_RIGHT: 1, ItemsCode.NONE_RIGHT: 0}[code]

    error = refused(code, lambda: calibrate(column(value), "2pl", items=NAMES))

    assert error.details["items"] == ["r"]
    assert "r" in error.message


def test_cells_are_named():
    assert refused(ItemsCode.CODE_OUT_OF_RANGE, lambda: calibrate(changed(3, 1, 2), "2pl")).details["cells"] == [[3, 1]]
    assert refused(ItemsCode.NOT_A_CODE, lambda: calibrate(changed(5, 2, "x"), "2pl")).details["cells"] == [[5, 2]]
    assert refused(ItemsCode.BAD_WEIGHT, lambda: calibrate(ROWS, weights=[-1.0] + [1.0] * (len(ROWS) - 1))).details[
        "rows"
    ] == [0]


def test_what_does_not_settle_is_named():
    rows = simulated(1000, [1.0] * 6, np.linspace(-1, 1, 6), 1)
    rows[:, 4] = rows[:, 1]  # the same question twice
    rows[:, 5] = rows[:, 1]

    error = refused(ItemsCode.NOT_CONVERGED, lambda: calibrate(rows, "2pl", items=list("abcdef")))

    assert isinstance(error, ConvergenceError)
    assert set(error.details["items"]) <= {"b", "e", "f"}
    assert error.details["items"]
    refused(ItemsCode.NOT_CONVERGED, lambda: calibrate(ROWS, "2pl", max_cycles=1))


def test_what_the_data_do_not_determine_is_named():
    error = refused(ItemsCode.NOT_IDENTIFIED, lambda: calibrate(ROWS[:, :2], "2pl", items=["p", "q"]))

    assert error.details["items"] == ["p", "q"]
    refused(ItemsCode.NOT_IDENTIFIED, lambda: calibrate(ROWS[:, :1], "2pl"))
    refused(ItemsCode.NOT_IDENTIFIED, lambda: calibrate(ROWS[:, :1], "rasch"))


@pytest.mark.parametrize(
    ("code", "options"),
    [
        (ItemsCode.WRONG_SHAPE, {"a": [1.0, 1.0], "b": [0.0]}),
        (ItemsCode.WRONG_SHAPE, {"a": [[1.0]], "b": [0.0]}),
        (ItemsCode.DUPLICATE_NAME, {"a": [1.0, 1.0], "b": [0.0, 1.0], "items": ["p", "p"]}),
        (ItemsCode.UNKNOWN_CHOICE, {"a": [1.0], "b": [0.0], "model": "1pl"}),
        (ItemsCode.BAD_PARAMETER, {"a": [0.0], "b": [0.0]}),
        (ItemsCode.BAD_PARAMETER, {"a": [1.0], "b": [np.nan]}),
        (ItemsCode.BAD_PARAMETER, {"a": [1.0], "b": [0.0], "c": [1.0]}),
        (ItemsCode.BAD_PARAMETER, {"a": [1.0], "b": [0.0], "c": [0.2], "model": "2pl"}),
        (ItemsCode.BAD_PARAMETER, {"a": [1.1], "b": [0.0], "model": "rasch"}),
        (ItemsCode.BAD_PARAMETER, {"a": [1.0], "b": [[1.0, 0.0]], "model": "grm"}),
        (ItemsCode.BAD_PARAMETER, {"a": [-1.0], "b": [[0.0, 1.0]], "model": "grm"}),
        (ItemsCode.BAD_PARAMETER, {"a": [1.0], "b": [[0.0, 1.0]], "model": "2pl"}),
        (ItemsCode.BAD_PARAMETER, {"a": [1.0], "b": [0.0], "variance": 0.0}),
    ],
)
def test_banks_are_refused(code, options):
    refused(code, lambda: make_bank(**options))


@pytest.mark.parametrize(
    ("code", "work"),
    [
        (ItemsCode.NEEDS_GENERATOR, lambda: score(BANK, [[0, 1]], "pv")),
        (ItemsCode.BAD_OPTION, lambda: score(BANK, [[0, 1]], "pv", draws=0, rng=np.random.default_rng(1))),
        (ItemsCode.BAD_OPTION, lambda: score(BANK, [[0, 1]], variance=-1.0)),
        (ItemsCode.UNKNOWN_CHOICE, lambda: score(BANK, [[0, 1]], "mean")),
        (ItemsCode.CODE_OUT_OF_RANGE, lambda: score(BANK, [[0, 2]])),
        (ItemsCode.WRONG_SHAPE, lambda: score(BANK, [[0, 1, 1]])),
        (ItemsCode.UNKNOWN_ITEM, lambda: score(BANK, [[0]], items=["z"])),
        (ItemsCode.UNKNOWN_ITEM, lambda: BANK.take([2])),
        (ItemsCode.BAD_OPTION, lambda: information(BANK, [np.inf])),
        (ItemsCode.WRONG_SHAPE, lambda: information(BANK, [[0.0]])),
        (ItemsCode.ONE_RESPONDENT, lambda: reliability(BANK, [[0, 1]])),
        (ItemsCode.BAD_SCALE, lambda: scale_scores(BANK, [[0, 1]], ["knowledge", "methods"])),
        (ItemsCode.BAD_TEST, lambda: benchmark_results([[0, 1]], [1, 2])),
        (ItemsCode.BAD_TEST, lambda: benchmark_results([[0] * 50], [1] * 50)),
        (ItemsCode.CODE_OUT_OF_RANGE, lambda: benchmark_results([[2] * 50], [*range(1, 27), *range(1, 25)])),
        (ItemsCode.MIXED_INSTRUMENTS, lambda: same_instrument(SURVEY_2024, BENCHMARK_2016)),
        (ItemsCode.MIXED_INSTRUMENTS, same_instrument),
    ],
)
def test_uses_of_a_bank_are_refused(code, work):
    assert isinstance(refused(code, work), InputError)


def test_shapes_are_a_kind_of_input():
    assert issubclass(ShapeError, InputError)
    assert isinstance(refused(ItemsCode.WRONG_SHAPE, lambda: calibrate([0, 1])), ShapeError)


@pytest.mark.parametrize(
    "scale",
    [
        SurveyScale("", SURVEY_2024.parts, SURVEY_2024.levels),
        SurveyScale("x", (("p", 100.0),), (("high", 85.0), ("low", 55.0))),
        SurveyScale("x", (("p", 100.0),), (("high", 120.0),)),
        SurveyScale("x", (("p", 0.0),), (("high", 50.0),)),
    ],
)
def test_impossible_scales_are_refused(scale):
    refused(ItemsCode.BAD_SCALE, lambda: scale_scores(BANK, [[0, 1]], ["p", "p"], scale=scale))
