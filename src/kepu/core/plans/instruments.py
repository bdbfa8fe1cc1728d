"""Instruments that a plan carries out or cites: 《…》（…〔2021〕9号）."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kepu.core.plans.model import Basis
from kepu.core.plans.normalise import fold
from kepu.core.plans.source import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.source import Block, Paragraph

_BASIS = re.compile(
    r"《(?P<title>[^《》]*(?:《[^《》]*》[^《》]*)*)》(?:\s*[（(](?P<number>[^（）()，,；;]*?[〔\[［﹝【〖][^（）()，,；;]*?号)?[^（）()]*[）)])?"
)
_BASED = re.compile(r"(?:按照|根据|依据|贯彻落实|落实|遵照|贯彻)")
_INSTRUMENT = re.compile(
    r"(?:通知|意见|规划|纲要|条例|规定|办法|方案|法|决定|计划|标准|要点)(?:[（(].*[）)])?(?:的通知)?$"
)


def find_instruments(
    text: str, opening: Sequence[Paragraph], blocks: Sequence[Block], title: str | None
) -> tuple[tuple[Basis, ...], tuple[str, ...]]:
    """Find the instruments that a plan carries out, and the others that it cites.

    Parameters
    ----------
    text : str
        The normalised text.
    opening : sequence of Paragraph
        What stands between the title and the first heading.
    blocks : sequence of Paragraph or Table
        The document.
    title : str or None
        The plan's own, which is no instrument that it cites.

    Returns
    -------
    tuple of Basis, and tuple of str
        The instruments with their numbers, in order; the titles of the others.
    """
    based: dict[str, Basis] = {}
    own = fold(title or "")
    for block in opening:
        for match in _BASIS.finditer(block.text):
            before = block.text[: match.start()]
            governed = _BASED.search(before[max(0, before.rfind("。")) :])
            if governed and _INSTRUMENT.search(match["title"]) and fold(match["title"]) != own:
                number = re.split(r"[，,]", match["number"])[0].strip() if match["number"] else None
                based.setdefault(fold(match["title"]), Basis(match["title"], number))
    cited: dict[str, str] = {}
    for other in blocks:
        if isinstance(other, Table):
            continue
        for match in _BASIS.finditer(other.text):
            key = fold(match["title"])
            if _INSTRUMENT.search(match["title"]) and key not in based and not _same(key, own):
                cited.setdefault(key, match["title"])
    short = set(re.findall(r"(?:以下)?简称[“《]+([^”》]+)[”》]", text))
    numbered = tuple(based.values())
    return numbered, tuple(words for words in cited.values() if words not in short)


def _same(cited: str, own: str) -> bool:
    """Tell whether a cited title is the plan's own, shortened or in full."""
    if not own:
        return False
    core = re.sub(r"[（(].*?[）)]", "", cited)
    return cited == own or core in own or own in cited
