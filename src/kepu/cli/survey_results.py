"""What `kepu survey` computes and prints."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from kepu.cli.codes import CliCode
from kepu.cli.files import in_lines
from kepu.core.errors import InputError, KepuError

if TYPE_CHECKING:
    import argparse

    from numpy.typing import NDArray

    from kepu.cli.survey_files import Survey
    from kepu.core.survey import Estimates, Replicates

COLUMNS = ("estimate", "se", "low", "high", "n", "df", "deff")
HEADINGS = {
    "estimate": "估计",
    "se": "标准误",
    "low": "下限",
    "high": "上限",
    "n": "人数",
    "df": "自由度",
    "deff": "设计效应",
}
FORMULAS = {
    "mean": "estimate = Σ w y / Σ w;  z = w (y − estimate) / Σ w",
    "total": "estimate = Σ w y;  z = w y",
    "ratio": "estimate = Σ w y / Σ w x;  z = w (y − estimate · x) / Σ w x",
    "quantile": "estimate = min{q : Σ w [y ≤ q] ≥ p Σ w};  limits by inverting F ± t · se(F) (Woodruff)",
}
TAYLOR = (
    "variance = Σ_h (1 − f_h) n_h / (n_h − 1) Σ_i (z_hi − z̄_h)², z added up in each primary unit, and so on inside them"
)


def estimate(survey: Survey, arguments: argparse.Namespace) -> Estimates:
    """Compute what was asked for."""
    table, by = survey.table, [name.strip() for name in arguments.by.split(",") if name.strip()]
    statistic = statistic_of(arguments)
    y = table.numbers(arguments.y)
    domains = {name: table.labels(name) for name in by} or None
    options: dict[str, Any] = {"level": arguments.level}
    if statistic != "quantile":
        options["interval"] = arguments.interval
    source, note = variance_source(survey, arguments)
    try:
        if statistic == "quantile":
            found = survey.design.quantile(y, arguments.p, domains, **options)
        elif statistic == "ratio":
            found = source.ratio(y, table.numbers(arguments.over), domains, **options)
        else:
            found = getattr(source, statistic)(y, domains, **options)
    except KepuError as error:
        raise in_lines(error, table) from error
    notes = [*found.notes, *_unmet(found, domains), *([note] if note else [])]
    return replace(found, notes=tuple(notes))


def statistic_of(arguments: argparse.Namespace) -> str:
    """The statistic; a denominator asks for a ratio."""
    chosen = arguments.statistic or ("ratio" if arguments.over else "mean")
    if (chosen == "ratio") != bool(arguments.over):
        message = "A ratio needs --over with its denominator; other statistics have none."
        raise InputError(CliCode.WRONG_OPTIONS, message, statistic=chosen, over=arguments.over)
    if chosen == "quantile" and (arguments.variance not in {None, "taylor"} or arguments.interval != "default"):
        message = "Quantiles have Woodruff's interval from Taylor variances; leave out --variance and --interval."
        raise InputError(CliCode.WRONG_OPTIONS, message, statistic=chosen, variance=arguments.variance)
    return chosen


def variance_source(survey: Survey, arguments: argparse.Namespace) -> tuple[Any, str]:
    """The design, or its replicates, and a note on how these were made."""
    file = survey.file
    kind = arguments.variance or file.kind or "taylor"
    if kind == "taylor" or statistic_of(arguments) == "quantile":
        return survey.design, ""
    made: Replicates
    if kind == "bootstrap":
        made = survey.design.bootstrap(file.n_replicates, np.random.default_rng(file.seed))
        return made, f"bootstrap: {file.n_replicates} replicates, seed {file.seed}."
    if kind == "jackknife":
        made = survey.design.jackknife()
    else:
        made = survey.design.brr(rho=file.rho if kind == "fay" or file.kind == "fay" else 0.0)
    return made, f"{made.kind}: {len(made)} replicates."


def _unmet(found: Estimates, domains: dict[str, NDArray[Any]] | None) -> list[str]:
    """Combinations of labels that nobody has."""
    if not domains or len(domains) < 2:  # noqa: PLR2004  one variable has no combinations
        return []
    labels = [sorted({label for label in column if label is not None}) for column in domains.values()]
    n_possible = int(np.prod([len(each) for each in labels]))
    missing = n_possible - len(found) - sum("nobody answered" in note for note in found.notes)
    if missing <= 0:
        return []
    return [f"{missing} of {n_possible} combinations of {', '.join(domains)} have nobody in the sample; no estimate."]


def explain(survey: Survey, found: Estimates, arguments: argparse.Namespace) -> list[str]:
    """Formula, weights, degrees of freedom, and the lines of R that give the same number."""
    design, kind = survey.design, arguments.variance or survey.file.kind or "taylor"
    weights = design.weights
    alone = f" = {found.df[0]:g}" if len(found) == 1 else ""
    lines = [
        "",
        f"formula: {FORMULAS[found.statistic]}",
        f"variance: {TAYLOR if kind == 'taylor' else 'scale · Σ (estimate_r − mean)² over the replicates of ' + kind}",
        f"weights: {len(weights)} from {weights.min():.6g} to {weights.max():.6g}, sum {weights.sum():.10g}",
        (
            f"design: {design.strata.n_labels} strata, {design.n_psus} primary units, {len(design.stages)} stage(s), "
            f"lonely = {design.lonely}"
        ),
        f"degrees of freedom: primary units − strata that hold somebody of the domain{alone}",
        f"interval: {found.interval}, level {found.level:g}, Student's t",
    ]
    if survey.margins:
        lines.append(
            "calibration: raked to "
            + ", ".join(survey.margins)
            + "; z is replaced by its residual from the regression on "
            "the margins, weighted with the base weights"
        )
    return [*lines, "", "R:", *r_lines(survey, arguments)]


def r_lines(survey: Survey, arguments: argparse.Namespace) -> list[str]:
    """The same estimate with R survey."""
    file = survey.file
    quoted = "`{}`".format
    parts = [
        "id = ~" + (" + ".join(map(quoted, file.clusters)) or "1"),
        *(["strata = ~" + f"interaction({', '.join(map(quoted, file.strata))})"] if len(file.strata) > 1 else []),
        *([f"strata = ~{quoted(file.strata[0])}"] if len(file.strata) == 1 else []),
        *([f"weights = ~{quoted(file.weights)}"] if file.weights else []),
        *(["fpc = ~" + " + ".join(map(quoted, file.fpc))] if file.fpc else []),
    ]
    lonely = {"refuse": "fail"}.get(file.lonely, file.lonely)
    lines = [
        "library(survey)",
        f'options(survey.lonely.psu = "{lonely}")',
        f"d <- svydesign({', '.join(parts)}, data = data)",
    ]
    if survey.margins:
        terms = " + ".join(map(quoted, survey.margins))
        first = next(iter(survey.margins.values()))
        totals = [f"`(Intercept)` = {sum(first.values()):.10g}"]
        for name, known in survey.margins.items():
            totals += [f"`{name}{label}` = {known[label]:.10g}" for label in sorted(known)[1:]]
        lines.append(
            f'd <- calibrate(d, ~{terms}, c({", ".join(totals)}), calfun = "raking", epsilon = 1e-12, maxit = 500)'
        )
    kind = arguments.variance or file.kind or "taylor"
    statistic = statistic_of(arguments)
    if kind in {"jackknife", "brr", "fay"} and statistic != "quantile":
        lines.append(f'd <- as.svrepdesign(d, type = "{"auto" if kind == "jackknife" else kind.upper()[:3]}")')
    elif kind == "bootstrap" and statistic != "quantile":
        lines.append(
            f'd <- as.svrepdesign(d, type = "subbootstrap", replicates = {file.n_replicates})  # other random draws'
        )
    y, by = quoted(arguments.y), [name.strip() for name in arguments.by.split(",") if name.strip()]
    extra = {
        "ratio": f", denominator = ~{quoted(arguments.over or '')}",
        "quantile": f", quantiles = {arguments.p:g}",
    }.get(statistic, "")
    function = f"svy{statistic}"
    if by:
        lines.append(f"svyby(~{y}, ~{' + '.join(map(quoted, by))}, d, {function}{extra}, na.rm = TRUE)")
    else:
        lines.append(f"{function}(~{y}{extra}, d, na.rm = TRUE)")
    return lines


def as_table(found: Estimates, arguments: argparse.Namespace) -> list[str]:
    """Lines of a table for a terminal."""
    header = [*found.by, *COLUMNS]
    rows = [[*map(str, row["by"].values()), *(_shown(name, row[name]) for name in COLUMNS)] for row in found.rows()]
    widths = [max(len(line[place]) for line in [header, *rows]) for place in range(len(header))]
    lines = [f"{found.statistic} {arguments.y}, {found.level:.0%} {found.interval}"]
    lines += [
        "  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) for line in [header, *rows]
    ]
    return [*lines, *(f"* {note}" for note in found.notes)]


def as_workbook(found: Estimates, arguments: argparse.Namespace, words: list[str]) -> bytes:
    """A workbook of the same."""
    from kepu.core.documents import Sheet, SheetCell, write_sheets

    header = [*found.by, *(HEADINGS[name] for name in COLUMNS)]
    body: list[list[str | float | None]] = [
        [*map(str, row["by"].values()), *(row[name] for name in COLUMNS)] for row in found.rows()
    ]
    body += [[line, *[None] * (len(header) - 1)] for line in (*found.notes, *(word for word in words if word))]
    lines: list[list[str | float | None]] = [list(header), *body]
    cells = [
        SheetCell(row, column, value)
        for row, line in enumerate(lines)
        for column, value in enumerate(line)
        if value is not None
    ]
    sheet = Sheet(name="估计", cells=cells, n_columns=len(header), title=f"{arguments.y}（{found.statistic}）")
    return write_sheets([sheet])


def with_weights(survey: Survey) -> bytes:
    """The data as .csv (UTF-8 with a mark, so that spreadsheets read it) with one more column."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    table = survey.table
    writer.writerow([*table.columns, "weight_calibrated"])
    columns = [["" if value is None else value for value in column] for column in table.columns.values()]
    for row in zip(*columns, survey.design.weights.tolist(), strict=True):
        writer.writerow([*row[:-1], repr(row[-1])])
    return stream.getvalue().encode()


def weights_summary(survey: Survey) -> dict[str, Any]:
    """What calibration did to the weights."""
    weights, base = survey.design.weights, survey.base.weights
    ratio = weights / base
    return {
        "n": len(weights),
        "sum": float(weights.sum()),
        "min": float(weights.min()),
        "max": float(weights.max()),
        "smallest_ratio": float(ratio.min()),
        "largest_ratio": float(ratio.max()),
        "kish_deff": float(len(weights) * (weights**2).sum() / weights.sum() ** 2),
    }


def _shown(name: str, value: float | None) -> str:
    if value is None:
        return "—"
    return f"{value:.0f}" if name in {"n", "df"} else f"{value:.6g}"
