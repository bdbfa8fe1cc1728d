"""Estimates, errors and weights are R's, on samples of our own and on published ones."""

import csv
import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from kepu.core.survey import Design, association, fay_herriot
from tests.core.reference.survey import designs

OWN = Path(designs.__file__).parent
SHARED = Path(__file__).resolve().parents[4] / "shared/reference"
CLOSE = 1e-9
TYPES = {"E": 4421, "H": 755, "M": 1018}
SCHOOLWIDE = {"No": 1072, "Yes": 5122}


def test_random_designs_equal_r():
    estimate, error, compared = designs.worst(OWN)

    assert compared > 400
    assert estimate < CLOSE
    assert error < CLOSE


@cache
def read(name):
    with (SHARED / name).open(newline="") as file:
        rows = list(csv.DictReader(file))
    found = {}
    for column in rows[0]:
        values = [row[column] for row in rows]
        try:
            found[column] = np.array([np.nan if value == "NA" else float(value) for value in values])
        except ValueError:
            found[column] = np.array(values)
    return found


@cache
def expected():
    return json.loads((SHARED / "survey_api.json").read_text(encoding="utf-8"))


def value(call):
    found = next(each for each in expected()["values"] if each["call"] == call)
    return np.atleast_1d(np.array(found["est"], float)), np.atleast_1d(np.array(found["se"], float))


def stratified():
    data = read("apistrat.csv")
    return data, Design(data["pw"], strata=data["stype"], fpc=[data["fpc"]])


def clustered():
    data = read("apiclus1.csv")
    return data, Design(data["pw"], clusters=[data["dnum"]], fpc=[data["fpc"]])


def two_stages():
    data = read("apiclus2.csv")
    return data, Design(clusters=[data["dnum"], data["snum"]], fpc=[data["fpc1"], data["fpc2"]])


def with_replacement():
    data = read("apiclus2.csv")
    return data, Design(data["pw"], clusters=[data["dnum"], data["snum"]])


def simple():
    data = read("apisrs.csv")
    return data, Design(fpc=[data["fpc"]])


def auxiliaries(data):
    columns = [np.ones(len(data["api99"])), data["stype"] == "H", data["stype"] == "M", data["api99"]]
    return np.stack(columns, axis=1).astype(float), [6194, 755, 1018, 3914069]


CALLS = {
    "svymean(~api00, dstrat)": (stratified, lambda d, x: d.mean(x["api00"])),
    "svytotal(~enroll, dstrat)": (stratified, lambda d, x: d.total(x["enroll"])),
    "svyratio(~api.stu, ~enroll, dstrat)": (stratified, lambda d, x: d.ratio(x["api.stu"], x["enroll"])),
    "svyby(~api00, ~stype, dstrat, svymean)": (stratified, lambda d, x: d.mean(x["api00"], [x["stype"]])),
    "svymean(~api00, dclus1)": (clustered, lambda d, x: d.mean(x["api00"])),
    "svytotal(~enroll, dclus1)": (clustered, lambda d, x: d.total(x["enroll"])),
    "svyby(~api00, ~stype + sch.wide, dclus1, svymean)": (
        clustered,
        lambda d, x: d.mean(x["api00"], {"school": x["sch.wide"], "type": x["stype"]}),
    ),
    'svymean(~api00, subset(dclus1, sch.wide == "Yes"))': (
        clustered,
        lambda d, x: d.mean(np.where(x["sch.wide"] == "Yes", x["api00"], np.nan)),
    ),
    "svymean(~api00, dclus2)": (two_stages, lambda d, x: d.mean(x["api00"])),
    "svytotal(~enroll, dclus2, na.rm = TRUE)": (two_stages, lambda d, x: d.total(x["enroll"])),
    "svyby(~api00, ~stype, dclus2, svymean)": (two_stages, lambda d, x: d.mean(x["api00"], [x["stype"]])),
    "svymean(~api00, dclus2wr)": (with_replacement, lambda d, x: d.mean(x["api00"])),
    "svymean(~api00, dsrs)": (simple, lambda d, x: d.mean(x["api00"])),
    "svymean(~api00, jkn)": (stratified, lambda d, x: d.jackknife().mean(x["api00"])),
    "svyby(~api00, ~stype, jkn, svymean)": (stratified, lambda d, x: d.jackknife().mean(x["api00"], [x["stype"]])),
    "svyratio(~api.stu, ~enroll, jkn)": (stratified, lambda d, x: d.jackknife().ratio(x["api.stu"], x["enroll"])),
    "svymean(~api00, jk1)": (clustered, lambda d, x: d.jackknife().mean(x["api00"])),
    "svymean(~api00, ps1)": (clustered, lambda d, x: d.poststratify(x["stype"], TYPES).mean(x["api00"])),
    "svytotal(~enroll, ps1)": (clustered, lambda d, x: d.poststratify(x["stype"], TYPES).total(x["enroll"])),
    "svymean(~api00, g_lin)": (clustered, lambda d, x: d.calibrate(*auxiliaries(x), tol=1e-13).mean(x["api00"])),
    "svytotal(~enroll, g_lin)": (clustered, lambda d, x: d.calibrate(*auxiliaries(x), tol=1e-13).total(x["enroll"])),
    "svymean(~api00, g_rak)": (
        clustered,
        lambda d, x: d.calibrate(*auxiliaries(x), method="raking", tol=1e-13).mean(x["api00"]),
    ),
    "svymean(~api00, g_log)": (
        clustered,
        lambda d, x: d.calibrate(*auxiliaries(x), method="logit", bounds=(0.5, 2), tol=1e-13).mean(x["api00"]),
    ),
}  # fmt: skip


