"""The place a plan is for: read from its title, completed from the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from kepu.core.plans.normalise import half_width, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable

MUNICIPALITIES = ("北京", "天津", "上海", "重庆")
_PROVINCE = r"(?:[\u4e00-\u9fff]{2,3}省|(?:内蒙古|广西壮族|西藏|宁夏回族|新疆维吾尔)自治区|新疆生产建设兵团)"
_CITY = r"(?:(?!.{0,3}(?:城市|全市))[\u4e00-\u9fff]{2,7}?(?:市|自治州|州|地区|盟))"
_COUNTY_END = (
    r"(?:自治县|自治旗|新区|工业园区|开发区|高新区|经开区|示范区|管理区|(?<![社地片园辖校小景灾专])区|县|旗|市)"
)
_COUNTY = rf"(?:(?!全民|全国|科学|国家|人民|公民)(?:(?!协会|[局委厅])[\u4e00-\u9fff]){{1,8}}?{_COUNTY_END})"
_TOWN = r"(?:[\u4e00-\u9fff]{1,6}?(?:街道|(?<![乡城村集])镇|(?<![城各])乡))"
_PLACE = re.compile(
    rf"(?:中共)?(?P<place>{_PROVINCE}?{_CITY}?{_COUNTY}?{_TOWN}?)"
    r"(?=人民政府|办事处|全民|科学|科普|20\d\d|“?十[三四五]五|关于|委|科协|公民|贯彻|实施|落实|创建|争创|开展|推进|深入|加强|基层|重点|"
    r"建设|工作|委员会|教育|党|办公室|提升|提高|推动|全面|大力|加快|进一步|新时代|青少年|农民|农村|社区|老年|中小学|打造|助力|弘扬|强化|健全|完善|三年|“|[（(]|$)"
)
_NO_NAME = (
    "[各全我本该省]|科学|科普|科技|国家|公民|城[市乡镇]|农村|[市县区][级直]|乡镇|创建|示范|中小学|新时代|关于|推|加|深|开展|支持|进一步|"
    "建设|提升|落实|贯彻|实施|做好|组织|举办|打造|持续|着力|学习"
)
# Where nothing known follows: the first name of a county or city, however the title goes on.
_PLAIN = re.compile(
    rf"(?:中共)?(?P<place>{_PROVINCE}?{_CITY}?(?!{_NO_NAME})[\u4e00-\u9fff]{{1,4}}?"
    r"(?:自治县|(?<![社地片园辖校小景灾专学城街范全我本各])区|(?<![全我本各])(?:县|旗)|(?<![城全我本各])市))(?![域级内外长委直])"
)
# What a title may print before its place: a year, a period, a remark.
_BEFORE = re.compile(
    r"^(?:关于|印发|发布|《|附件\s*\d*\s*[:：]?|[（(]?(?:征求意见稿|讨论稿|送审稿|草案)[）)]?|20\d{2}年度?|“?十[三四五六]五”?(?:期间|时期)?|20\d{2}\s*[-—–―─至~～]\s*20\d{2}年)+"
)
_SEAT = re.compile(r"(?<=[县区市旗])人民政府(?=[\u4e00-\u9fff]{1,6}(?:街道|镇|乡))")  # 甲区人民政府乙街道办事处
_LEADS_ON = ("落实", "根据", "按照", "贯彻", "依据", "中共")
_BEGINS = rf"(?:(?<![\u4e00-\u9fff])|(?<={'|'.join(_LEADS_ON)}))(?!中共)"
_PROVINCE_NAMED = re.compile(rf"{_BEGINS}[\u4e00-\u9fff]{{2,3}}省|(?:内蒙古|广西壮族|西藏|宁夏回族|新疆维吾尔)自治区")
_CITY_NAMED = re.compile(
    rf"{_BEGINS}[\u4e00-\u9fff]{{1,3}}(?:(?![集夜超早])[\u4e00-\u9fff]市|[\u4e00-\u9fff]自治州)(?![\u4e00-\u9fff]{{0,3}}区)"
)
# A city above a county-level city has issued what its plan carries out.
_CITY_ISSUING = re.compile(r"(?:(?<=[《〈<«])|(?<=[《〈<«]中共))[\u4e00-\u9fff]{2,4}市(?=委|人民政府)")
_PROVINCE_WITHIN = re.compile(r"(?P<name>[\u4e00-\u9fff]{2})省(?!级|内|外|直|辖|份|市|委|政|会|时|力)")
_PROVINCES = (
    "(?:河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾)省"
    "|(?:内蒙古|广西壮族|西藏|宁夏回族|新疆维吾尔)自治区"
)
_BELOW_CITY = ("区", "县", "旗", "镇", "乡", "街道")
_BELOW_COUNTY = ("镇", "乡", "街道")
_COUNTY_NAMED = re.compile(rf"{_BEGINS}[\u4e00-\u9fff]{{1,4}}(?:县|区|旗|市)")
_NO_PLACE = re.compile(
    r"^[全我本各外跨邻兄原省市县区]|^国家|^(?:根据|按照|以及|或者|国务院)|[全我本各外][省市县区]$|(?:设区|文明城|卫生城|园林城|健康城|型城)市$"
)
_LOWEST = re.compile(rf"^(?:{_PROVINCE})?(?:{_CITY}(?=[\u4e00-\u9fff]))?(?P<own>.+)$")


class DivisionTable(Protocol):
    """What knows the administrative divisions."""

    def full_name(self, name: str, context_text: str) -> str | None:
        """Complete a name from the province down, choosing by what the text mentions; None when it is not known."""


def place_in(words: str) -> str | None:
    """Read the place that a title or the name of an issuer begins with.

    Parameters
    ----------
    words : str
        Without white space.

    Returns
    -------
    str or None
        As printed.

    Examples
    --------
    >>> place_in("云溪市青禾区全民科学素质行动实施方案"), place_in("全民科学素质行动规划纲要")
    ('云溪市青禾区', None)
    """
    words = _SEAT.sub("", _BEFORE.sub("", half_width(words)))
    match = _PLACE.match(words)
    if match and match["place"] and "办公室" not in match["place"]:  # of two issuers in one line
        return match["place"]
    plain = _PLAIN.match(words)
    return plain["place"] if plain else None


def fullest_place(titles: Iterable[str | None]) -> str | None:
    """Give the place of the first of several titles, with what another one prints above it.

    Parameters
    ----------
    titles : iterable of str or None
        The plan's title first, then the issuer and others.

    Returns
    -------
    str or None
        As printed.
    """
    found = [place for words in titles if words and (place := place_in(re.sub(r"\s", "", words)))]
    if not found:
        return None
    return max((place for place in found if place.endswith(found[0])), key=len)


def own_part(place: str) -> str:
    """Give the lowest place of a full name: 青禾区 of 云溪市青禾区."""
    match = _LOWEST.match(place)
    own = match["own"] if match else place
    return own or place


def complete(place: str | None, text: str, divisions: DivisionTable | None) -> str | None:
    """Complete a place from the province down.

    Parameters
    ----------
    place : str or None
        As printed.
    text : str
        The whole text, whose mentions choose between places of one name.
    divisions : DivisionTable or None
        The division table; without it only districts of municipalities are completed.

    Returns
    -------
    str or None
        The full name, or the printed one when nothing more is known.
    """
    if place is None:
        return None
    if divisions is not None:
        found = divisions.full_name(place, text)
        if found:
            return found
    if place.startswith(MUNICIPALITIES) or re.match(_PROVINCE, place):
        return place
    text = squeeze(text)
    printed = re.search(rf"(?:{_PROVINCES})(?:[\u4e00-\u9fff]{{2,4}}(?:市|自治州))?(?={re.escape(place)})", text)
    if printed:
        return printed.group() + place
    mentions = {name: text.count(name) for name in MUNICIPALITIES}
    most = max(mentions, key=lambda name: mentions[name])
    others = sum(mentions.values()) - mentions[most]
    if place.endswith(("区", "县")) and mentions[most] > max(1, 2 * others):
        return f"{most}市{place}"
    return _above(place, text) + place


def _above(place: str, text: str) -> str:
    """Name what a place lies in, as far as the titles of instruments and the issuers in the text print it."""
    found = ""
    lies_in_city = place.endswith(_BELOW_CITY) and not re.match(rf"{_CITY}[\u4e00-\u9fff]", place)
    wanted = [_PROVINCE_NAMED, *([_CITY_NAMED] if lies_in_city else [])]
    wanted += [_COUNTY_NAMED] if place.endswith(_BELOW_COUNTY) and not re.search(rf"{_COUNTY}.", place) else []
    if place.endswith("市"):
        wanted.append(_CITY_ISSUING)
    for level in wanted:
        names = {name for name in _named(level, text, place) if name not in found}
        if level is _CITY_NAMED:
            names = _located(text, place) or names
        if not names and level is _PROVINCE_NAMED:
            names = _repeated_province(text)
        if len(names) > 1:
            return found
        found += "".join(names)
    return found


def _located(text: str, place: str) -> set[str]:
    """Find the city that the text says a place lies in: 位于甲市乙区."""
    return set(re.findall(rf"(?:位于|地处)(?:{_PROVINCE})?([\u4e00-\u9fff]{{2,4}}市)(?={re.escape(place[:3])})", text))


def _repeated_province(text: str) -> set[str]:
    """Find the province that a text names in running words, where what stands before it changes: 依托甲乙省…, 争创甲乙省…."""
    before: dict[str, set[str]] = {}
    for match in _PROVINCE_WITHIN.finditer(text):
        if not _NO_PLACE.search(match["name"]):
            before.setdefault(match["name"], set()).add(text[match.start() - 1 : match.start()])
    return {f"{name}省" for name, characters in before.items() if len(characters) > 1}


def _named(level: re.Pattern[str], text: str, place: str) -> set[str]:
    """Give the places of a level that stand at the head of a title or beside one another: 《甲省…, 甲省、乙市."""
    return {
        match.group()
        for match in level.finditer(text)
        if not _NO_PLACE.search(match.group()) and _heads_a_title(text, match) and not place.startswith(match.group())
    }


def _heads_a_title(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 2) : match.start()]
    if before[-1:] in {"《", "〈", "<", "«", "、"} or before in _LEADS_ON:
        return True
    return bool(re.match(r"(?:人民政府|委员会|全民科学素质)", text[match.end() : match.end() + 6]))
