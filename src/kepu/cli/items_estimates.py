"""What `kepu items` estimates from responses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kepu.cli.codes import CliCode
from kepu.cli.items_files import load_choices, load_key, load_parameters, load_parts, load_responses, load_scale
from kepu.cli.items_results import Result
from kepu.core.errors import InputError, KepuError
from kepu.core.items import Calibration, Priors, calibrate, score
from kepu.core.items.notes import Note, NoteCode

if TYPE_CHECKING:
    import argparse

    from kepu.cli.items_files import Responses
    from kepu.core.items import Bank, ScaleScores, Scores

# Residual correlations this far from their mean are worth a look (Christensen et al., 2017).
Q3 = 0.2


def calibrated(responses: Responses, arguments: argparse.Namespace) -> Calibration:
    """Calibrate the items of a file."""
    priors = Priors(
        logit_c=_prior("--prior-logit-c", arguments.prior_logit_c) if arguments.prior_logit_c else Priors().logit_c,
        log_a=_prior("--prior-log-a", arguments.prior_log_a),
        d=_prior("--prior-d", arguments.prior_d),
    )
    clusters = _clusters(responses, arguments.clusters)
    try:
        return calibrate(
            responses.codes,
            arguments.model,
            items=responses.names,
            weights=responses.weights,
            clusters=clusters,
            priors=priors,
            errors=arguments.errors,
            max_cycles=arguments.max_cycles,
        )
    except KepuError as error:
        raise responses.where(error) from error


def scored(arguments: argparse.Namespace) -> Result:
    """Score the people of a file."""
    if arguments.scale and not arguments.parts:
        message = "--scale needs --parts: the part of each item."
        raise InputError(CliCode.WRONG_OPTIONS, message, scale=arguments.scale)
    bank, responses = load_parameters(arguments.parameters), load_responses(arguments)
    try:
        found = score(
            bank,
            responses.codes,
            arguments.method,
            items=responses.names,
            mean=arguments.mean,
            variance=arguments.variance,
            draws=arguments.draws,
            rng=np.random.default_rng(arguments.seed) if arguments.method == "pv" else None,
        )
    except KepuError as error:
        raise responses.where(error) from error
    names, columns = _columns(found, responses)
    body: dict[str, Any] = {}
    if arguments.parts:
        on_scale = _on_scale(bank, responses, arguments)
        body["instrument"] = on_scale.instrument
        names += ["points", "points_sd", *(f"points_{name}" for name in on_scale.parts)]
        names += [f"p_{name}" for name in on_scale.levels]
        columns += [on_scale.points.tolist(), on_scale.sd.tolist(), *on_scale.part_points.T.tolist()]
        columns += on_scale.level_probability.T.tolist()
    rows = list(zip(*columns, strict=True))
    people = [dict(zip(names, row, strict=True)) for row in rows]
    body |= {"method": found.method, "persons": people, "notes": list(found.notes)}
    known = found.theta[np.isfinite(found.theta)]
    weights = None if responses.weights is None else responses.weights[np.isfinite(found.theta)]
    summary = [f"{found.method}: {len(found.theta)} respondents"]
    if len(known):
        summary[0] += f", mean ability {np.average(known, weights=weights):.4f}"
    return Result(body, names, rows, summary, "能力", found.notes)


def _columns(found: Scores, responses: Responses) -> tuple[list[str], list[list[Any]]]:
    """Names and values of what is printed of everybody."""
    names = ["theta", "sd", "n_items"]
    columns: list[list[Any]] = [found.theta.tolist(), found.sd.tolist(), found.n_items.tolist()]
    if responses.ids is not None:
        names, columns = ["id", *names], [responses.ids.tolist(), *columns]
    if found.draws is not None:
        names += [f"pv{draw + 1}" for draw in range(found.draws.shape[1])]
        columns += found.draws.T.tolist()
    return names, columns


def _on_scale(bank: Bank, responses: Responses, arguments: argparse.Namespace) -> ScaleScores:
    """Points on the scale of the whole bank; items that were not asked are missing."""
    from kepu.core.items import scale_scores

    place = {name: column for column, name in enumerate(responses.names)}
    codes = np.full((len(responses.codes), len(bank)), -1, dtype=np.int8)
    for column, name in enumerate(bank.items):
        if name in place:
            codes[:, column] = responses.codes[:, place[name]]
    parts, scale = load_parts(arguments.parts), load_scale(arguments.scale)
    return scale_scores(bank, codes, parts, scale=scale, mean=arguments.mean, variance=arguments.variance)


def _clusters(responses: Responses, name: str | None) -> Any:
    if name is None:
        return None
    labels = responses.table.labels(name)
    missing = [row for row, label in enumerate(labels) if label is None]
    if missing:
        message = f"{name} is missing in line {missing[0] + responses.first_line}."
        raise InputError(CliCode.WRONG_OPTIONS, message, column=name, lines=[missing[0] + responses.first_line])
    return np.array([str(label) for label in labels])


def _prior(option: str, given: str) -> tuple[float, float] | None:
    if given.strip().lower() == "none":
        return None
    mean, _, sd = given.partition(",")
    try:
        return float(mean), float(sd)
    except ValueError as error:
        message = f"{option} {given!r} cannot be read; write mean and standard deviation, like 0,0.5, or none."
        raise InputError(CliCode.WRONG_OPTIONS, message, option=option, given=given) from error


def fitted(arguments: argparse.Namespace) -> Result:
    """Fit of items, pairs that depend on each other, reliability."""
    from kepu.core.items.dependence import local_dependence, reliability
    from kepu.core.items.fit import item_fit

    bank, responses = load_parameters(arguments.parameters), load_responses(arguments)
    try:
        bank = bank.take(responses.names)
        fit = item_fit(bank, responses.codes)
        dependence = local_dependence(bank, responses.codes)
        reliable = reliability(bank, responses.codes)
    except KepuError as error:
        raise responses.where(error) from error
    names = ["item", "n", "s_x2", "df", "p", "infit", "infit_t", "outfit", "outfit_t"]
    columns = [getattr(fit, name).tolist() for name in names[1:]]
    rows = [list(row) for row in zip(fit.items, *columns, strict=True)]
    mean, pairs = _pairs(dependence.q3, fit.items, arguments.q3)
    body = {
        "items": [dict(zip(names, row, strict=True)) for row in rows],
        "q3": {"mean": mean, "pairs": [{"items": [one, other], "excess": value} for one, other, value in pairs]},
        "reliability": {"marginal": reliable.marginal, "empirical": reliable.empirical},
        "notes": list(fit.notes),
    }
    empirical = "" if reliable.empirical is None else f", empirical {reliable.empirical:.4f}"
    summary = [f"reliability: marginal {reliable.marginal:.4f}{empirical}; mean Q3 {mean:.4f}"]
    notes = [*fit.notes, *(f"Q3 of {one} and {other}: {value:+.3f} from the mean." for one, other, value in pairs)]
    return Result(body, names, rows, summary, "拟合", notes)


def reported(arguments: argparse.Namespace) -> str:
    """The report."""
    from kepu.core.items import classical_statistics, option_statistics
    from kepu.core.items.dependence import local_dependence, reliability
    from kepu.core.items.fit import item_fit
    from kepu.core.items.report import ReportData, item_report

    options = None
    if arguments.key:
        key = load_key(arguments.key)
        responses, choices = load_choices(arguments, key)
        options = option_statistics(choices, key, weights=responses.weights)
    else:
        responses = load_responses(arguments)
    if arguments.parameters:
        given = known(load_parameters(arguments.parameters).take(responses.names), responses)
    else:
        given = calibrated(responses, arguments)
    try:
        _, pairs = _pairs(local_dependence(given, responses.codes).q3, given.items, Q3)
        data = ReportData(
            calibration=given,
            responses=responses.codes,
            scores=score(given, responses.codes),
            classical=classical_statistics(responses.codes, items=responses.names, weights=responses.weights),
            weights=responses.weights,
            options=options,
            fit=item_fit(given, responses.codes),
            reliability=reliability(given, responses.codes),
            pairs=pairs,
            cut=arguments.cut,
            title=arguments.title,
        )
    except KepuError as error:
        raise responses.where(error) from error
    return item_report(data)


def known(bank: Bank, responses: Responses) -> Calibration:
    """Parameters from elsewhere as if they were calibrated: their likelihood is that of these responses."""
    return Calibration(
        bank=bank,
        se={},
        covariance=None,
        parameters=(),
        variance_se=None,
        se_method="none",
        log_likelihood=float("nan"),
        log_posterior=float("nan"),
        converged=True,
        cycles=0,
        n_respondents=int((responses.codes >= 0).any(axis=1).sum()),
        priors=Priors(),
        warnings=(Note("Parameters were given, not estimated from these responses.", NoteCode.NOT_ESTIMATED),),
    )


def _pairs(q3: Any, items: Any, least: float) -> tuple[float, list[tuple[str, str, float]]]:
    """The mean of all correlations, and the pairs that are further from it, furthest first."""
    above = np.triu_indices(len(items), 1)
    values = q3[above]
    if not np.isfinite(values).any():
        return float("nan"), []
    mean = float(np.nanmean(values))
    far = np.flatnonzero(np.abs(values - mean) > least)
    far = far[np.argsort(-np.abs(values[far] - mean), kind="stable")]
    found = [(items[above[0][each]], items[above[1][each]], float(values[each] - mean)) for each in far.tolist()]
    return mean, found
