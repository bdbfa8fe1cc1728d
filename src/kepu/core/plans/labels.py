"""Labels before names of units and time limits: 责任单位：, 牵头部门为, 完成时限：."""

from __future__ import annotations

import re

DATED = r"(?:完成|整改|办结|推进|落实)?(?:时限|期限|时间)(?:要求|安排|节点)?"
_BODY = (
    r"(?:[（(][^（）()]{2,4}[）)])?(?:责任)?(?:单位|部门|科室|处室|股室|部室|机构|主体)"
    r"(?:[（(][^（）()]{2,20}[）)]|(?:及|和|或|、)(?:单位|部门|(?:完成)?(?:时限|时间)))?"
)
_WORD = (
    r"总?牵头|主办|主责|(?:第一|主要|直接|具体|共同|其他|相关)?责任|配合|参与|参加|协办|协助|协同|协作|承办|承担|支持|(?:主要)?负责|"
    r"(?:组织)?实施|落实|执行|主管|指导|推进|组织|统筹|相关|成员"
)
LABEL = re.compile(
    rf"[【［\[]?(?:[省市区县州旗镇][级直])?(?:(?P<word>{_WORD})(?:和配合|和责任)?{_BODY}|(?P<short>总?牵头|配合|主责|责任|参与|协办)|(?P<due>{DATED}))"
    r"(?:[】］\]]\s*[:：︰﹕∶]?|\s*[:：︰﹕∶])"
)
DIVISION = re.compile(r"[【［\[]?(?:任务|责任|职责|工作|部门)?分工(?:[】］\]]\s*[:：︰﹕∶]?|\s*[:：︰﹕∶])")
# 责任单位为市科协, and 责任单位 市科协 when the line has lost its colon.
SPOKEN_LABEL = re.compile(rf"(?P<word>{_WORD}){_BODY}(?:为|是|(?=[\u4e00-\u9fff]))")
# A sign before a label on a line of its own.
SIGN = re.compile(r"[◆●■※★▲►▶◇○•·*＊>—–―－-]{1,3}\s*")
ASIDE = re.compile(r"(?:责任|分管|牵头|联系|包保|挂帅)(?:[省市区县镇])?(?:级)?(?:领导|人|负责人)\s*[:：︰﹕∶]")
ASIDE_CLAUSE = re.compile(rf"{ASIDE.pattern}[^；;，,]{{0,40}}[；;，,]\s*")
# Any other label behind a list of units: ；经费来源：.
OTHER_LABEL = re.compile(
    r"(?<=[；;，,。])[\u4e00-\u9fff]{2,8}[:：︰﹕∶]"
    r"|(?:活动|工作)?(?:地点|议程|对象|主题|方式|内容|目标|措施|参加人员|联系电话|备注|经费来源)[:：︰﹕∶]"
)


def is_aside(text: str) -> bool:
    """Tell a paragraph that names a person in charge, between two that name units."""
    return bool(ASIDE.match(text)) and not LABEL.search(text)
