"""Rows of a table of lines: the reading in which every line fits its column best."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from kepu.core.plans.cellfits import SERIAL, blank_cost, ends_torn, kind_of, misfit
from kepu.core.plans.columns import Role, roles_of, settle
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
_NEAR = 30  # lines, four times of which are looked at first
_FAR = 30.0  # by which a reading is worse when it need not be followed any more
_OUTSIDE = 1.5  # what a line behind the table costs
_DEAREST = 1.1  # a line of a table costs less, on the average
_FEWEST_ROWS = 2
_MOST_MERGED = 8  # rows with a number for each that names units
_LONGEST_ROW = 80  # lines, blank ones too, from one name of a unit to the next
_LED = {"units", "mostly units", "labelled"}
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


@dataclass(frozen=True, slots=True)
class _Token:
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


@dataclass(frozen=True, slots=True)
class _Move:
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
    while not closed:
        n_lines *= 4
        tokens = _tokens(text, lines[behind : behind + n_lines], behind, words)
        reading, moves = _best(roles, tokens, apart=apart)
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


def _best(roles: Sequence[Role], tokens: Sequence[_Token], *, apart: bool) -> tuple[_Reading, list[_Move]]:
    """Read with the columns of the header, or with one more for groups that the header does not name."""
    first = tokens[:_NEAR]
    if apart and sum(token.gap > 0 for token in first) > _MOSTLY * len(first):  # a blank line behind each says nothing
        tokens = [replace(token, gap=max(0, token.gap - 1)) for token in tokens]
        apart = False
    found = [_Reading(roles, tokens, apart=apart)]
    if Role.CATEGORY not in roles:
        at = roles.index(Role.TEXT)
        found.append(_Reading([*roles[:at], Role.CATEGORY, *roles[at:]], tokens, apart=apart))
    read = [(reading, reading.best()) for reading in found]
    return min(read, key=lambda each: each[0].cost - _OUTSIDE * len(each[1]))


def _without_groups(rows: Sequence[list[list[Span]]], column: int) -> list[list[list[Span]]]:
    """Make a heading across the table of each cell of a column that the header does not name."""
    found: list[list[list[Span]]] = []
    for row in rows:
        if len(row) > 1 and row[column]:
            found.append([row[column]])
        found.append([*row[:column], *row[column + 1 :]] if len(row) > 1 else row)
    return found


def _tokens(text: str, lines: Sequence[Line], behind: int, header: Sequence[str]) -> list[_Token]:
    """Give the filled lines behind the header, without prints of the header on later pages."""
    tokens: list[_Token] = []
    gap, last, led = 0, 0, behind
    for at, line in enumerate(lines, behind):
        words = squeeze(text[line.start : line.end])
        if not words:
            gap += 1
            continue
        if BEHIND.match(words) or len(words) > _LONGEST or at - led > _LONGEST_ROW:
            break
        if DASHED_PAGE.match(words) or _is_page(text, lines[at - behind + 1 :], words, last):
            continue
        kind = kind_of(words, last)
        tokens.append(_Token((line.start, line.end), words, gap, kind, read_mark(words), at))
        led = at if kind in _LED else led
        if SERIAL.match(words):
            last = int(words)
        if [token.words for token in tokens[-len(header) :]] == list(header):
            del tokens[-len(header) :]
            led = next((token.line for token in reversed(tokens) if token.kind in _LED), behind)
        gap = 0
    return tokens


def _is_page(text: str, behind: Sequence[Line], words: str, last: int) -> bool:
    """Tell the number of a page from a serial number: it does not count on, and the line behind it does."""
    if not SERIAL.match(words) or int(words) in {1, last + 1}:
        return False
    following = next((squeeze(text[line.start : line.end]) for line in behind if line.start < line.end), "")
    return bool(SERIAL.match(following)) and int(following) == last + 1


class _Reading:
    """Finds the cheapest way to put line after line into columns.

    Beside the columns there is a place more: a heading across the table.
    """

    def __init__(self, roles: Sequence[Role], tokens: Sequence[_Token], *, apart: bool) -> None:
        self.roles = roles
        self.tokens = tokens
        self.apart = apart
        self.band = len(roles)
        self.skipped = list(accumulate((blank_cost(role) for role in roles), initial=0.0))
        self.cost = 0.0
        self.closed = False  # the lines that follow are not of the table, whatever they are
        self.band_cost = 1.5 if Role.CATEGORY in roles else 0.0
        by_months = Role.DUE not in roles and bool(tokens) and tokens[0].kind == "due"
        self.across = {**_ACROSS, "due": 0.8} if by_months else _ACROSS  # 一月 and 二月 across the table

    def best(self) -> list[_Move]:
        """Give the moves up to the end of the table."""
        costs = [float("inf")] * len(self.roles) + [0.0]  # as behind a heading: the first line begins a row
        steps: list[list[_Move]] = []
        ends = [(0.0, self.band)]
        outside = 0.0
        for number, token in enumerate(self.tokens):
            costs, moves = self.step(costs, token, self.tokens[number - 1] if number else None)
            steps.append(moves)
            ends.append(min((cost + self.rest(column), column) for column, cost in enumerate(costs)))
            outside = min(outside + _OUTSIDE, ends[-1][0])
            self.closed = min(costs) > min(outside, _DEAREST * len(ends)) + _FAR
            if self.closed:
                break
        n_read = len(steps)
        stop = min(range(n_read + 1), key=lambda at: (ends[at][0] + _OUTSIDE * (n_read - at), at))
        self.cost, column = ends[stop]
        found: list[_Move] = []
        for moves in reversed(steps[:stop]):
            found.append(moves[column])
            column = moves[column].before
        return found[::-1]

    def rest(self, column: int) -> float:
        """Give the cost of the columns left blank at the end of a row."""
        return 0.0 if column == self.band else self.skipped[-1] - self.skipped[column + 1]

    def between(self, column: int, later: int) -> float:
        """Give the cost of the columns left blank between two; a new group has new groups inside it."""
        inner = self.roles[column] is Role.CATEGORY and Role.CATEGORY in self.roles[column + 1 : later]
        return self.skipped[later] - self.skipped[column + 1] + inner * _UNFINISHED

    def step(self, costs: list[float], token: _Token, before: _Token | None) -> tuple[list[float], list[_Move]]:
        """Take one line."""
        is_open = before is not None and (before.unfinished or (token.kind == "ending" and not token.gap))
        unfinished = _UNFINISHED if is_open else 0.0
        torn = 4.0 if self.apart and not token.gap and before is not None else 0.0
        fresh = min((cost + self.rest(column), column) for column, cost in enumerate(costs))
        new: list[float] = []
        moves: list[_Move] = []
        for column, role in enumerate(self.roles):
            fit = misfit(role, token.kind)
            relief = 0.0 if self.apart else min(_BLANK_LINE * token.gap, self.skipped[column])
            options = [(fresh[0] + 0.2 + self.skipped[column] - relief + unfinished + torn, fresh[1], "row")]
            options += [(costs[c] + self.between(c, column) + unfinished + torn, c, "cell") for c in range(column)]
            if before is not None:
                rest = min(0.0, _REST - fit) if is_open else self.goes_on(role, before, token)  # whatever it looks like
                options.append((costs[column] + rest, column, ""))
            cost, source, begins = min(options)
            new.append(cost + fit)
            moves.append(_Move(column, source, begins))
        across = self.across.get(token.kind, _NEVER_ACROSS) + self.band_cost + unfinished + torn
        new.append(fresh[0] + across)
        moves.append(_Move(self.band, fresh[1], "row"))
        return new, moves

    def goes_on(self, role: Role, before: _Token, token: _Token) -> float:
        """Give the cost of a line that goes on with the cell of the line before."""
        if self.apart:
            return (4.0 if before.words.endswith("。") else 3.0) if token.gap else 0.0
        if role is Role.TEXT and not token.gap:
            return _text_goes_on(before, token)
        if role is Role.CATEGORY and len(token.words) == 1 == len(before.words):
            return 0.0  # printed downwards
        return 2.5 if token.gap else _GOES_ON.get(role, _NEVER_GOES_ON)


def _text_goes_on(before: _Token, token: _Token) -> float:
    """Give the cost of a further line of what is to be done: the next number, or the rest of a sentence."""
    if token.mark is not None and before.mark is not None and token.mark.style is before.mark.style:
        return 0.3 if token.mark.value == before.mark.value + 1 else 2.0
    if token.kind == "heading" or (before.words.endswith("。") and token.kind in _NAMES):
        return 3.5  # 四、科普活动 stands across the table, 防灾减灾日 begins another row
    return 1.5 if before.words.endswith(("。", "；")) else 0.5


def _rows(tokens: Sequence[_Token], moves: Sequence[_Move], n_columns: int) -> list[list[list[Span]]]:
    rows: list[list[list[Span]]] = []
    for token, move in zip(tokens, moves, strict=False):
        if move.column == n_columns:
            rows.append([[token.span]])
            continue
        if move.begins == "row":
            rows.append([[] for _ in range(n_columns)])
        rows[-1][move.column].append(token.span)
    return rows
