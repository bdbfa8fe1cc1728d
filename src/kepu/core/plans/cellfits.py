"""What kind of words a cell of a table holds, and how well they fit what a column is for."""

from __future__ import annotations

import re
from functools import lru_cache

from kepu.core.plans.columns import Role
from kepu.core.plans.lexicon import WORK_NAME
from kepu.core.plans.marks import MarkStyle, read_mark
from kepu.core.plans.shares import read_shares
from kepu.core.plans.unitnames import is_mostly_units, is_unit, looks_like_units, split_names

_TO = "[-—－–~～至、]"
_MOMENT = (
    r"(?:20\d{2}(?:年|[.．/]\d{1,2}(?:[.．/]\d{1,2})?)?)?"
    rf"(?:第?[一二三四1-4]季度|[上下]半年|(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月份?|\d{{1,2}}(?={_TO}\d{{1,2}}月))?"
    r"(?:\d{1,2}[日号]|(?<=月)\d{1,2}|[上中下]旬|初)?(?:年?底|末)?"
)
_DUE = re.compile(
    rf"(?:每年|到|于)?{_MOMENT}(?:{_TO}{_MOMENT})?(?:前后|左右|期间|之?[前内])?(?:完成)?$"
    r"|(?:持续|长期|全年|常年|每年|每季度|每月|每周|适时|按时|及时|常态化)[^，。；]{0,10}$"
    r"|[\u4e00-\u9fff、]{2,10}(?:期间|前后)$"
)
_LABELLED = re.compile(r"(?:牵头|责任|主责|配合|参与|协办|支持)(?:单位|部门)?[:：]")
_PERSON = re.compile(r"[\u4e00-\u9fff]{2,4}(?:[、\s][\u4e00-\u9fff]{2,4})*$")
_BEGUN = re.compile(
    r"(?:[省市区县州](?![级内域属])|团[省市区县州])[\u4e00-\u9fff]{1,10}(?<!广场)(?<!公园)(?<!礼堂)(?<!剧院)$"
)
_DOING = re.compile(  # 成立领导小组 and 召开动员大会 end like bodies; 建设局 is one
    r"(?:成立|组建|建立|设立|制定|召开|开展|建设|举办|推进|加强|完善|落实|建成|打造|实施|开设|设置)"
    r"(?!(?:和|与)|[\u4e00-\u9fff]{0,3}(?:局|厅|委|委员会|办|科|处|站|所|银行|集团|公司)(?:、|$))[^、]{4,}$"
)
_NO_WORDS = re.compile(r"[/／\\—－–-]{1,3}$|无$")
SERIAL = re.compile(r"\d{1,3}$")
_PLAIN = (
    ("nothing", _NO_WORDS),
    ("decimal", re.compile(r"\d{1,2}[.-]\d{1,2}$")),
    ("ending", re.compile(r"[局委办会部院站所处社馆心协联]$")),
    ("numeral", re.compile(r"[一二三四五六七八九十]{1,3}$")),
    ("labelled", _LABELLED),
    ("due", _DUE),
)
_PHRASE = re.compile(r"[\u4e00-\u9fff、“”]{4,12}，[\u4e00-\u9fff、“”]{4,12}$")  # 夯实基层基础，完善服务体系
_LONG = 22

