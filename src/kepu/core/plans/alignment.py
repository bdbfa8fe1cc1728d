"""Rows with fewer cells than the table has columns: which columns their cells belong to."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kepu.core.plans.columns import Role, role_of
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
    profile = _profile(text, rows[0], full, n_columns)
    placed = [_header(text, rows[0], n_columns)]
    for row in rows[1:]:
        if len(row) == 1 and n_columns > _FEWEST_FOR_BAND:
            placed.append([(0, n_columns, list(row[0]))])
            continue
        taken = {column: list(lines) for column, lines in _columns_of(text, row, profile)}
        placed.append([(column, 1, taken.get(column, [])) for column in range(n_columns)])
    return placed


def _columns_of(
    text: str, row: Sequence[Sequence[Span]], profile: Sequence[Sequence[float]]
) -> list[tuple[int, Sequence[Span]]]:
    """Give the cells of a row their columns: as they stand when there is one for each, unless they fit better shifted."""
    filled = [lines for lines in row if lines]
    if len(row) < len(profile) and len(filled) < len(row):
        return list(enumerate(row))  # blanks were kept, so the row is cut, not shrunk
    if len(row) < len(profile):
        return list(zip(_best(text, filled, profile)[0], filled, strict=True))
    direct = list(enumerate(row[: len(profile)]))
    if row[-1] or len(filled) == len(row):
        return direct
    columns, score = _best(text, filled, profile)
    own = sum(math.log(profile[column][_kind(_words(text, lines))]) for column, lines in direct)
    return list(zip(columns, filled, strict=True)) if score > own else direct


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


def _profile(
    text: str, header: Sequence[Sequence[Span]], full: Sequence[Sequence[Sequence[Span]]], n_columns: int
) -> list[list[float]]:
    """Share of each kind of cell in each column, from the full rows and, weakly, from the header.

    A merged group leaves blanks below it; what is to be done is there in every row.
    """
    counts = [[0.1] * _KINDS for _ in range(n_columns)]
    for row in full:
        for column, lines in enumerate(row):
            counts[column][_kind(_words(text, lines))] += 1
    if len(header) == n_columns:
        for column, lines in enumerate(header):
            role = role_of(_words(text, lines))
            if role in _EXPECTED:
                counts[column][_EXPECTED[role]] += 1
            if role in _NEVER_BLANK:
                counts[column][0] = _RARE
    return [[count / sum(column) for count in column] for column in counts]


def _best(text: str, row: Sequence[Sequence[Span]], profile: Sequence[Sequence[float]]) -> tuple[list[int], float]:
    """Choose increasing columns for the cells of a short row, so that their kinds, and the blanks, are likeliest."""
    kinds = [_kind(_words(text, lines)) for lines in row]
    n_columns = len(profile)
    # score[i][j]: the best for the first i cells within the first j columns
    score = [[float("-inf")] * (n_columns + 1) for _ in range(len(kinds) + 1)]
    score[0][0] = 0.0
    for j in range(1, n_columns + 1):
        for i in range(min(j, len(kinds)) + 1):
            blank = score[i][j - 1] + math.log(profile[j - 1][0])
            taken = score[i - 1][j - 1] + math.log(profile[j - 1][kinds[i - 1]]) if i else float("-inf")
            score[i][j] = max(blank, taken)
    columns: list[int] = []
    i = len(kinds)
    for j in range(n_columns, 0, -1):
        if i and score[i][j] == score[i - 1][j - 1] + math.log(profile[j - 1][kinds[i - 1]]):
            columns.append(j - 1)
            i -= 1
    return columns[::-1], score[len(kinds)][n_columns]
