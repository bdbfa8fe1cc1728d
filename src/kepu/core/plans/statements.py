"""Statements of who leads and who supports, in running text: 分工：由…牵头，…参加；（牵头单位：…；配合单位：…）."""

from __future__ import annotations

from functools import lru_cache

from kepu.core.plans.bracketed import bracketed
from kepu.core.plans.closings import closing, divisions, opening
from kepu.core.plans.labelled import labelled, parts_behind
from kepu.core.plans.labels import LABEL
from kepu.core.plans.shares import LEADING, read_shares
from kepu.core.plans.stated import Form, Labelled, Statement, labelled_share, lead_and_support

__all__ = ["Form", "Labelled", "Statement", "find_statements", "lead_and_support", "parts_of_cell"]


@lru_cache(maxsize=1024)
def find_statements(text: str) -> tuple[Statement, ...]:
    """Find the statements of a paragraph.

    Parameters
    ----------
    text : str
        The paragraph.

    Returns
    -------
    tuple of Statement
        In order; each with the places of the words that name the units.

    Examples
    --------
    >>> statement = find_statements("办好科普日。（责任单位：区科协、区教育局）")[0]
    >>> statement.form.value, [part.word for part in statement.parts]
    ('bracket', ['责任'])
    """
    return tuple(
        divisions(text)
        or bracketed(text)
        or labelled(text)
        or ([] if LABEL.search(text) else closing(text) or opening(text))
    )


def parts_of_cell(text: str, start: int, end: int) -> list[Labelled]:
    """Read a cell of a single column of units that says itself who leads: 牵头：甲；配合：乙, 甲牵头，乙配合.

    Parameters
    ----------
    text : str
        The whole text.
    start, end : int
        Where the cell stands.

    Returns
    -------
    list of Labelled
        Empty when the cell only lists names.
    """
    labels = list(LABEL.finditer(text, start, end))
    if labels and not text[start : labels[0].start()].strip():
        return parts_behind(text, labels, end)
    shares = read_shares(text, start, end, bare=True)
    return [labelled_share(share) for share in shares] if any(share.act in LEADING for share in shares) else []
