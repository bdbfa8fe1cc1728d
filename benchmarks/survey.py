"""Estimates, weights, replicates, draws and small areas against svy and R survey, on 285,000 respondents that nobody asked.

The peers do what they are asked in the same run; results are compared before times. R answers once, because it takes minutes;
svy and this library alternate, medians of five (of three where svy takes ten seconds or more).
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
import tracemalloc
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from kepu.core.survey import Design, draw_pps, encode, fay_herriot

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

N, PSUS, PROVINCES = 285_000, 2_500, 31
FRAME, DRAWN, AREAS, REPLICATES = 3_000_000, 2_500, 2_800, 500
RUNS, FEW = 5, 3
BY_MANY, BY_SOME = ("province", "sex", "age", "education"), ("province", "sex", "group")
MARGINS = ("province", "sex", "age", "education")
R_SCRIPT = """
suppressMessages(library(survey))
folder <- commandArgs(trailingOnly = TRUE)[1]
d <- read.csv(file.path(folder, "data.csv"))
for (name in c("province", "sex", "age", "education", "group")) d[[name]] <- factor(d[[name]])
design <- svydesign(~psu, strata = ~province, weights = ~w, data = d)
timed <- function(what) { gc(FALSE); begun <- proc.time()[["elapsed"]]; value <- what(); list(value, proc.time()[["elapsed"]] - begun) }
many <- timed(function() svyby(~y, ~province + sex + age + education, design, svymean, keep.names = FALSE))
margins <- lapply(c("province", "sex", "age", "education"), function(name) {
  t <- read.csv(file.path(folder, paste0(name, ".csv")), colClasses = c("character", "numeric")); names(t) <- c(name, "Freq"); t })
formulas <- list(~province, ~sex, ~age, ~education)
raked <- timed(function() rake(design, formulas, margins, control = list(maxit = 200, epsilon = 1e-7 * sum(d$w))))
out <- many[[1]]
write.csv(data.frame(out[, 1:4], y = out$y, se = out$se), file.path(folder, "many.csv"), row.names = FALSE)
write.csv(data.frame(w = weights(raked[[1]])), file.path(folder, "raked.csv"), row.names = FALSE)
cat(sprintf('{"many": %.6f, "raked": %.6f}\\n', many[[2]], raked[[2]]))
"""


@dataclass(frozen=True)
class Data:
    """The sample."""

    columns: dict[str, NDArray[Any]]
    totals: dict[str, dict[int, float]]

    def by(self, names: tuple[str, ...]) -> dict[str, NDArray[Any]]:
        """The columns of these names."""
        return {name: self.columns[name] for name in names}

    def margins(self) -> dict[str, tuple[NDArray[Any], dict[int, float]]]:
        """Columns with the totals that weights are raked to."""
        return {name: (self.columns[name], self.totals[name]) for name in MARGINS}


def run() -> list[dict[str, Any]]:
    """All rows."""
    data = make()
    design = Design(data.columns["w"], strata=data.columns["province"], clusters=[data.columns["psu"]])
    svy = svy_peer(data)
    r = r_peer(data)
    rows = [
        *design_rows(data, svy),
        *taylor_rows(data, design, svy, r),
        *raking_rows(data, design, svy, r),
        *replicate_rows(data, design, svy),
        *draw_rows(svy),
        small_areas_row(),
        memory_row(data, svy),
    ]
    return [{**row, "met": bool(row["met"])} for row in rows]


def make() -> Data:
    """A sample shaped like the national survey."""
    rng = np.random.default_rng(20260101)
    psu = np.sort(rng.integers(0, PSUS, N))
    psu[:PSUS] = np.arange(PSUS)
    psu.sort()
    columns: dict[str, NDArray[Any]] = {
        "psu": psu,
        "province": psu * PROVINCES // PSUS,
        "w": rng.uniform(500, 9_000, N),
        "sex": rng.integers(0, 2, N),
        "age": rng.integers(0, 5, N),
        "education": rng.integers(0, 6, N),
        "group": rng.integers(0, 7, N),
    }
    chance = 0.05 + 0.03 * columns["education"] + rng.normal(0, 0.03, PSUS)[psu]
    columns["y"] = (rng.random(N) < chance).astype(float)
    population = 1.02 * columns["w"].sum()
    totals = {}
    for name in MARGINS:
        shares = np.bincount(columns[name], columns["w"]) * rng.uniform(0.9, 1.1, columns[name].max() + 1)
        totals[name] = dict(enumerate((shares / shares.sum() * population).tolist()))
    return Data(columns, totals)


def alternate(
    ours: Callable[[], Any], theirs: Callable[[], Any] | None, runs: int = RUNS
) -> tuple[Any, float, Any, float | None]:
    """Results and median seconds of both, one after the other."""
    mine, other, kept = [], [], [None, None]
    for _ in range(runs):
        begun = time.perf_counter()
        kept[0] = ours()
        mine.append(time.perf_counter() - begun)
        if theirs is not None:
            begun = time.perf_counter()
            kept[1] = theirs()
            other.append(time.perf_counter() - begun)
    return kept[0], median(mine), kept[1], median(other) if other else None


def row(name: str, seconds: float, peer: str, theirs: float | None, aim: float, *, same: bool) -> dict[str, Any]:
    """One row: met when results agree and the ratio reaches its aim."""
    ratio = None if theirs is None else theirs / seconds
    words = peer if theirs is None else f"{peer} {theirs:.3f} s"
    return {
        "name": name,
        "figure": round(seconds, 5),
        "unit": "s",
        "peer": words if same or theirs is None else f"{words}, results differ",
        "ratio": None if ratio is None else round(ratio, 1),
        "aim": f"≥ {aim:g} × {peer.split(' ', maxsplit=1)[0]}",
        "met": same and ratio is not None and ratio >= aim,
    }


def design_rows(data: Data, svy: Any) -> list[dict[str, Any]]:
    """Making the design from arrays."""
    columns = data.columns
    _, ours, _, theirs = alternate(
        lambda: Design(columns["w"], strata=columns["province"], clusters=[columns["psu"]]),
        None if svy is None else svy.sample,
    )
    limit = None if theirs is None else theirs + 0.05
    return [
        {
            "name": "design",
            "figure": round(ours, 5),
            "unit": "s",
            "peer": "svy missing" if theirs is None else f"svy Sample {theirs:.4f} s + 0.05 s",
            "ratio": None if limit is None else round(limit / ours, 1),
            "aim": "at most svy's Sample + 50 ms",
            "met": limit is not None and ours <= limit,
        }
    ]


def taylor_rows(data: Data, design: Design, svy: Any, r: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Taylor estimates of 1,860 and 434 domains."""
    found = []
    for names, aim in ((BY_MANY, 100), (BY_SOME, 20)):
        by = data.by(names)
        ours, seconds, other, theirs = alternate(
            partial(design.mean, data.columns["y"], by),
            None if svy is None else partial(svy.mean, names),
            FEW if names == BY_MANY else RUNS,
        )
        same = other is not None and agrees(ours, svy.estimates(other, names))
        found.append(row(f"taylor {len(ours)} domains", seconds, "svy", theirs, aim, same=same))
        if names == BY_MANY:
            same = r is not None and agrees(ours, r["many"])
            found.append(row(f"taylor {len(ours)} domains", seconds, "R survey", seconds_of(r, "many"), 500, same=same))
    return found


