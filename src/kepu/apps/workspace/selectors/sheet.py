"""The week on one sheet of paper, and as plain text: what does not fit is counted, never dropped silently."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.apps.workspace.selectors.lines import Item, Section
    from kepu.apps.workspace.selectors.office import RoundBox, Week

# Lines of an A4 page under its heading; a section costs its heading and, when it was cut, the line that says so.
LINES, HEADING, TEXT_LINES = 48, 2, 60
# Characters of a line with the names of units, in halves of a Chinese character.
WIDTH, MOST_NAME_LINES = 96, 6


@dataclass(frozen=True)
class RoundLine:
    """How a round stands on paper: a sentence and the names of those that have not reported."""

    label: str
    reported: int
    total: int
    names: str
    n_more: int

    @property
    def owed(self) -> int:
        """How many have not reported."""
        return self.total - self.reported


@dataclass(frozen=True)
class Sheet:
    """What is printed."""

    rounds: list[RoundLine]
    sections: list[Section]


def sheet_of(week: Week, lines: int = LINES) -> Sheet:
    """The week in so many lines: units that have not reported stand as names, not as lines of their own."""
    rounds = [_round_line(box) for box in week.rounds]
    left = lines - sum(1 + (1 if each.names else 0) * _n_lines(each.names) for each in rounds)
    sections = [_without_reports(section, rounds) for section in week.sections]
    return Sheet(rounds, fitted([section for section in sections if section.total], left))


def _without_reports(section: Section, rounds: Sequence[RoundLine]) -> Section:
    """Overdue and coming reports are named under their round already."""
    if not rounds or section.key == "checking":
        return section
    kept = [item for item in section.items if item.kind != _("报送")]
    return replace(section, items=kept, total=section.total - (len(section.items) - len(kept)))


def _round_line(box: RoundBox) -> RoundLine:
    names, shown = "", 0
    for name in box.names:
        longer = f"{names}、{name}" if names else name
        if _width(longer) > WIDTH * MOST_NAME_LINES - 16:
            break
        names, shown = longer, shown + 1
    return RoundLine(box.label, box.reported, box.total, names, len(box.names) - shown)


def fitted(sections: Sequence[Section], lines: int) -> list[Section]:
    """Share the lines: each section in turn takes one, until there are none left or nothing to show."""
    room = lines - HEADING * len(sections)
    shown = dict.fromkeys(range(len(sections)), 0)
    # A section that is cut needs a line to say so.
    while room > 0:
        hungry = [index for index, each in enumerate(sections) if shown[index] < len(each.items)]
        if not hungry:
            break
        for index in hungry:
            if room <= 0:
                break
            shown[index] += 1
            room -= 1
    cut = []
    for index, each in enumerate(sections):
        n = shown[index]
        if n < each.total and n > 1:
            n -= 1
        cut.append(replace(each, items=each.items[:n]))
    return cut


def week_text(week: Week, title: str) -> str:
    """The same as plain text for a chat group or a mail: no numbers of telephones, no links."""
    sheet = sheet_of(week, TEXT_LINES)
    lines = [f"{title}（{date_format(week.today, 'Y-m-d')}）"]
    for each in sheet.rounds:
        lines += [
            "",
            _("%(label)s报送：共 %(total)s 家，已报 %(reported)s 家，未报 %(owed)s 家")
            % {"label": each.label, "total": each.total, "reported": each.reported, "owed": each.owed},
        ]
        if each.names:
            names = (
                each.names
                if not each.n_more
                else _("%(names)s，另有 %(n)s 家") % {"names": each.names, "n": each.n_more}
            )
            lines.append(_("未报：%(names)s") % {"names": names})
    for section in sheet.sections:
        lines += ["", _("【%(title)s】%(n)s 项") % {"title": section.title, "n": section.total}]
        lines += [f"{number}. {item_words(item)}" for number, item in enumerate(section.items, start=1)]
        if section.n_more:
            lines.append(_("另有 %(n)s 项") % {"n": section.n_more})
    if week.is_empty and not sheet.rounds:
        lines.append(_("本周没有逾期、到期和待办事项。"))
    return "\n".join(lines)


def item_words(item: Item) -> str:
    """One line: what (whose, since when)."""
    since = date_format(item.since, "m-d") if item.since else ""
    about = "，".join(part for part in (item.whose, since, item.light.note) if part)
    what = item.what if len(item.what) <= 60 else f"{item.what[:59]}…"  # noqa: PLR2004
    return f"{what}（{about}）" if about else what


def _n_lines(text: str) -> int:
    return -(-_width(text) // WIDTH)


def _width(text: str) -> int:
    """Halves of a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
