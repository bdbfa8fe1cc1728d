"""Random designs of small samples that nobody drew: the same seed gives the same."""

from __future__ import annotations

import csv
from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from kepu.core.survey import Design

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = ("design", "w", "h", "psu", "ssu", "fpc1", "fpc2", "y", "b", "x", "g", "m1", "m2")


@dataclass(frozen=True)
class Spec:
    """How one sample was drawn and weighted."""

    design: int
    strata: int
    stages: int  # 0: respondents were drawn directly
    fpc: int
    lonely: str
    calibration: str  # none, poststratified, raked, linear
    total: int = 0


def make(design: int, rng: np.random.Generator) -> tuple[Spec, dict[str, np.ndarray]]:
    """One sample with its specification."""
    stages = int(rng.integers(0, 3))
    spec = Spec(
        design,
        strata=int(rng.integers(0, 2)),
        stages=stages,
        fpc=int(rng.integers(0, 2)),
        lonely=str(rng.choice(["refuse", "adjust", "average", "certainty"], p=[0.4, 0.2, 0.2, 0.2])),
        calibration=str(rng.choice(["none", "poststratified", "raked", "linear"], p=[0.4, 0.2, 0.2, 0.2])),
    )
    if spec.lonely == "average" and stages == 2 and spec.fpc:
        spec = replace(spec, lonely="adjust")  # R averages inside single units, where there is nothing
    rows: dict[str, list[float]] = {name: [] for name in COLUMNS}
    n_strata = int(rng.integers(2, 6)) if spec.strata else 1
    for stratum in range(n_strata):
        may_be_alone = spec.lonely != "refuse" and n_strata > 1 and stratum == 0
        n_psus = 1 if may_be_alone else int(rng.integers(4, 9))
        frame = n_psus + int(rng.integers(1, 40))
        effect = rng.normal(0, 2, 2)
        for unit in range(n_psus):
            n_ssus = int(rng.integers(2, 7)) if stages else 1
            second = n_ssus + int(rng.integers(0, 30))
            shift = rng.normal(0, 1.5)
            for person in range(n_ssus):
                value = 10 + effect[0] + shift + rng.normal(0, 3)
                chance = 1 / (1 + np.exp(-(effect[1] + shift) / 2))
                row = (
                    design, round(float(rng.uniform(0.5, 40)), 3), stratum, stratum * 100 + unit,
                    (stratum * 100 + unit) * 100 + person, frame, second, round(value, 4), int(rng.random() < chance),
                    round(float(rng.uniform(1, 9)), 4), int(rng.integers(0, 3)), int(rng.integers(0, 2)),
                    int(rng.integers(0, 2)),
                )  # fmt: skip
                for name, cell in zip(COLUMNS, row, strict=True):
                    rows[name].append(cell)
    data = {name: np.array(values) for name, values in rows.items()}
    # Every cell of the margins has somebody, and so has every domain.
    data["m1"][:4], data["m2"][:4], data["g"][:3] = (0, 0, 1, 1), (0, 1, 0, 1), (0, 1, 2)
    return replace(spec, total=int(data["w"].sum() * 1.1)), data


def build(spec: Spec, data: dict[str, np.ndarray]) -> Design:
    """The design as this library makes it."""
    clusters = [data["psu"], data["ssu"]][: spec.stages] or None
    fpc = [data["fpc1"], data["fpc2"]][: max(spec.stages, 1)] if spec.fpc else None
    base = Design(
        data["w"],
        strata=data["h"] if spec.strata else None,
        clusters=clusters,
        fpc=fpc,
        lonely=spec.lonely,
    )
    if spec.calibration == "none":
        return base
    total = float(spec.total)
    if spec.calibration == "poststratified":
        return base.poststratify(data["m1"], {0: 0.45 * total, 1: 0.55 * total})
    if spec.calibration == "raked":
        margins = {
            "m1": (data["m1"], {0: 0.45 * total, 1: 0.55 * total}),
            "m2": (data["m2"], {0: 0.52 * total, 1: 0.48 * total}),
        }
        return base.rake(margins, tol=1e-13)
    ones = np.ones(len(data["w"]))
    return base.calibrate(np.stack([ones, data["m1"]], axis=1), [total, 0.55 * total], tol=1e-13)