def raking_rows(data: Data, design: Design, svy: Any, r: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Raking to four margins."""
    margins = {name: (encode(column), totals) for name, (column, totals) in data.margins().items()}
    ours, seconds, other, theirs = alternate(lambda: design.rake(margins), None if svy is None else svy.rake)
    same = other is not None and bool(np.allclose(ours.weights, svy.raked_weights(other), rtol=1e-8))
    rows = [row("rake 4 margins", seconds, "svy", theirs, 30, same=same)]
    same = r is not None and bool(np.allclose(ours.weights, r["raked"], rtol=1e-6))
    return [*rows, row("rake 4 margins", seconds, "R survey", seconds_of(r, "raked"), 100, same=same)]


def replicate_rows(data: Data, design: Design, svy: Any) -> list[dict[str, Any]]:
    """500 bootstrap weights and 434 domains, without and with raking again."""
    y, by = data.columns["y"], data.by(BY_SOME)
    taylor = design.mean(y, by)
    ours, seconds, other, theirs = alternate(
        lambda: design.bootstrap(REPLICATES, np.random.default_rng(1)).mean(y, by),
        None if svy is None else lambda: svy.bootstrap(BY_SOME, rake=False),
        1,
    )
    same = other is not None and near(ours.se, taylor.se) and near(svy.estimates(other, BY_SOME)[1], taylor.se)
    rows = [row("bootstrap 500, 434 domains", seconds, "svy", theirs, 30, same=same)]
    raked = design.rake(data.margins())
    linear = raked.mean(y, by)
    ours, seconds, other, theirs = alternate(
        lambda: raked.bootstrap(REPLICATES, np.random.default_rng(1)).mean(y, by),
        None if svy is None else lambda: svy.bootstrap(BY_SOME, rake=True),
        1,
    )
    same = other is not None and near(ours.se, linear.se) and near(svy.estimates(other, BY_SOME)[1], linear.se)
    return [*rows, row("bootstrap 500 raked again, 434 domains", seconds, "svy", theirs, 50, same=same)]


def draw_rows(svy: Any) -> list[dict[str, Any]]:
    """2,500 units of 3 million with probability proportional to size."""
    sizes = np.random.default_rng(2).uniform(1, 9, FRAME)
    peer = None if svy is None else svy.pps(sizes, RUNS)
    ours, seconds, other, theirs = alternate(lambda: draw_pps(sizes, DRAWN, np.random.default_rng(3)), peer)
    same = other == DRAWN and bool(np.isclose((sizes[ours.units] * ours.weights).sum(), sizes.sum()))
    return [row("pps 2,500 of 3,000,000", seconds, "svy", theirs, 20, same=same)]


def small_areas_row() -> dict[str, Any]:
    """Fay–Herriot of 2,800 areas, against its limit."""
    rng = np.random.default_rng(4)
    x = np.stack([np.ones(AREAS), rng.normal(size=AREAS), rng.normal(size=AREAS)], axis=1)
    variance = rng.uniform(0.5, 2, AREAS)
    y = x @ [1, 2, 3] + rng.normal(0, 0.7, AREAS) + rng.normal(size=AREAS) * np.sqrt(variance)
    found, seconds, _, _ = alternate(lambda: fay_herriot(y, x, variance), None)
    return {
        "name": "fay-herriot 2,800 areas",
        "figure": round(seconds, 5),
        "unit": "s",
        "peer": "limit 0.02 s",
        "ratio": round(0.02 / seconds, 1),
        "aim": "under 20 ms",
        "met": seconds < 0.02 and abs(found.between - 0.49) < 0.15,  # noqa: PLR2004  the variance it was made with
    }


def memory_row(data: Data, svy: Any) -> dict[str, Any]:
    """Peak memory above the data, of 1,860 domains, in a process of its own for each."""
    columns = data.columns
    tracemalloc.start()
    Design(columns["w"], strata=columns["province"], clusters=[columns["psu"]]).mean(columns["y"], data.by(BY_MANY))
    ours = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    theirs = None if svy is None else svy.peak_memory(BY_MANY)
    return {
        "name": "memory of taylor 1,860 domains",
        "figure": round(ours, 1),
        "unit": "MB",
        "peer": "svy missing" if theirs is None else f"svy {theirs:.0f} MB",
        "ratio": None if theirs is None else round(theirs / ours, 1),
        "aim": "below svy",
        "met": theirs is not None and ours < theirs,
    }


def agrees(ours: Any, theirs: tuple[NDArray[np.float64], NDArray[np.float64]]) -> bool:
    """Whether estimates and errors are the peer's to nine digits."""
    return all(
        bool(np.allclose(mine, other, rtol=1e-9)) for mine, other in zip((ours.estimate, ours.se), theirs, strict=True)
    )


def near(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    """Whether random errors agree on the whole."""
    return bool(abs(np.median(one / other) - 1) < 0.03)  # noqa: PLR2004  500 replicates


def seconds_of(r: dict[str, Any] | None, name: str) -> float | None:
    """How long R took."""
    return None if r is None else float(r["seconds"][name])


def svy_peer(data: Data) -> Any:
    """The peer from PyPI, when it is installed."""
    try:
        from benchmarks.peers.svy_peer import SvyPeer
    except ImportError:
        return None
    return SvyPeer(data.columns, data.totals)


def r_peer(data: Data) -> dict[str, Any] | None:
    """R survey, when it is installed: results and seconds."""
    if shutil.which("Rscript") is None:
        return None
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        columns = data.columns
        np.savetxt(
            folder / "data.csv",
            np.stack([columns[name].astype(float) for name in columns], axis=1),
            delimiter=",",
            header=",".join(columns),
            comments="",
            fmt=["%.17g" if name == "w" else "%d" for name in columns],
        )
        for name, totals in data.totals.items():
            lines = [f"{name},Freq", *(f"{label},{total:.17g}" for label, total in totals.items())]
            (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        script = folder / "peer.R"
        script.write_text(R_SCRIPT, encoding="utf-8")
        done = subprocess.run(
            ["Rscript", str(script), str(folder)], capture_output=True, text=True, check=False, cwd=folder
        )
        if done.returncode:
            return None
        many = np.genfromtxt(folder / "many.csv", delimiter=",", skip_header=1, dtype=str)
        many = np.char.strip(many, '"').astype(float)
        many = many[np.lexsort(many[:, 3::-1].T)]
        raked = np.genfromtxt(folder / "raked.csv", skip_header=1)
        return {
            "seconds": json.loads(done.stdout.strip().splitlines()[-1]),
            "many": (many[:, 4], many[:, 5]),
            "raked": raked,
        }