@pytest.mark.shared
@pytest.mark.parametrize("call", CALLS)
def test_published_sample_gives_the_estimate_of_r(call):
    make, ask = CALLS[call]
    data, design = make()

    found = ask(design, data)

    estimate, error = value(call)
    np.testing.assert_allclose(found.estimate, estimate, rtol=CLOSE)
    np.testing.assert_allclose(found.se, error, rtol=CLOSE)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "make"),
    [
        (
            "rake",
            lambda d, x: d.rake({"type": (x["stype"], TYPES), "school": (x["sch.wide"], SCHOOLWIDE)}, tol=1e-13),
        ),
        ("post", lambda d, x: d.poststratify(x["stype"], TYPES)),
        ("linear", lambda d, x: d.calibrate(*auxiliaries(x))),
        ("raking", lambda d, x: d.calibrate(*auxiliaries(x), method="raking")),
        ("logit", lambda d, x: d.calibrate(*auxiliaries(x), method="logit", bounds=(0.5, 2))),
    ],
)
def test_calibrated_weights_are_those_of_r(name, make):
    data, design = clustered()

    np.testing.assert_allclose(make(design, data).weights, expected()["weights"][name], rtol=1e-8)


@pytest.mark.shared
def test_raked_errors_with_unequal_weights_follow_the_weighted_regression():
    data, design = stratified()
    told = expected()["raked_unequal_weights"]
    raked = design.rake(
        {
            "school": (data["sch.wide"], SCHOOLWIDE),
            "awards": (data["awards"], {"No": 2000, "Yes": 4194}),
        },
        tol=1e-13,
    )

    overall = raked.mean(data["api00"])
    by_type = raked.mean(data["api00"], [data["stype"]])

    assert overall.estimate[0] == pytest.approx(told["api00_mean"], rel=CLOSE)
    assert overall.se[0] == pytest.approx(told["api00_se"], rel=CLOSE)
    for label, estimate, error in zip(by_type.labels, by_type.estimate, by_type.se, strict=True):
        assert [estimate, error] == pytest.approx(told["api00_by_stype"][label[0]], rel=CLOSE)


@pytest.mark.shared
@pytest.mark.parametrize(("interval", "method"), [("logit", "xlogit"), ("beta", "beta"), ("wald", "mean")])
def test_limits_of_a_share_are_those_of_r(interval, method):
    data, design = clustered()
    told = next(each for each in expected()["ci"] if f'"{method}"' in each["call"])

    found = design.mean(data["sch.wide"] == "Yes", interval=interval)

    assert [found.low[0], found.high[0]] == pytest.approx(told["ci"], rel=1e-8)


@pytest.mark.shared
def test_quantiles_design_effect_and_degrees_of_freedom_are_those_of_r():
    data, design = stratified()
    estimate, error = value("svyquantile(~api00, dstrat, c(0.25, 0.5, 0.75))")
    for place, p in enumerate((0.25, 0.5, 0.75)):
        found = design.quantile(data["api00"], p)
        assert found.estimate[0] == estimate[place]
        assert found.se[0] == pytest.approx(error[place], rel=CLOSE)

    schools, clusters = clustered()
    assert clusters.mean(schools["api00"]).deff[0] == pytest.approx(expected()["deff"]["values"][1], rel=CLOSE)
    assert [design.df, clusters.df, two_stages()[1].df] == expected()["degf"]


@pytest.mark.shared
def test_association_is_that_of_r():
    data, design = clustered()

    found = association(design, data["sch.wide"], data["stype"])

    told = {each["call"].split('"')[1]: each for each in expected()["chisq"]}
    assert found.statistic == pytest.approx(told["F"]["statistic"], rel=CLOSE)
    assert [found.df1, found.df2] == pytest.approx(told["F"]["parameter"], rel=CLOSE)
    assert found.p == pytest.approx(told["F"]["p"], rel=CLOSE)
    assert found.chi_square == pytest.approx(told["Chisq"]["statistic"], rel=CLOSE)
    assert found.p_first_order == pytest.approx(told["Chisq"]["p"], rel=CLOSE)


@pytest.mark.shared
def test_small_areas_are_those_of_r():
    data = read("milk.csv")
    told = json.loads((SHARED / "sae.json").read_text(encoding="utf-8"))["milk_FH"][0]
    areas = data["MajorArea"].astype(int)
    x = np.stack([np.ones(len(areas)), *((areas == area).astype(float) for area in np.unique(areas)[1:])], axis=1)

    found = fay_herriot(data["yi"], x, data["SD"] ** 2)

    np.testing.assert_allclose(found.estimate, told["eblup"], rtol=1e-6)
    np.testing.assert_allclose(found.mse, told["mse"], rtol=1e-6)
    np.testing.assert_allclose(found.beta, told["beta"], rtol=1e-6)
    assert found.between == pytest.approx(told["A"], rel=1e-6)
