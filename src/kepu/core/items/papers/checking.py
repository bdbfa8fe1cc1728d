"""Whether papers keep to their rules: counted anew from the names, with nothing of the search."""

from __future__ import annotations

import math
from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

from kepu.core.errors import InputError
from kepu.core.items.papers.checks import SHOWN
from kepu.core.items.papers.codes import PaperCode
from kepu.core.items.papers.rules import required_benchmarks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kepu.core.items.papers.questions import QuestionBank
    from kepu.core.items.papers.rules import PaperRules

TINY = 1e-6


def broken_rules(bank: QuestionBank, rules: PaperRules, papers: Sequence[Sequence[str]]) -> list[str]:
    """What papers break, in sentences; papers are numbered from 1.

    Parameters
    ----------
    bank : QuestionBank
        The items of one pool.
    rules : PaperRules
        What the papers should keep to.
    papers : sequence of sequence of str
        Names of the items of each paper.

    Returns
    -------
    list of str
        Empty when nothing is broken.

    Examples
    --------
    >>> from kepu.core.items.papers import PaperRules, make_questions
    >>> bank = make_questions(["q1", "q2"], ["1", "1"], ["1", "1"], [1.0, 1.0], [0.0, 0.0])
    >>> broken_rules(bank, PaperRules(length=2), [["q1", "q2"]])
    ['Paper 1 has 2 items of point 1 of benchmark 1.']
    """
    place = {name: index for index, name in enumerate(bank.item)}
    found: list[str] = []
    if len(papers) != rules.papers:
        found.append(f"There are {len(papers)} papers, not {rules.papers}.")
    unknown = sorted({name for paper in papers for name in paper if name not in place})
    if unknown:
        return [*found, f"The bank does not have {', '.join(unknown)}."]
    for number, paper in enumerate(papers, 1):
        items = [place[name] for name in paper]
        broken = [*_of_one(bank, rules, items), *_mix_of_one(bank, rules, items)]
        found += [f"Paper {number} {what}." for what in broken]
    found += _of_all(bank, rules, papers, place)
    if rules.max_difference is not None:
        found += _differences(bank, rules, [[place[name] for name in paper] for paper in papers])
    return found


def check_papers(bank: QuestionBank, rules: PaperRules, papers: Sequence[Sequence[str]]) -> None:
    """Refuse papers that break a rule.

    Parameters
    ----------
    bank : QuestionBank
        The items of one pool.
    rules : PaperRules
        What the papers should keep to.
    papers : sequence of sequence of str
        Names of the items of each paper.

    Returns
    -------
    None
        When nothing is broken.

    Raises
    ------
    InputError
        `papers.broken_paper` with all that is broken.
    """
    found = broken_rules(bank, rules, papers)
    if found:
        more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        raise InputError(PaperCode.BROKEN_PAPER, " ".join(found[:SHOWN]) + more, broken=found)


def _of_one(bank: QuestionBank, rules: PaperRules, items: list[int]) -> Iterator[str]:
    if len(items) != rules.length:
        yield f"has {len(items)} items, not {rules.length}"
    for item, times in Counter(items).items():
        if times > 1:
            yield f"has {bank.item[item]} {times} times"
    covered = {bank.benchmark[item] for item in items}
    for name in required_benchmarks(bank, rules):
        if name not in covered:
            yield f"has no item of benchmark {name}"
    if rules.different_points:
        for (benchmark, point), times in Counter((bank.benchmark[i], bank.point[i]) for i in items).items():
            if times > 1:
                yield f"has {times} items of point {point} of benchmark {benchmark}"


def _mix_of_one(bank: QuestionBank, rules: PaperRules, items: list[int]) -> Iterator[str]:
    for one, other in combinations(items, 2):
        if one != other and set(bank.enemies[one]) & set(bank.enemies[other]):
            yield f"has the enemies {bank.item[one]} and {bank.item[other]}"
    kinds = Counter(bank.kind[item] for item in items)
    for kind, (least, most) in rules.kinds.items():
        if not least <= kinds[kind] <= most:
            yield f"has {kinds[kind]} items of kind {kind}, not {least} to {most}"
    for low, high, least, most in rules.difficulties:
        n = sum(low <= float(bank.b[item]) < high for item in items)
        if not least <= n <= most:
            yield f"has {n} items of difficulty {low:g} to {high:g}, not {least} to {most}"
    if rules.words is not None:
        reading = math.fsum(float(bank.words[item]) for item in items)
        if not rules.words[0] - TINY <= reading <= rules.words[1] + TINY:
            yield f"has a reading length of {reading:g}, not {rules.words[0]:g} to {rules.words[1]:g}"
    reused = sum(int(bank.used[item]) > 0 for item in items)
    if rules.max_reused is not None and reused > rules.max_reused:
        yield f"has {reused} items that were used earlier, more than {rules.max_reused}"


def _of_all(
    bank: QuestionBank, rules: PaperRules, papers: Sequence[Sequence[str]], place: dict[str, int]
) -> Iterator[str]:
    for name, times in Counter(name for paper in papers for name in set(paper)).items():
        if rules.max_use is not None and times > rules.max_use:
            yield f"{name} stands in {times} papers, more than {rules.max_use}."
        earlier = int(bank.used[place[name]])
        if rules.max_total_use is not None and times + earlier > rules.max_total_use:
            yield f"{name} stands in {times} papers and {earlier} earlier ones, more than {rules.max_total_use}."
    if rules.max_overlap is not None:
        for (one, first), (other, second) in combinations(enumerate(papers, 1), 2):
            shared = len(set(first) & set(second))
            if shared > rules.max_overlap:
                yield f"Papers {one} and {other} share {shared} items, more than {rules.max_overlap}."


def _differences(bank: QuestionBank, rules: PaperRules, papers: list[list[int]]) -> Iterator[str]:
    for theta in sorted(rules.target) or [rules.cut]:
        told = [math.fsum(_information(bank, item, theta) for item in paper) for paper in papers]
        difference = max(told) - min(told)
        if rules.max_difference is not None and difference > rules.max_difference + TINY:
            yield f"At {theta:g} papers differ by {difference:.4g} in information, more than {rules.max_difference:g}."


def _information(bank: QuestionBank, item: int, theta: float) -> float:
    """From the definition: the squared slope of the curve over P (1 − P)."""
    a, b, c = float(bank.a[item]), float(bank.b[item]), float(bank.c[item])
    exponent = -a * (theta - b)
    if exponent > 700:  # noqa: PLR2004  e^700 is near the largest number; nothing can be told there
        return 0.0
    logistic = 1 / (1 + math.exp(exponent))
    right = c + (1 - c) * logistic
    slope = a * (1 - c) * logistic * (1 - logistic)
    return slope * slope / (right * (1 - right)) if 0 < right < 1 else 0.0
