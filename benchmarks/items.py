"""Calibration and scores of item response theory against girth and against the limits of the design, on simulated answers.

Results are judged before times: a log-likelihood below the peer's, or parameters far from those that made the data, miss. A
process of its own measures memory. girth gives no standard errors; ours are in the time that is compared.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks import item_papers
from kepu.core.items import Bank, calibrate, make_bank, score
from kepu.core.items.coded import parts_of
from kepu.core.items.expectation import expect, make_sheets
from kepu.core.items.grids import normal_grid
from kepu.core.items.layout import vector_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Codes = NDArray[np.int8]

ITEMS, SAMPLE, NATION = 50, 20_000, 285_000
RUNS, FEW = 5, 3
MIRT = {"3pl": "mirt 6.3 s as recorded", "nation": "mirt 52 s as recorded", "eap": "mirt 24 s as recorded"}
PEAK = """
import resource, sys
import numpy as np
from benchmarks.items import NATION, made
from kepu.core.items import calibrate
calibrate(made(NATION, "2pl")[0], "2pl")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
"""


def run() -> list[dict[str, Any]]:
    """All rows."""
    return [against_girth(), three_parameters(), *nation(), memory(), *item_papers.rows()]


def made(n: int, model: str) -> tuple[Codes, Bank]:
    """Answers and the bank that made them."""
    rng = np.random.default_rng(20260106)
    a, b = np.exp(rng.normal(0, 0.3, ITEMS)), rng.normal(0, 1, ITEMS)
    c = np.full(ITEMS, 0.2 if model == "3pl" else 0.0)
    theta = rng.normal(size=n)
    p = c + (1 - c) / (1 + np.exp(-a * (theta[:, None] - b)))
    return (rng.random((n, ITEMS)) < p).astype(np.int8), make_bank(a, b, c, model=model)


def seconds(work: Callable[[], Any], runs: int) -> tuple[Any, float]:
    """Result and median seconds."""
    found, result = [], None
    for _ in range(runs):
        begun = time.perf_counter()
        result = work()
        found.append(time.perf_counter() - begun)
    return result, median(found)


def log_likelihood(codes: Codes, bank: Bank) -> float:
    """Marginal log-likelihood of answers under a bank."""
    layout, x = vector_of(bank)
    return expect(make_sheets(parts_of(codes), layout, np.ones(len(codes))), layout, x, normal_grid()).log_likelihood


def limited(name: str, figure: float, limit: float, peer: str, *, unit: str = "s", right: bool) -> dict[str, Any]:
    """A row against a limit."""
    return {
        "name": name,
        "figure": round(figure, 4),
        "unit": unit,
        "peer": peer if right else f"{peer}, results differ",
        "ratio": round(limit / figure, 1),
        "aim": f"under {limit:g} {unit}",
        "met": bool(right and figure < limit),
    }


def against_girth() -> dict[str, Any]:
    """2PL with standard errors, in turns with girth."""
    codes, _ = made(SAMPLE, "2pl")
    ours, mine = seconds(lambda: calibrate(codes, "2pl"), RUNS)
    try:
        from girth import twopl_mml
    except ImportError:
        twopl_mml = None
    theirs, same = None, False
    if twopl_mml is not None:
        data = np.ascontiguousarray(codes.T.astype(np.int64))
        found, first = seconds(lambda: twopl_mml(data), 1)
        again, mine_again = seconds(lambda: calibrate(codes, "2pl"), RUNS)
        theirs, mine = first, median([mine, mine_again])
        other = make_bank(found["Discrimination"], found["Difficulty"])
        same = again.log_likelihood >= log_likelihood(codes, other) - 1e-3
        same = same and bool(np.abs(ours.a - other.a).max() < 0.05)  # noqa: PLR2004  girth stops at 1e-3 and a coarse grid
    ratio = None if theirs is None else theirs / mine
    return {
        "name": "2pl 50 × 20,000 with standard errors",
        "figure": round(mine, 4),
        "unit": "s",
        "peer": "girth missing" if theirs is None else f"girth {theirs:.2f} s" + ("" if same else ", results differ"),
        "ratio": None if ratio is None else round(ratio, 1),
        "aim": "≥ 20 × girth",
        "met": bool(same and ratio is not None and ratio >= 20),  # noqa: PLR2004
    }


def three_parameters() -> dict[str, Any]:
    """3PL with a normal prior on logit c."""
    codes, bank = made(SAMPLE, "3pl")
    ours, mine = seconds(lambda: calibrate(codes, "3pl"), RUNS)
    right = ours.log_likelihood >= log_likelihood(codes, bank) and np.corrcoef(ours.a, bank.a)[0, 1] > 0.95  # noqa: PLR2004
    return limited("3pl 50 × 20,000", mine, 1.0, MIRT["3pl"], right=bool(right))


def nation() -> list[dict[str, Any]]:
    """The size of the national survey."""
    codes, bank = made(NATION, "2pl")
    ours, mine = seconds(lambda: calibrate(codes, "2pl"), FEW)
    right = ours.log_likelihood >= log_likelihood(codes, bank) and float(np.abs(ours.a - bank.a).max()) < 0.1  # noqa: PLR2004
    found, eap = seconds(lambda: score(bank, codes), RUNS)
    spread = float(found.theta.var() + (found.sd**2).mean())  # that of ability, whatever the test
    return [
        limited("2pl 50 × 285,000 with standard errors", mine, 5.0, MIRT["nation"], right=bool(right)),
        limited("eap of 285,000 × 50", eap, 0.5, MIRT["eap"], right=abs(spread - 1) < 0.02),  # noqa: PLR2004
    ]


def memory() -> dict[str, Any]:
    """Peak of a process that makes and calibrates 285,000 × 50."""
    done = subprocess.run([sys.executable, "-c", PEAK], capture_output=True, text=True, check=True)
    peak = float(json.loads(done.stdout.strip().splitlines()[-1]))
    return limited("memory of 2pl 50 × 285,000", peak, 1000.0, "mirt 1,100 MB as recorded", unit="MB", right=True)
