"""Lines of a head that say who issued a document, when, and under which number."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from kepu.core.plans.dates import find_day
from kepu.core.plans.marks import read_mark
from kepu.core.plans.normalise import half_width
from kepu.core.plans.source import Paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.model import Span
    from kepu.core.plans.source import Block

NUMBER = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{1,14})\s*[〔\[［（(【﹝〖]\s*(?P<year>(?:19|20)\d{2})\s*[〕\]］）)】﹞〗]\s*第?\s*(?P<no>\d{1,4})\s*号"
)
_NUMBER_FROM = re.compile(r".*(?:通知|文件|办公室|办公厅|政府|委员会|方案|规划|纲要|意见|号|日)")
_ISSUER_END = re.compile(r"(?:人民政府|办公室|办公厅|委员会|办事处|领导小组|协会|科协|局|委|部|厅)$")
_KEEPER = re.compile(
    r"^(?:制表|编制|编制单位|印发单位|发文机关|发布机构|发文单位|制定单位)\s*[:：]\s*(?P<name>[\u4e00-\u9fff（）()]{3,40})"
)
_ANNOUNCED = re.compile(
    r"(?:^|[，。,])(?P<name>[\u4e00-\u9fff、]{2,40}?)印发了?(?:《[^《》]{4,80}》)(?=.{0,40}全文如下)"
)
_DAY = r"(?P<day>20\d{2}\s*[-年./]\s*\d{1,2}\s*[-月./]\s*\d{1,2}日?)"
_SIGNED = re.compile(r"(?:政府|办公室|办公厅|委员会|领导小组|协会|局|委)(?P<day>\d{4}年\d{1,2}月\d{1,2}日)")
_SIGNED_INSIDE = re.compile(
    r"[。！](?P<name>[\u4e00-\u9fff]{4,40}?(?:政府|办公室|办公厅|委员会|办事处|领导小组|协会|局))"
    r"(?:[（(][^（）()]{2,30}代章[）)])?(?=20\d\d年\d{1,2}月|[一二][^年。]{3}年[一二三四五六七八九十]{1,2}月)"
)
# What a page on the web prints above the text; the day of writing before the day of publishing.
_WRITTEN = re.compile(rf"(?:成文|印发|发文|签发|生成)(?:日期|时间)\s*[:：]\s*{_DAY}")
_PUBLISHED = re.compile(rf"(?:发布|公布|公开)?(?:日期|时间)\s*[:：]\s*{_DAY}")
_OF_PAGE = re.compile(r"发布|公布|来源|作者|编辑|浏览|点击|阅读|访问|(?:时间|日期)\s*[:：]|\d:\d{2}")
_NOT_OF_ISSUE = re.compile(r"完成|时限|期限|截止|反馈|报送|日(?:之)?前")
_SHORT_LINE = 30
_LONGEST_PREFIX = 8  # 纲要办发, 青全科组办发
_LONGEST_NAME = 40
_OPEN_DAY = re.compile(r"20[\d×xX]{2}年\s*[\d×xX_ ]{0,3}月\s*(?:[\d×xX_ ]{0,3}日)?")
_HEAD_LINES = 6
_TAIL_LINES = 4
REMARK = re.compile(r"[（(]?(?:征求意见稿|讨论稿|送审稿|草案|草稿|初稿|此件[^）)]*|[^（()）]*代章)[）)]?")


def _dates(words: str) -> bool:
    """Tell a line that dates a document, the day of a draft being left open: 2026年×月×日."""
    return find_day(words) is not None or bool(_OPEN_DAY.fullmatch(half_width(words)))


def _alone(words: str, start: int) -> bool:
    """Tell a number in brackets with nothing but a day: （甲发〔2026〕3号 2026年3月5日）."""
    return start == 1 and len(words) <= _LONGEST_NAME and words.endswith(")") and "号" in words


def _may_date(words: str) -> bool:
    """Tell a short line with a day that may be the day of issue: 完成时间：2026年11月30日前 is not."""
    return len(words) <= _SHORT_LINE and find_day(words) is not None and not _NOT_OF_ISSUE.search(words)


@dataclass(slots=True)
class HeadLines:
    """The lines before the first heading, with what is found in them and where."""

    text: str
    blocks: Sequence[Block]
    zone: list[Paragraph]
    spans: dict[str, Span] = field(default_factory=dict)

    def place(self, name: str, block: Paragraph, start: int, end: int) -> None:
        spans = block.spans(start, end, self.text)
        if spans:
            self.spans[name] = spans[0]

    def number(self) -> str | None:
        """Find the document's own number: not in brackets behind the title of another instrument."""
        for block in self.zone:
            plain = half_width(block.text)
            for match in NUMBER.finditer(plain):
                alone = match.start() == 0 and len(match["name"]) <= _LONGEST_PREFIX
                before = None if alone else _NUMBER_FROM.match(match["name"])
                start = match.start() + (before.end() if before else 0)
                cited = start > 0 and plain[start - 1] in "(》，、" and plain.strip("() ") != plain[start : match.end()]
                if start >= match.end("name") or (cited and not _alone(plain, start)):
                    continue
                self.place("doc_number", block, start, match.end())
                return block.text[start : match.end()].replace(" ", "")
        return None

    def signed(self, behind: int) -> str | None:
        """Find the issuer in the signature: the line before the date; several bodies may sign."""
        for at in range(max(1, behind), len(self.zone)):
            if find_day(self.zone[at].text) and len(self.zone[at].text) <= _SHORT_LINE:
                first = at - 1
                while first > behind and REMARK.fullmatch(self.zone[first].text):
                    first -= 1
                if first >= behind and self.signs(self.zone[first]):
                    self.place("issuer", self.zone[first], 0, len(self.zone[first].text))
                    return self.zone[first].text
        return self.signed_inside()

    def signed_inside(self) -> str | None:
        """Find the issuer before the date of a signature that no line parts from the words above."""
        for block in self.zone:
            match = _SIGNED_INSIDE.search(block.text)
            if match:
                self.place("issuer", block, match.start("name"), match.end("name"))
                return match["name"]
        return None

    def signs(self, block: Paragraph) -> bool:
        """Tell a line that is nothing but the name of a body."""
        return bool(_ISSUER_END.search(block.text)) and len(block.text) <= _LONGEST_NAME

    def bodies_above(self) -> list[str]:
        """Give the lines at the top that name a body, which may print more of its place than the title does."""
        lines = [block.text.removesuffix("文件") for block in self.zone[:_HEAD_LINES]]
        return [line for line in lines if _ISSUER_END.search(line) and len(line) <= _LONGEST_NAME]

    def letterhead(self) -> str | None:
        """Find the issuer in the red head: 甲县人民政府文件."""
        for block in self.zone[:_HEAD_LINES]:
            name = block.text.removesuffix("文件")
            if name != block.text and _ISSUER_END.search(name) and len(name) <= _LONGEST_NAME:
                self.place("issuer", block, 0, len(name))
                return name
        return None

    def below_title(self, behind: int) -> str | None:
        """Find the issuer on the line below the title, or in the signature at the end."""
        following = self.zone[behind : behind + 1] if behind else []
        tail = [block for block in self.blocks[-_TAIL_LINES:] if isinstance(block, Paragraph)]
        signed = [one for one, other in pairwise(tail) if _dates(other.text) and len(other.text) <= _SHORT_LINE]
        for block in [*following, *reversed(signed)]:
            if self.signs(block) and read_mark(block.text) is None:
                self.place("issuer", block, 0, len(block.text))
                return block.text
        return None

    def keeper(self) -> str | None:
        """Find who keeps a table that is issued without a notice: 制表：…."""
        for block in self.zone:
            match = _KEEPER.match(block.text)
            if match:
                self.place("issuer", block, match.start("name"), match.end("name"))
                return match["name"]
        return None

    def announced(self) -> str | None:
        """Find the issuer in the words of a page above the text: 近日，省政府办公厅印发《…》，全文如下。."""
        for block in self.zone[:_HEAD_LINES]:
            match = _ANNOUNCED.search(block.text)
            if match:
                self.place("issuer", block, match.start("name"), match.end("name"))
                return match["name"]
        return None

    def day(self, noticed: bool) -> str | None:  # noqa: FBT001  called once
        """Find the day of issue: of the signature, else what the page or the last lines say."""
        lines = [block for block in self.zone if _may_date(block.text)]
        of_page = [line for line in lines if _OF_PAGE.search(line.text)]
        tail = [block for block in self.blocks[-6:] if isinstance(block, Paragraph) and _may_date(block.text)]
        foot = [line for line in reversed(tail) if not line.text.startswith("附件")]
        if noticed:
            foot = [line for line in foot if self.is_signed(line) or line.text.endswith("印发")]
        return (
            self.dated([line for line in lines if line not in of_page])
            or self.labelled(_SIGNED)
            or self.labelled(_WRITTEN)
            or self.dated([line for line in foot if not _OF_PAGE.search(line.text)])
            or self.labelled(_PUBLISHED)
            or self.dated([*of_page, *foot])
        )

    def is_signed(self, line: Paragraph) -> bool:
        """Tell whether a body signs on the line above."""
        at = next(at for at, block in enumerate(self.blocks) if block is line)
        above = self.blocks[at - 1] if at else None
        return isinstance(above, Paragraph) and self.signs(above)

    def dated(self, lines: Sequence[Paragraph]) -> str | None:
        """Give the day on the first of several lines that each hold one."""
        for line in lines[:1]:
            self.place("issued_on", line, 0, len(line.text))
            return find_day(line.text)
        return None

    def labelled(self, pattern: re.Pattern[str]) -> str | None:
        """Find the first day behind certain words."""
        for block in self.zone:
            match = pattern.search(block.text)
            if match and (found := find_day(match["day"])):
                self.place("issued_on", block, match.start("day"), match.end("day"))
                return found
        return None
