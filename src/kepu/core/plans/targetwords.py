"""Words around a figure: what compares it, what makes it a target, a baseline, a hope or a habit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kepu.core.plans.figure import Figure
    from kepu.core.plans.model import Comparator, Period

AFTER_AT_LEAST = re.compile(r"\s*(?:（含）|\(含\))?(?:及)?以上")
AFTER_NOUN_AT_LEAST = re.compile(r"[\u4e00-\u9fff]{1,4}以上$")  # 3个站点以上
AFTER_AT_MOST = re.compile(r"\s*(?:（含）|\(含\))?(?:以内|以下|之内|内(?![容涵部外设]))")
AFTER_ABOUT = re.compile(r"\s*(?:左右|上下)")
_BEFORE: tuple[tuple[Comparator, re.Pattern[str]], ...] = (
    ("approx", re.compile(r"基本(?:达到|实现|为|保持)?|大约|约(?!定|束)|近(?!年|期)")),
    ("<", re.compile(r"(?<!不)小于|(?<![不减])少于|<(?!=)|＜(?!=)")),
    ("<=", re.compile(r"不超过|不高于|不多于|控制在|(?<!不)低于|降至|降到|下降到|≤|<=|＜=")),
    (">=", re.compile(r"不少于|不低于|不小于|至少|达到|达(?![标成])|≥|>=|＞=")),
    (">", re.compile(r"(?<!不)超过|突破|逾|(?<!不)大于|(?<!不)高于|(?<!不)多于|(?<!不)超(?!过)|>(?!=)|＞(?!=)")),
)
_AFTER: tuple[tuple[Comparator, re.Pattern[str]], ...] = (
    (">=", AFTER_AT_LEAST),
    ("<=", AFTER_AT_MOST),
    ("approx", AFTER_ABOUT),
)
ASPIRATION = re.compile(r"力争|争取|力求|(?:努力|奋力)(?:实现|达到|突破)")
_NAMES = re.compile(r"“[^”]*”|《[^》]*》")  # “乡土科普达人”50名
_ABOVE_MEAN = re.compile(r"[高低]于[^，。；\d]{0,12}平均(?:水平|值)?$")  # 高于全省平均水平3个百分点
_NEAR = 8  # characters, more than a word of comparison has
PERIODS: tuple[tuple[Period, re.Pattern[str], str], ...] = (
    ("per_week", re.compile(r"每周|每星期"), "周"),
    ("per_week", re.compile(r"每天|每日(?!报)"), "天"),
    ("per_year", re.compile(r"每学期"), "学期"),
    ("per_year", re.compile(r"每半年|(?<![上下每])半年(?=[通调召开督总评报汇])"), "半年"),
    ("per_year", re.compile(r"每(?:两|2)年"), "两年"),
    ("per_year", re.compile(r"每(?:三|3)年"), "三年"),
    ("per_year", re.compile(r"每(?:五|5)年"), "五年"),
    ("per_month", re.compile(r"每月|每个月"), "月"),
    ("per_quarter", re.compile(r"每季度|每季|每个季度"), "季度"),
    (
        "per_year",
        re.compile(
            r"每年|每学年|年均|(?<![\d〇一二三四五六七八九])年人均|逐年|每年度|每个?年度|年度内|(?<![上去今当本\d])年(?:增长|增幅|递增)|一年(?=\d|一|两)|(?<![\d〇一二三四五六七八九十每全半今明去上本当近少青老中成周百])年(?=[接发服访培举开推完受更播]|新增|参观)"
        ),
        "",
    ),
)
PER: dict[str, tuple[Period, str]] = {
    "周": ("per_week", "周"), "天": ("per_week", "天"), "月": ("per_month", "月"), "季度": ("per_quarter", "季度"),
    "学期": ("per_year", "学期"), "年": ("per_year", ""),
}  # fmt: skip
VERBS = (
    "建成|建设|建立|打造|组建|创建|培育|培养|认定|命名|新建|改建|新增|增加|更换|发展|开展|举办|组织|完成|评选|选树|遴选|推出|制作|"
    "创作|配备|设立|安排|培训|扶持|引进|建有|拥有|开设|开办|招募|注册|覆盖|惠及|实现|达到|超过|突破|形成|布局|新认定|推广|听取|召开|"
    "参加|参与|发布|选拔|编写|出版|开发|选派|吸纳|建好|申报|开放|播出|刊播|投入|列入|按|辐射|服务"
)
VERB = re.compile(rf"(?:{VERBS})")
LEADING_VERB = re.compile(
    rf"^(?:(?:要|将|积极|大力|努力|着力|重点|全面|深入|持续|全力|力争|争取|推动|推进|实现|支持|鼓励|引导|规划|统筹|确保|按照?|并|年内|全年|每年|至少|累计|分别)*)(?:(?!覆盖面|服务(?!于)|发展水平|参与度|(?:{VERBS})(?:[\u4e00-\u9fff]{{0,2}}率|人数|人次|总量))(?:{VERBS}))?(?:了|并|一批)?"
)
FACT = re.compile(
    r"现有|现拥有|已有|已建|已经|已(?=[建有完形创命获发开])|截至|截止|目前|累计已|圆满完成|(?<![比较于由从])(?:去年|上年|上一年)|以来"
)
REPORTING = re.compile(r"(?<![比较于由从])(?:去年|上年|上一年)|截至|截止|目前|以来")
GATHERED = re.compile(r"依托|整合|集聚|汇聚|联合|发挥")
REPORTED = re.compile(r"大幅超过|连续[两三四五]年|显示|圆满|确定的|增长了|提高了|增加了|提升了|下降了")
COMPARED = re.compile(r"高于全[国省市]|分别为|同比|位居|位列|首次|[比较](?:上|去)(?:一)?年|[比较]20")
DONE = re.compile(
    r"去年|上年(?!增|提|度?相比)|已(?=[建有完形创命获发开达])|截至|目前|现有|近年来|以来|(?:达到|完成|实现|建成|举办|开展)了"
)
AHEAD = re.compile(r"达到|不低于|不少于|以上|超过|力争|确保|(?:^|，)(?:完成|组织|开展|举办|新增|新建|实现)")
ENCOURAGED = re.compile(r"鼓励|提倡|倡导|引导有条件|有条件的")


def comparator_of(clause: str, figure: Figure, *, baseline: bool) -> Comparator:
    """Tell how a figure is compared.

    Parameters
    ----------
    clause : str
        The clause.
    figure : Figure
        With positions in the clause.
    baseline : bool
        Reported facts are equal to what they report.

    Returns
    -------
    str
        One of = >= > <= < approx.
    """
    after = clause[figure.end :]
    if figure.rank or figure.more:
        return "<=" if figure.rank else ">"
    for sign, behind in _AFTER:
        if behind.match(after):
            return sign
    if AFTER_NOUN_AT_LEAST.match(after):
        return ">="
    before = _NAMES.sub(lambda name: "□" * len(name.group()), clause[: figure.start])
    if baseline:
        if re.search(r"(?:超过|突破|超|逾)了?$", before[-_NEAR:]):
            return ">"
        return "approx" if re.search(r"(?:大约|约|近)(?:为|有)?$", before[-_NEAR:]) else "="
    return "=" if figure.unit == "个百分点" and _ABOVE_MEAN.search(before) else _said_before(before)


def _said_before(before: str) -> Comparator:
    """Give the nearest word of comparison before a figure that reaches it."""
    nearest = _reach(before)
    found: Comparator = "="
    for sign, pattern in _BEFORE:
        for match in pattern.finditer(before, max(0, nearest - _NEAR)):
            if match.end() > nearest or (match.end() == nearest and found == "="):
                nearest, found = match.end(), sign
    return found


def _reach(before: str) -> int:
    """Give the place behind which a word of comparison reaches a figure: behind the last digit, 、 or 和.

    In 科普场馆、基地的面积超过 what stands before 的 is one thing.
    """
    digit = next((at + 1 for at in range(len(before) - 1, -1, -1) if before[at].isdecimal()), 0)
    of = before.rfind("的") + 1
    return max(digit, before.rfind("、", of) + 1, before.rfind("和", of) + 1)


def nearest_period(words: str) -> tuple[Period, str] | None:
    """Tell how often something recurs, in the last words that say so, and what the unit is then divided by."""
    found = [(match.end(), (period, per)) for period, pattern, per in PERIODS for match in pattern.finditer(words)]
    return max(found, key=lambda hit: hit[0])[1] if found else None
