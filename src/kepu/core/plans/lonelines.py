"""Lines of a single cell between the rows of a table: headings across it, and tasks whose other cells were merged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kepu.core.plans.cellfits import kind_of
from kepu.core.plans.columns import Role
from kepu.core.plans.marks import MarkStyle, read_mark
from kepu.core.plans.normalise import squeeze
from kepu.core.plans.textlines import PAGE
from kepu.core.plans.unitnames import looks_like_units

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kepu.core.plans.model import Span
    from kepu.core.plans.textlines import Line

    Rows = Sequence[Sequence[Sequence[Span]]]

_LONGEST = 40  # characters of a heading across a table
_MOST_HEADINGS = 4  # lines between a heading across the table and the next row
_MOST_LINES = 8  # of a last cell that is looked at
_MOST_TASKS = 20  # lines from a task to the next row
_CLOSED = {"units", "due", "nothing"}  # kinds of a last cell with which no sentence goes on


@dataclass(frozen=True, slots=True)
class LoneLines:
    """Tells what a line of a single cell is.

    Parameters
    ----------
    text : str
        The normalised text.
    lines : sequence of Line
        All its lines.
    split : callable
        Gives the cells of a line of the text.
    header : sequence of str
        The words of the header.
    roles : tuple of Role
        What its columns hold.
    """

    text: str
    lines: Sequence[Line]
    split: Callable[[str, Line], list[Span]]
    header: Sequence[str]
    roles: tuple[Role, ...]

    def row(self, at: int, rows: Rows) -> list[list[Span]]:
        """Read a line as a row of its own.

        Parameters
        ----------
        at : int
            The line.
        rows : sequence of rows
            Those before it, the header first.

        Returns
        -------
        list of cells
            One for a heading across the table, as many as the header for a task; none for a line that goes on with
            the row before, or stands behind the table.
        """
        line = self.lines[at]
        words = [[(line.start, line.end)]]
        if self.heads_print(at):
            return [*words, *([] for _ in self.header[1:])]
        if self.is_numbered_heading(at) or self.is_heading(at, rows):
            return words
        if Role.TEXT in self.roles and self.is_task(at, rows):
            return [words[0] if role is Role.TEXT else [] for role in self.roles]
        return []

    def words(self, at: int) -> str:
        """Give the words of a line, none behind the last."""
        return self.text[self.lines[at].start : self.lines[at].end] if at < len(self.lines) else ""

    def width(self, at: int) -> int:
        """Count the cells of a line."""
        return len(self.split(self.text, self.lines[at])) if at < len(self.lines) else 0

    def heads_print(self, at: int) -> bool:
        """Tell a heading between two prints of the header."""
        if len(self.words(at)) > _LONGEST or self.width(at + 1) != len(self.header):
            return False
        cells = self.split(self.text, self.lines[at + 1])
        return [squeeze(self.text[start:end]) for start, end in cells] == self.header

    def is_numbered_heading(self, at: int) -> bool:
        """Tell a heading across the table with a number: the next line, or one soon behind it, is a row again."""
        if not self.has_number(at):
            return False
        for following in range(at + 1, min(at + 1 + _MOST_HEADINGS, len(self.lines))):
            if self.width(following) > 1:
                return True
            words = self.words(following)
            if words and not self.has_number(following) and not PAGE.match(words):
                return False
        return False

    def has_number(self, at: int) -> bool:
        """Tell words that a number of a heading leads."""
        mark = read_mark(self.words(at))
        return mark is not None and mark.style <= MarkStyle.CHINESE_BRACKET and len(self.words(at)) <= _LONGEST

    def is_heading(self, at: int, rows: Rows) -> bool:
        """Tell a heading across the table that has no number: short words, mostly between two full rows."""
        words = self.words(at)
        if self.lines[at].tabs or len(words) > _LONGEST or set(words) & set("、，。；：") or looks_like_units(words):
            return False
        last = rows[-1][-1]
        following = next((n for n in range(at + 1, len(self.lines)) if self.words(n)), len(self.lines))
        if not last or self.width(following) != len(rows[0]):
            return False
        kind, ends = kind_of(squeeze(words)), self.text[last[-1][1] - 1]
        if len(rows[-1]) < len(rows[0]):
            return ends == "。" and kind == "work"
        return ends not in "、，" and (len(words) > 2 or kind == "due")  # noqa: PLR2004  二月

    def is_task(self, at: int, rows: Rows) -> bool:
        """Tell a sentence between two rows that does not go on with the units or the date of the row before."""
        before = rows[-1]
        full = len(before) == len(rows[0]) > 1 and len(before[-1]) <= _MOST_LINES
        if not full or not self.is_sentence(at):
            return False
        following = at + 1
        while following < min(at + _MOST_TASKS, len(self.lines)) and self.is_sentence(following):
            following += 1
        if self.width(following) < 2:  # noqa: PLR2004  no row again
            return False
        last = squeeze("".join(self.text[start:end] for start, end in before[-1]))
        alone = [role for role, cell in zip(self.roles, before, strict=True) if cell] == [Role.TEXT]
        return alone or (bool(last) and kind_of(last) in _CLOSED)

    def is_sentence(self, at: int) -> bool:
        """Tell a line that is a sentence, with nothing that parts cells in it."""
        return bool(self.words(at)) and self.width(at) == 1 and kind_of(squeeze(self.words(at))) == "sentence"
