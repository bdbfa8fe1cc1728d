"""Every refusal is provoked, and names the rows or labels that are wrong."""

import numpy as np
import pytest

from kepu.core.errors import KepuError
from kepu.core.survey import Design, SurveyCode, association, draw_pps, encode, fay_herriot

W = np.array([1.0, 2.0, 3.0, 4.0])
Y = np.array([1.0, 0.0, 1.0, 1.0])
H = np.array(["a", "a", "b", "b"])
ONES = np.ones(4)


def one_unit(**options):
    return Design(W, strata=["a", "a", "a", "b"], **options)


CASES = {
    SurveyCode.WRONG_LENGTH: lambda: Design(W).mean(Y[:3]),
    SurveyCode.EMPTY: lambda: Design([]),
    SurveyCode.NOT_A_NUMBER: lambda: Design(W).mean(["1", "0", "x", "1"]),
    SurveyCode.BAD_WEIGHT: lambda: Design([1.0, 0.0, -1.0, np.nan]),
    SurveyCode.NO_WEIGHTS: Design,
    SurveyCode.MISSING_LABEL: lambda: Design(W, strata=["a", None, "b", "b"]),
    SurveyCode.PSU_IN_TWO_STRATA: lambda: Design(W, strata=H, clusters=[[1, 2, 2, 3]]),
    SurveyCode.BAD_FPC: lambda: Design(W, strata=H, fpc=[[10, 11, 5, 5]]),
    SurveyCode.LONELY_PSU: lambda: one_unit().mean(Y),
    SurveyCode.UNKNOWN_CHOICE: lambda: Design(W, lonely="ignore"),
    SurveyCode.BAD_LEVEL: lambda: Design(W).mean(Y, level=95),
    SurveyCode.BAD_PROBABILITY: lambda: Design(W).quantile(Y, 1.5),
    SurveyCode.ZERO_DENOMINATOR: lambda: Design(W).ratio(Y, [0, 0, 1, 1], [H]),
    SurveyCode.NOBODY: lambda: Design(W).mean(Y, [[None, None, None, None]]),
    SurveyCode.MARGIN_WITHOUT_RESPONDENTS: lambda: Design(W).rake({"h": (H, {"a": 5, "b": 5, "c": 1})}),
    SurveyCode.MARGIN_UNKNOWN_CATEGORY: lambda: Design(W).rake({"h": (H, {"a": 5})}),
    SurveyCode.BAD_MARGIN: lambda: Design(W).rake({"h": (H, {"a": 5, "b": -5})}),
    SurveyCode.MARGINS_CONTRADICT: lambda: Design(W).rake(
        {"h": (H, {"a": 5, "b": 5}), "g": ([0, 1, 0, 1], {0: 5, 1: 6})}
    ),
    SurveyCode.NOT_CONVERGED: lambda: Design(W).rake(
        {"h": (H, {"a": 5, "b": 5}), "g": ([0, 0, 1, 1], {0: 4, 1: 6})}, max_iterations=50
    ),
    SurveyCode.BAD_BOUNDS: lambda: Design(W).trim(3.0, 4.0),
    SurveyCode.NOT_TWO_PSUS: lambda: Design(W).brr(),
    SurveyCode.BAD_SIZE: lambda: draw_pps([1.0, 0.0, 2.0], 1, np.random.default_rng(1)),
    SurveyCode.BAD_SAMPLE_SIZE: lambda: draw_pps([1.0, 2.0], 3, np.random.default_rng(1)),
    SurveyCode.SINGULAR: lambda: fay_herriot(Y, np.stack([ONES, ONES], axis=1), ONES),
    SurveyCode.BAD_VARIANCE: lambda: fay_herriot(Y, ONES, [1.0, 1.0, 0.0, 1.0]),
}  # fmt: skip


@pytest.mark.parametrize("code", SurveyCode)
def test_refusal_has_its_code(code):
    with pytest.raises(KepuError) as refused:
        CASES[code]()

    assert refused.value.code == code
    assert refused.value.message.endswith((".", "…"))


