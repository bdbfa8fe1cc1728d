"""Full names of bodies from their short forms: general words of administration, no list of one place's units."""

from __future__ import annotations

import re

# Short form behind the level (区教委 → 教育委员会). Written for many places; the first fit wins.
_GOVERNMENT = {
    "教委": "教育委员会",
    "教育委": "教育委员会",
    "教体局": "教育和体育局",
    "发改委": "发展和改革委员会",
    "发展改革委": "发展和改革委员会",
    "发改局": "发展和改革局",
    "发展改革局": "发展和改革局",
    "科技局": "科学技术局",
    "科委": "科学技术委员会",
    "科工信局": "科技工业和信息化局",
    "经信委": "经济和信息化委员会",
    "经济信息委": "经济和信息化委员会",
    "经信局": "经济和信息化局",
    "工信局": "工业和信息化局",
    "人社局": "人力资源和社会保障局",
    "人力社保局": "人力资源和社会保障局",
    "人力资源社会保障局": "人力资源和社会保障局",
    "规划自然资源局": "规划和自然资源局",
    "规自局": "规划和自然资源局",
    "国土房管局": "国土资源和房屋管理局",
    "环保局": "环境保护局",
    "住建局": "住房和城乡建设局",
    "住建委": "住房和城乡建设委员会",
    "住房城乡建委": "住房和城乡建设委员会",
    "住房城乡建设局": "住房和城乡建设局",
    "城管局": "城市管理局",
    "城管委": "城市管理委员会",
    "交通委": "交通委员会",
    "交运局": "交通运输局",
    "农业农村委": "农业农村委员会",
    "农委": "农业委员会",
    "商务委": "商务委员会",
    "文化委": "文化委员会",
    "文化旅游委": "文化和旅游发展委员会",
    "文旅委": "文化和旅游发展委员会",
    "文旅局": "文化和旅游局",
    "文化旅游局": "文化和旅游局",
    "文广旅体局": "文化广电旅游体育局",
    "卫健委": "卫生健康委员会",
    "卫生健康委": "卫生健康委员会",
    "卫健局": "卫生健康局",
    "卫生计生委": "卫生和计划生育委员会",
    "应急局": "应急管理局",
    "应急管理局": "应急管理局",
    "安监局": "安全生产监督管理局",
    "市场监管局": "市场监督管理局",
    "质监局": "质量技术监督局",
    "食品药品监管局": "食品药品监督管理局",
    "退役军人局": "退役军人事务局",
    "医保局": "医疗保障局",
    "民族宗教委": "民族宗教事务委员会",
    "民宗局": "民族宗教事务局",
    "政务服务局": "政务服务管理局",
    "大数据局": "大数据发展局",
    "大数据发展局": "大数据应用发展管理局",
    "国资委": "国有资产监督管理委员会",
    "人防办": "人民防空办公室",
    "人民防空办": "人民防空办公室",
    "政府办": "人民政府办公室",
    "府办": "人民政府办公室",
    "政府外办": "人民政府外事办公室",
    "政府": "人民政府",
    "人武部": "人民武装部",
    "公安分局": "公安分局",
    "机关事务局": "机关事务管理局",
    "消防救援大队": "消防救援大队",
}
_MASS = {
    "科协": "科学技术协会",
    "妇联": "妇女联合会",
    "社科联": "社会科学界联合会",
    "文联": "文学艺术界联合会",
    "作协": "作家协会",
    "残联": "残疾人联合会",
    "侨联": "归国华侨联合会",
    "工商联": "工商业联合会",
    "关工委": "关心下一代工作委员会",
    "老科协": "老科学技术工作者协会",
    "计生协": "计划生育协会",
    "社科院": "社会科学院",
}
_PARTY = {
    "办": "办公室",
    "老干局": "老干部局",
    "统战部": "统一战线工作部",
    "网信办": "网络安全和信息化委员会办公室",
    "编办": "机构编制委员会办公室",
    "政法委": "政法委员会",
    "社工部": "社会工作部",
    "直属机关工委": "直属机关工作委员会",
    "文明办": "精神文明建设委员会办公室",
}
_BRACKETED = re.compile(r"^(?P<outer>[^（(]+)(?P<open>[（(])(?P<inner>[^（）()]+)[）)]$")


def canonical_name(name: str, place: str | None) -> str:
    """Give the full name of a body.

    Parameters
    ----------
    name : str
        As printed, such as ``区科协``.
    place : str or None
        The place the plan is for, without what lies above it, such as ``青禾区``.

    Returns
    -------
    str
        Such as ``青禾区科学技术协会``; the printed name where nothing is known.

    Examples
    --------
    >>> canonical_name("区委网信办", "青禾区"), canonical_name("团区委", "青禾区")
    ('中共青禾区委网络安全和信息化委员会办公室', '共青团青禾区委员会')
    """
    bracketed = _BRACKETED.match(name)
    if bracketed:
        inner = bracketed["inner"]
        inner = canonical_name(inner, place) if place and inner.startswith(place[-1]) else inner
        return f"{canonical_name(bracketed['outer'], place)}（{inner}）"
    if not place:
        return name
    return _of_party(name, place) or _of_place(name, place) or name


def _of_party(name: str, place: str) -> str | None:
    """Complete 区委宣传部 and 团区委."""
    level = place[-1]
    if name in {f"团{level}委", f"共青团{level}委"}:
        return f"共青团{place}委员会"
    if not name.startswith(f"{level}委"):
        return None
    rest = name.removeprefix(f"{level}委")
    return f"中共{place}委{_PARTY.get(rest, rest) or '员会'}"


def _of_place(name: str, place: str) -> str | None:
    """Complete 区教委, 青禾区教委, 青禾社科院 and 各镇街."""
    level, short = place[-1], place[:-1]
    for beginning in (place, level):
        if name.startswith(beginning):
            return place + _expand(name.removeprefix(beginning))
    if short and name.startswith(short) and name.removeprefix(short) in _MASS:
        return short + _MASS[name.removeprefix(short)]
    return _collective(name, place) if name.startswith(("各", "涉")) else None


def _expand(rest: str) -> str:
    return _GOVERNMENT.get(rest) or _MASS.get(rest) or rest


def _collective(name: str, place: str) -> str:
    towns = {"镇街": "镇人民政府、街道办事处", "街镇": "街道办事处、镇人民政府", "乡镇": "乡镇人民政府"}
    for short, full in towns.items():
        if name.endswith(short):
            return place + name[: -len(short)] + full
    return place + name
