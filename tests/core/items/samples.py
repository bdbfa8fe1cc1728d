"""Answers that the tests of calibration and scores share."""

import numpy as np

from kepu.core.items import Priors
from kepu.core.items.layout import vector_of
from tests.core.reference.items import brute

MILD = Priors(log_a=(0.0, 0.5))


def answers(model, n=400, items=4):
    """Some of the recorded answers, with categories 2 and 3 as one where the brute force would take long."""
    rows, _ = brute.read(model)
    return np.minimum(rows[:n, :items], 2)


def vector(calibration):
    """Parameters as the brute force takes them."""
    _, x = vector_of(calibration.bank)
    if calibration.model == "rasch":
        x[-1] = np.sqrt(calibration.variance)
    return x


def sizes(calibration):
    return [len(codes) for codes in calibration.bank.categories]


def simulated(n, a, d, seed, c=0.0):
    """Answers of right and wrong."""
    rng = np.random.default_rng(seed)
    p = c + (1 - c) / (1 + np.exp(-(rng.normal(size=(n, 1)) * np.asarray(a) + np.asarray(d))))
    return (rng.random(p.shape) < p).astype(np.int8)
