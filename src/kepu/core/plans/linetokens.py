"""Lines behind the header of a table of which each cell became a line: what kind of words each has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kepu.core.plans.cellfits import SERIAL, ends_torn, kind_of
from kepu.core.plans.marks import Mark, read_mark
from kepu.core.plans.normalise import squeeze
from kepu.core.plans.textlines import DASHED_PAGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.model import Span
    from kepu.core.plans.textlines import Line

BEHIND = re.compile(
    r"(?:备注|注|说明|填表说明)[:：]|附件|（此件|抄送|信息公开选项|主办[:：]|扫一扫|版权所有|[^，。]{0,40}\d日印发"
)
_LONGEST = 600  # characters of a cell's line
_LONGEST_ROW = 80  # lines, blank ones too, from one name of a unit to the next
_LED = {"units", "mostly units", "labelled"}


@dataclass(frozen=True, slots=True)
class LineToken:
    """A filled line: its words, how many blank lines stand before it, and what kind of words it has."""

    span: Span
    words: str
    gap: int
    kind: str
    mark: Mark | None
    line: int

    @property
    def unfinished(self) -> bool:
        """Whether the cell goes on: a list, a bracket or a name breaks off, or only a number stands there."""
        if self.words.endswith(("、", "，", "和社会")) or (self.mark is not None and self.mark.end == len(self.words)):
            return True
        opened = max(self.words.rfind("（"), self.words.rfind("("))
        closed = max(self.words.rfind("）"), self.words.rfind(")"))
        return opened > closed or self.kind == "begun" or (self.kind == "mostly units" and ends_torn(self.words))


def line_tokens(text: str, lines: Sequence[Line], behind: int, header: Sequence[str]) -> list[LineToken]:
    """Give the filled lines behind the header, without prints of the header on later pages."""
    tokens: list[LineToken] = []
    gap, last, led = 0, 0, behind
    for at, line in enumerate(lines, behind):
        words = squeeze(text[line.start : line.end])
        if not words:
            gap += 1
            continue
        if BEHIND.match(words) or len(words) > _LONGEST or at - led > _LONGEST_ROW:
            break
        if DASHED_PAGE.match(words) or _is_page(text, lines, at - behind, last):
            continue
        kind = kind_of(words, last)
        tokens.append(LineToken((line.start, line.end), words, gap, kind, read_mark(words), at))
        led = at if kind in _LED else led
        if SERIAL.match(words):
            last = int(words)
        if [token.words for token in tokens[-len(header) :]] == list(header):
            del tokens[-len(header) :]
            led = next((token.line for token in reversed(tokens) if token.kind in _LED), behind)
        gap = 0
    return tokens


def _is_page(text: str, lines: Sequence[Line], at: int, last: int) -> bool:
    """Tell the number of a page from a serial number: it does not count on, and the line behind it does."""
    words = squeeze(text[lines[at].start : lines[at].end])
    if not SERIAL.match(words) or int(words) in {1, last + 1}:
        return False
    behind = (lines[n] for n in range(at + 1, len(lines)))
    following = next((squeeze(text[line.start : line.end]) for line in behind if line.start < line.end), "")
    return bool(SERIAL.match(following)) and int(following) == last + 1
