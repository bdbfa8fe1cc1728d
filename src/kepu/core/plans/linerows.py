"""Rows of a table of lines: the reading in which every line fits its column best."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from kepu.core.plans.cellfits import blank_cost, misfit
from kepu.core.plans.columns import Role, roles_of, settle
from kepu.core.plans.linetokens import LineToken, line_tokens
from kepu.core.plans.normalise import squeeze

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.model import Span
    from kepu.core.plans.textlines import Line

_NEAR = 30  # lines, four times of which are looked at first
_FAR = 30.0  # by which a reading is worse when it need not be followed any more
_OUTSIDE = 1.5  # what a line behind the table costs
_DEAREST = 1.1  # a line of a table costs less, on the average
_FEWEST_ROWS = 2
_MOST_MERGED = 8  # rows with a number for each that names units
_UNFINISHED = 3.0
_REST = 0.8  # how badly the rest of a torn cell may fit
_MOSTLY = 0.9
_NAMES = {"short", "work", "person", "phrase"}
_BLANK_LINE = 0.6  # what a blank line says for a blank cell
_FOR_UNITS = (Role.LEAD, Role.SUPPORT)

_GOES_ON = {Role.LEAD: 0.9, Role.SUPPORT: 0.6, Role.CATEGORY: 1.5, Role.NOTE: 2.0, Role.TARGET: 2.0, Role.OTHER: 2.0}
_NEVER_GOES_ON = 4.0
_NEVER_ACROSS = 12.0
_ACROSS = {"heading": 0.8, "phrase": 3.0, "work": 1.2, "numeral": 2.0, "short": 2.5, "person": 3.0}


class _Move(NamedTuple):
    """How a line is read: its column, from where, and whether it begins a row or a cell."""

    column: int
    before: int
    begins: str  # "row", "cell" or "" for one that goes on


def fitting_rows(
    text: str, lines: Sequence[Line], header: Sequence[Sequence[int]]
) -> tuple[list[list[list[Span]]], int] | None:
    """Read the rows of a table of which each cell, or each line of a cell, became a line.

    Parameters
    ----------
    text : str
        The normalised text.
    lines : sequence of Line
        All its lines.
    header : sequence of sequence of int
        The lines of each cell of the header.

    Returns
    -------
    tuple of rows and int, or None
        Rows of as many cells as the header or, for a heading across the table, of one; the line behind the table. None
        where no reading fits well.
    """
    words = ["".join(squeeze(text[lines[n].start : lines[n].end]) for n in cell) for cell in header]
    roles = settle(roles_of(words), [0.0] * len(header))
    if Role.TEXT not in roles or Role.LEAD not in roles:
        return None
    behind = max(cell[-1] for cell in header) + 1
    apart = all(later[0] - earlier[-1] > 1 for earlier, later in pairwise(header))
    n_lines, closed = _NEAR, False
    readings: list[_Reading] = []
    while not closed:
        n_lines *= 4
        tokens = line_tokens(text, lines[behind : behind + n_lines], behind, words)
        reading, moves = _best(readings, roles, tokens, apart=apart)
        closed = reading.closed or behind + n_lines >= len(lines)
    if not moves or reading.cost > _DEAREST * len(moves):
        return None
    rows = _rows(tokens, moves, len(reading.roles))
    if len(reading.roles) > len(roles):
        rows = _without_groups(rows, reading.roles.index(Role.CATEGORY))
    full = [row for row in rows if len(row) > 1]
    led = sum(any(row[n] for n, role in enumerate(roles) if role in _FOR_UNITS) for row in full)
    counted = Role.NUMBER in roles and sum(bool(row[roles.index(Role.NUMBER)]) for row in full) > _MOSTLY * len(full)
    if led < (1 if counted else _FEWEST_ROWS) or led * (_MOST_MERGED if counted else 3) < len(full):
        return None
    return rows, tokens[len(moves) - 1].line + 1


def _best(
    readings: list[_Reading], roles: Sequence[Role], tokens: Sequence[LineToken], *, apart: bool
) -> tuple[_Reading, list[_Move]]:
    """Read with the columns of the header, or with one more for groups that the header does not name.

    What was read of fewer lines is kept in `readings`.
    """
    first = tokens[:_NEAR]
    if apart and sum(token.gap > 0 for token in first) > _MOSTLY * len(first):  # a blank line behind each says nothing
        tokens = [replace(token, gap=max(0, token.gap - 1)) for token in tokens]
        apart = False
    if not readings:
        by_months = Role.DUE not in roles and bool(tokens) and tokens[0].kind == "due"
        at = roles.index(Role.TEXT)
        more = [] if Role.CATEGORY in roles else [[*roles[:at], Role.CATEGORY, *roles[at:]]]
        readings += [_Reading(columns, apart=apart, by_months=by_months) for columns in [roles, *more]]
    read = [(reading, reading.best(tokens)) for reading in readings]
    return min(read, key=lambda each: each[0].cost - _OUTSIDE * len(each[1]))


def _without_groups(rows: Sequence[list[list[Span]]], column: int) -> list[list[list[Span]]]:
    """Make a heading across the table of each cell of a column that the header does not name."""
    found: list[list[list[Span]]] = []
    for row in rows:
        if len(row) > 1 and row[column]:
            found.append([row[column]])
        found.append([*row[:column], *row[column + 1 :]] if len(row) > 1 else row)
    return found


class _Reading:
    """Finds the cheapest way to put line after line into columns.

    Beside the columns there is a place more: a heading across the table.
    """

    def __init__(self, roles: Sequence[Role], *, apart: bool, by_months: bool) -> None:
        self.roles = roles
        self.apart = apart
        self.band = len(roles)
        self.skipped = list(accumulate((blank_cost(role) for role in roles), initial=0.0))
        self.rests = [*(self.skipped[-1] - self.skipped[column + 1] for column in range(self.band)), 0.0]
        self.gaps = [[self.between(c, column) for c in range(column)] for column in range(self.band)]
        self.known: dict[str, list[float]] = {}
        self.cost = 0.0
        self.closed = False  # the lines that follow are not of the table, whatever they are
        self.band_cost = 1.5 if Role.CATEGORY in roles else 0.0
        self.across = {**_ACROSS, "due": 0.8} if by_months else _ACROSS  # 一月 and 二月 across the table
        self.tokens: list[LineToken] = []
        self.steps: list[list[_Move]] = []
        self.costs = [[float("inf")] * len(roles) + [0.0]]  # as behind a heading: the first line begins a row
        self.ends = [(0.0, self.band)]
        self.outside = [0.0]

    def best(self, tokens: Sequence[LineToken]) -> list[_Move]:
        """Give the moves up to the end of the table; what was read of the same lines before is not read again."""
        self.keep(tokens)
        for token in () if self.closed else tokens[len(self.steps) :]:
            costs, moves = self.step(self.costs[-1], token, self.tokens[-1] if self.tokens else None)
            self.tokens.append(token)
            self.costs.append(costs)
            self.steps.append(moves)
            self.ends.append(self.at_end(costs))
            self.outside.append(min(self.outside[-1] + _OUTSIDE, self.ends[-1][0]))
            self.closed = min(costs) > min(self.outside[-1], _DEAREST * len(self.ends)) + _FAR
            if self.closed:
                break
        n_read = len(self.steps)
        stop = min(range(n_read + 1), key=lambda at: (self.ends[at][0] + _OUTSIDE * (n_read - at), at))
        self.cost, column = self.ends[stop]
        found: list[_Move] = []
        for moves in reversed(self.steps[:stop]):
            found.append(moves[column])
            column = moves[column].before
        return found[::-1]

    def keep(self, tokens: Sequence[LineToken]) -> None:
        """Forget what was read behind the lines that are the same as before."""
        pairs = zip(self.tokens, tokens, strict=False)
        n_same = next((at for at, (old, new) in enumerate(pairs) if old != new), min(len(self.tokens), len(tokens)))
        self.closed = self.closed and n_same == len(self.tokens)
        for kept, n in ((self.tokens, n_same), (self.steps, n_same), (self.costs, n_same + 1), (self.ends, n_same + 1)):
            del kept[n:]
        del self.outside[n_same + 1 :]

    def at_end(self, costs: Sequence[float]) -> tuple[float, int]:
        """Give the lowest cost with the columns left blank at the end of a row, and the last column that is not."""
        ended = [cost + rest for cost, rest in zip(costs, self.rests, strict=True)]
        lowest = min(ended)
        return lowest, ended.index(lowest)

    def fits(self, kind: str) -> list[float]:
        """Give how badly a kind of words fits each column."""
        if kind not in self.known:
            self.known[kind] = [misfit(role, kind) for role in self.roles]
        return self.known[kind]

    def between(self, column: int, later: int) -> float:
        """Give the cost of the columns left blank between two; a new group has new groups inside it."""
        inner = self.roles[column] is Role.CATEGORY and Role.CATEGORY in self.roles[column + 1 : later]
        return self.skipped[later] - self.skipped[column + 1] + inner * _UNFINISHED

    def step(self, costs: list[float], token: LineToken, before: LineToken | None) -> tuple[list[float], list[_Move]]:
        """Take one line."""
        is_open = before is not None and (before.unfinished or (token.kind == "ending" and not token.gap))
        unfinished = _UNFINISHED if is_open else 0.0
        torn = 4.0 if self.apart and not token.gap and before is not None else 0.0
        fresh = self.at_end(costs)
        fits = self.fits(token.kind)
        new: list[float] = []
        moves: list[_Move] = []
        for column, role in enumerate(self.roles):
            fit = fits[column]
            relief = 0.0 if self.apart else min(_BLANK_LINE * token.gap, self.skipped[column])
            best = (fresh[0] + 0.2 + self.skipped[column] - relief + unfinished + torn, fresh[1], "row")
            for c, gap in enumerate(self.gaps[column]):
                cost = costs[c] + gap + unfinished + torn
                if cost <= best[0]:
                    best = min(best, (cost, c, "cell"))
            if before is not None:
                rest = min(0.0, _REST - fit) if is_open else self.goes_on(role, before, token)  # whatever it looks like
                best = min(best, (costs[column] + rest, column, ""))
            cost, source, begins = best
            new.append(cost + fit)
            moves.append(_Move(column, source, begins))
        across = self.across.get(token.kind, _NEVER_ACROSS) + self.band_cost + unfinished + torn
        new.append(fresh[0] + across)
        moves.append(_Move(self.band, fresh[1], "row"))
        return new, moves

    def goes_on(self, role: Role, before: LineToken, token: LineToken) -> float:
        """Give the cost of a line that goes on with the cell of the line before."""
        if self.apart:
            return (4.0 if before.words.endswith("。") else 3.0) if token.gap else 0.0
        if role is Role.TEXT and not token.gap:
            return _text_goes_on(before, token)
        if role is Role.CATEGORY and len(token.words) == 1 == len(before.words):
            return 0.0  # printed downwards
        return 2.5 if token.gap else _GOES_ON.get(role, _NEVER_GOES_ON)


def _text_goes_on(before: LineToken, token: LineToken) -> float:
    """Give the cost of a further line of what is to be done: the next number, or the rest of a sentence."""
    if token.mark is not None and before.mark is not None and token.mark.style is before.mark.style:
        return 0.3 if token.mark.value == before.mark.value + 1 else 2.0
    if token.kind == "heading" or (before.words.endswith("。") and token.kind in _NAMES):
        return 3.5  # 四、科普活动 stands across the table, 防灾减灾日 begins another row
    return 1.5 if before.words.endswith(("。", "；")) else 0.5


def _rows(tokens: Sequence[LineToken], moves: Sequence[_Move], n_columns: int) -> list[list[list[Span]]]:
    rows: list[list[list[Span]]] = []
    for token, move in zip(tokens, moves, strict=False):
        if move.column == n_columns:
            rows.append([[token.span]])
            continue
        if move.begins == "row":
            rows.append([[] for _ in range(n_columns)])
        rows[-1][move.column].append(token.span)
    return rows
