"""Columns of a ledger: what each holds, for which period, and whether somebody has to be asked."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kepu.core.plans.ledgers.headers import header_words
from kepu.core.plans.ledgers.model import AS_PRINTED, BY_HAND, BY_HEADER, Choices, LedgerColumn
from kepu.core.plans.ledgers.roles import ASKED_BELOW, LIKELY, REPORTED, SURE, UNSURE, LedgerRole, role_of_words
from kepu.core.plans.ledgers.settling import settle
from kepu.core.plans.ledgers.times import PeriodWord, take_period
from kepu.core.plans.unitnames import looks_like_units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.ledgers.headers import Layout
    from kepu.core.workbooks import Worksheet

_VALUES = 3
_GUESSED_FROM = 30  # values
_MOST_OF = 0.7
_PERCENT = re.compile(r"\d+(?:\.\d+)?\s*[%％]")
_YEARS = re.compile(r"20\d{2}年?(?:度)?")
_UNIT_WORD = "单位"


@dataclass(slots=True)
class Draft:
    """A column while its role is settled."""

    index: int
    header: tuple[str, ...]
    role: LedgerRole
    confidence: float
    word: PeriodWord | None
    texts: list[str]
    key: str = ""
    source: str = BY_HEADER
    rows: frozenset[int] = frozenset()  # those with a cell of its own
    is_current: bool = field(default=False)  # its period is the latest of the sheet


def read_columns(
    sheet: Worksheet, layout: Layout, choices: Choices, sheet_word: PeriodWord | None, year: int | None
) -> tuple[LedgerColumn, ...]:
    """Tell what the columns of a sheet hold.

    Parameters
    ----------
    sheet : Worksheet
        The sheet.
    layout : Layout
        Its parts.
    choices : Choices
        What a person said.
    sheet_word : PeriodWord or None
        The period that the tab or the title names.
    year : int or None
        The year of periods that print none.

    Returns
    -------
    tuple of LedgerColumn
        Those that hold something, from left to right.
    """
    drafts = [draft for column in range(sheet.n_columns) if (draft := _draft(sheet, layout, column))]
    _name(drafts)
    _inherit_periods(drafts)
    for draft in drafts:
        choice = choices.columns.get(draft.key)
        if choice is not None and choice.role in set(LedgerRole):
            draft.role, draft.source, draft.confidence = LedgerRole(choice.role), BY_HAND, 1.0
            if choice.period != AS_PRINTED:
                draft.word = PeriodWord(choice.period, draft.word.year if draft.word else None)
    settle(drafts)
    _date_current(drafts, sheet_word)
    return tuple(_column(sheet, draft, year) for draft in drafts)


def _draft(sheet: Worksheet, layout: Layout, column: int) -> Draft | None:
    header = header_words(sheet, layout.header, column)
    own = [sheet.cells[row, column] for row in layout.body if (row, column) in sheet.cells]
    rows = frozenset(cell.row for cell in own if cell.text)
    texts = [cell.text for cell in own if cell.text]
    if not header and not texts:
        return None
    role, confidence, word = _recognised(header, texts)
    return Draft(column, header, role, confidence, word, texts, rows=rows)


def _recognised(header: tuple[str, ...], texts: Sequence[str]) -> tuple[LedgerRole, float, PeriodWord | None]:
    parts = [take_period(words) for words in header]
    printed = [word for word, _ in reversed(parts) if word is not None]
    year = next((word.year for word in printed if word.year), None)
    word = next(
        (replace(each, year=each.year or year) for each in printed if each.suffix), printed[0] if printed else None
    )
    found = _role(header, [rest for _, rest in parts], texts)
    if found is None and printed and not any(rest for _, rest in parts):
        found = (LedgerRole.PROGRESS, LIKELY)  # only the words 一季度: what was done in it
    if found is None:
        found = _guessed(texts) if texts else (LedgerRole.OTHER, SURE)
    role, confidence = found
    if role in {LedgerRole.TARGET, LedgerRole.TARGET_VALUE} and word is not None and word.suffix:
        role = LedgerRole.STAGE_TARGET
    return role, confidence, word if role in REPORTED else None


def _role(header: Sequence[str], rests: Sequence[str], texts: Sequence[str]) -> tuple[LedgerRole, float] | None:
    """Try the lowest words, whole and without their period; then those above together with them; then those above."""
    if not header:
        return None
    leaf, rest = _YEARS.sub("", header[-1]), rests[-1]
    above = "".join(rests[:-1])
    if leaf == _UNIT_WORD:
        in_target = role_of_words(above)
        if in_target is not None and in_target[0] in {LedgerRole.TARGET, LedgerRole.INDICATOR}:
            return LedgerRole.TARGET_UNIT, SURE
        return (
            (LedgerRole.LEAD, UNSURE)
            if _share(texts, looks_like_units) > _MOST_OF
            else (LedgerRole.TARGET_UNIT, LIKELY)
        )
    tried = [role_of_words(words) for words in (leaf, rest, above + rest) if words]
    best = max((found for found in tried if found), key=lambda found: found[1], default=None)
    if best is not None and (best[1] >= SURE or rest):
        return best
    return role_of_words(above) or best


def _guessed(texts: Sequence[str]) -> tuple[LedgerRole, float]:
    """Guess from the contents; a person is always asked."""
    if _share(texts, looks_like_units) > _MOST_OF:
        return LedgerRole.SUPPORT, UNSURE
    if _share(texts, lambda text: bool(_PERCENT.fullmatch(text.strip()))) > _MOST_OF:
        return LedgerRole.PERCENT, UNSURE
    return LedgerRole.OTHER, UNSURE


def _share(texts: Sequence[str], fits: object) -> float:
    some = texts[:_GUESSED_FROM]
    return sum(bool(fits(text)) for text in some) / len(some) if some and callable(fits) else 0.0


def _name(drafts: Sequence[Draft]) -> None:
    """Give each column the key by which it is known next year: its words without years, numbered when they repeat."""
    seen: Counter[str] = Counter()
    for draft in drafts:
        words = "/".join(part for words in draft.header if (part := _YEARS.sub("", words)))
        seen[words] += 1
        draft.key = words if words and seen[words] == 1 else f"{words}#{seen[words]}"


def _inherit_periods(drafts: Sequence[Draft]) -> None:
    """In a header of one row, 一季度进展 | 完成率 | 二季度进展 | 完成率: what repeats belongs to the period on its left."""
    repeated = Counter(draft.role for draft in drafts if draft.role in REPORTED and draft.word is None)
    current: PeriodWord | None = None
    for draft in drafts:
        if draft.role not in REPORTED:
            continue
        if draft.word is not None:
            current = draft.word
        elif repeated[draft.role] > 1 and current is not None:
            draft.word, draft.confidence = current, min(draft.confidence, LIKELY)


def _date_current(drafts: Sequence[Draft], sheet_word: PeriodWord | None) -> None:
    """Columns without a period: that of the sheet; else the latest that any column of the sheet reports about."""
    dated = [draft for draft in drafts if draft.role in REPORTED and draft.word is not None and draft.texts]
    latest = max((draft.word for draft in dated if draft.word), key=_order, default=None)
    for draft in drafts:
        if draft.role in REPORTED and draft.word is None:
            draft.word = sheet_word if sheet_word is not None and sheet_word.suffix else latest or sheet_word
            draft.is_current = draft.word is latest


def _order(word: PeriodWord) -> tuple[int, int]:
    """Sort by the last month."""
    suffix = word.suffix
    number = int(re.sub(r"\D", "", suffix) or 0)
    last = {"Q": number * 3, "H": number * 6, "-": number, "Y": number}.get(suffix[:1], 12)
    return word.year or 0, last


def _column(sheet: Worksheet, draft: Draft, year: int | None) -> LedgerColumn:
    reported = draft.role in REPORTED
    period = draft.word.code(year) if reported and draft.word is not None else ""
    undated = reported and bool(draft.texts) and draft.word is None
    return LedgerColumn(
        sheet=sheet.name,
        index=draft.index,
        key=draft.key,
        header=draft.header,
        role=draft.role,
        period=period,
        suffix=draft.word.suffix if reported and draft.word is not None else None,
        confidence=draft.confidence,
        source=draft.source,
        values=tuple(dict.fromkeys(text[:80] for text in draft.texts))[:_VALUES],
        is_unclear=bool(draft.texts) and draft.source != BY_HAND and (draft.confidence < ASKED_BELOW or undated),
    )
