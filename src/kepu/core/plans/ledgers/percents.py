"""Percentages as they are printed: a number or nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kepu.core.plans.normalise import half_width, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kepu.core.workbooks import Cell

_NUMBER = re.compile(r"(?P<value>\d+(?:\.\d+)?)(?P<sign>%?)")
_NOTHING = {"", "/", "-", "—", "——", "无", "\\", "不涉及"}
_WHOLE = 100
_DIGITS = 4
_LARGEST_SHARE = 3  # targets may be exceeded


def is_share(cells: Iterable[Cell]) -> bool:
    """Tell whether a column holds shares of one, printed without %: 0.5, 0.85, 1.

    Parameters
    ----------
    cells : iterable of Cell
        The cells of the column.

    Returns
    -------
    bool
        False as soon as one is above 3 (300 %) or prints %, and where none lies between 0 and 1.
    """
    values = [float(found["value"]) for cell in cells if (found := _NUMBER.fullmatch(_plain(cell.text)))]
    signs = any("%" in _plain(cell.text) for cell in cells)
    return not signs and any(0 < value < 1 for value in values) and all(value <= _LARGEST_SHARE for value in values)


def percent_of(text: str, *, share: bool) -> float | None:
    """Read a percentage.

    Parameters
    ----------
    text : str
        Such as ``85%`` or ``85``.
    share : bool
        The column holds shares of one.

    Returns
    -------
    float or None
        None where no single number is printed.

    Examples
    --------
    >>> percent_of("85％", share=False), percent_of("0.29", share=True), percent_of("约80%", share=False)
    (85.0, 29.0, None)
    """
    found = _NUMBER.fullmatch(_plain(text))
    if found is None:
        return None
    return round(float(found["value"]) * (_WHOLE if share and not found["sign"] else 1), _DIGITS)


def says_nothing(text: str) -> bool:
    """Tell a dash or a blank from words."""
    return _plain(text) in _NOTHING


def _plain(text: str) -> str:
    return half_width(squeeze(text))
