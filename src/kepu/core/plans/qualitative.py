"""Targets without a numeral: 全覆盖, 各…配备, 逐年递增, 每年听取, 基本消除, 位居首位."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kepu.core.plans.indicators import bare_noun
from kepu.core.plans.normalise import chinese_number
from kepu.core.plans.targetwords import ENCOURAGED

if TYPE_CHECKING:
    from kepu.core.plans.model import Comparator, Period

_COVERED = re.compile(r"(?<![个大])全(?:面)?覆盖(?!面)|百分之百覆盖|应建尽建|应培尽培")
_EACH = re.compile(
    r"^(?:(?:在|为|推动|实现|确保|要求|力争|争取)*)(?:各|每个)(?P<who>[^，。；]{1,14}?)(?:均|都|要|应)?(?:配备|设有|建有|至少有)(?P<what>[^，。；]{2,})"
)
_ALSO = re.compile(r"并|且|同时")
_GROWING = re.compile(r"逐年(?:递增|增长|增加|提高|提升|上升)")
_YEARLY = re.compile(
    r"每(?P<time>年度?|季度?|月)(?:定期)?(?P<what>(?:开展|听取|举办|召开|组织|发布|评选|进行|参加|举行|专题)[^，。；]{2,})"
)
_VANISHING = re.compile(r"基本(?:消除|杜绝|消灭)(?P<what>[^，。；]{2,})")
_ALL = re.compile(
    r"(?P<who>[^，。；]{2,20}?)(?:全部|均|都)(?P<does>配备|配齐|建有|设有|建成|开设|达标|达到标准|(?<=全部)(?:设立|建立|成立|开通))"
)
_ALL_OF = re.compile(r"所有(?P<who>[^，。；]{2,14}?)(?P<does>建成|建有|配备|设有|开设|达标)")
_EVERY = re.compile(r"覆盖(?:所有|全部)(?P<who>[^，。；、]{2,})")
_PLACED = re.compile(
    r"(?:、(?=全[国省市区县州]第)|位居|位列|居|排名|排在|排|名列|列|进入|保持|[提上跃]?升[至到]|提高[至到]|前移[至到]|由|从)(?:在|于)?(?:全?[国省市区县州]|[东中西]{1,2}部)?(?:地区|各?区县|各市州?)?"
    r"(?:第(?P<n>[一二三四五六七八九十]{1,3}|\d{1,3})(?:位|名)?(?![方梯时批个期届\d]|的为)|首位|榜首)"
)
_NUMBERED = re.compile(r"第|全[国省市区县州]首位|榜首")
_TIMES: dict[str, tuple[Period, str]] = {
    "年": ("per_year", "次"),
    "季": ("per_quarter", "次/季度"),
    "月": ("per_month", "次/月"),
}
_PLACES = "行政村|村|社区|乡镇|镇街|镇|街道|学校|中小学校|中小学|区县|县|区|城乡|单位|企业|机关|家庭|人群|行业|领域"
_PLACE_END = re.compile(rf"(?:{_PLACES})$")
_PLACE_ONLY = re.compile(rf"^(?:全?[区市县])?(?:{_PLACES})$")


@dataclass(frozen=True, slots=True)
class Hit:
    """A target in words."""

    indicator: str
    comparator: Comparator
    value: float
    unit: str
    period: Period | None
    baseline: bool
    implied: bool
    rule: str


def find_qualitative(clause: str, *, background: bool, has_figures: bool, subject: str = "") -> list[Hit]:
    """Find what a clause promises without a numeral.

    Parameters
    ----------
    clause : str
        The clause.
    background : bool
        Whether the section reports facts.
    has_figures : bool
        Whether the clause prints a figure, which then says more than the words.
    subject : str
        What the figure before is about.

    Returns
    -------
    list of Hit
        Usually none.
    """
    placed = _ranks(clause, subject, background=background)
    if placed:
        return placed
    if background or has_figures or ENCOURAGED.search(clause):
        return []
    covered = _COVERED.search(clause)
    if covered:
        sign: Comparator = "approx" if "基本" in clause[: covered.start()] else "="
        edges = [0, *(match.end() for match in _COVERED.finditer(clause))]
        each_covered = [
            clause[behind : match.start()].lstrip("、和及")
            for behind, match in zip(edges, _COVERED.finditer(clause), strict=False)
        ]
        return [
            Hit(name, sign, 100, "%", None, baseline=False, implied=False, rule="target.full_coverage")
            for words in each_covered
            for name in _covered_subjects(words)
        ]
    each = _EACH.match(clause)
    if each:
        name = f"各{each['who']}配备{each['what']}的比例"
        return [Hit(name, "=", 100, "%", None, baseline=False, implied=False, rule="target.each_equipped")]
    every = _ALL.search(clause)
    if every:
        name = f"{bare_noun(every['who'])}{every['does']}{clause[every.end() :]}的比例"
        return [Hit(name, "=", 100, "%", None, baseline=False, implied=False, rule="target.all_equipped")]
    return _implied(clause, subject)


def _ranks(clause: str, subject: str, *, background: bool) -> list[Hit]:
    """Find the ranks of a clause: reported, or wanted (smaller is better)."""
    reported = background or "连续" in clause or "已" in clause
    if not reported and ("牵头" in clause or ENCOURAGED.search(clause) or not _NUMBERED.search(clause)):
        return []
    hits = []
    places = list(_PLACED.finditer(clause))
    named = bare_noun(clause[: places[0].start()]) if places else ""
    for match in places:
        digits = match["n"] or "一"
        value = int(digits) if digits.isdecimal() else chinese_number(digits)
        if value:
            name = f"{(subject or named).removesuffix('排名')}排名"
            was = reported or match.group().startswith(("由", "从"))
            sign: Comparator = "=" if was else "<="
            rule = "target.first_place" if value == 1 else "target.place"
            hits.append(Hit(name, sign, value, "位", None, baseline=was, implied=False, rule=rule))
    return hits


def covered_wholly(words: str) -> bool:
    """Tell whether words beside a figure promise full coverage of something else."""
    return bool(_COVERED.search(words))


def _implied(clause: str, subject: str) -> list[Hit]:
    whole = _ALL_OF.search(clause)
    if whole:
        name = f"{whole['who']}{whole['does']}{clause[whole.end() :]}的比例"
        return [Hit(name, "=", 100, "%", None, baseline=False, implied=True, rule="target.all_equipped")]
    every = _EVERY.search(clause)
    if every:
        name = f"{every['who']}覆盖率"
        return [Hit(name, "=", 100, "%", None, baseline=False, implied=True, rule="target.every")]
    growing = _GROWING.search(clause)
    if growing:
        name = clause[growing.end() :] or (subject if _ALSO.match(clause) else clause[: growing.start()])
        return [
            Hit(
                f"{bare_noun(name) or subject}年增长率",
                ">",
                0,
                "%",
                "per_year",
                baseline=False,
                implied=True,
                rule="target.growing",
            )
        ]
    yearly = _YEARLY.search(clause)
    if yearly:
        period, unit = _TIMES[yearly["time"][0]]
        return [Hit(yearly["what"], ">=", 1, unit, period, baseline=False, implied=True, rule="target.yearly")]
    vanishing = _VANISHING.search(clause)
    if vanishing:
        return [Hit(vanishing["what"], "approx", 0, "%", None, baseline=False, implied=True, rule="target.vanishing")]
    return []


def _covered_subjects(before: str) -> list[str]:
    """Give what is covered; several kinds of places, each wholly, are several targets."""
    parts = re.split(r"[、和与及]", before)
    kinds = 0
    if _PLACE_ONLY.match(parts[-1]):
        kinds = 1
        for part in reversed(parts[:-1]):
            if not _PLACE_END.search(part):
                break
            kinds += 1
            if not _PLACE_ONLY.match(part):
                break
    if kinds < 2:  # noqa: PLR2004  one kind of place
        return [f"{bare_noun(before) or before}覆盖率"]
    return [f"{bare_noun(part)}覆盖率" for part in parts[-kinds:]]