def test_bad_weights_are_named_by_row():
    with pytest.raises(KepuError) as refused:
        Design([1.0, 0.0, np.inf, 2.0, np.nan, -1.0])

    assert refused.value.details["rows"] == [1, 2, 4, 5]


@pytest.mark.parametrize(
    "fpc", [[[0, 0, 5, 5]], [[1, 2, 5, 5]], [[np.nan] * 4], [[10] * 4, [5] * 4]], ids=["zero", "mixed", "nan", "two"]
)
def test_population_counts_that_cannot_be_are_refused(fpc):
    with pytest.raises(KepuError) as refused:
        Design(W, strata=H, fpc=fpc)

    assert refused.value.code == SurveyCode.BAD_FPC


def test_stratum_with_one_unit_is_named_on_the_whole_design_not_in_a_domain():
    with pytest.raises(KepuError) as refused:
        one_unit().mean(Y)
    assert refused.value.details["strata"] == ["b"]

    design = Design([1.0] * 6, strata=["a"] * 3 + ["b"] * 3)
    alone = design.mean([1, 2, 3, 4, 5, 6], [[0, 0, 0, 1, 0, 0]])
    assert np.isfinite(alone.se).all()  # one respondent of a domain is no lonely unit


def test_stratum_taken_whole_is_not_lonely():
    design = Design([1.0, 2.0, 2.0], strata=["a", "b", "b"], fpc=[[1, 4, 4]])

    assert design.mean([1.0, 2.0, 3.0]).se[0] > 0


@pytest.mark.parametrize("lonely", ["adjust", "average", "certainty"])
def test_policies_give_a_number(lonely):
    assert np.isfinite(one_unit(lonely=lonely).mean(Y).se[0])


def test_domain_with_nobody_is_a_note_and_not_a_row():
    found = Design(W).mean([1.0, np.nan, 0.0, np.nan], {"who": ["a", "b", "a", "b"]})

    assert found.labels == (("a",),)
    assert found.notes == ("who=b: nobody answered; no estimate.",)


def test_domain_with_one_unit_has_no_interval_and_says_so():
    found = Design(W).mean([0.5, 0.7, 0.1, 0.2], {"who": ["a", "b", "b", "b"]})

    assert np.isnan(found.low[0])
    assert found.df.tolist() == [0.0, 2.0]
    assert "who=a" in found.notes[0]


def test_shares_of_nobody_and_everybody_have_exact_limits_and_a_note():
    found = Design(np.ones(100)).mean(np.zeros(100)), Design(np.ones(100)).mean(np.ones(100))

    assert [each.estimate[0] for each in found] == [0.0, 1.0]
    assert [each.se[0] for each in found] == [0.0, 0.0]
    bound = 1 - 0.025 ** (1 / 100)  # Clopper & Pearson with nobody among 100
    assert [found[0].low[0], found[0].high[0]] == pytest.approx([0.0, bound], rel=1e-9)
    assert [found[1].low[0], found[1].high[0]] == pytest.approx([1 - bound, 1.0], rel=1e-9)
    assert "a share of 0 or 1" in found[0].notes[0]


def test_raking_where_a_cell_is_empty_and_margins_clash_is_an_error_not_a_number():
    with pytest.raises(KepuError) as refused:
        Design(W).rake({"h": (H, {"a": 5, "b": 5}), "g": ([0, 0, 1, 1], {0: 4, 1: 6})})

    assert refused.value.code == SurveyCode.NOT_CONVERGED
    assert refused.value.details["missed_by"] > 0.01


def test_calibrating_twice_is_refused():
    once = Design(W).poststratify(H, {"a": 5, "b": 5})

    with pytest.raises(KepuError, match="all margins at once"):
        once.poststratify(H, {"a": 5, "b": 5})


def test_table_of_one_row_is_no_table():
    with pytest.raises(KepuError) as refused:
        association(Design(W), ["a"] * 4, H)

    assert refused.value.code == SurveyCode.NOBODY


def test_labels_of_two_dimensions_are_refused():
    with pytest.raises(KepuError):
        encode(np.zeros((2, 2)))
