"""Rows of one line each that are torn inside their cells: which lines go on with the row before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kepu.core.plans.cellfits import SERIAL, kind_of
from kepu.core.plans.columns import Role, roles_of, settle
from kepu.core.plans.normalise import squeeze

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kepu.core.plans.model import Span
    from kepu.core.plans.textlines import Line

    Cut = Callable[[Line], list[Span]]

_MOST_LINES = 30  # of a row that is torn inside its cells
_UNITS = {"units", "mostly units", "begun", "ending", "labelled", "nothing"}
_NO_UNITS = {"sentence", "phrase", "long", "due", "serial", "stray serial", "heading", "section"}
_QUOTE = '"'  # a spreadsheet puts a cell with line breaks between two of them


@dataclass(frozen=True, slots=True)
class TornRows:
    """Puts the lines of a torn row together.

    Parameters
    ----------
    text : str
        The normalised text.
    lines : sequence of Line
        All its lines.
    cut : callable
        Gives the cells of a line, none for one that begins with a bar.
    roles : tuple of Role
        What the columns hold, by the header alone.
    """

    text: str
    lines: Sequence[Line]
    cut: Cut
    roles: tuple[Role, ...]

    @classmethod
    def below(cls, text: str, lines: Sequence[Line], cut: Cut, header: Sequence[str]) -> TornRows:
        """Know the columns by their header words."""
        return cls(text, lines, cut, settle(roles_of(header), [0.0] * len(header)))

    def rest(self, at: int, row: Sequence[Sequence[Span]]) -> list[Span]:
        """Give the cells of a line that goes on with the row before, torn inside a cell; none when it does not.

        Parameters
        ----------
        at : int
            The line.
        row : sequence of cells
            What is known of the row before.

        Returns
        -------
        list of span
            Its first cell goes on with the last of the row. Together with the lines behind this one, the row has as
            many cells as the header, or lacks only notes.
        """
        missing = len(self.roles) - len(row)
        cells = self.cells(self.lines[at])
        if missing < 1 or not 1 < len(cells) <= missing + 1 or not self.fits(cells, len(row) - 1):
            return []
        for line in self.lines[at : at + _MOST_LINES]:
            if line.start == line.end:
                continue
            found = self.cells(line)
            if not found or len(found) - 1 > missing:
                break
            missing -= len(found) - 1
        return cells if all(role is Role.NOTE for role in self.roles[len(self.roles) - missing :]) else []

    def cells(self, line: Line) -> list[Span]:
        """Cut a line that may begin inside a cell; none where it begins as a row does."""
        cells = self.cut(line) if line.start < line.end and not line.tabs else []
        first = squeeze(self.text[cells[0][0] : cells[0][1]]) if cells else ""
        dated = self.roles[0] is Role.DUE and first and kind_of(first) == "due"
        return [] if SERIAL.match(first) or dated else cells

    def fits(self, cells: Sequence[Span], column: int) -> bool:
        """Tell whether the first of some cells goes on with a column, and the others begin the next ones."""
        for (start, end), role in zip(cells, self.roles[column:], strict=False):
            words = squeeze(self.text[start:end]).strip(_QUOTE)
            if words and role in {Role.LEAD, Role.SUPPORT} and kind_of(words) in _NO_UNITS:
                return False
        first = squeeze(self.text[cells[0][0] : cells[0][1]]).strip(_QUOTE)
        return not first or self.roles[column] not in {Role.LEAD, Role.SUPPORT} or kind_of(first) in _UNITS

    def is_open(self, row: Sequence[Sequence[Span]]) -> bool:
        """Tell whether the last cell of a row has a quotation mark before it, and none yet behind it."""
        lines = row[-1] if row else []
        if not lines or self.text[lines[0][0]] != _QUOTE:
            return False
        return lines[-1][1] - lines[0][0] == 1 or self.text[lines[-1][1] - 1] != _QUOTE


def unquoted(text: str, lines: Sequence[Span]) -> list[Span]:
    """Give the lines of a cell without the quotation marks that a spreadsheet puts around a cell with line breaks."""
    if len(lines) < 2 or text[lines[0][0]] != _QUOTE or text[lines[-1][1] - 1] != _QUOTE:  # noqa: PLR2004
        return list(lines)
    first, *between, last = lines
    kept = [(first[0] + 1, first[1]), *between, (last[0], last[1] - 1)]
    return [line for line in kept if line[0] < line[1]]
