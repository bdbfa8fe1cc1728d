"""Item response theory the slow way: one respondent and one item at a time, integrals by scipy, derivatives by differences.

Shares nothing with the library but the formulas of the models; run as a program it writes the answers beside it again.
"""

import csv
import json
import math
from pathlib import Path

import numpy as np
from scipy.integrate import quad

HERE = Path(__file__).parent
MODELS = ("rasch", "2pl", "3pl", "grm", "gpcm")
REACH = 9.0


def logistic(t):
    return 1 / (1 + math.exp(-t)) if t > -700 else 0.0


def category(model, item, theta):
    """Probabilities of the categories of an item: {"a", "d": [...], "c"}."""
    a, d, c = item["a"], item["d"], item.get("c", 0.0)
    if model == "grm":
        above = [1.0, *[logistic(a * theta + one) for one in d], 0.0]
        return [above[k] - above[k + 1] for k in range(len(d) + 1)]
    if model == "gpcm":
        powers = [0.0, *[(k + 1) * a * theta + one for k, one in enumerate(d)]]
        most = max(powers)
        parts = [math.exp(power - most) for power in powers]
        return [part / sum(parts) for part in parts]
    right = c + (1 - c) * logistic(a * theta + d[0])
    return [1 - right, right]


def likelihood(model, items, answers, theta):
    value = 1.0
    for item, answer in zip(items, answers, strict=True):
        if answer >= 0:
            value *= category(model, item, theta)[answer]
    return value


def density(theta, sd=1.0):
    return math.exp(-0.5 * (theta / sd) ** 2) / (sd * math.sqrt(2 * math.pi))


def integral(function, sd=1.0):
    return quad(function, -REACH * sd, REACH * sd, epsabs=1e-14, epsrel=1e-11, limit=200)[0]


def marginal(model, items, answers, sd=1.0):
    """Probability of the answers of one respondent."""
    return integral(lambda theta: likelihood(model, items, answers, theta) * density(theta, sd), sd)


def posterior_moments(model, items, answers, sd=1.0):
    """Mean and standard deviation of the ability of one respondent."""
    whole = marginal(model, items, answers, sd)
    moments = [
        integral(lambda t, k=k: t**k * likelihood(model, items, answers, t) * density(t, sd), sd) / whole
        for k in (1, 2)
    ]
    return moments[0], math.sqrt(moments[1] - moments[0] ** 2)


def patterns(rows):
    """Different rows with how often they come."""
    found, counts = np.unique(np.asarray(rows), axis=0, return_counts=True)
    return found.tolist(), counts.tolist()


def items_of(model, x, sizes):
    """Items of a vector: a, d… (and logit c) of each; in rasch d of each and the standard deviation last."""
    found, place = [], 0
    for size in sizes:
        if model == "rasch":
            found.append({"a": 1.0, "d": [x[place]]})
            place += 1
        elif model == "3pl":
            found.append({"a": x[place], "d": [x[place + 1]], "c": logistic(x[place + 2])})
            place += 3
        else:
            found.append({"a": x[place], "d": list(x[place + 1 : place + size])})
            place += size
    return found


def log_likelihood(model, x, rows, sizes):
    """Marginal log-likelihood at a vector of parameters."""
    items = items_of(model, x, sizes)
    sd = x[-1] if model == "rasch" else 1.0
    return sum(n * math.log(marginal(model, items, row, sd)) for row, n in zip(*patterns(rows), strict=True))


def log_likelihood_on_grid(model, x, rows, sizes, weights=None):
    """The same over 1,201 abilities, for derivatives by differences; or the log-likelihood of each row, when weights is None."""
    items = items_of(model, x, sizes)
    sd = x[-1] if model == "rasch" else 1.0
    theta = np.linspace(-REACH * sd, REACH * sd, 1201)
    found, places = np.unique(np.asarray(rows), axis=0, return_inverse=True)
    shares = [np.array([category(model, item, one) for one in theta]) for item in items]
    prior = np.exp(-0.5 * (theta / sd) ** 2) / (sd * math.sqrt(2 * math.pi)) * (theta[1] - theta[0])
    each = np.empty(len(found))
    for place, row in enumerate(found):
        value = prior.copy()
        for item, answer in enumerate(row):
            if answer >= 0:
                value = value * shares[item][:, answer]
        each[place] = math.log(value.sum())
    each = each[places]
    return each if weights is None else float(each @ weights)


def scores(model, x, rows, sizes, step=1e-4):
    """Derivatives of the log-likelihood of each row, shape (n, n_parameters)."""
    columns = []
    for place in range(len(x)):
        sides = []
        for sign in (1, -1):
            moved = np.array(x, dtype=float)
            moved[place] += sign * step
            sides.append(log_likelihood_on_grid(model, moved, rows, sizes))
        columns.append((sides[0] - sides[1]) / (2 * step))
    return np.stack(columns, axis=1)


def hessian(function, x, step=2e-3):
    """Second derivatives by central differences."""
    n = len(x)
    found = np.empty((n, n))
    for i in range(n):
        for j in range(i, n):
            values = []
            for one, other in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
                moved = np.array(x, dtype=float)
                moved[i] += one * step
                moved[j] += other * step
                values.append(function(moved))
            found[i, j] = found[j, i] = (values[0] - values[1] - values[2] + values[3]) / (4 * step**2)
    return found


def read(model):
    """Recorded answers with the parameters that made them."""
    with (HERE / f"{model}.csv").open(newline="") as file:
        rows = [[int(cell) for cell in row] for row in list(csv.reader(file))[1:]]
    known = json.loads((HERE / "known.json").read_text())[model]
    return np.array(rows, dtype=np.int8), known


def simulate(model, items, n, rng, sd=1.0):
    """Answers of respondents."""
    theta = rng.normal(0, sd, n)
    shares = np.array([[category(model, item, one) + [0.0] * 5 for item in items] for one in theta])[:, :, :5]
    return (rng.random((n, len(items), 1)) > np.cumsum(shares, axis=2)).sum(axis=2)


def write():
    rng = np.random.default_rng(99)
    known = {}
    for model in MODELS:
        items = []
        for _ in range(8):
            a = 1.0 if model == "rasch" else round(float(np.exp(rng.normal(0.1, 0.3))), 3)
            steps = 3 if model in {"grm", "gpcm"} else 1
            b = np.sort(rng.normal(0, 1, steps)) + np.arange(steps) * 0.3
            d = -a * b if model != "gpcm" else np.cumsum(-a * b)
            items.append({"a": a, "d": [round(float(one), 3) for one in d], "c": 0.2 if model == "3pl" else 0.0})
        sd = 1.2 if model == "rasch" else 1.0
        known[model] = {"items": items, "sd": sd}
        rows = simulate(model, items, 1500, rng, sd)
        with (HERE / f"{model}.csv").open("w", newline="") as file:
            csv.writer(file).writerows([[f"i{k + 1}" for k in range(8)], *rows.tolist()])
    (HERE / "known.json").write_text(json.dumps(known, indent=1) + "\n")


if __name__ == "__main__":
    write()
