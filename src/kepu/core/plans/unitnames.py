"""Names of units as printed: where one ends and the next begins, and what kind of body each is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# A body is known by how its name ends. 委 stands for 委员会, 协 for 协会, 联 for 联合会, 办 for 办公室.
SUFFIXES = (
    "委员会|办公室|联合会|联席会议|领导小组|联合体|促进会|工商联|纪委监委|协会|学会|总会|商会|基金会|研究会|红十字会|总工会|工会|"
    "人民政府|政府|党校|学校|学院|大学|学堂|医院|卫生院|院|中心|公司|集团|分公司|银行|电视台|电台|日报社|报社|站|台|社|馆|园|"
    "部队|军区|机关|功能区|新媒体|大队|支队|总队|消防救援队|服务队|讲师团|队|团|局|厅|委|办|部|会|协|联|处|署|所|庭|科|室|管委会|"
    "单位|部门|街道办事处|办事处|街道|镇街|街镇|乡镇|镇|乡|村|社区|企业|场馆|机构|基地|高校|院校|研究院|供电公司|分局|"
    "少年宫|文化宫|联盟|工作组|专班|军分区|林场|农场|苏木|嘎查|日报|晚报|人大|政协|法庭|移动|联通|电信|铁塔|邮政|"
    "海关|支行|分行|农商行|中心校|农广校|团场|团体|组织|两委|书店|联社|信用社|开发区|高新区|经开区|园区|新区|示范区|度假区|风景区|中学|小学|幼儿园|[一二三四五六七八九]中|厂|党委|直属机构"
)
_SUFFIX_END = re.compile(rf"(?:{SUFFIXES})(?:（[^（）]*）|\([^()]*\))?$")
_SEPARATOR = re.compile(r"[、，,；;/|\n\t\u3000]|\s{1,}|(?<=[\u4e00-\u9fff）)])[.．](?=[\u4e00-\u9fff])")
_OPENING, _CLOSING = "（([［【〔", "）)]］】〕"
_LEVELS = "区县市省镇乡州盟旗"
_JOINED = re.compile(
    rf"(?<=[局委办部会协联院校馆站队心司府处台])(?=(?:团?[{_LEVELS}](?:委|政府|人大|政协|[\u4e00-\u9fff]{{2}})|各))"
)
_JOINED_COLLECTIVE = re.compile(
    rf"(?<=[镇乡道位门村])(?=各|涉|团[{_LEVELS}]委|[{_LEVELS}](?:委|政府|[\u4e00-\u9fff]{{1,6}}[局委办协联会]))"
)
_CONJUNCTION = re.compile(
    rf"(?<=[局委办部会协联院校馆站队团心司府处台道镇乡位门）)])(?:以及|及|和|与)"
    rf"(?=[{_LEVELS}各团有相其]|涉|[\u4e00-\u9fff]{{2,8}}(?:[新园]区|开发区|高新区|经开区|度假区|示范区|管委会))"
)
_OPEN_END = re.compile(
    r"等(?:\d{1,3}|[一二三四五六七八九十]{1,3})?[个家]?(?:[省市区县州]直|[省市区县州]级)?(?:各|其他)?(?:有关|相关|成员|责任)?(?:单位|部门|地区|机构)?(?:(?:和|及|、)(?:有关|相关)?(?:单位|部门|地区|机构))?$"
)
# 各县（市、区）, 各市州: places for the bodies of all of them.
_PLACES = re.compile(r"各(?:有关|相关)?[市县区州盟旗乡镇街道村社地（）()〔〕、]+$")
_TORN_PLACES = re.compile(r"各[市县区州盟旗]{1,2}$")
_TORN_IN_BRACKETS = re.compile(
    r"各[市县区州盟旗]{1,2}[（(〔][市县区州盟旗、]+[）)〕]$"
)  # 各市（州）、县（市、区）人民政府
# 各镇、街道办事处: of towns as well.
_TORN_TOWNS = re.compile(r"各(?:有关|相关)?(?:乡镇?|镇|街道|村)$")
_REST_OF_TOWNS = re.compile(
    r"(?:乡镇?|镇|街道|社区|村|开发区|园区)(?:办事处|办|人民政府|政府|管委会|居委会)?(?:[（(][^（）()]*[）)])?"
)
_REST_OF_PLACES = re.compile(r"[市县区州盟旗]{1,2}(?:[（(〔][市县区州盟旗、]+[）)〕])?(?:人民政府|政府|党委)")
_LED = re.compile(r"[（(](?:牵头|主责|主办)(?:单位|部门)?[）)]|[*＊★▲]")
# What a name's unit does, in brackets behind it: （配合单位）, （按职责分工负责）.
_ASIDE = re.compile(
    r"[（(](?:按[^（）()]{0,12}|[^（）()]{0,16}为牵头[^（）()]{0,12}|以?下同|(?:牵头|主责|主办|配合|参与|协助|协办|责任)(?:单位|部门)?)[）)][*＊★▲]?$|[*＊★▲]$"
)
_ENDING = frozenset("委协联办部局厅会院站所处社馆")
_LABEL = re.compile(r"^(?:牵头|责任|配合|参与|主办|协办|承办|支持|主责|负责)(?:单位|部门)?[:：]|^由")
_EDGE = "。；;，,、.：: \n\t\u3000"
_LONGEST_NAME = 40
_LONGEST_LISTED = 24


@dataclass(frozen=True, slots=True)
class Name:
    """A printed name and its place in the text it was split from."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=256)  # the words of a statement are split to find it, to check it and to take them
