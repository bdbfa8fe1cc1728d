"""Statements of who does what, at their places under a heading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kepu.core.plans.brackets import unclosed
from kepu.core.plans.labelled import behind_label
from kepu.core.plans.labels import LABEL, is_aside
from kepu.core.plans.marks import read_mark
from kepu.core.plans.shares import DUE, LEADING, n_sure
from kepu.core.plans.source import Paragraph, paragraph
from kepu.core.plans.statements import (
    Form,
    Labelled,
    Statement,
    find_statements,
)
from kepu.core.plans.unitnames import looks_like_units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kepu.core.plans.node import Node

_EDGE = "。；;！!，, 　"
_MOST_JOINED = 40  # lines of one list
_LONGEST_LINE = 60
_LONGEST_DATE = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement, the line it begins in, where the words it is about begin, and what each of its parts says."""

    node: Node
    lines: Sequence[Paragraph]
    index: int
    since: int
    start: int
    end: int
    form: Form
    parts: tuple[tuple[Paragraph, Labelled], ...]

    @property
    def words(self) -> Paragraph:
        """The line that it begins in."""
        return self.lines[self.index]

    @property
    def stands_alone(self) -> bool:
        """Whether nothing stands before it in its line."""
        return not self.words.text[self.since : self.start].strip()

    @property
    def n_before(self) -> int:
        """How many lines of text stand before it."""
        return sum(not is_aside(words.text) for words in self.lines[: self.index])

    @property
    def opens(self) -> bool:
        """Whether it is a sentence that goes on with what is to be done."""
        words, part = self.parts[-1]
        return (
            self.form is Form.SENTENCE and part.word != DUE and bool(set(words.text[part.end : self.end]) & set("，,"))
        )

    @property
    def of_headings(self) -> bool:
        """Whether its labels are headings."""
        return any(is_label(child) for child in self.node.children) and self.index == len(self.lines) - 1


def find_hits(text: str, node: Node) -> Iterator[Hit]:
    """Find the statements under a heading.

    Parameters
    ----------
    text : str
        The normalised text.
    node : Node
        The heading with its paragraphs.

    Yields
    ------
    Hit
        Labels on lines of their own that follow each other are one; so are headings that are labels: 3.责任单位：….
    """
    lines = whole_lines(node.words)
    index = 0
    while index < len(lines):
        words = lines[index]
        found = find_statements(words.text)
        begins = index
        since = 0
        index += 1
        for statement in found:
            parts = [(words, part) for part in statement.parts]
            if statement is found[-1] and statement.end >= len(words.text):
                led = any(part.word in LEADING for _, part in parts)
                while index < len(lines) and (more := _more_labels(lines[index], statement)) is not None:
                    if led and any(part.word in LEADING for _, part in more):
                        break  # somebody else leads something else
                    led = led or any(part.word in LEADING for _, part in more)
                    parts += more
                    index += 1
            yield Hit(node, lines, begins, since, statement.start, statement.end, statement.form, tuple(parts))
            since = statement.end
    labelled = [(child, part) for child in node.children for part in _label_parts(child)]
    if labelled:
        first = labelled[0][0]
        line = paragraph(text, first.spans[0][0], first.words[0].end) if first.spans else first.words[0]
        parts = [part for _, part in labelled]
        yield Hit(node, [*lines, line], len(lines), 0, 0, len(line.text), Form.LABELS, tuple(parts))


def is_label(node: Node) -> bool:
    """Tell a heading that is the label of a statement: 3.责任单位."""
    return bool(node.words and node.number and LABEL.fullmatch(f"{node.title}："))


def _label_parts(node: Node) -> list[tuple[Paragraph, Labelled]]:
    label = LABEL.fullmatch(f"{node.title}：") if is_label(node) else None
    if label is None:
        return []
    return [(words, part) for words in whole_lines(node.words) for part in behind_label(label, words.text)]


def _more_labels(words: Paragraph, before: Statement) -> list[tuple[Paragraph, Labelled]] | None:
    """Read a line that goes on with the labels of the line before; behind a bracket only a time limit does."""
    if is_aside(words.text):
        return [] if before.form is Form.LABELS else None
    following = find_statements(words.text)
    if len(following) != 1 or following[0].form is not Form.LABELS or following[0].start:
        return None
    parts = following[0].parts
    if before.form is not Form.LABELS and any(part.word != DUE for part in parts):
        return None
    return [(words, part) for part in parts]


def whole_lines(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """Join the lines of a statement that its layout parts: a bracket over two lines, a label above a list of units.

    Parameters
    ----------
    lines : sequence of Paragraph
        The paragraphs under a heading.

    Returns
    -------
    list of Paragraph
        Joined ones hold the line breaks.
    """
    whole: list[Paragraph] = []
    joined = 0
    for line in lines:
        last = whole[-1] if whole else None
        if last is not None and joined < _MOST_JOINED and _goes_on(last.text, line.text):
            whole[-1] = Paragraph(f"{last.text}\n{line.text}", [*last.offsets, last.end, *line.offsets])
            joined += 1
        else:
            whole.append(line)
            joined = 0
    return whole


def _goes_on(before: str, words: str) -> bool:
    """Tell whether a statement goes on in the next line."""
    if read_mark(words) is not None or len(words) > _LONGEST_LINE or LABEL.match(words):
        return False
    opened = _opens_statement(before)
    if opened == "bracket":
        return True
    return (opened == "label" and looks_like_units(words)) or (opened == "due" and len(words) <= _LONGEST_DATE)


def _opens_statement(text: str) -> str | None:
    """Tell a line that ends inside a statement: in a bracket, behind a label or in its list, behind that of a limit."""
    opened = unclosed(text)
    if opened is not None:
        begun = text[opened + 1 :]
        names = begun.rstrip(_EDGE).split("、")[:-1] if "、" in begun else [begun.rstrip(_EDGE)]
        is_begun = LABEL.match(begun) or (n_sure("、".join(names)) > 0 and looks_like_units("、".join(names)))
        return "bracket" if is_begun else None
    labels = list(LABEL.finditer(text))
    if not labels or (labels[0].start() and text[labels[0].start() - 1] not in "。；;！\n "):
        return None
    behind = text[labels[-1].end() :]
    if labels[-1]["due"]:
        return None if behind.strip() else "due"
    lists = "\n" in behind or not behind.strip() or behind.rstrip()[-1] in "、，,"
    return "label" if lists and "。" not in behind else None
