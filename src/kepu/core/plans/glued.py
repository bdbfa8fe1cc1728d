"""Text whose lines were glued together: headings follow the words before them, and their own text, without a break."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kepu.core.plans.lexicon import HEADING, WORK_NAME
from kepu.core.plans.marks import MarkStyle, read_mark

if TYPE_CHECKING:
    from kepu.core.plans.marks import Mark

_LONG = 300  # characters of a paragraph in which several headings may stand
_NUMERAL = "一二三四五六七八九十百"
# What may be the number of a heading, wherever it stands; numerals of a list (一、二、三类) are none.
_NUMBER = re.compile(
    rf"第[{_NUMERAL}]{{1,3}}(?:部分|章|节)(?=[\u4e00-\u9fff])"
    rf"|(?<![{_NUMERAL}第、（(\d])[{_NUMERAL}]{{1,3}}、(?![{_NUMERAL}\d])"
    rf"|[（(][{_NUMERAL}]{{1,3}}[）)](?=[\u4e00-\u9fff“])"
    r"|(?<![\d.．—–―～~-])\d{1,2}[.．](?=[\u4e00-\u9fff“])"
)
_ENDED = "。！!；;）)：:"
_AFTER_HEADING = 30  # characters within which the first item follows its heading
_DASH = re.compile(r"(?:[—―–─]{1,2}|--)(?=[\u4e00-\u9fff“])")
_CLAUSE = re.compile(r"[。！!；;：:]")
_STYLES = (MarkStyle.CHAPTER, MarkStyle.CHINESE, MarkStyle.CHINESE_BRACKET, MarkStyle.DIGIT)


@dataclass(slots=True)
class Numbers:
    """Follows the numbers of headings through a document and tells which number goes on with them."""

    last: dict[float, int] = field(default_factory=dict)  # by level
    through: int = 0  # the last 1. of the whole document, where these numbers go on from part to part

    def take(self, mark: Mark) -> None:
        """Remember the number of a heading; those below it begin again."""
        level = mark.rank
        self.last = {other: value for other, value in self.last.items() if other < level} | {level: mark.value}
        self.through = mark.value if mark.style is MarkStyle.DIGIT else self.through

    def goes_on(self, mark: Mark) -> bool:
        """Tell whether a number is the next of its style."""
        wanted = {self.last.get(mark.rank, 0) + 1}
        return mark.value in (wanted | {self.through + 1} if mark.style is MarkStyle.DIGIT else wanted)

    def cuts(self, text: str) -> set[int]:
        """Find where headings begin inside a paragraph.

        Parameters
        ----------
        text : str
            A paragraph; the numbers of headings in it are remembered.

        Returns
        -------
        set of int
            In a paragraph of usual length a heading follows a sentence, or at once the heading above it.
        """
        opening = read_mark(text)
        if opening is not None and opening.style in _STYLES:
            self.take(opening)
        found: set[int] = set()
        heading = opening.end if opening is not None else -_AFTER_HEADING
        for match in _NUMBER.finditer(text):
            mark = read_mark(text, match.start())
            if mark is None or not match.start() or not self.goes_on(mark):
                continue
            near = match.start() - heading <= _AFTER_HEADING and not _CLAUSE.search(text, heading, match.start())
            if len(text) < _LONG and not (near and opening is not None and mark.style > opening.style):
                continue
            if not (text[match.start() - 1] in _ENDED or near or mark.value > 1):
                continue
            self.take(mark)
            found.add(match.start())
            heading = mark.end
        return found | _dashes(text, {*found, 0} if opening is not None else found)


def _dashes(text: str, found: set[int]) -> set[int]:
    """Find the dash that follows at once a heading that needs no more words: （一）组织保障——加强领导。."""
    return {
        match.start()
        for start in found
        if (match := _DASH.search(text, start, start + _AFTER_HEADING))
        and (mark := read_mark(text, start))
        and (HEADING.fullmatch(text, mark.end, match.start()) or WORK_NAME.search(text[mark.end : match.start()]))
    }
