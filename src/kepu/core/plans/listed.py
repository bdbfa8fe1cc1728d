"""Figures that stand in a column of a table, beside the task they are of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kepu.core.plans.baselines import Setting
from kepu.core.plans.columns import Role
from kepu.core.plans.dutyrows import words_of
from kepu.core.plans.normalise import half_width
from kepu.core.plans.source import paragraph
from kepu.core.plans.targets import Found, find_targets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.dutyrows import DutyTable
    from kepu.core.plans.model import Document
    from kepu.core.plans.source import Paragraph

_BARE = re.compile(
    r"^(?:基本|力争|争取|不少于|不低于|不超过|不高于|超过|突破|达到|至少|前|约|每年|每季度|每月|每周|全年|[≥≤><＞＜=])*[\s\d０-９]"
)
_YEAR = re.compile(r"20\d{2}")


@dataclass(frozen=True, slots=True)
class Listed:
    """The figures of one row, with the words they stand in."""

    words: Paragraph
    hits: tuple[Found, ...]
    group: str | None
    task_id: int | None


def duty_figures(text: str, duties: DutyTable, ids: Sequence[int], document: Document) -> list[Listed]:
    """Read the column of targets in a table of duties.

    Parameters
    ----------
    text : str
        The normalised text.
    duties : DutyTable
        The table.
    ids : sequence of int
        The ids of its tasks.
    document : Document
        Its period dates what has no date.

    Returns
    -------
    list of Listed
        One for each row with a figure; a bare figure is read together with the task beside it.
    """
    columns = [column for column, role in enumerate(duties.roles) if role is Role.TARGET]
    grid = duties.table.grid()
    found: list[Listed] = []
    for row, task_id in zip(duties.rows, ids, strict=True):
        for column in columns:
            cell = grid[row.index][column]
            if not cell.lines:
                continue
            start, end = cell.lines[0][0], cell.lines[-1][1]
            if _BARE.match(half_width(words_of(text, cell))) and row.words.offsets:
                start = row.words.offsets[row.start]
            words = paragraph(text, min(start, cell.lines[0][0]), end)
            due = _YEAR.search(row.due or "")
            last = int(due.group()) if due else document.period_end
            hits = find_targets(words.text, Setting(background=False, first_year=document.period_start, last_year=last))
            category = row.group or row.category
            found.append(Listed(words, tuple(hits), category.title if category else None, task_id))
    return [listed for listed in found if listed.hits]
