"""The design file and the data file of `kepu survey` become a design."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kepu.cli.codes import CliCode
from kepu.cli.files import in_lines, read
from kepu.core.errors import InputError, KepuError
from kepu.core.survey import LONELY, Design
from kepu.core.tables import Table, read_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

KEYS = ("weights", "strata", "clusters", "fpc", "lonely", "margins", "replicates")
REPLICATES = ("bootstrap", "jackknife", "brr", "fay")
MARGIN_COLUMNS = ("variable", "category", "total")
DEFAULT_REPLICATES, DEFAULT_SEED = 500, 1


@dataclass(frozen=True)
class DesignFile:
    """What the design file says; names are columns of the data."""

    weights: str
    strata: tuple[str, ...] = ()
    clusters: tuple[str, ...] = ()
    fpc: tuple[str, ...] = ()
    lonely: str = "refuse"
    margins: Path | None = None
    kind: str = ""
    n_replicates: int = DEFAULT_REPLICATES
    seed: int = DEFAULT_SEED
    rho: float = 0.3


@dataclass(frozen=True)
class Survey:
    """Data with their design."""

    table: Table
    file: DesignFile
    base: Design
    design: Design
    margins: dict[str, dict[str, float]]


def load_survey(data: str, design: str, *, margins: str | None = None, must_calibrate: bool = False) -> Survey:
    """Read both files and make the design, calibrated when margins are named."""
    file = read_design(Path(design))
    table = read_table(read(Path(data)), Path(data).name)
    path = Path(margins) if margins else file.margins
    if must_calibrate and path is None:
        raise InputError(
            CliCode.NO_MARGINS, "No margins are named: neither --margins nor `margins` in the design file."
        )
    totals = read_margins(path) if path is not None else {}
    try:
        base = _design(table, file)
        calibrated = base
        if totals:
            calibrated = base.rake({name: (table.labels(name), known) for name, known in totals.items()})
    except KepuError as error:
        raise in_lines(error, table) from error
    return Survey(table, file, base, calibrated, totals)


def read_design(path: Path) -> DesignFile:
    """Read the design file; an unknown key is refused, because it would be a design that was not meant."""
    try:
        given = tomllib.loads(read(path).decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _bad(path, f"it is no TOML file ({error})") from error
    unknown = sorted(set(given) - set(KEYS))
    if unknown:
        raise _bad(path, f"unknown keys {', '.join(unknown)}; known are {', '.join(KEYS)}")
    weights, lonely, margins = (given.get(name) for name in ("weights", "lonely", "margins"))
    for name, value in (("weights", weights), ("lonely", lonely), ("margins", margins)):
        if value is not None and not isinstance(value, str):
            raise _bad(path, f"{name} must be a text")
    if lonely is not None and lonely not in LONELY:
        raise _bad(path, f"lonely is {lonely!r}; allowed are {', '.join(LONELY)}")
    strata, clusters, fpc = (_names(path, name, given.get(name)) for name in ("strata", "clusters", "fpc"))
    if not weights and not fpc:
        raise _bad(path, "weights is missing (without it fpc must be given)")
    return DesignFile(
        weights=weights or "",
        strata=strata,
        clusters=clusters,
        fpc=fpc,
        lonely=lonely or "refuse",
        margins=path.parent / margins if margins else None,
        **_replicates(path, given.get("replicates")),
    )


def read_margins(path: Path) -> dict[str, dict[str, float]]:
    """Totals by variable and category."""
    table = read_table(read(path), path.name)
    names = [table.column(column) for column in MARGIN_COLUMNS[:2]]
    totals = table.numbers("total")
    found: dict[str, dict[str, float]] = {}
    for place, (variable, category) in enumerate(zip(*names, strict=True)):
        known = found.setdefault(str(variable).strip(), {})
        key = str(category).strip()
        line = place + table.first_line
        if key in known:
            raise _bad(path, f"{variable} = {key} stands twice, again in line {line}")
        if totals[place] != totals[place]:
            raise _bad(path, f"the total in line {line} is missing")
        known[key] = float(totals[place])
    return found


def _design(table: Table, file: DesignFile) -> Design:
    weights = table.numbers(file.weights) if file.weights else None
    strata: list[NDArray[Any]] | None = [table.labels(name) for name in file.strata] or None
    clusters: Sequence[NDArray[Any]] | None = [table.labels(name) for name in file.clusters] or None
    fpc: Sequence[NDArray[np.float64]] | None = [table.numbers(name) for name in file.fpc] or None
    return Design(weights, strata=strata, clusters=clusters, fpc=fpc, lonely=file.lonely)


def _names(path: Path, key: str, value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        return tuple(value)
    raise _bad(path, f"{key} must be a list of column names")


def _replicates(path: Path, value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict) or value.get("kind") not in REPLICATES or set(value) - {"kind", "n", "seed", "rho"}:
        raise _bad(path, f"replicates needs kind ({', '.join(REPLICATES)}) and may have n, seed and rho")
    n, seed, rho = value.get("n", DEFAULT_REPLICATES), value.get("seed", DEFAULT_SEED), value.get("rho", 0.3)
    if not all(type(each) is int and each >= 0 for each in (n, seed)) or type(rho) not in {int, float}:
        raise _bad(path, "n and seed of replicates are whole numbers, rho is a number")
    return {"kind": value["kind"], "n_replicates": n, "seed": seed, "rho": float(rho)}


def _bad(path: Path, why: str) -> InputError:
    return InputError(CliCode.BAD_DESIGN_FILE, f"{path}: {why}.", file=str(path), reason=why)
