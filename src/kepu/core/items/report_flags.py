"""Which items somebody should look at, and why."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kepu.core.items.classical import Classical
    from kepu.core.items.options import OptionTable
    from kepu.core.items.results import Calibration, ItemFit


@dataclass(frozen=True)
class FlagRules:
    """When an item is flagged; the defaults are customary, not law.

    Attributes
    ----------
    too_hard, too_easy : float
        Difficulty (share of right answers) below and above which an item says little.
    item_rest : float
        Least correlation with the rest.
    a : float
        Least discrimination.
    infit : tuple of float
        Mean squares that are accepted.
    p : float
        Least p-value of S-X², shared out over all items (Bonferroni).
    option : float
        A distractor chosen by a smaller share distracts nobody.
    attracts : float
        Correlation with ability above which a distractor attracts the wrong people.
    q3 : float
        Largest distance of a residual correlation from the mean of all.
    """

    too_hard: float = 0.1
    too_easy: float = 0.95
    item_rest: float = 0.15
    a: float = 0.4
    infit: tuple[float, float] = (0.7, 1.3)
    p: float = 0.01
    option: float = 0.02
    attracts: float = 0.05
    q3: float = 0.2


@dataclass(frozen=True)
class Flag:
    """One reason to look at an item.

    Attributes
    ----------
    item : str
        Its name.
    sentence : str
        Why, in Chinese, with the number.
    grave : bool
        Whether the item probably has a wrong key or measures something else.
    """

    item: str
    sentence: str
    grave: bool = False


def flags_of(
    calibration: Calibration,
    classical: Classical,
    *,
    options: OptionTable | None = None,
    fit: ItemFit | None = None,
    pairs: Sequence[tuple[str, str, float]] = (),
    rules: FlagRules | None = None,
) -> tuple[Flag, ...]:
    """Items that somebody should look at.

    Parameters
    ----------
    calibration : Calibration
        Parameters.
    classical : Classical
        Classical statistics of the same items.
    options : OptionTable, optional
        Who chose which option.
    fit : ItemFit, optional
        Fit of the same items.
    pairs : sequence of (str, str, float), optional
        Pairs of items whose residuals correlate, with the correlation above the mean.
    rules : FlagRules, optional
        When an item is flagged.

    Returns
    -------
    tuple of Flag
        In the order of the items, the gravest of an item first.
    """
    limits = rules or FlagRules()
    found: list[Flag] = []
    for place, name in enumerate(classical.items):
        reasons = list(_classical(name, float(classical.difficulty[place]), float(classical.item_rest[place]), limits))
        slope = float(calibration.a[place])
        if 0 < slope < limits.a and calibration.model != "rasch":
            reasons.append(Flag(name, f"区分度 a 只有 {slope:.2f}，低于 {limits.a:g}。"))
        if slope < 0:
            reasons.append(Flag(name, f"区分度 a 是负的（{slope:.2f}）：能力越高越容易答错。", grave=True))
        if fit is not None:
            reasons += _fit(name, place, fit, limits)
        if options is not None:
            reasons += _options(name, options, limits)
        for one, other, value in pairs:
            if name in {one, other} and abs(value) > limits.q3:
                partner = other if name == one else one
                reasons.append(
                    Flag(name, f"和 {partner} 的残差相关（Q3 超出均值 {value:+.2f}）：可能一题提示了另一题。")
                )
        found += sorted(reasons, key=lambda flag: not flag.grave)
    return tuple(found)


def _classical(name: str, difficulty: float, item_rest: float, limits: FlagRules) -> Iterator[Flag]:
    if difficulty < limits.too_hard:
        yield Flag(name, f"太难：只有 {difficulty:.0%} 答对。")
    if difficulty > limits.too_easy:
        yield Flag(name, f"太容易：{difficulty:.0%} 答对。")
    if item_rest < 0:
        yield Flag(name, f"和其余题目的相关是负的（{item_rest:.2f}）：先查答案有没有错。", grave=True)
    elif item_rest < limits.item_rest:
        yield Flag(name, f"和其余题目的相关只有 {item_rest:.2f}，低于 {limits.item_rest:g}。")


def _fit(name: str, place: int, fit: ItemFit, limits: FlagRules) -> Iterator[Flag]:
    p, infit = float(fit.p[place]), float(fit.infit[place])
    if math.isfinite(p) and p < limits.p / len(fit.items):
        yield Flag(name, f"作答和模型不符（S-X² 的 p 值 {p:.1g}）。")
    if math.isfinite(infit) and not limits.infit[0] <= infit <= limits.infit[1]:
        yield Flag(name, f"infit 是 {infit:.2f}，不在 {limits.infit[0]:g} 到 {limits.infit[1]:g} 之间。")


def _options(name: str, options: OptionTable, limits: FlagRules) -> Iterator[Flag]:
    for option in options.options.get(name, ()):
        if option.is_key:
            continue
        if option.discrimination > limits.attracts and option.share >= limits.option:
            words = (
                f"干扰项 {option.option} 被能力高的人选得更多（相关 {option.discrimination:+.2f}）：先查答案有没有错。"
            )
            yield Flag(name, words, grave=True)
        if option.share < limits.option:
            yield Flag(name, f"干扰项 {option.option} 只有 {option.share:.1%} 的人选。")