def estimates(spec: Spec, data: dict[str, np.ndarray]) -> dict[tuple[int, str, str], tuple[float, float]]:
    """Everything that is compared: (design, statistic, domain) → estimate and standard error."""
    design = build(spec, data)
    found: dict[tuple[int, str, str], tuple[float, float]] = {}
    results = {
        "mean": design.mean(data["y"]),
        "share": design.mean(data["b"]),
        "total": design.total(data["y"]),
        "ratio": design.ratio(data["y"], data["x"]),
    }
    if spec.lonely != "average":  # R averages over the strata that a domain meets, we over those of the design
        results |= {
            "mean by": design.mean(data["y"], [data["g"]]),
            "total by": design.total(data["b"], [data["g"]]),
            "ratio by": design.ratio(data["y"], data["x"], [data["g"]]),
        }
    for statistic, result in results.items():
        for label, estimate, se in zip(result.labels, result.estimate, result.se, strict=True):
            found[spec.design, statistic, "-".join(map(str, label))] = (float(estimate), float(se))
    return found


def write(folder: Path, count: int, seed: int) -> None:
    """Write samples and specifications for R."""
    rng = np.random.default_rng(seed)
    made = [make(design, rng) for design in range(count)]
    with (folder / "specs.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([each.name for each in fields(Spec)])
        writer.writerows(list(asdict(spec).values()) for spec, _ in made)
    with (folder / "data.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for _, data in made:
            writer.writerows(zip(*(data[name].tolist() for name in COLUMNS), strict=True))


def read(folder: Path) -> list[tuple[Spec, dict[str, np.ndarray]]]:
    """The samples of a folder."""
    with (folder / "specs.csv").open(newline="") as file:
        specs = [Spec(**{name: _typed(value) for name, value in row.items()}) for row in csv.DictReader(file)]
    with (folder / "data.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    columns = {name: np.array([float(row[name]) for row in rows]) for name in COLUMNS}
    found = []
    for spec in specs:
        mine = columns["design"] == spec.design
        data = {name: values[mine] for name, values in columns.items()}
        for name in ("h", "psu", "ssu", "b", "g", "m1", "m2"):
            data[name] = data[name].astype(np.int64)
        found.append((spec, data))
    return found


def results(folder: Path) -> dict[tuple[int, str, str], tuple[float, float]]:
    """What R found."""
    with (folder / "results.csv").open(newline="") as file:
        return {
            (int(row["design"]), row["statistic"], row["domain"]): (float(row["estimate"]), float(row["se"]))
            for row in csv.DictReader(file)
        }


def worst(folder: Path) -> tuple[float, float, int]:
    """Largest relative difference of estimates and of standard errors, and how many were compared."""
    expected = results(folder)
    ours: dict[tuple[int, str, str], tuple[float, float]] = {}
    for spec, data in read(folder):
        ours |= estimates(spec, data)
    if set(ours) != set(expected):
        raise AssertionError(sorted(set(ours) ^ set(expected))[:5])
    gaps = [_gaps(ours[key], expected[key]) for key in expected]
    return max(gap[0] for gap in gaps), max(gap[1] for gap in gaps), len(gaps)


def _gaps(mine: tuple[float, float], theirs: tuple[float, float]) -> tuple[float, float]:
    """Relative differences; a standard error of nothing is as small as rounding of the estimate."""
    size = max(abs(theirs[0]), 1e-9)
    return abs(mine[0] - theirs[0]) / size, abs(mine[1] - theirs[1]) / max(theirs[1], size * 1e-4)


def _typed(value: Any) -> Any:
    return int(value) if str(value).lstrip("-").isdigit() else value
