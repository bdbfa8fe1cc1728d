"""Pairs of brackets in a paragraph."""

from __future__ import annotations

_OPEN, _CLOSE = "（([【［〔〖", "）)]】］〕〗"


def outermost(text: str) -> list[tuple[int, int]]:
    """Find the outermost pairs of brackets.

    Parameters
    ----------
    text : str
        The paragraph; a bracket may be closed by one of another form.

    Returns
    -------
    list of (int, int)
        Where each opens and where it closes, in order.
    """
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for at, mark in enumerate(text):
        if mark in _OPEN:
            opened.append(at)
        elif mark in _CLOSE and opened:
            start = opened.pop()
            while pairs and pairs[-1][0] > start:
                pairs.pop()
            pairs.append((start, at))
    return pairs


def unclosed(text: str) -> int | None:
    """Find the first bracket that is not closed.

    Parameters
    ----------
    text : str
        The paragraph.

    Returns
    -------
    int or None
        Where it opens.
    """
    opened: list[int] = []
    for at, mark in enumerate(text):
        if mark in _OPEN:
            opened.append(at)
        elif mark in _CLOSE and opened:
            opened.pop()
    return opened[0] if opened else None
