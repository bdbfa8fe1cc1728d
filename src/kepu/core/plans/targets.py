"""Figures that a plan sets or reports: sentences to targets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kepu.core.plans import targetwords as words
from kepu.core.plans.baselines import Clause, Setting, is_baseline, reported_year
from kepu.core.plans.clauses import Part, split_clauses, split_sentences
from kepu.core.plans.dates import dated_apart, find_years, governing_years, in_brackets, reference_year
from kepu.core.plans.hopes import hope_before, hopes_for_all
from kepu.core.plans.indicators import bare_noun, indicator_of, subjects_of
from kepu.core.plans.normalise import half_width
from kepu.core.plans.qualitative import covered_wholly, find_qualitative
from kepu.core.plans.quantities import find_figures
from kepu.core.plans.recurrence import recurring, says_how_often
from kepu.core.plans.shared import Shared, graded, is_item, shared_by_list
from kepu.core.plans.sizes import counts_places, only_describes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.core.plans.dates import Year
    from kepu.core.plans.figure import Figure
    from kepu.core.plans.model import Comparator, Period

_SHARES = {"%", "个百分点", "‰"}
_FAR = 40  # clauses before one that can still date it or wish for it
_MOST_FIGURES = 40  # in a clause; the rest of a longer row of numbers says nothing of them
_SOON = 12  # characters in which a sentence says when
_DATES_WHAT_FOLLOWS = re.compile(r"(?:力争|争取)?(?:到|至)(?:20\d{2}年|“?十[三四五六]五”?末)|“?十[三四五六]五”?末[，,]")
_LONGEST_TOPIC = 30
_BESIDE = re.compile(r"20\d{2}年?(?:底|末)?[和、及与]20\d{2}年")
_LISTED_ON = re.compile(r"^(?!以[上下内]|左右)[\u4e00-\u9fff（）“”]{0,20}(?:、|和|及|以及)$")
_YEARS_LISTED = re.compile(r"(?<=[\u4e00-\u9fff])(?:20\d{2}年?(?:底|末)?[、和及]){1,9}20\d{2}年(?:底|末)?$")
_SIZE = re.compile(r"[^，。；\d]{0,8}(?:面积|投资|规模)[^，。；\d]{0,4}\d")


@dataclass(frozen=True, slots=True)
class Found:
    """A target before it has a place in the document."""

    start: int  # of the quote, in the paragraph
    end: int
    indicator: str
    comparator: Comparator
    value: float
    high: float | None
    unit: str
    period: Period
    due: int | None
    aspiration: bool
    baseline: bool
    as_of: int | None
    qualitative: bool
    implied: bool
    confidence: float
    rule: str


def find_targets(text: str, setting: Setting) -> list[Found]:
    """Find the targets and baselines of a paragraph.

    Parameters
    ----------
    text : str
        The paragraph.
    setting : Setting
        The section's kind and the period of the plan.

    Returns
    -------
    list of Found
        In order of the text.
    """
    found: list[Found] = []
    carried = opening = setting.heading_year
    subject = ""
    hoped = False
    before = 0
    for sentence in split_sentences(text):
        if text[before : sentence.start].strip() == "。":
            carried = opening if setting.objective else setting.heading_year
        dated = _DATES_WHAT_FOLLOWS.match(half_width(text[sentence.start : sentence.start + _SOON * 2]))
        years = find_years(text[sentence.start : sentence.start + dated.end()]) if dated else []
        carried = years[-1].value if years else carried
        opening = carried if years and text[before : sentence.start].strip() not in {"；", ";"} else opening
        reader = _Sentence(text, sentence, split_clauses(text, sentence), setting, carried)
        goes_on = text[before : sentence.start].strip() in {"；", ";"}
        reader.subject = subject if goes_on else ""
        first_end = reader.clauses[0].end if reader.clauses else sentence.end
        hoped = hopes_for_all(text[sentence.start : first_end]) or (hoped and goes_on)
        reader.hoped = hoped
        found += reader.find()
        before, subject = sentence.end, reader.subject
    return found


class _Sentence:
    """A sentence, whose first clauses may date, or wish for, what its later ones say."""

    def __init__(
        self, text: str, sentence: Part, clauses: Sequence[Part], setting: Setting, carried: int | None = None
    ) -> None:
        self.text = text
        self.carried = carried  # the year that dates the sentences before
        self.sentence = sentence
        self.clauses = clauses
        self.setting = setting
        self.hoped = False  # 力争到2030年，…；…: all of it
        self.how_often = ""  # the clause before, or the one that it goes on with, where it says how often
        self.recurred = False
        self.subject = ""  # of the figure before, which a clause without a subject is about
        self.shared: Shared | None = None  # by the items of the list that the clause is one of

    def find(self) -> list[Found]:
        found: list[Found] = []
        for index, clause in enumerate(self.clauses):
            printed = self.text[clause.start : clause.end]
            figures = find_figures(printed)
            wanted = [figure for figure in figures[:_MOST_FIGURES] if not only_describes(printed, figure)]
            before = 0
            self.recurred = False
            self.shared = self.shared if is_item(printed) else None
            for figure in wanted:
                found += self.targets(index, printed, figure, before, wanted)
                before = figure.end
            if not wanted:
                found += self.qualitative(
                    index, printed, has_figures=not all(counts_places(printed, figure) for figure in figures)
                )
            else:
                for beside in (printed[: wanted[0].start], printed[wanted[-1].end :]):
                    if covered_wholly(beside):
                        found += self.qualitative(index, beside.strip("、和及"), has_figures=False)
            if self.text[clause.end : clause.end + 1] in {"：", ":"}:
                self.shared = shared_by_list(printed)
            if says_how_often(printed):
                self.how_often = printed
            elif not self.recurred:
                self.how_often = ""
        return found

    def targets(self, index: int, printed: str, figure: Figure, before: int, figures: Sequence[Figure]) -> list[Found]:
        year, dated_at = self.year_for(index, figure)
        baseline = is_baseline(Clause(self.text, self.sentence, self.clauses, index), figure, year, self.setting)
        aspiration, wished_at = self.aspiration_for(index, figure)
        recurs = recurring(printed, figure, self.how_often, several_years=self.setting.several_years)
        comparator = self.comparator(printed, figure, figures, baseline=baseline)
        start, end = self.quote(index, dated_at, wished_at)
        period: Period = "by_date" if year and not baseline else "by_end"
        unit = figure.unit
        due = None if baseline else (year or self.setting.last_year)
        if recurs and not baseline:
            period, per = recurs
            self.recurred = True
            unit, due = (f"{unit}/{per}" if per and unit not in _SHARES else unit), None
        if baseline:
            period = "by_date"
        paired = self.paired_year(index, printed, figure, figures)
        as_of = (
            (paired or reference_year(printed, figure) or reported_year(printed, figure, year, self.setting))
            if baseline
            else None
        )
        if paired and due:
            due = paired
        if "分别" in printed:
            before = 0
        name = indicator_of(printed, figures[0] if before == 0 else figure, before)
        name = graded(name, self.subject) or self.subject or self.topic(index) or printed
        name = self.shared.names(name) if self.shared else name
        name = self.paired_name(printed, name, figure, figures)
        self.subject = name
        names = subjects_of(printed, figure, before) or [name]
        return [
            Found(
                start, end, name, comparator, figure.value, figure.high, unit, period, due, aspiration and not baseline,
                baseline, as_of, qualitative=False, implied=False, confidence=0.85 if not baseline else 0.75,
                rule="target.rank" if figure.rank else "target.baseline" if baseline else "target.figure",
            )
            for name in names
        ]  # fmt: skip

    def topic(self, index: int) -> str:
        """Name what the clause before is about, where one says only how often: 办好讲坛，每季度至少举办1场."""
        if not index:
            return ""
        part = self.clauses[index - 1]
        before = self.text[part.start : part.end]
        return "" if find_figures(before) or len(before) > _LONGEST_TOPIC else bare_noun(before)

    def comparator(self, printed: str, figure: Figure, figures: Sequence[Figure], *, baseline: bool) -> Comparator:
        """Compare a figure; one word before or behind a paired list compares all of it."""
        own = words.comparator_of(printed, figure, baseline=baseline)
        at = figures.index(figure)
        if own == "=" and self.shared and not baseline:
            return self.shared.comparator
        if own == "=" and at and not baseline and _LISTED_ON.search(printed[figures[at - 1].end : figure.start]):
            return self.comparator(printed, figures[at - 1], figures, baseline=False)  # 至少召开1次全会、2次例会
        if own != "=" or baseline or "分别" not in printed[: figures[0].start]:
            return own
        ends = [
            words.comparator_of(printed, figures[0], baseline=False),
            words.comparator_of(printed, figures[-1], baseline=False),
        ]
        return next((sign for sign in ends if sign != "="), own)

    def qualitative(self, index: int, printed: str, *, has_figures: bool) -> list[Found]:
        found = []
        for hit in find_qualitative(
            printed, background=self.setting.background, has_figures=has_figures, subject=self.subject
        ):
            year, dated_at = self.year_for(index, None)
            aspiration, wished_at = self.aspiration_for(index, None)
            start, end = self.quote(index, dated_at, wished_at)
            period: Period = hit.period or ("by_date" if year or hit.baseline else "by_end")
            due = None if hit.period or hit.baseline else (year or self.setting.last_year)
            found.append(
                Found(
                    start, end, hit.indicator, hit.comparator, hit.value, None, hit.unit, period, due,
                    aspiration and not hit.baseline, hit.baseline, None, qualitative=True, implied=hit.implied,
                    confidence=0.4 if hit.implied else 0.7, rule=hit.rule,
                )
            )  # fmt: skip
        return found

    def year_for(self, index: int, figure: Figure | None) -> tuple[int | None, int]:
        """Give the year that governs a clause: in it, before the figure, else in a clause before."""
        clause = self.clauses[index]
        printed = self.text[clause.start : clause.end]
        here = governing_years(printed)
        if figure is not None:
            before = [year for year in here if year.start < figure.start]
            if before:
                return before[-1].value, index
            here = [year for year in here if not dated_apart(printed, year, figure)]
        if here:
            return here[0].value, index
        for earlier in range(index - 1, max(-1, index - _FAR), -1):
            part = self.clauses[earlier]
            printed = self.text[part.start : part.end]
            years = [year for year in governing_years(printed) if not in_brackets(printed, year)]
            if years:
                return years[-1].value, earlier
        for later in self.clauses[index + 1 : index + 4]:
            printed = self.text[later.start : later.end]
            years = governing_years(printed)
            if years and not years[0].start and not find_figures(printed):  # 面积6万平方米，投资2亿元，2024年底前建成
                return years[0].value, index
            if years or not _SIZE.match(printed):
                break
        return self.carried, index

    def aspiration_for(self, index: int, figure: Figure | None) -> tuple[bool, int]:
        """Tell whether 力争 governs a clause: in it, or before it when the clauses between name their own subjects."""
        clause = self.clauses[index]
        until = clause.start + figure.start if figure is not None else clause.end
        if words.ASPIRATION.search(self.text[clause.start : until]):
            return True, index
        earlier = hope_before([self.text[part.start : part.end] for part in self.clauses[: index + 1]])
        return (True, earlier) if earlier is not None else (self.hoped, index)

    def paired_year(self, index: int, printed: str, figure: Figure, figures: Sequence[Figure]) -> int | None:
        """Pair 2019年、2020年…分别为14.8%、18.1%; the years may stand in a clause before, beside each other."""
        if len(figures) < 2 or len({other.unit for other in figures}) > 1:  # noqa: PLR2004  nothing to pair
            return None
        years: Sequence[Year] = ()
        for earlier in range(index, max(-1, index - _FAR), -1):
            part = self.clauses[earlier]
            said = self.text[part.start : part.end] if earlier < index else printed[: figures[0].start]
            years = find_years(said)
            if years:
                beside = _BESIDE.search(half_width(said)) is not None
                years = years if "分别" in printed or beside else ()
                break
        return years[list(figures).index(figure)].value if len(years) == len(figures) else None

    def paired_name(self, printed: str, name: str, figure: Figure, figures: Sequence[Figure]) -> str:
        """Pair 参与率、满意度分别达到60%和90%; years beside each other are no names."""
        name = _YEARS_LISTED.sub("", name)
        splits = (re.split(pattern, name) for pattern in (r"、|和|以及", r"、|以及", "、"))
        parts = next((parts for parts in splits if len(parts) == len(figures)), [])
        if "分别" not in printed or len(parts) < 2:  # noqa: PLR2004  nothing to pair
            return name
        tail = re.search(r"(?:的)?(?:比例|占比|比重|数量|人数|覆盖率|普及率)$", parts[-1])
        part = parts[list(figures).index(figure)]
        return part if tail is None or part.endswith(tail.group()) else part + tail.group()

    def quote(self, index: int, dated_at: int, wished_at: int) -> tuple[int, int]:
        """Take the clause, and those before it that date it or wish for it."""
        first = index
        if wished_at < index:
            first = wished_at
        if dated_at == first - 1 or (dated_at < first and first - dated_at == 1):
            first = dated_at
        return self.clauses[first].start, self.clauses[index].end
