"""What government sites print around a document: navigation, sizes of type, sharing, printing, feet of pages."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from kepu.core.plans.normalise import squeeze

if TYPE_CHECKING:
    from collections.abc import Sequence

# What the table of facts above a document says of it; the rest of that table serves the site.
FACTS = frozenset({"发文机关", "发布机构", "发文单位", "制发机关", "发文字号", "文号", "成文日期", "印发日期"})
OTHER_FACTS = frozenset(
    {"索引号", "主题分类", "主题词", "公开方式", "公开时限", "公开范围", "有效性", "信息分类", "体裁分类", "组配分类", "发布日期",
     "生成日期", "发布时间", "标题", "名称", "信息名称", "内容概述", "服务对象", "废止日期"}
)  # fmt: skip
_PLACE = re.compile(r"(?:您|你)?(?:现在|目前|当前)?(?:所在|所处)?的?位置(?:是|为|在)?[:：](?P<rest>.*)")
_CRUMBS = re.compile(r"(?:网站|返回)?首页(?:[>＞»›/→\\|—-]+[^>＞»›/→\\|—。；-]{1,30}){1,9}[>＞»›/]?")
_BETWEEN = re.compile(r"[>＞»›/|→-]+")
_TYPE_SIZE = re.compile(
    r"[【\[（(]?(?:字号|字体|文字)(?:大小|缩放)?[:：]?[大中小特超较默认标准|/+AT\-、\[\]【】（）()：:]*"
)
_SHARE = re.compile(
    r"分享(?:到|至|给|本页|本文)?[:：]?(?:微信|微博|新浪|腾讯|朋友圈|好友|QQ|空间|人人网?|豆瓣|更多|[,、，|/])*"
)
_WORDS = (
    "打印本页|本页打印|打印此页|打印文章|打印|关闭窗口|关闭本页|关闭此页|关闭|加入收藏|收藏本页|收藏|返回顶部|回到顶部|返回首页|返回列表|"
    "返回上一页|返回|上一页|下一页|网站首页|首页|尾页|设为首页|分享|微信|微博|字号|字体|大|中|小|下载文字版|下载PDF版|下载Word|"
    "下载|朗读|语音播报|播报|听文章|无障碍浏览|无障碍阅读|无障碍|长者模式|长者助手|长者版|关怀版|适老版|适老化|繁体版|繁体|简体版|"
    "简体|繁體|English|EN|登录|注册|高级搜索|搜索|手机版|移动版|电脑版|网站地图|联系我们|关于我们|网站声明|智能问答|我要纠错|纠错|保存"
)
# Atomic: the words overlap, and a line of many would be tried in too many ways.
_BUTTONS = re.compile(rf"(?>{_WORDS}|[|丨/【】\[\]·、，,:：<>（）()\-—])++")
_COUNTS = re.compile(
    r"(?:浏览|点击|阅读|访问)(?:次数|人次|量|数|率)?[:：]?\d*次?|扫一扫.{0,30}|扫码.{0,20}|(?:用)?手机(?:扫码)?(?:查看|阅读|打开|浏览).{0,12}"
)
_FILED = re.compile(
    r".{0,80}(?:ICP备|公网安备|网安备|网站标识码|版权所有|Copyright|©).{0,160}|.{0,12}本站.{0,20}(?:访问|浏览).{0,20}",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\d{1,2}:\d{2}(?::\d{2})?)?)?(?:(?:(?:信息|文章|稿件)?(?:来源|发布时间|发布日期|更新时间|更新日期|发布人|录入人?|供稿|作者|责任编辑|责编|编辑|审核|审核人|"
    r"浏览次数|浏览量|阅读量?|点击数|访问量|时间|日期|字号|字体|视力保护色))[:：][^。；]{0,40}?)+"
)
_TAIL = re.compile(
    r"(?:相关(?:链接|阅读|文件|解读|新闻|稿件|文章|信息|附件|报道|政策)|解读(?:链接|材料)|附件下载|文件下载|友情链接|网站(?:声明|地图)|"
    r"推荐阅读|热门(?:文章|推荐))[:：]?.{0,60}|上[一]?(?:篇|条)[:：].*|下[一]?(?:篇|条)[:：].*|责任编辑[:：].{0,30}"
)
_HOST = re.compile(
    r"(?:主办|承办|主管|协办|运维|技术支持|地址|邮编|联系电话|值班电话|电话|传真|邮箱)(?:单位)?[:：].{0,80}"
)
_MARK = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十百]{1,3}[章节条]|附件\d*[:：]?$"
)
_SENTENCE = 20  # characters with a full stop: words of a document
_LONGEST = 240
_HEAD_LINES = 150
_CRUMB_LINES = 16
_SHORT = 16
_NEAR = 14  # lines between the hosts of a site and its filing number


def furniture(lines: Sequence[str | None]) -> frozenset[int]:
    """Tell which lines of a page are not of the document.

    Parameters
    ----------
    lines : sequence of str or None
        The lines in order; None stands for a table, which is always of the document.

    Returns
    -------
    frozenset of int
        The places of the lines to leave out. Empty when nothing shows that the text was taken from a page.

    Examples
    --------
    >>> sorted(furniture(["首页", "当前位置：首页>规划", "实施方案", "一、总体要求", "【打印】【关闭】"]))
    [0, 1, 4]
    """
    words = [None if line is None else squeeze(line) for line in lines]
    dropped = {at for at, line in enumerate(words) if line and is_furniture(line)}
    if not dropped:
        return frozenset()
    dropped |= _crumbs(words)
    first, last = _content(words, dropped)
    dropped |= _above(words, dropped, first)
    dropped |= {at for at, line in enumerate(words) if line and (at < first or at > last) and _is_about(line)}
    return frozenset(dropped | _below(words, last))


def facts_of(cells: Sequence[str]) -> str | None:
    """Write a row of the table of facts above a document as a line.

    Parameters
    ----------
    cells : sequence of str
        The cells of the row.

    Returns
    -------
    str or None
        None for a row of any other table; empty when it says nothing of the document itself.

    Examples
    --------
    >>> facts_of(["发文字号", "青政办发〔2026〕3号", "有效性", "有效"]), facts_of(["任务", "单位"])
    ('发文字号：青政办发〔2026〕3号', None)
    """
    words = [squeeze(cell).rstrip(":：") for cell in cells if cell.strip()]
    labels = sum(word in FACTS or word in OTHER_FACTS for word in words)
    if not labels or labels * 2 < len(words):
        return None
    return " ".join(f"{label}：{value}" for label, value in pairwise(words) if label in FACTS)


def is_furniture(line: str) -> bool:
    """Tell a line that no document has, wherever it stands.

    Parameters
    ----------
    line : str
        Without white space.

    Returns
    -------
    bool
        Whether it is left out.

    Examples
    --------
    >>> [is_furniture(line) for line in ("字号：大中小", "分享到：微信微博", "中", "分享科普资源")]
    [True, True, False, False]
    """
    if len(line) > _LONGEST:
        return False
    place = _PLACE.match(line)
    if place is not None and "。" not in line and "，" not in line:
        return not place["rest"] or bool(re.search(r"首页|主页|[>＞»›]", place["rest"]))
    if len(line) > 1 and any(form.fullmatch(line) for form in (_CRUMBS, _TYPE_SIZE, _SHARE, _COUNTS, _FILED)):
        return True
    return len(line) > 1 and _BUTTONS.fullmatch(line) is not None and re.search(r"\w", line) is not None


def _is_about(line: str) -> bool:
    return len(line) <= _LONGEST and _ABOUT.fullmatch(line) is not None


def _crumbs(words: Sequence[str | None]) -> set[int]:
    """Find the steps of a path that stand on lines of their own."""
    found: set[int] = set()
    for at, line in enumerate(words):
        place = _PLACE.fullmatch(line) if line else None
        if place is None or place["rest"]:
            continue
        after = list(range(at + 1, min(at + 1 + _CRUMB_LINES, len(words))))
        marks = [n for n in after if (each := words[n]) and _BETWEEN.fullmatch(each)]
        if marks:
            short = [n for n in after if n <= marks[-1] + 1 and len(words[n] or "x" * _LONGEST) <= _SHORT]
            found |= set(short)
    return found


def _content(words: Sequence[str | None], dropped: set[int]) -> tuple[int, int]:
    """Give the first and the last line that is surely of the document."""
    sure = [
        at
        for at, line in enumerate(words)
        if line is None or (at not in dropped and (_MARK.match(line) or ("。" in line and len(line) >= _SENTENCE)))
    ]
    return (sure[0], sure[-1]) if sure else (len(words), -1)


def _above(words: Sequence[str | None], dropped: set[int], first: int) -> set[int]:
    """Leave out what stands above the path, which stands directly above the document."""
    last = max(
        (
            at
            for at in dropped
            if at < min(first, _HEAD_LINES)
            and (line := words[at]) is not None
            and (_PLACE.match(line) or _CRUMBS.fullmatch(line))
        ),
        default=-1,
    )
    return set(range(last + 1))


def _below(words: Sequence[str | None], last: int) -> set[int]:
    """Leave out everything from the first line of the foot on, when nothing of the document follows."""
    for at in range(last + 1, len(words)):
        line = words[at] or ""
        if _TAIL.fullmatch(line) or _FILED.fullmatch(line) or (_HOST.match(line) and _is_filed(words[at : at + _NEAR])):
            return set(range(at, len(words)))
    return set()


def _is_filed(words: Sequence[str | None]) -> bool:
    return any(line is not None and _FILED.fullmatch(line) for line in words)
