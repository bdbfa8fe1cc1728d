"""The week on one sheet of paper, and as plain text: what does not fit is counted, never dropped silently."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kepu.apps.base import clock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kepu.apps.workspace.selectors.lines import Item, Section
    from kepu.apps.workspace.selectors.office import RoundBox, Week

# Lines of an A4 page under its heading; a section costs its heading and, when it was cut, the line that says so.
LINES, HEADING, TEXT_LINES = 48, 2, 60
# Characters of a line with the names of units, in halves of a Chinese character; lines that names may always take.
WIDTH, NAME_LINES = 96, 10
ROOM_TO_SAY_MORE = 32


@dataclass(frozen=True)
class Names:
    """Units that stand alike in a round."""

    title: str
    total: int
    names: str
    n_more: int

    @property
    def words(self) -> str:
        """未报 3 家：甲局、乙局，另有 1 家."""
        words = _("%(title)s %(n)s 家：%(names)s") % {"title": self.title, "n": self.total, "names": self.names}
        return words + (_("，另有 %(n)s 家") % {"n": self.n_more} if self.n_more else "")


@dataclass(frozen=True)
class RoundLine:
    """How a round stands on paper: a sentence, and the names of those that have not reported or have to change."""

    label: str
    total: int
    reported: int
    groups: list[Names]


@dataclass(frozen=True)
class Sheet:
    """What is printed."""

    rounds: list[RoundLine]
    sections: list[Section]


def sheet_of(week: Week, lines: int = LINES) -> Sheet:
    """The week in so many lines: units that have not reported stand as names, not as lines of their own."""
    sections = [section for section in map(_without_reports, week.sections) if section.total]
    # Names take what the sections leave, and a few lines always.
    wanted = sum(HEADING + min(len(section.items) + 1, section.total) for section in sections)
    each = max(max(NAME_LINES, lines - wanted - len(week.rounds)) // max(len(week.rounds), 1), 2)
    rounds = [_round_line(box, each) for box in week.rounds]
    left = lines - sum(1 + sum(_n_lines(group.words) for group in each.groups) for each in rounds)
    return Sheet(rounds, fitted(sections, left))


def _without_reports(section: Section) -> Section:
    """Overdue and coming reports are named under their round already."""
    kept = [item for item in section.items if not item.is_report]
    return replace(section, items=kept, total=section.total - (len(section.items) - len(kept)))


def _round_line(box: RoundBox, lines: int) -> RoundLine:
    returned = max(lines // 3, 1)
    groups = [
        _names(_("未报"), [report.organisation.name for report in box.owed], lines - returned),
        _names(_("退回待改"), [report.organisation.name for report in box.returned], returned),
    ]
    return RoundLine(box.label, box.total, box.reported, [group for group in groups if group.total])


def _names(title: str, names: Sequence[str], lines: int) -> Names:
    """As many names as go into these lines."""
    words, shown = "", 0
    for name in names:
        longer = _("、").join((words, name)) if words else name
        if _width(longer) > WIDTH * lines - ROOM_TO_SAY_MORE and words:
            break
        words, shown = longer, shown + 1
    return Names(title, len(names), words, len(names) - shown)


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
    lines = [_("%(title)s（%(day)s）") % {"title": title, "day": date_format(week.today, "Y-m-d")}]
    for each in sheet.rounds:
        counts = {"label": each.label, "total": each.total, "reported": each.reported}
        lines += ["", _("%(label)s报送：共 %(total)s 家，已报 %(reported)s 家") % counts]
        lines += [group.words for group in each.groups]
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
    since = day_words(item.since) if item.since else ""
    about = _("，").join(part for part in (item.whose, since, item.light.note) if part)
    what = item.what if len(item.what) <= 60 else f"{item.what[:59]}…"  # noqa: PLR2004
    return _("%(what)s（%(about)s）") % {"what": what, "about": about} if about else what


def _n_lines(text: str) -> int:
    return -(-_width(text) // WIDTH)


def _width(text: str) -> int:
    """Halves of a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def day_words(day: date) -> str:
    """A day of this year without its year: the sheet is narrow."""
    return date_format(day, "m-d" if day.year == clock.today().year else "Y-m-d")
