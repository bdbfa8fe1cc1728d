"""Roles that fit together: one column says what is to be done, one who leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepu.core.plans.ledgers.roles import LIKELY, UNSURE, LedgerRole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.ledgers.columns import Draft


def settle(drafts: Sequence[Draft]) -> None:
    """Make the roles of the columns of a sheet consistent, in place.

    Parameters
    ----------
    drafts : sequence of Draft
        From left to right; what a person said is not changed.
    """
    _one_text(drafts)
    _finer_measures(drafts)
    _one_lead(drafts)
    seen_number = False
    for draft in drafts:
        if draft.role is LedgerRole.NUMBER:
            draft.role = LedgerRole.OTHER if seen_number and not _is_fixed(draft) else draft.role
            seen_number = True


def _is_fixed(draft: Draft) -> bool:
    return draft.source == "hand"


def _of(drafts: Sequence[Draft], role: LedgerRole) -> list[Draft]:
    return [draft for draft in drafts if draft.role is role]


def _length(draft: Draft) -> float:
    return sum(map(len, draft.texts)) / len(draft.texts) if draft.texts else 0.0


def _one_text(drafts: Sequence[Draft]) -> None:
    texts = _of(drafts, LedgerRole.TEXT)
    if len(texts) > 1:
        fixed = [draft for draft in texts if _is_fixed(draft)]
        chosen = fixed[0] if fixed else max(texts, key=lambda draft: (len(draft.rows), _length(draft), draft.index))
        for draft in texts:
            if draft is not chosen and not _is_fixed(draft):
                draft.role = LedgerRole.CATEGORY if draft.index < chosen.index else LedgerRole.MEASURE
    if texts:
        return
    for role in (LedgerRole.MEASURE, LedgerRole.TARGET, LedgerRole.CATEGORY):
        instead = [draft for draft in _of(drafts, role) if not _is_fixed(draft)]
        if instead:
            max(instead, key=_length).role = LedgerRole.TEXT
            return
    unknown = [draft for draft in _of(drafts, LedgerRole.OTHER) if draft.texts and not _is_fixed(draft)]
    if unknown:
        longest = max(unknown, key=_length)
        longest.role, longest.confidence = LedgerRole.TEXT, UNSURE


def _finer_measures(drafts: Sequence[Draft]) -> None:
    """Where a task has a row for each of its measures, the measure is what somebody does; the task groups them."""
    texts, measures = _of(drafts, LedgerRole.TEXT), _of(drafts, LedgerRole.MEASURE)
    if not texts or not measures or any(_is_fixed(draft) for draft in (*texts, *measures)):
        return
    text, measure = texts[0], max(measures, key=lambda draft: len(draft.rows))
    if measure.rows - text.rows:
        text.role, measure.role = LedgerRole.CATEGORY, LedgerRole.TEXT


def _one_lead(drafts: Sequence[Draft]) -> None:
    leads = _of(drafts, LedgerRole.LEAD)
    if not leads:
        supports = [draft for draft in _of(drafts, LedgerRole.SUPPORT) if not _is_fixed(draft)]
        if supports:
            supports[0].role = LedgerRole.LEAD
            return
    for draft in leads[1:]:
        if not _is_fixed(draft):
            draft.role, draft.confidence = LedgerRole.SUPPORT, min(draft.confidence, LIKELY)
