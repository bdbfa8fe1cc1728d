"""Parameters, errors, scores, fit and information are mirt's, on its published data."""

import csv
import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from kepu.core.items import calibrate, information, item_fit, reliability, score

SHARED = Path(__file__).resolve().parents[4] / "shared/reference"
FITS = {"LSAT6_Rasch": "rasch", "LSAT6_2PL": "2pl", "Science_graded": "grm", "Science_gpcm": "gpcm"}
pytestmark = [pytest.mark.shared, pytest.mark.parametrize("name", FITS)]


@cache
def recorded():
    return json.loads((SHARED / "mirt.json").read_text())["fits"]


def table(name):
    with (SHARED / f"{name.split('_')[0]}.csv").open(newline="") as file:
        return np.array([[int(cell) for cell in row] for row in list(csv.reader(file))[1:]], dtype=np.int8)


def fitted(name):
    return calibrate(table(name), FITS[name], items=recorded()[name]["items"])


def test_parameters_and_likelihood(name):
    expected = recorded()[name]
    found = fitted(name)
    b = np.array([expected["irt_pars"][key] for key in expected["irt_pars"] if key.startswith("b")]).T

    assert found.log_likelihood > expected["logLik"] - 1e-6
    assert found.a == pytest.approx(expected["irt_pars"]["a"], abs=1e-5)
    assert found.b == pytest.approx(b, abs=1e-5)


def test_standard_errors(name):
    found = fitted(name)
    errors = np.sqrt(np.diag(found.covariance))
    expected = recorded()[name]["vcov_se"]

    if FITS[name] == "rasch":
        errors[-1] = found.variance_se
    assert errors == pytest.approx(expected, rel=2e-5)


def test_information(name):
    expected = recorded()[name]["info"]

    assert information(fitted(name), expected["theta"]).sum(axis=1) == pytest.approx(expected["value"], abs=1e-5)


@pytest.mark.parametrize("method", ["eap", "map", "ml", "wle"])
def test_scores(name, method):
    expected = recorded()[name][method.upper()]
    patterns = np.array([expected[item] for item in recorded()[name]["items"]]).T
    found = score(fitted(name), patterns, method)
    theta, error = (np.array(expected[key], dtype=float) for key in ("F1", "SE_F1"))

    assert np.array_equal(np.isinf(found.theta), np.isnan(theta))
    finite = np.isfinite(theta)
    assert found.theta[finite] == pytest.approx(theta[finite], abs=1e-4)
    assert found.sd[finite] == pytest.approx(error[finite], abs=5e-4)


def test_fit_and_reliability(name):
    found, expected = item_fit(fitted(name), table(name)), recorded()[name]["itemfit"]

    assert found.s_x2 == pytest.approx(expected["S_X2"], abs=1e-4)
    assert found.df.tolist() == expected["df.S_X2"]
    assert found.p == pytest.approx(expected["p.S_X2"], abs=1e-4)
    assert (found.p > 0.01).all()
    assert reliability(fitted(name), table(name)).empirical == pytest.approx(recorded()[name]["reliability"], abs=1e-5)
