"""What kind of body a name stands for: a general dictionary of endings, no list of one place's units."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kepu.core.plans.model import UnitKind

_PARTY = re.compile(
    r"^(?:宣传|组织|统战)部$|^[省市区县州旗盟镇]委[\u4e00-\u9fff]{0,8}室$|委(?:办|宣传部|组织部|统战部|政法委|网信办|编办|党校|老干|社会工作部|社工部|直属|机关工委|农办|农工委|"
    r"巡察办|改革办|国安办|政研室|督查室|保密|台办|军民融合|教育工委|两新|非公|全面|财经|外办|[\u4e00-\u9fff]{0,8}(?:部|办|局|办公室|工委|委员会)$|"
    r"办公室$)|纪委|监委|党委|党工委|机关工委|文明办|网信办|编办|^党|党建|老干(?:部)?局|委$(?<=[区县市省州盟旗]委)"
)
_MASS = re.compile(
    r"^团(?!体)|团委$|少工委|共青团|工会|妇联|妇女联合会|科协|社科联|文联|作协|残联|侨联|工商联|红十字会|老科协|(?<!机)关工委|关心下一代|计生协|贸促会|"
    r"协会|学会|研究会|联合会|商会|促进会|基金会|志愿者(?:总)?队|[\u4e00-\u9fff]协$|[\u4e00-\u9fff]联$"
)
_TOWNSHIP = re.compile(r"街道|镇街|街镇|乡镇|镇人民政府|[^城]镇$|乡$|社区$|村$|^各镇|^各乡")
_GROUP = re.compile(
    r"工作队$|单位$|部门$|领导小组|联席会议|联合体|联盟|工作组|专班|讲师团|服务队|^驻|^[省市区县州]属|^中省|^各(?!镇|乡|街道|区县|街镇|科级)|^有关|^相关|^其他|^区级|^县级|^市级|"
    r"学校$(?<=中小学校)|企业$|场馆$|机构$|高校$|基地$|人民政府$(?<=各区县人民政府)|^各"
)
_INSTITUTION = re.compile(
    r"党校|学院|大学|学校|院$|中心$|馆$|医院|报社|电视台|广播|台$|社$|园$|站$|研究所|研究院|中学|小学|[一二三四五六七八九]中$|幼儿园|少年宫|文化宫|档案|图书|气象台|所$"
)
_ENTERPRISE = re.compile(r"公司|集团|银行|[支分]行$|书店$|厂$|电力|供电|移动|联通|电信|铁塔|邮政分|企业集团")
# In this order: the first that fits tells.
_KINDS: tuple[tuple[UnitKind, re.Pattern[str]], ...] = (
    ("group", re.compile(r"领导小组|联席会议|单位$|部门$|联合体|讲师团|服务队|专班|工作组")),
    ("township", _TOWNSHIP),
    ("group", _GROUP),
    ("enterprise", _ENTERPRISE),
    ("institution", re.compile(r"党校")),
    ("mass_organisation", _MASS),
    ("party", _PARTY),
    ("institution", re.compile(rf"^(?!.*(?:政府|政务服务|派出所|局$|委$)).*(?:{_INSTITUTION.pattern})")),
)


def kind_of_unit(name: str) -> UnitKind:
    """Tell what kind of body a name stands for.

    Parameters
    ----------
    name : str
        As printed.

    Returns
    -------
    str
        One of the kinds of the schema; a body that fits none is a government body.

    Examples
    --------
    >>> [kind_of_unit(name) for name in ("区委宣传部", "区教委", "区科协", "各镇街", "各成员单位", "区委党校", "县供电公司")]
    ['party', 'government', 'mass_organisation', 'township', 'group', 'institution', 'enterprise']
    """
    bare = re.sub(r"（[^（）]*）|\([^()]*\)", "", name) or name
    return next((kind for kind, pattern in _KINDS if pattern.search(bare)), "government")
