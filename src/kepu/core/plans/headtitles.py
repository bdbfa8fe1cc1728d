"""Lines of a head that are the title of the plan."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kepu.core.plans import lexicon
from kepu.core.plans.dates import find_day
from kepu.core.plans.headlines import NUMBER, REMARK, HeadLines
from kepu.core.plans.marks import read_mark
from kepu.core.plans.normalise import fold
from kepu.core.plans.source import joined_lines

_SALUTATION = re.compile(r"^(?:各|省|市|区|县|机关).{2,80}[:：]$")
_STATUS_TAIL = re.compile(r"(?:[（(](?:征求意见稿|讨论稿|送审稿|草案|草稿|初稿)[）)])+$")
_GLUED_TITLE = re.compile(
    r"(?P<title>[\u4e00-\u9fff“”《》〈〉—\d]{4,60}?(?:方案|规划|纲要|计划|要点|意见|措施)(?:[（(]20\d\d[^（）()]{1,12}[）)])?)"
    r"(?:[（(](?:征求意见稿|讨论稿|送审稿|草案)[）)])?(?=为|根据|按照|依据|20\d\d年是|前言|一、|目录)"
)
_ENCLOSED = re.compile(r"(?:现将?|就)《(?P<title>[^《》]{6,80})》.{0,20}(?:印|转|下)发(?:给)?你们")
_LABEL = re.compile(r"【[^【】]{2,8}】")  # 【政策文件】
_WITH_MORE = re.compile(r"(?:及|和|与|、)[^（(]{2,20}$")
_COMMA = re.compile(r"[，,]")
_SENDS = re.compile(r"制定|现将|根据|按照|为了|特此|请")
_LONGEST_TITLE_LINE = 60
TITLE_LINES = 5


@dataclass(slots=True)
class TitleLines(HeadLines):
    """The lines before the first heading; the beginnings of those that are titles are kept."""

    starts: set[int] = field(default_factory=set)

    def title(self, inner: str | None, behind: int) -> tuple[str | None, int]:
        """Find the plan's own title: printed again below the notice, else the first lines that read like one."""
        if not inner:
            inner, behind = self.enclosed()
        if inner:
            wanted = _folded(inner)
            for at in range(behind, len(self.zone)):
                for last in range(at, min(at + TITLE_LINES, len(self.zone))):
                    joined = joined_lines(self.zone[at : last + 1])
                    if _is_title(joined.text, wanted):
                        self.starts.update(part.start for part in self.zone[at : last + 1])
                        words = _STATUS_TAIL.sub("", joined.text)
                        self.place("title", joined, 0, len(words))
                        return words, last + 1
            self.place_inner(inner)
            return _STATUS_TAIL.sub("", inner), behind
        return self.first_title()

    def enclosed(self) -> tuple[str | None, int]:
        """Find the title in the words that send the plan: 现将《…》印发给你们."""
        for at, block in enumerate(self.zone):
            match = _ENCLOSED.search(block.text)
            if match:
                return match["title"], at + 1
        return None, 0

    def place_inner(self, inner: str) -> None:
        for block in self.zone:
            at = block.text.rfind(inner)
            if at >= 0:
                self.place("title", block, at, at + len(inner))
                return

    def first_title(self) -> tuple[str | None, int]:
        for at, block in enumerate(self.zone):
            if not self.titular(block.text) or block.text.startswith("附件") or self.comes_again(at):
                continue
            for last in range(min(at + 4, len(self.zone) - 1), at - 1, -1):
                parts = self.zone[at : last + 1]
                joined = joined_lines(parts)
                label = _LABEL.match(joined.text)
                begins = label.end() if label else 0
                words = _STATUS_TAIL.sub("", joined.text[begins:])
                if all(self.titular(part.text) for part in parts) and lexicon.PLAN_WORDS.search(words):
                    self.starts.update(part.start for part in parts)
                    self.place("title", joined, begins, begins + len(words))
                    return words, last + 1
        return self.glued_title(), 0

    def comes_again(self, at: int) -> bool:
        """Tell the name of a page, which the title below repeats."""
        name = self.zone[at].text
        below = [line.text for line in self.zone[at + 1 : at + 2 * TITLE_LINES]]
        return any("".join(below[first:]).startswith(name) for first in range(min(TITLE_LINES, len(below))))

    def glued_title(self) -> str | None:
        """Find the title at the beginning of a first paragraph that has lost its line breaks."""
        for block in self.zone[:1]:
            match = _GLUED_TITLE.match(block.text)
            if match:
                self.place("title", block, match.start("title"), match.end("title"))
                return match["title"]
        return None

    def titular(self, words: str) -> bool:
        return (
            read_mark(words) is None
            and len(words) <= _LONGEST_TITLE_LINE
            and (
                _COMMA.search(words) is None
                or (lexicon.PLAN_WORDS.search(words) is not None and not _SENDS.search(words))
            )
            and not re.search(r"[。；！？;!?…]|[:：]$|^(?:各|来源|作者|发布|索引|字号|浏览|打印|时间|日期)", words)
            and not NUMBER.search(words)
            and not find_day(words)
            and not _SALUTATION.match(words)
            and not REMARK.fullmatch(words)
        )


def _is_title(words: str, wanted: str) -> bool:
    """Tell the title that a notice names, which may name what comes with it as well: 方案及任务分工."""
    printed = _folded(words)
    if printed in {wanted, wanted.removeprefix("关于")}:
        return True
    with_more = wanted.startswith(printed) and _WITH_MORE.match(wanted, len(printed)) is not None
    return with_more and lexicon.PLAN_WORDS.search(words) is not None


def _folded(title: str) -> str:
    """Fold a title to compare it: without its status, its brackets and the marks of titles inside it."""
    return re.sub(r"[《》〈〉<>()\[\]]", "", fold(_STATUS_TAIL.sub("", title)))
