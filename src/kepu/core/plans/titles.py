"""Where a heading ends and its text begins, when both stand in one paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kepu.core.plans.labels import LABEL as DUTY_LABEL
from kepu.core.plans.lexicon import HEADING, LABEL, NAMED
from kepu.core.plans.normalise import wide_marks
from kepu.core.plans.statements import Form, find_statements

if TYPE_CHECKING:
    from kepu.core.plans.model import Style
    from kepu.core.plans.source import Paragraph

LONGEST_TITLE = 45
LONGEST_LINE = 70
LONGEST_TOPIC = 34
LONGEST_PAIRED = 24  # a heading of two clauses
LONGEST_PAIRED_LINE = 30  # 加强组织领导，健全工作机制
SHORTEST_TOPIC = 4
LONGEST_CLAUSE = 40
_SENTENCE_END = re.compile(r"[。！]")
_COLON = re.compile(r"[:：]")
_CLAUSE_END = re.compile(r"[，；。：:！]")
_TRAILING = "。；;：:，, "
_BRACKET = re.compile(r"[（(【\[［〔]")
_WORK = re.compile(r"[\u4e00-\u9fff、“”]{3,24}?(?:行动|工程)(?:计划)?(?![方计中的、和与及]|建设)")
_AIMED = re.compile(rf"{_WORK.pattern}(?=以[^，。]{{2,40}}为[^，。]{{1,8}}，)")  # 甲行动以乙为重点，…
_ONLY_BEGINS = 4  # characters between a usual heading and a comma: 明确目标任务分工， is a heading that goes on
_SHORTEST_TEXT = 12
_SHORTEST_REST = 2  # 甲行动措施：
_OPENS_TEXT = re.compile(r"[到以为坚按围全力“\d]")


@dataclass(frozen=True, slots=True)
class Title:
    """The part of a paragraph that is its heading, and where its text begins."""

    start: int
    end: int
    body: int
    style: Style
    rule: str
    confidence: float


def numbered_title(text: str, start: int) -> Title:
    """Find the heading behind a number.

    Parameters
    ----------
    text : str
        The paragraph.
    start : int
        Where the words behind the number begin.

    Returns
    -------
    Title
        The first sentence, what stands before a colon, a usual heading that runs into its text,
        or, where there is no heading sentence, the first clause.
    """
    text = wide_marks(text)
    end = _SENTENCE_END.search(text, start)
    whole = len(text.rstrip(_TRAILING))
    first = end.start() if end else whole
    duties = _duties(text, start, first)
    if duties is not None and duties - start <= LONGEST_LINE:
        behind = start + len(text[start:duties].rstrip(_TRAILING))
        return Title(start, behind, duties, "numbered", "heading.numbered", 0.9)
    usual = HEADING.match(text, start, first)
    labelled = usual is not None and LABEL.match(text, usual.end()) is not None
    colon = _COLON.search(text, start, first)
    if colon and not labelled and colon.start() - start <= LONGEST_TOPIC and "，" not in text[start : colon.start()]:
        return Title(start, colon.start(), colon.end(), "numbered", "heading.colon", 0.95)
    if usual is not None and not (labelled or _runs_on(text, start, usual.end(), first)):
        usual = None
    usual = usual or _AIMED.match(text, start, first)
    if usual is not None:
        return Title(start, usual.end(), usual.end(), "numbered", "heading.runs_on", 0.9 if labelled else 0.8)
    limit = LONGEST_TITLE if end and end.end() < len(text) else LONGEST_LINE
    if first - start <= limit:
        return Title(start, first, min(first + 1, len(text)), "numbered", "heading.numbered", 0.98)
    named = NAMED.match(text, start, first) or _WORK.match(text, start, min(first, start + LONGEST_TITLE))
    if named:
        return Title(start, named.end(), named.end(), "numbered", "heading.runs_on", 0.7)
    clause = _CLAUSE_END.search(text, start)
    stop = min(clause.start() if clause else first, start + LONGEST_TITLE)
    return Title(start, stop, start, "numbered", "heading.first_clause", 0.6)


def glued_title(text: str, title: Title) -> Title:
    """End a heading of a text without line breaks at the words that usually end one.

    Parameters
    ----------
    text : str
        The paragraph, which begins and goes on inside a line.
    title : Title
        What was found by the marks between its words.

    Returns
    -------
    Title
        The same where no such words stand in it.
    """
    usual = HEADING.match(text, title.start, title.end) or _WORK.match(text, title.start, title.end)
    if usual is None or title.end - usual.end() < _SHORTEST_REST:
        return title
    return Title(title.start, usual.end(), usual.end(), title.style, "heading.runs_on", 0.7)


def spaced_title(block: Paragraph, title: Title, source: str) -> Title:
    """End a heading at the only space of its sentence, where the text goes on behind it with a clause of its own.

    Parameters
    ----------
    block : Paragraph
        The paragraph, which does not hold the space itself.
    title : Title
        What was found without it.
    source : str
        The whole text.

    Returns
    -------
    Title
        The same where there is no such space.
    """
    text = wide_marks(block.text)
    end = _SENTENCE_END.search(text, title.start)
    comma = text.find("，", title.start, end.start() if end else None)
    if comma < 0 or title.rule == "heading.colon":
        return title
    gaps = [
        at for at in range(title.start + 1, comma) if _is_gap(source[block.offsets[at - 1] + 1 : block.offsets[at]])
    ]
    if len(gaps) != 1 or len(block.text) - gaps[0] < _SHORTEST_TEXT:
        return title
    if not SHORTEST_TOPIC <= gaps[0] - title.start <= min(LONGEST_TOPIC, title.end - title.start):
        return title
    return Title(title.start, gaps[0], gaps[0], title.style, "heading.runs_on", 0.8)


def _is_gap(between: str) -> bool:
    return bool(between) and between.isspace() and "\n" not in between


def _duties(text: str, start: int, end: int) -> int | None:
    """Give where the words begin that close a heading and say who does it: （一）甲行动（责任单位：乙）."""
    if not _BRACKET.search(text, start, end) and not DUTY_LABEL.search(text, start, end):
        return None
    found = find_statements(text[start:end])
    last = found[-1] if found else None
    if last is None or last.form is Form.SENTENCE or last.end < end - start or last.start < SHORTEST_TOPIC - 1:
        return None
    return start + last.start


def _runs_on(text: str, start: int, behind: int, end: int) -> bool:
    """Tell a usual heading that runs into its text from one that is only the beginning of a longer heading."""
    comma = text.find("，", behind, end)
    if comma < 0 or end - behind <= SHORTEST_TOPIC or text[behind - 2 : behind] == "实施":
        return False
    if comma == behind:
        is_heading = end - start <= LONGEST_PAIRED_LINE and (text[end : end + 1] != "。" or end + 1 < len(text))
        return not is_heading
    return comma - behind > _ONLY_BEGINS or bool(_OPENS_TEXT.match(text, behind))


def dash_title(text: str, start: int) -> Title:
    """Find the heading behind a dash: the first sentence."""
    title = numbered_title(text, start)
    return Title(title.start, title.end, title.body, "dash", "heading.dash", title.confidence - 0.03)


def topic_title(text: str) -> Title | None:
    """Find a first sentence that is short enough, and plain enough, to be the heading of its paragraph.

    Parameters
    ----------
    text : str
        A paragraph without a number.

    Returns
    -------
    Title or None
        None when the paragraph begins with an ordinary sentence or has only one.
    """
    text = wide_marks(text)
    end = _SENTENCE_END.search(text)
    if end is None or end.end() >= len(text):
        return None
    title = text[: end.start()]
    plain = not re.search(r"[，；：:]", title)
    if plain and SHORTEST_TOPIC <= len(title) <= LONGEST_TOPIC:
        return Title(0, end.start(), end.end(), "topic", "heading.topic_sentence", 0.9)
    return None


def implicit_title(text: str) -> Title | None:
    """Take the first clause of a paragraph for its heading, where its neighbours have headings and it has none."""
    text = wide_marks(text)
    end = _SENTENCE_END.search(text)
    first = text[: end.start()] if end else text.rstrip(_TRAILING)
    if end and end.end() < len(text) and len(first) <= LONGEST_PAIRED and first.count("，") == 1:
        return Title(0, end.start(), end.end(), "topic", "heading.topic_sentence", 0.7)
    clause = _CLAUSE_END.search(text)
    stop = clause.start() if clause else len(first)
    if not SHORTEST_TOPIC <= stop <= LONGEST_CLAUSE:
        return None
    return Title(0, stop, 0, "implicit", "heading.implicit", 0.5)
