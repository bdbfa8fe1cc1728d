"""The part of the report about each item: its curve with what was observed, and its options."""

from __future__ import annotations

import itertools
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from kepu.core.items.report_charts import RANGE, THETAS, Line, line_plot
from kepu.core.items.report_tables import number_of, table_of
from kepu.core.items.slopes import expected_scores

if TYPE_CHECKING:
    from kepu.core.items.report import ReportData

# Groups of ability of equal size, each of which is a dot.
GROUPS = 8


def item_curves(data: ReportData) -> str:
    """The section with a card for every item.

    Parameters
    ----------
    data : ReportData
        What the report is about.

    Returns
    -------
    str
        HTML.
    """
    expected = expected_scores(data.calibration, THETAS)
    steps = data.calibration.bank.n_steps
    parts = []
    for place, name in enumerate(data.calibration.items):
        share = expected[:, place] / steps[place]
        lines = [Line("模型", THETAS, share), _observed(data, place)]
        chart = line_plot(
            lines,
            title=f"{name} 的得分曲线",
            description=f"难度 {float(data.calibration.bank.location[place]):+.2f}，区分度 {data.calibration.a[place]:.2f}。",
            x_range=RANGE,
            y_max=1.0,
            cut=data.cut,
            percent=True,
        )
        more = _options(data, name) if data.options is not None else ""
        parts.append(f"<article><h3>{escape(name)}</h3><figure>{chart}</figure>{more}</article>")
    words = "横轴是能力，纵轴是得分占满分的比例；圆点是实际作答，线是模型。"
    if data.options is not None:
        words += "选项曲线的横轴是能力组，1 最低；答案的线最粗。"
    return f'<section><h2>各题的曲线</h2><p>{words}</p><div class="cards">{"".join(parts)}</div></section>'


def _observed(data: ReportData, place: int) -> Line:
    """Mean share of those of similar ability."""
    codes = data.responses[:, place]
    seen = (codes >= 0) & np.isfinite(data.scores.theta)
    theta = data.scores.theta[seen]
    weights = np.ones(len(theta)) if data.weights is None else data.weights[seen]
    categories = data.calibration.bank.categories[place]
    share = np.searchsorted(np.array(categories), codes[seen]) / (len(categories) - 1)
    edges = np.unique(np.quantile(theta, np.linspace(0, 1, GROUPS + 1))) if len(theta) else np.zeros(0)
    x, y = [], []
    for low, high in itertools.pairwise(edges.tolist()):
        group = (theta >= low) & ((theta < high) | ((high == edges[-1]) & (theta == high)))
        if group.any():
            x.append(float(np.clip(np.average(theta[group], weights=weights[group]), *RANGE)))
            y.append(float(np.average(share[group], weights=weights[group])))
    return Line("实际", np.array(x), np.array(y), dots=True)


def _options(data: ReportData, name: str) -> str:
    assert data.options is not None
    options, means = data.options.options[name], np.array(data.options.group_means[name])
    x = np.arange(1.0, len(means) + 1)
    lines = [
        Line(f"{each.option}{'（答案）' if each.is_key else ''}", x, np.array(each.curve), strong=each.is_key)
        for each in options
    ]
    chart = line_plot(
        lines,
        title=f"{name} 的选项曲线",
        description="各能力组选每个选项的比例，能力从低到高。",
        x_range=(1.0, float(len(means))),
        y_max=1.0,
        percent=True,
    )
    rows = [
        (each.option, "是" if each.is_key else "", str(each.n), f"{each.share:.1%}", number_of(each.discrimination))
        for each in options
    ]
    return f"<figure>{chart}</figure>{table_of(('选项', '答案', '人数', '比例', '相关'), rows, f'{name} 的选项')}"
