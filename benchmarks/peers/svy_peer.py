"""What svy is asked in the same run."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import svy

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

REPLICATES = 500
PEAK = """
import re, sys
import polars as pl, svy
data = pl.read_parquet(sys.argv[1])
def held(name): return int(re.search(name + r":\\s+(\\d+)", open("/proc/self/status").read()).group(1))
open("/proc/self/clear_refs", "w").write("5")  # forget the peak of loading
before = held("VmRSS")
sample = svy.Sample(data, svy.Design(wgt="w", stratum="province", psu="psu"))
sample.estimation.mean("y", by=tuple(sys.argv[2].split(",")))
print((held("VmHWM") - before) / 1000)
"""


class SvyPeer:
    """The same sample in svy."""

    def __init__(self, columns: dict[str, NDArray[Any]], totals: dict[str, dict[int, float]]) -> None:
        self.data = pl.DataFrame(columns)
        self.totals = totals
        self.base = self.sample()

    def sample(self) -> Any:
        """The design."""
        return svy.Sample(self.data, svy.Design(wgt="w", stratum="province", psu="psu"))

    def mean(self, by: Sequence[str]) -> Any:
        """Taylor means of domains."""
        return self.base.estimation.mean("y", by=tuple(by))

    def estimates(self, found: Any, by: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Estimates and errors, sorted by the domains."""
        table = found.to_polars().sort(list(by))
        return table["est"].to_numpy(), table["se"].to_numpy()

    def rake(self) -> Any:
        """Raking to the margins."""
        return self.base.weighting.rake(controls=self.totals, tol=1e-10, max_iter=1000)

    def raked_weights(self, sample: Any) -> NDArray[np.float64]:
        """The weights after it."""
        return np.asarray(sample.data["rk_wgt"].to_numpy(), dtype=np.float64)

    def bootstrap(self, by: Sequence[str], *, rake: bool) -> Any:
        """Bootstrap weights, perhaps raked again, and means of domains."""
        sample = self.base.weighting.create_bs_wgts(REPLICATES, rstate=1)
        if rake:
            sample = sample.weighting.rake(controls=self.totals, tol=1e-10, max_iter=1000)
        return sample.estimation.mean("y", by=tuple(by), method="replication")

    def pps(self, sizes: NDArray[np.float64], runs: int) -> Callable[[], int]:
        """A systematic draw; the frames are made before the clock runs, because a draw leaves only what it drew."""
        data = pl.DataFrame({"size": sizes})
        frames: list[Any] = [svy.Sample(data, svy.Design(mos="size")) for _ in range(runs)]

        def draw() -> int:
            return int(frames.pop().sampling.pps_sys(2_500, rstate=3).n_records)

        return draw

    def peak_memory(self, by: Sequence[str]) -> float:
        """Peak above the loaded data, in MB, in a process of its own."""
        with tempfile.TemporaryDirectory() as made:
            path = Path(made) / "data.parquet"
            self.data.write_parquet(path)
            done = subprocess.run(
                [sys.executable, "-c", PEAK, str(path), ",".join(by)], capture_output=True, text=True, check=True
            )
        return float(done.stdout.strip().splitlines()[-1])