# How badly a kind of words fits a column; what is not listed fits worst.
_WORST = 6.0
_FITS: dict[Role, dict[str, float]] = {
    Role.NUMBER: {"serial": -1.0, "numeral": -0.5, "decimal": 0.0, "stray serial": 2.5},
    Role.CATEGORY: {
        "begun": 1.5,
        "phrase": 0.6,
        "heading": 0.3,
        "work": 0.3,
        "short": 0.5,
        "person": 0.8,
        "long": 2.5,
        "sentence": 5.0,
        "units": 4.0,
    },
    Role.TEXT: {
        "long": 0.2,
        "sentence": 0.0,
        "phrase": 0.4,
        "work": 1.0,
        "short": 1.0,
        "heading": 1.5,
        "section": 2.0,
        "begun": 1.5,
        "person": 2.5,
        "units": 4.0,
        "due": 4.5,
    },
    Role.LEAD: {
        "units": 0.0,
        "labelled": 0.0,
        "ending": 0.0,
        "mostly units": 0.8,
        "begun": 1.2,
        "person": 2.5,
        "short": 3.5,
    },
    Role.SUPPORT: {
        "units": 0.0,
        "labelled": 0.0,
        "ending": 0.0,
        "mostly units": 0.8,
        "begun": 1.2,
        "person": 2.5,
        "short": 3.5,
    },
    Role.DUE: {"due": 0.0, "decimal": 1.5, "work": 4.5, "short": 2.0, "person": 2.0, "long": 4.0},
    Role.TARGET: {
        "long": 0.8,
        "sentence": 0.8,
        "phrase": 0.8,
        "work": 0.8,
        "short": 0.8,
        "heading": 2.0,
        "due": 2.5,
        "decimal": 0.8,
        "stray serial": 1.0,
        "serial": 1.0,
    },
    Role.OTHER: {
        "decimal": 0.6,
        "person": 0.2,
        "serial": 0.6,
        "stray serial": 0.4,
        "work": 1.0,
        "short": 1.0,
        "units": 1.2,
        "mostly units": 2.0,
    },
    Role.NOTE: {
        "work": 3.0,
        "phrase": 1.5,
        "short": 1.0,
        "person": 1.0,
        "long": 1.5,
        "sentence": 1.5,
        "due": 2.5,
        "units": 3.0,
    },
}
_NOTHING = 0.5  # / or 无 in a cell
_GROUPING = {Role.NUMBER, Role.CATEGORY, Role.TEXT}
_BLANK = {
    Role.NUMBER: 3.0, Role.CATEGORY: 0.4, Role.TEXT: 8.0, Role.LEAD: 1.5, Role.SUPPORT: 1.2, Role.DUE: 1.0,
    Role.TARGET: 1.0, Role.OTHER: 0.7, Role.NOTE: 0.1,
}  # fmt: skip


def misfit(role: Role, kind: str) -> float:
    """Tell how badly a kind of words fits a column: 0 fits well."""
    if kind == "nothing":
        return _WORST if role in _GROUPING else _NOTHING
    return _FITS[role].get(kind, _WORST)


def blank_cost(role: Role) -> float:
    """Tell how seldom a cell of a column is blank: 0 for one that often is."""
    return _BLANK[role]


@lru_cache(maxsize=65536)
def kind_of(words: str, last: int | None = None) -> str:  # noqa: PLR0911  one return for each kind
    """Tell what kind of words a cell, or a line of it, has.

    Parameters
    ----------
    words : str
        Without white space, not empty.
    last : int, optional
        The serial number before, which the next follows unless it begins again at one.

    Returns
    -------
    str
        One of the kinds that columns are told by.
    """
    if SERIAL.match(words):
        return "serial" if last is None or int(words) in {1, last + 1} else "stray serial"
    plain = next((kind for kind, pattern in _PLAIN if pattern.match(words)), None)
    if plain is not None:
        return plain
    mark = read_mark(words)
    listed = mark is None and not set(words) & set("，。") and not _DOING.match(words)
    if (listed and looks_like_units(words)) or (_may_share(words) and read_shares(words, 0, len(words), bare=False)):
        return "units"
    if mark is not None and mark.style <= MarkStyle.CHINESE_BRACKET:
        return "section" if "。" in words[:-1] else "heading"
    if len(words) > _LONG or set(words) & set("，。；"):
        if "、" in words and is_mostly_units(words):
            return "mostly units"
        return "sentence" if words.endswith("。") else "phrase" if _PHRASE.match(words) else "long"
    if is_mostly_units(words) and listed:
        return "mostly units"
    if _BEGUN.match(words) and ends_torn(words):
        return "begun"
    if WORK_NAME.search(words):
        return "work"
    return "person" if _PERSON.match(words) else "short"


def _may_share(words: str) -> bool:
    """Tell words that may say who leads and who supports from a duty: 负责学校科普工作."""
    return "要" not in words and not words.startswith(("负责", "承担", "协助", "指导", "督促"))


def ends_torn(words: str) -> bool:
    """Tell a list of units that ends in the middle of a name."""
    names = split_names(words)[0]
    return bool(names) and not is_unit(names[-1].text)
