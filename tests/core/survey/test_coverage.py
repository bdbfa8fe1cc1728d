"""Intervals hold what they promise: share of samples whose limits hold the truth, with its Monte Carlo error."""

import numpy as np
import pytest

from kepu.core.survey import Design

REPLICATIONS, CLUSTERS, EACH = 2000, 40, 15  # n = 600
LOW, HIGH = 0.93, 0.97


def shares(p, rng):
    """Answers of many samples at once, shape (REPLICATIONS, 600): chances differ between clusters, with mean p."""
    spread = 30.0  # intra-cluster correlation 1 / (1 + spread)
    chance = rng.beta(p * spread, (1 - p) * spread, (REPLICATIONS, CLUSTERS))
    return (rng.random((REPLICATIONS, CLUSTERS, EACH)) < chance[:, :, None]).reshape(REPLICATIONS, -1).astype(float)


@pytest.mark.parametrize("p", [0.02, 0.05, 0.1, 0.2, 0.5])
def test_default_interval_covers(p):
    rng = np.random.default_rng(int(p * 1000))
    design = Design(np.ones(CLUSTERS * EACH), clusters=[np.repeat(np.arange(CLUSTERS), EACH)])
    held = {"default": 0, "wald": 0}
    for answers in shares(p, rng):
        for interval in held:
            found = design.mean(answers, interval=interval)
            held[interval] += bool(found.low[0] <= p <= found.high[0])

    covered = {name: count / REPLICATIONS for name, count in held.items()}
    error = np.sqrt(0.95 * 0.05 / REPLICATIONS)
    assert LOW - 2 * error <= covered["default"] <= HIGH + 2 * error, covered
    assert covered["default"] >= covered["wald"] - 2 * error, covered
