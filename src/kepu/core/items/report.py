"""One page about a calibration: what the test measures, how well, and which items somebody should look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from kepu.core.errors import ShapeError
from kepu.core.items.codes import ItemsCode
from kepu.core.items.report_charts import RANGE, THETAS, Line, line_plot, wright_map
from kepu.core.items.report_flags import Flag, flags_of
from kepu.core.items.report_items import item_curves
from kepu.core.items.report_notes import in_chinese
from kepu.core.items.report_style import STYLE
from kepu.core.items.report_tables import number_of, table_of
from kepu.core.items.slopes import information

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kepu.core.items.classical import Classical
    from kepu.core.items.options import OptionTable
    from kepu.core.items.results import Calibration, ItemFit, Reliability, Scores

    Floats = NDArray[np.float64]

MODELS = {
    "rasch": "Rasch 模型",
    "2pl": "双参数模型",
    "3pl": "三参数模型",
    "grm": "等级反应模型",
    "gpcm": "拓广分部评分模型",
}


@dataclass(frozen=True)
class ReportData:
    """What the report is about.

    Attributes
    ----------
    calibration : Calibration
        Parameters.
    responses : ndarray of int8, shape (n, n_items)
        Scored responses in the order of the items, −1 for missing.
    scores : Scores
        Abilities of the same people.
    classical : Classical
        Classical statistics of the same items.
    weights : ndarray of float64, shape (n,), or None
        Survey weights.
    options : OptionTable or None
        Who chose which option.
    fit : ItemFit or None
        Fit.
    reliability : Reliability or None
        Reliability.
    pairs : sequence of (str, str, float)
        Pairs of items whose residuals correlate.
    cut : float
        Ability that decides.
    title : str
        Of the page.
    """

    calibration: Calibration
    responses: NDArray[np.int8]
    scores: Scores
    classical: Classical
    weights: Floats | None = None
    options: OptionTable | None = None
    fit: ItemFit | None = None
    reliability: Reliability | None = None
    pairs: Sequence[tuple[str, str, float]] = field(default=())
    cut: float = 0.0
    title: str = "题库分析报告"


def item_report(data: ReportData) -> str:
    """The report as one page of HTML that needs nothing else.

    Parameters
    ----------
    data : ReportData
        What it is about.

    Returns
    -------
    str
        A document with its style and its charts; no script, nothing from a network.

    Raises
    ------
    ShapeError
        If responses, abilities and items do not fit together.
    """
    n, k = data.responses.shape
    if (
        len(data.scores.theta) != n
        or len(data.calibration.items) != k
        or data.classical.items != data.calibration.items
    ):
        message = f"{n} rows and {k} columns of responses do not fit the abilities and the items."
        raise ShapeError(ItemsCode.WRONG_SHAPE, message, shape=[n, k])
    flags = flags_of(data.calibration, data.classical, options=data.options, fit=data.fit, pairs=data.pairs)
    sections = [
        _summary(data, flags),
        _flags(flags),
        _map(data),
        _curves(data),
        _table(data, flags),
        item_curves(data),
    ]
    title = escape(data.title)
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{STYLE}</style></head>"
        f"<body><header><h1>{title}</h1></header><main>{''.join(sections)}</main></body></html>\n"
    )


def _summary(data: ReportData, flags: Sequence[Flag]) -> str:
    found, classical = data.calibration, data.classical
    flagged = len({flag.item for flag in flags})
    told = information(found, THETAS).sum(axis=1)
    best = float(THETAS[int(np.argmax(told))])
    at_cut = float(information(found, [data.cut]).sum())
    likelihood = f"，对数似然 {found.log_likelihood:.2f}" if np.isfinite(found.log_likelihood) else "，参数是给定的"
    facts = [
        f"{len(found.items)} 道题，{found.n_respondents} 人作答，{MODELS[found.model]}{likelihood}。",
        f"测验在能力 {best:+.1f} 附近最准；在分界 {data.cut:.2f} 处信息量 {at_cut:.2f}，测量标准误 {at_cut**-0.5:.2f}。"
        if at_cut > 0
        else f"测验在能力 {best:+.1f} 附近最准；在分界 {data.cut:.2f} 处没有信息。",
        f"内部一致性 α {number_of(classical.alpha)}，单因子 ω {number_of(classical.omega)}。",
        f"{flagged} 道题需要看一看。" if flagged else "没有需要看的题目。",
    ]
    if data.reliability is not None:
        empirical = data.reliability.empirical
        more = "" if empirical is None else f"，由得分估计是 {empirical:.3f}"
        facts.insert(3, f"边际信度 {data.reliability.marginal:.3f}{more}。")
    notes = [*found.warnings, *classical.notes, *data.scores.notes, *(data.fit.notes if data.fit else ())]
    listed = "".join(f"<li>{escape(in_chinese(note))}</li>" for note in notes)
    shown = f"<h3>计算时的说明</h3><ul>{listed}</ul>" if notes else ""
    return f"<section><h2>概要</h2>{''.join(f'<p>{escape(fact)}</p>' for fact in facts)}{shown}</section>"


def _flags(flags: Sequence[Flag]) -> str:
    if not flags:
        return ""
    by_item: dict[str, list[Flag]] = {}
    for flag in flags:
        by_item.setdefault(flag.item, []).append(flag)
    rows = [
        f"<li><b>{escape(name)}</b><ul>"
        + "".join(f"<li>{'<strong>要紧</strong> ' if flag.grave else ''}{escape(flag.sentence)}</li>" for flag in found)
        + "</ul></li>"
        for name, found in sorted(by_item.items(), key=lambda pair: not pair[1][0].grave)
    ]
    return f'<section><h2>需要看的题目</h2><ul class="flags">{"".join(rows)}</ul></section>'


def _map(data: ReportData) -> str:
    theta = data.scores.theta
    known = np.isfinite(theta)
    weights = np.ones(len(theta)) if data.weights is None else data.weights
    where = data.calibration.bank.location
    chart = wright_map(theta[known], weights[known], data.calibration.items, where, cut=data.cut)
    inside = float(np.average((where >= theta[known].min()) & (where <= theta[known].max())))
    words = (
        f"左边是人，右边是题，越高越强、越难；{inside:.0%} 的题目落在受测者的能力范围里。虚线是分界 {data.cut:.2f}。"
    )
    return f"<section><h2>怀特图</h2><p>{words}</p><figure>{chart}</figure></section>"


def _curves(data: ReportData) -> str:
    told = information(data.calibration, THETAS).sum(axis=1)
    with np.errstate(divide="ignore"):
        error = np.where(told > 0, told**-0.5, np.nan)
    top = float(told.max()) * 1.1 or 1.0
    first = line_plot(
        [Line("测验信息量", THETAS, told)],
        title="测验信息曲线",
        description=f"最高 {told.max():.2f}，在能力 {THETAS[int(np.argmax(told))]:+.1f} 处。",
        x_range=RANGE,
        y_max=top,
        cut=data.cut,
    )
    second = line_plot(
        [Line("测量标准误", THETAS, np.minimum(error, 2.0))],
        title="测量标准误",
        description=f"最小 {np.nanmin(error):.2f}。",
        x_range=RANGE,
        y_max=2.0,
        cut=data.cut,
    )
    rows = [
        (f"{theta:+.0f}" if round(theta) else "0", f"{value:.2f}", f"{value**-0.5:.2f}" if value > 0 else "—")
        for theta, value in zip(THETAS[::10], told[::10], strict=True)
    ]
    table = table_of(("能力", "信息量", "标准误"), rows, "各能力处的信息量")
    return f"<section><h2>信息曲线</h2><figure>{first}</figure><figure>{second}</figure>{table}</section>"


def _table(data: ReportData, flags: Sequence[Flag]) -> str:
    found, classical, fit = data.calibration, data.classical, data.fit
    flagged = {flag.item: "要紧" if flag.grave else "看" for flag in reversed(flags)}
    head = ["题目", "人数", "难度", "题余相关", "D 指数", "a", "b", "c"]
    head += ["infit", "outfit", "S-X² 的 p"] if fit is not None else []
    rows = []
    for place, row in enumerate(found.bank.rows()):
        b = row["b"] if isinstance(row["b"], list) else [row["b"]]
        cells = [row["item"], str(int(classical.n[place]))]
        cells += [number_of(value[place]) for value in (classical.difficulty, classical.item_rest, classical.d_index)]
        cells += [number_of(row["a"]), " ".join(number_of(one) for one in b), number_of(row["c"])]
        if fit is not None:
            cells += [number_of(fit.infit[place]), number_of(fit.outfit[place]), number_of(fit.p[place])]
        rows.append([*cells, flagged.get(row["item"], "")])
    return f"<section><h2>题目一览</h2>{table_of([*head, '标记'], rows, '题目一览')}</section>"
