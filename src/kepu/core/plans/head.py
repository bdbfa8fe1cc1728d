"""What the head of a document says: title, number, issuer, date, period, status, basis."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kepu.core.plans.dates import YEARS, find_years, five_years
from kepu.core.plans.headtitles import TITLE_LINES, TitleLines
from kepu.core.plans.instruments import find_instruments
from kepu.core.plans.marks import MarkStyle, read_mark
from kepu.core.plans.model import Document, Status
from kepu.core.plans.normalise import half_width
from kepu.core.plans.places import DivisionTable, complete, fullest_place, place_in
from kepu.core.plans.source import Paragraph, Table, joined_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.source import Block

_NOTICE = re.compile(
    r"(?P<issuer>[\u4e00-\u9fff（）()、\d]{2,60}?)?(?:关于(?:印发|发布|下发|转发|公布|公开征求|征求|报送)|(?<!关于)印发(?=《))(?P<title>.{4,120}?)的?(?P<kind>通知|公告|函|通告)"
)
_FORWARDED = re.compile(
    r"(?P<issuer>[\u4e00-\u9fff（）()、]{2,60}?)?(?P<verb>转发|批转)(?P<by>[^关《]{2,40}?)(?P<title>(?:关于|《).{4,120}?)的?(?P<kind>通知)"
)
_DRAFT = re.compile(r"征求意见稿|讨论稿|送审稿|草案|（草稿）|初稿")
_APPROVED = re.compile(r"(?:已经|业经|经)(?P<by>[^，,。；;]{2,30}?)(?:审议通过|审议|讨论通过|研究同意|批准|同意)")
_CITED = re.compile(r"《[^《》]*》")
_TAIL = re.compile(r"(?:[（(](?:征求意见稿|讨论稿|送审稿|草案)[）)])?(?:的?意见)?")
_OPENS = re.compile(r"(?:关于|转发|批转|印发《)")
_ONE_YEAR_OF = re.compile(r"年?[)）]》?(?P<year>20\d\d)年(?!末|底)")  # a year's work on a plan of several
_ADAPTED = re.compile(r"结合(?P<place>(?![全我本各该])[\u4e00-\u9fff]{2,16}?[省市州县区旗镇乡])(?:工作)?(?:的)?实际")
_YEAR_OF_WORK = re.compile(r"(?P<year>20\d\d)年度")
_SHORT_NAME = re.compile(
    r"[省市区县州旗镇乡](?:人民)?政府|[省市区县州旗](?:科协|委)"
)  # 县政府办公室: the signature says more
_AGAIN = re.compile(r"关于(?:印发|转发|发布)")
_NUMBER_ALONE = re.compile(r"\d*号")
_BEFORE_ISSUER = re.compile(r".*(?:文件|\d号)(?=[\u4e00-\u9fff]{4})")
_MOST_LINES = 60
_MOST_ISSUERS = 3  # lines of issuers above 关于
_LONGEST_HEAD = 3000  # characters of a paragraph that the head can take
_FEW_WORDS = 500  # characters around a table that is issued alone


@dataclass(slots=True)
class Head:
    """The head as read, and where the paragraphs of the title begin."""

    document: Document
    title_starts: frozenset[int]


def read_head(text: str, blocks: Sequence[Block], divisions: DivisionTable | None) -> Head:
    """Read the head of a document.

    Parameters
    ----------
    text : str
        The normalised text.
    blocks : sequence of Paragraph or Table
        The document.
    divisions : DivisionTable or None
        Completes the region.

    Returns
    -------
    Head
        Fields that the text does not print are None.
    """
    zone = _zone(blocks)
    return _Reader(text, blocks, zone, divisions=divisions).read()


def _zone(blocks: Sequence[Block]) -> list[Paragraph]:
    """Take the paragraphs before the first heading of the first level or the first table."""
    zone: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Table):
            break
        mark = read_mark(block.text)
        if mark is not None and mark.style in {MarkStyle.CHINESE, MarkStyle.CHAPTER} and zone and mark.value == 1:
            break
        zone.append(block if len(block.text) <= _LONGEST_HEAD else block.cut(0, _LONGEST_HEAD))
        if len(zone) >= _MOST_LINES:
            break
    return zone


@dataclass(slots=True)
class _Reader(TitleLines):
    divisions: DivisionTable | None = None

    def read(self) -> Head:
        notice, inner, issuer, behind = self.notice()
        title, after_title = self.title(inner, behind)
        number = self.number()
        issuer = issuer or self.signed(behind if notice else 0) or self.keeper() or self.letterhead()
        issuer = issuer or (None if notice else self.announced() or self.below_title(after_title))
        day = self.day(notice is not None)
        head_text = "".join(block.text for block in self.zone)
        annex = bool(self.zone) and (self.zone[0].text.startswith("附件") or self.is_table_alone())
        draft = bool(_DRAFT.search(head_text[:400]))
        status: Status | None = "issued" if title else None
        if annex and notice is None:
            status = "annex"
        if draft:
            status = "draft"
        start, end = self.period(title, notice)
        place = fullest_place((title, issuer, notice, *self.bodies_above())) or self.adapted()
        based_on, references = find_instruments(self.text, self.zone[after_title:] or self.zone, self.blocks, title)
        approved = _APPROVED.search(head_text) if notice else None
        document = Document(
            title=title,
            doc_number=number,
            issuer=issuer,
            region=complete(place, self.text, self.divisions),
            issued_on=day,
            period_start=start,
            period_end=end,
            status=status,
            based_on=based_on,
            references=references,
            notice_title=notice,
            approved_by=approved["by"] if approved else None,
            spans=dict(sorted(self.spans.items())),
        )
        return Head(document, frozenset(self.starts))

    def adapted(self) -> str | None:
        """Find the place that a plan without one in its title is adapted to: 结合青禾区实际，制定本方案."""
        matches = (_ADAPTED.search(block.text) for block in self.zone)
        return next((place for match in matches if match and (place := place_in(match["place"]))), None)

    def is_table_alone(self) -> bool:
        """Tell a table that is issued without a body: nothing but a few lines stands before it, nothing behind."""
        before = [block for block in self.blocks[: len(self.zone) + 1] if isinstance(block, Table)]
        words = sum(len(block.text) for block in self.blocks if isinstance(block, Paragraph))
        return bool(before) and words < _FEW_WORDS

    def notice(self) -> tuple[str | None, str | None, str | None, int]:
        """Find 关于印发…的通知: its words, the plan's title in it, the issuer before it, and the paragraph behind."""
        for at, block in enumerate(self.zone):
            if not _OPENS.search(block.text):
                continue
            first = at
            while first and at - first < _MOST_ISSUERS and self.issues(first - 1) and _OPENS.match(block.text):
                first -= 1
            for last in range(at, min(at + TITLE_LINES, len(self.zone))):
                joined = joined_lines(self.zone[first : last + 1])
                match = _FORWARDED.search(joined.text) or _NOTICE.search(joined.text)
                if match is None or (match.end() < len(joined.text) - 1 and last > at):
                    continue
                if _AGAIN.search(match["title"]):  # the name of the page, cut short, above the notice itself
                    break
                before = joined.text[: match.start("title")]
                if before.count("《") > before.count("》") and not before.endswith("《"):
                    continue
                self.starts.update(
                    part.start for part in self.zone[first : last + 1] if match.end() >= len(joined.text) - 1
                )
                several = at - first > 1
                begins = _issuer_start(match)
                self.place("notice_title", joined, begins, match.end())
                name = joined.text[begins : match.end("issuer")] if match["issuer"] else None
                name = name if name and not _NUMBER_ALONE.fullmatch(name) else None
                short = name is not None and _SHORT_NAME.match(name) is not None
                signed = self.signed(last + 1) if several or short else None
                issuer = signed or (self.zone[first].text if several else name)
                if issuer == name and issuer:
                    self.place("issuer", joined, begins, match.end("issuer"))
                return joined.text[begins : match.end()], _inner_title(match["title"]), issuer, last + 1
        return None, None, None, 0

    def issues(self, at: int) -> bool:
        """Tell a line that is the name of an issuer."""
        return self.signs(self.zone[at])

    def period(self, title: str | None, notice: str | None) -> tuple[int | None, int | None]:
        """Find the years the plan runs: in its title, else the five-year period or the years it names."""
        for words in (_CITED.sub("", title or ""), title, notice):
            match = YEARS.search(half_width(words)) if words else None
            if words and match:
                year = _ONE_YEAR_OF.match(half_width(words), match.end())
                return (int(year["year"]),) * 2 if year else (int(match["start"]), int(match["end"]))
            five = five_years(words) if words else None
            if five:
                return five
            single = _single_years(words) if words else []
            if single:
                return single[0], single[-1]
        plain = half_width(self.text)
        for words in (_CITED.sub("", plain), plain):
            five = five_years(words[:6000])
            if five:
                return five
            match = YEARS.search(words)
            if match:
                return int(match["start"]), int(match["end"])
        return None, None


def _issuer_start(match: re.Match[str]) -> int:
    """Give where the name of the issuer begins: behind the red head and the number, if no line parts them."""
    glued = _BEFORE_ISSUER.match(match["issuer"] or "")
    return match.start() + (glued.end() if glued else 0)


def _single_years(words: str) -> list[int]:
    of_work = _YEAR_OF_WORK.search(half_width(words))
    return [int(of_work["year"])] if of_work else [year.value for year in find_years(words)]


def _inner_title(words: str) -> str:
    """Take the title out of its marks: what stands between the first 《 and the 》 that closes it."""
    if not words.startswith("《"):
        return words.strip("《》")
    depth = 0
    for at, mark in enumerate(words):
        depth += (mark == "《") - (mark == "》")
        if not depth:
            return words[1:at] if _TAIL.fullmatch(words, at + 1) else words.strip("《》")
    return words.strip("《》")
