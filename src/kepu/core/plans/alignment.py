"""Rows with fewer cells than the table has columns: which columns their cells belong to."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kepu.core.plans.cellfits import blank_cost, kind_of, misfit
from kepu.core.plans.columns import Role, role_of, roles_of, settle
from kepu.core.plans.normalise import squeeze
from kepu.core.plans.unitnames import looks_like_units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.model import Span

Lines = list["Span"]
Placed = list[tuple[int, int, Lines]]
_KINDS = 5
_FEWEST_FOR_BAND = 2  # columns of a table in which a single cell is a heading across it
_EXPECTED = {Role.NUMBER: 1, Role.LEAD: 2, Role.SUPPORT: 2, Role.CATEGORY: 3, Role.TEXT: 4}
_NEVER_BLANK = (Role.NUMBER, Role.TEXT)
_RARE = 0.02
_MOVED = 2.0  # by which the cells of a row fit better in other columns than in their own
_SUITS = 0.5  # how badly words may fit the column they stand in
_LONG = 22  # characters from which a cell is a task rather than a group


def align(text: str, rows: Sequence[Sequence[Sequence[Span]]], n_columns: int) -> list[Placed]:
    """Give every cell its column.

    Parameters
    ----------
    text : str
        The normalised text.
    rows : sequence of rows
        The first is the header; each cell is a list of lines.
    n_columns : int
        Columns of the widest row.

    Returns
    -------
    list of list of (column, width, lines)
        One list for each row; missing cells are there, empty.
    """
    rows = [row[:n_columns] for row in rows]
    full = [row for row in rows[1:] if len(row) == n_columns]
    profile = _Profile(text, rows[0], full, n_columns)
    placed = [_header(text, rows[0], n_columns)]
    for row in rows[1:]:
        if len(row) == 1 and n_columns > _FEWEST_FOR_BAND:
            placed.append([(0, n_columns, list(row[0]))])
            continue
        taken = {column: list(lines) for column, lines in _columns_of(text, row, profile)}
        placed.append([(column, 1, taken.get(column, [])) for column in range(n_columns)])
    return placed


def _columns_of(text: str, row: Sequence[Sequence[Span]], profile: _Profile) -> list[tuple[int, Sequence[Span]]]:
    """Give the cells of a row their columns: as they stand when there is one for each, unless they fit better shifted."""
    width = profile.n_columns
    filled = [lines for lines in row if lines]
    if len(row) < width and len(filled) == len(row):
        return list(zip(_best(text, filled, profile)[0], filled, strict=True))
    direct = list(enumerate(row[:width]))
    stands = len(filled) in {1, len(row)} or all(role_of(_words(text, lines)) for lines in filled)
    if len(row) == width and (row[-1] or stands or all(profile.suits(n, _words(text, each)) for n, each in direct)):
        return direct
    columns, score = _best(text, filled, profile)
    own = sum(profile.likelihood(column, _words(text, lines)) for column, lines in direct)
    own += sum(profile.likelihood(column, "") for column in range(len(row), width))
    return list(zip(columns, filled, strict=True)) if score > own + _MOVED else direct


def _words(text: str, lines: Sequence[Span]) -> str:
    return squeeze("".join(text[start:end] for start, end in lines))


def _header(text: str, row: Sequence[Sequence[Span]], n_columns: int) -> Placed:
    """Spread the header over the columns: the word for the groups, else for the tasks, takes what is left."""
    extra = n_columns - len(row)
    roles = [role_of(_words(text, lines)) for lines in row]
    wide = next((roles.index(role) for role in (Role.CATEGORY, Role.TEXT) if role in roles), len(row) - 1)
    placed: Placed = []
    column = 0
    for index, lines in enumerate(row):
        width = 1 + extra if index == wide else 1
        placed.append((column, width, list(lines)))
        column += width
    return placed


def _kind(words: str) -> int:
    """Tell numbers, lists of units, short and long texts and empty cells apart."""
    if not words:
        return 0
    if words.isdigit():
        return 1
    if looks_like_units(words):
        return 2
    return 4 if len(words) > _LONG or any(mark in words for mark in "，。；") else 3


class _Profile:
    """What the columns of a table hold, by their header words and by the full rows.

    A merged group leaves blanks below it; what is to be done is there in every row.
    """

    def __init__(
        self, text: str, header: Sequence[Sequence[Span]], full: Sequence[Sequence[Sequence[Span]]], n_columns: int
    ) -> None:
        self.n_columns = n_columns
        counts = [[0.1] * _KINDS for _ in range(n_columns)]
        for row in full:
            for column, lines in enumerate(row):
                counts[column][_kind(_words(text, lines))] += 1
        self.roles: Sequence[Role] | None = None
        if len(header) == n_columns:
            words = [_words(text, lines) for lines in header]
            self.roles = settle(roles_of(words), [0.0] * n_columns)
            for column, role in enumerate(roles_of(words)):
                if role in _EXPECTED:
                    counts[column][_EXPECTED[role]] += 1
                if role in _NEVER_BLANK:
                    counts[column][0] = _RARE
        self.shares = [[count / sum(column) for count in column] for column in counts]

    def suits(self, column: int, words: str) -> bool:
        """Tell whether words, or none, are what a column is for."""
        return not words or (self.roles is not None and misfit(self.roles[column], kind_of(words)) < _SUITS)

    def likelihood(self, column: int, words: str) -> float:
        """Give how well words, or none, fit a column."""
        found = math.log(self.shares[column][_kind(words)])
        if self.roles is None:
            return found
        role = self.roles[column]
        return found - (misfit(role, kind_of(words)) if words else blank_cost(role))


def _best(text: str, row: Sequence[Sequence[Span]], profile: _Profile) -> tuple[list[int], float]:
    """Choose increasing columns for the cells of a short row, so that their kinds, and the blanks, are likeliest."""
    words = [_words(text, lines) for lines in row]
    n_columns = profile.n_columns
    # score[i][j]: the best for the first i cells within the first j columns
    score = [[float("-inf")] * (n_columns + 1) for _ in range(len(words) + 1)]
    taken = [[profile.likelihood(column, each) for column in range(n_columns)] for each in words]
    score[0][0] = 0.0
    for j in range(1, n_columns + 1):
        blank = profile.likelihood(j - 1, "")
        for i in range(min(j, len(words)) + 1):
            put = score[i - 1][j - 1] + taken[i - 1][j - 1] if i else float("-inf")
            score[i][j] = max(score[i][j - 1] + blank, put)
    columns: list[int] = []
    i = len(words)
    for j in range(n_columns, 0, -1):
        if i and score[i][j] == score[i - 1][j - 1] + taken[i - 1][j - 1]:
            columns.append(j - 1)
            i -= 1
    return columns[::-1], score[len(words)][n_columns]
