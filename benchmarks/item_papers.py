"""Parallel papers against the bound that no set of papers exceeds, and against a general solver."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, milp

from kepu.core.items.papers import PaperRules, assemble, broken_rules, make_questions

if TYPE_CHECKING:
    from kepu.core.items.papers import QuestionBank

BANKS, PAPERS, ITEMS = 20, 20, 500
SECONDS, SHARE = 10.0, 1e-3
RULES = PaperRules(papers=PAPERS, length=50, max_use=4)
# How many points each of the 26 benchmarks of the standard has.
POINTS = (5, 4, 3, 6, 5, 4, 4, 3, 4, 6, 8, 6, 3, 6, 7, 4, 10, 7, 3, 3, 5, 5, 6, 5, 3, 7)


def rows() -> list[dict[str, Any]]:
    """The gap and the time of the worst of many banks, with what HiGHS reaches on one of them in the same time."""
    gaps, seconds = [], []
    for seed in range(BANKS):
        bank = made_bank(seed)
        begun = time.perf_counter()
        found = assemble(bank, RULES)
        seconds.append(time.perf_counter() - begun)
        gaps.append(found.gap if not broken_rules(bank, found.rules, found.papers) else np.inf)
    bank = made_bank(0)
    bound = assemble(bank, RULES).bound
    peer = solver_value(bank, SECONDS)
    peer_gap = None if peer is None else (bound - peer) / bound
    words = (
        f"HiGHS finds no papers in {SECONDS:g} s" if peer_gap is None else f"HiGHS {peer_gap:.2%} after {SECONDS:g} s"
    )
    return [
        {
            "name": f"{PAPERS} parallel papers of {ITEMS} items, gap of the worst of {BANKS} banks",
            "figure": round(100 * max(gaps), 5),
            "unit": "%",
            "peer": words,
            "ratio": None if peer_gap is None else round(peer_gap / max(*gaps, 1e-9), 1),
            "aim": f"≤ {SHARE:.1%}, no rule broken",
            "met": bool(max(gaps) <= SHARE),
        },
        {
            "name": f"{PAPERS} parallel papers of {ITEMS} items, slowest of {BANKS} banks",
            "figure": round(max(seconds), 3),
            "unit": "s",
            "peer": f"limit {SECONDS:g} s",
            "ratio": round(SECONDS / max(seconds), 1),
            "aim": f"under {SECONDS:g} s",
            "met": bool(max(seconds) < SECONDS),
        },
    ]


def made_bank(seed: int) -> QuestionBank:
    """A bank that nobody wrote: 2PL, 3PL, or items of one point alike; points with few and with many items."""
    rng = np.random.default_rng(seed)
    points = [(str(number), str(point)) for number, size in enumerate(POINTS, 1) for point in range(1, size + 1)]
    benchmark = np.array([int(name) - 1 for name, _ in points])
    share = rng.dirichlet(np.full(len(points), 0.6 if seed % 2 else 50.0))
    least = np.concatenate([rng.choice(np.flatnonzero(benchmark == each), 5) for each in range(len(POINTS))])
    place = np.concatenate([least, rng.choice(len(points), ITEMS - len(least), p=share)])
    slope = rng.lognormal(0, 0.4, ITEMS)
    if seed % 3 == 2:  # noqa: PLR2004  every third bank
        slope = np.exp(0.45 * rng.normal(size=len(points))[place] + 0.1 * rng.normal(size=ITEMS))
    return make_questions(
        [f"q{each}" for each in range(ITEMS)],
        [points[each][0] for each in place],
        [points[each][1] for each in place],
        slope,
        rng.normal(0, 1.2, ITEMS),
        c=rng.uniform(0, 0.3, ITEMS) if seed % 3 == 1 else None,
    )


def solver_value(bank: QuestionBank, seconds: float) -> float | None:
    """The poorest paper of the same problem as one integer program; None when it has found no papers."""
    told = bank.information(0.0)[0]
    benchmarks, points = (
        np.unique(labels, return_inverse=True)[1] for labels in (bank.benchmark, np.array(_joined(bank)))
    )
    eye, one = sp.eye_array(PAPERS), np.ones((1, ITEMS))

    def grouped(labels: Any) -> Any:
        n = int(labels.max()) + 1
        return sp.kron(eye, sp.csr_array((np.ones(ITEMS), (labels, np.arange(ITEMS))), shape=(n, ITEMS)))

    def widened(matrix: Any, last: float = 0.0) -> Any:
        return sp.hstack([matrix, sp.csr_array(np.full((matrix.shape[0], 1), last))])

    constraints = [
        LinearConstraint(widened(sp.kron(eye, one)), 50, 50),
        LinearConstraint(widened(grouped(benchmarks)), 1, np.inf),
        LinearConstraint(widened(grouped(points)), -np.inf, 1),
        LinearConstraint(widened(sp.kron(np.ones((1, PAPERS)), sp.eye_array(ITEMS))), -np.inf, 4),
        LinearConstraint(widened(sp.kron(eye, told[None, :]), -1.0), 0, np.inf),
    ]
    n = PAPERS * ITEMS
    cost = np.append(np.zeros(n), -1.0)
    upper = np.append(np.ones(n), np.inf)
    found = milp(
        cost,
        integrality=np.append(np.ones(n, dtype=np.int64), 0),
        bounds=Bounds(0, upper),
        constraints=constraints,
        options={"time_limit": seconds},
    )
    return None if found.x is None else float(found.x[-1])


def _joined(bank: QuestionBank) -> list[str]:
    return ["/".join(pair) for pair in bank.points]


def run() -> list[dict[str, Any]]:
    """The rows, when this file is asked for alone."""
    return rows()
