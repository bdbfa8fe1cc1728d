"""The contents page of a document, which repeats its headings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kepu.core.plans.marks import read_mark
from kepu.core.plans.normalise import squeeze

if TYPE_CHECKING:
    from collections.abc import Sequence

_TITLE = re.compile(r"[【\[]?目[录次][】\]]?(?:页)?[:：]?")
_PAGE = re.compile(r"(?<!\d)[（(]?[-—]?\d{1,3}[-—]?[）)]?$")
_LEADERS = ".．…·‥_—-"
_LONGEST = 60
_MOST = 200  # lines of a contents page
_SURE = 6  # characters by which a line is known again


def contents_of(lines: Sequence[str]) -> range:
    """Find the contents page: below 目录, every line that ends in the number of a page or begins like a later one.

    Parameters
    ----------
    lines : sequence of str
        The lines or paragraphs of a document.

    Returns
    -------
    range
        The places of its lines with the one that says 目录; empty where there is none.

    Examples
    --------
    >>> contents_of(["目 录", "一、总体要求 1", "二、任务 3", "方案", "一、总体要求", "做好。", "二、任务"])
    range(0, 3)
    """
    words = [squeeze(line) for line in lines]
    first = next((at for at, line in enumerate(words) if _TITLE.fullmatch(line)), None)
    if first is None:
        return range(0)
    begins_last = {line[:_SURE]: at for at, line in enumerate(words)}
    last = first
    for at in range(first + 1, min(len(words), first + _MOST)):
        line = words[at]
        page = _PAGE.search(line)
        entry = line[: page.start()].rstrip(_LEADERS) if page else line
        if len(line) > _LONGEST or "。" in line or (line and not page and read_mark(line) is None):
            break
        if page or begins_last[line[:_SURE]] > at or begins_last.get(entry[:_SURE], 0) > at:
            last = at
        elif line:
            break
    return range(first, last + 1) if last > first else range(0)
