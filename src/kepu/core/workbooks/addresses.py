"""Addresses of cells: A1 and back."""

from __future__ import annotations

import re
from functools import lru_cache

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_LETTERS = 26


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """Give the letters over a column.

    Parameters
    ----------
    column : int
        From 0.

    Returns
    -------
    str
        Such as ``AB``.

    Examples
    --------
    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_address(row: int, column: int) -> str:
    """Give the address of a cell as people read it.

    Parameters
    ----------
    row, column : int
        From 0.

    Returns
    -------
    str
        Such as ``C5``.

    Examples
    --------
    >>> cell_address(4, 2)
    'C5'
    """
    return f"{column_letters(column)}{row + 1}"


def place_of(address: str) -> tuple[int, int] | None:
    """Give row and column of an address, from 0; None when it is none.

    Examples
    --------
    >>> place_of("$C$5"), place_of("C")
    ((4, 2), None)
    """
    match = _ADDRESS.fullmatch(address)
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    row = int(match[2]) - 1
    return (row, column - 1) if row >= 0 else None