def split_names(text: str) -> tuple[tuple[Name, ...], bool]:
    """Split the words of a cell or statement into the names of units.

    Parameters
    ----------
    text : str
        Such as ``区教委、区科协`` or names parted by line breaks or by nothing.

    Returns
    -------
    tuple of Name, and bool
        In order, and whether the list ends in 等.

    Examples
    --------
    >>> [name.text for name in split_names("区委党校（区行政学校）、区教委区科协等单位")[0]]
    ['区委党校（区行政学校）', '区教委', '区科协']
    """
    pieces = _pieces(text)
    names: list[Name] = []
    open_ended = False
    for start, end in pieces:
        start, end, is_open = _trim(text, start, end)  # noqa: PLW2901  the piece without its edges
        open_ended = open_ended or is_open
        if end > start and any(_is_word(character) for character in text[start:end]):
            names.append(Name(text[start:end], start, end))
    return tuple(_mend(text, names)), open_ended


def _is_word(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff" or character.isalnum()


def _pieces(text: str) -> list[tuple[int, int]]:
    """Cut at separators outside brackets, then where a name ends and a level or 各 begins."""
    cuts: list[int] = []
    depth = 0
    for position, character in enumerate(text):
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(0, depth - 1)
        elif not depth and _SEPARATOR.match(text, position):
            cuts.append(position)
    pieces = []
    for start, end in zip([-1, *cuts], [*cuts, len(text)], strict=True):
        pieces += _cut_inside(text, start + 1, end)
    return pieces


def _cut_inside(text: str, start: int, end: int) -> list[tuple[int, int]]:
    words = text[start:end]
    inside = _bracketed(words)
    marks = [(match.start(), match.end()) for match in _CONJUNCTION.finditer(words) if not inside[match.start()]]
    joints = _joints(words)
    if len(joints) > 1 or len(words) >= 6:  # noqa: PLR2004
        marks += [
            (match.start(), match.start())
            for match in joints
            if not inside[match.start()]
            and _SUFFIX_END.search(words, max(0, match.start() - _LONGEST_NAME), match.start())
            and match.start() > 2  # noqa: PLR2004  区委办 is one name
        ]
    marks.sort()
    pieces, position = [], 0
    for low, high in marks:
        if low >= position:
            pieces.append((start + position, start + low))
            position = high
    return [*pieces, (start + position, end)]


def _joints(words: str) -> list[re.Match[str]]:
    """Find where one name ends and the next begins without a separator."""
    return [*_JOINED.finditer(words), *_JOINED_COLLECTIVE.finditer(words)]


def _bracketed(words: str) -> list[bool]:
    """Tell for each place, and the end, whether more brackets were opened before it than closed."""
    depth = 0
    inside = [False]
    for character in words:
        depth += (character in _OPENING) - (character in _CLOSING)
        inside.append(depth > 0)
    return inside


def _trim(text: str, start: int, end: int) -> tuple[int, int, bool]:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    label = _LABEL.match(text[start:end])
    if label:
        start += label.end()
    words = text[start:end]
    said = _ASIDE.search(words)
    if said:
        return start, start + said.start(), False
    opened = _OPEN_END.search(words)
    if opened and opened.start() > 1:
        return start, start + opened.start(), True
    if opened and opened.start() == 0:
        return start, start, True
    return start, end, False


def _mend(text: str, names: Sequence[Name]) -> list[Name]:
    """Join names that a line break tore, and 各市、县（市、区）人民政府 and 各县党委、政府, which name one thing."""
    mended: list[Name] = []
    for name in names:
        before = mended[-1] if mended else None
        if before is not None and _is_torn(text, before, name):
            mended[-1] = Name(before.text + name.text, before.start, name.end)
        elif before is not None and _is_listed(text, before, name):
            mended[-1] = Name(text[before.start : name.end], before.start, name.end)
        else:
            mended.append(name)
    return mended


def _is_torn(text: str, before: Name, name: Name) -> bool:
    between = text[before.end : name.start]
    if between.strip() or "\n" not in between:
        return False
    ending = name.text in _ENDING and before.text[-1] not in _ENDING
    whole = _SUFFIX_END.search(before.text) and not before.text.endswith("社会")  # 人力资源和社会保障局
    return ending or (not whole and not name.text.startswith(("各", "团", *_LEVELS)))


def _is_listed(text: str, before: Name, name: Name) -> bool:
    if text[before.end : name.start] != "、":
        return False
    places = _TORN_PLACES.match(before.text) and name.text[0] in "市县区州盟旗（(〔"
    collective = _TORN_IN_BRACKETS.match(before.text) and _REST_OF_PLACES.match(name.text)
    towns = _TORN_TOWNS.match(before.text) and _REST_OF_TOWNS.fullmatch(name.text)
    both = name.text.startswith(("政府", "人民政府")) and re.search(r"党委$|^各.*[市县区州旗）)]委$", before.text)
    return bool(places or collective or towns or both)


def is_said_to_lead(text: str, end: int) -> bool:
    """Tell whether a name is marked in a list that has no other sign: 区教育局（牵头）.

    Parameters
    ----------
    text : str
        The list.
    end : int
        Where the name ends.

    Returns
    -------
    bool
        True when （牵头） or a star stands right behind it.
    """
    return bool(_LED.match(text, end))


def looks_like_units(words: str) -> bool:
    """Tell whether a cell holds names of units only.

    Parameters
    ----------
    words : str
        The cell without white space.

    Returns
    -------
    bool
        True when every piece is short and ends like a body.
    """
    names, _ = split_names(words)
    return bool(names) and all(len(name.text) <= _LONGEST_NAME and is_unit(name.text) for name in names)


def is_mostly_units(words: str) -> bool:
    """Tell whether most names of a list end like bodies: some bodies are called like nothing else.

    Parameters
    ----------
    words : str
        The cell without white space.

    Returns
    -------
    bool
        True for a list in which at least half of the names, none of them long, are known by their endings.
    """
    names, _ = split_names(words)
    known = sum(is_unit(name.text) for name in names)
    return (
        known * 2 >= len(names) > 0 and all(len(name.text) <= _LONGEST_LISTED for name in names) and "。" not in words
    )


def is_unit(name: str) -> bool:
    """Tell whether a name ends like the name of a body, and holds no sentence."""
    return bool(_SUFFIX_END.search(name) or _PLACES.fullmatch(name)) and not re.search(r"[，。；：“]", name)
