"""What is only hoped for: 力争 and how far it reaches."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kepu.core.plans import targetwords as words
from kepu.core.plans.dates import find_years
from kepu.core.plans.quantities import find_figures

if TYPE_CHECKING:
    from collections.abc import Sequence

_FAR = 40  # clauses before one that can still wish for it
_DATED_WISH = re.compile(
    r"^\s*(?:力争|争取|力求)(?:(?:到|在)?(?:20\d{2}年|“?十[三四五六]五)[^，]{0,6}"
    r"|(?:用|通过|经过|在)?(?:[2-5]|[两三四五])年(?:左右)?(?:的?(?:时间|努力)|内|左右))$"
)
# 力争全市比例达到14%: a wish with a subject of its own goes on to the subjects behind it; 力争达到10% does not.
_WISHED_SUBJECT = re.compile(
    rf"^(?:[^，]{{0,10}}(?:年|末)[^，]{{0,2}})?(?:力争|争取)(?:使|让|实现)?(?!{words.VERBS}|新)"
)
_BEGINS_ANEW = re.compile(
    rf"^(?:并|同时|每年|积极|大力|持续|为)?(?!注册[^，\d]{{2,12}}(?:达|突破|超过|增))(?:{words.VERBS}|加强|推进|推动|加快|完善|健全|深化|更新|改造|每)"
)


def hope_before(clauses: Sequence[str]) -> int | None:
    """Find the clause whose 力争 governs the last of several.

    Parameters
    ----------
    clauses : sequence of str
        The clauses of a sentence up to the one that is asked about, which has no 力争 itself.

    Returns
    -------
    int or None
        Its index; None where the last clause is not only hoped for.

    Examples
    --------
    >>> hope_before(["力争到2030年", "比例达到15%", "基地达到30家"]), hope_before(["力争达到10%", "建成基地30家"])
    (0, None)
    """
    last = len(clauses) - 1
    for earlier in range(last - 1, max(-1, last - _FAR), -1):
        wish = clauses[earlier]
        if words.ASPIRATION.search(wish):
            own = bool(find_figures(wish)) and not _WISHED_SUBJECT.match(wish)
            reaches = not own and (bool(_DATED_WISH.match(wish)) or _goes_on(clauses[earlier + 1 :]))
            return earlier if reaches else None
    return None


def hopes_for_all(clause: str) -> bool:
    """Tell a first clause that wishes for a date and nothing else: all parts of the sentence are hoped for."""
    return bool(_DATED_WISH.match(clause))


def _goes_on(following: Sequence[str]) -> bool:
    """Tell whether all clauses behind a wish name their own subject instead of beginning with a verb."""
    return not any(_BEGINS_ANEW.match(clause) or find_years(clause) for clause in following)
