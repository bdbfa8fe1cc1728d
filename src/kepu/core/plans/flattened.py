"""Tables that lost their grid before the document was made: pasted into Word or a web page as lines of words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kepu.core.plans.normalise import squeeze
from kepu.core.plans.source import Paragraph
from kepu.core.plans.textlines import Line
from kepu.core.plans.texttables import find_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.source import Block

_LONGEST_HEADER = 400  # characters, with the spaces between its columns
_HEADER_WORDS = re.compile(
    r"牵头|责任|配合|负责|主办|协办|序号|编号|类别|任务|职责|指标|名称|项目|时间|^(?:序|[\u4e00-\u9fff]{2,4})$"
)


def may_begin_table(words: str) -> bool:
    """Tell whether a line may be the first of the header of a table; most lines are not.

    Parameters
    ----------
    words : str
        The line; a narrow column leaves spaces in its words: 牵 头 单 位.

    Returns
    -------
    bool
        False for a line that need not be looked at again.
    """
    return bool(_HEADER_WORDS.search(squeeze(words[:_LONGEST_HEADER])))


def with_flattened_tables(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Read the paragraphs that are rows or cells of a table as that table.

    Parameters
    ----------
    text : str
        The normalised text.
    blocks : sequence of Paragraph or Table
        As the file marks them.

    Returns
    -------
    list of Paragraph or Table
        In the order of the text; a document whose tables kept their grids comes back as it was.
    """
    found: list[Block] = []
    run: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            run.append(block)
            continue
        found += [*_tables_in(text, run), block]
        run = []
    return [*found, *_tables_in(text, run)]


def _tables_in(text: str, run: Sequence[Paragraph]) -> list[Block]:
    """Look in paragraphs with no table between them."""
    lines = [Line(each.start, each.end, tabs=False, indent=0, raw_start=each.start) for each in run]
    found: list[Block] = []
    at = 0
    while at < len(run):
        result = find_table(text, lines, at) if may_begin_table(run[at].text) else None
        if result is None:
            found.append(run[at])
            at += 1
            continue
        found.append(result[0])
        at = max(result[1], at + 1)
    return found
