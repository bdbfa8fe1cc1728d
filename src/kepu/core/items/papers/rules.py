"""What papers must keep to, as the person who orders them writes it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kepu.core.errors import InputError
from kepu.core.items.instruments import BENCHMARK_2016
from kepu.core.items.papers.checks import listed
from kepu.core.items.papers.codes import PaperCode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kepu.core.items.papers.questions import QuestionBank


SOURCE = "国科发政〔2016〕112号"
NUMBERED = re.compile(r"(\D*)(\d+)")


@dataclass(frozen=True)
class PaperRules:
    """The rules of a set of papers; None asks for nothing.

    Attributes
    ----------
    papers, length : int
        How many papers, and how many items in each.
    cut : float
        The ability at which every paper should tell most.
    target : mapping of float to float
        Information wanted at each of some abilities; when given, papers follow it instead of the cut.
    max_use : int or None
        In how many of these papers an item may stand.
    benchmarks : int, sequence of str, or None
        The benchmarks that every paper covers: their number, their names, or None for the published rule, which is 26 for
        papers of 50, and those of the bank for other lengths, whose numbers then may not leave a gap.
    different_points : bool
        Whether no two items of a paper belong to one point.
    kinds : mapping of str to (int, int)
        Least and most items of a kind.
    difficulties : sequence of (float, float, int, int)
        From, below, least and most: items with a difficulty in that interval.
    words : tuple of (float, float) or None
        Least and most reading length of a paper.
    max_overlap : int or None
        Items that two papers may share.
    max_difference : float or None
        By how much the information of two papers may differ, at the cut or at any ability of the target.
    max_total_use : int or None
        In how many papers an item may stand, earlier ones counted.
    max_reused : int or None
        Items of a paper that stood in an earlier one.
    """

    papers: int = 1
    length: int = 50
    cut: float = 0.0
    target: Mapping[float, float] = field(default_factory=dict)
    max_use: int | None = None
    benchmarks: int | Sequence[str] | None = None
    different_points: bool = True
    kinds: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    difficulties: Sequence[tuple[float, float, int, int]] = ()
    words: tuple[float, float] | None = None
    max_overlap: int | None = None
    max_difference: float | None = None
    max_total_use: int | None = None
    max_reused: int | None = None


def refuse_rules(rules: PaperRules) -> None:
    """Refuse rules that say nothing or contradict themselves.

    Parameters
    ----------
    rules : PaperRules
        The rules.
    """
    for name in ("papers", "length", "max_use", "max_total_use"):
        value = getattr(rules, name)
        if value is not None and value < 1:
            raise _bad(name, f"{name} is {value}; at least 1 is needed")
    for name in ("max_overlap", "max_reused", "max_difference"):
        value = getattr(rules, name)
        if value is not None and not value >= 0:
            raise _bad(name, f"{name} is {value}; it cannot be negative")
    if not math.isfinite(rules.cut):
        raise _bad("cut", f"the cut is {rules.cut}; a number is needed")
    for name, why in _bad_ranges(rules):
        raise _bad(name, why)


def _bad_ranges(rules: PaperRules) -> Iterator[tuple[str, str]]:
    for theta, wanted in rules.target.items():
        if not (math.isfinite(theta) and math.isfinite(wanted) and wanted > 0):
            yield "target", f"the target {wanted} at {theta} is no information above 0"
    for kind, (least, most) in rules.kinds.items():
        if not 0 <= least <= most:
            yield "kinds", f"{kind}: {least} to {most} items is no range"
    for low, high, least, most in rules.difficulties:
        if not (low < high and 0 <= least <= most):
            yield "difficulties", f"difficulty {low} to {high}, {least} to {most} items is no range"
    if rules.words is not None and not 0 <= rules.words[0] <= rules.words[1]:
        yield "words", f"reading length {rules.words[0]} to {rules.words[1]} is no range"


def required_benchmarks(bank: QuestionBank, rules: PaperRules) -> tuple[str, ...]:
    """The benchmarks that every paper covers, or a refusal that names those the bank does not have.

    Parameters
    ----------
    bank : QuestionBank
        The bank.
    rules : PaperRules
        With the number of benchmarks, their names, or neither.

    Returns
    -------
    tuple of str
        Their names in the order of the bank's labels.

    Raises
    ------
    InputError
        `papers.benchmark_missing` with the names, where numbering tells them.
    """
    have = sorted(set(bank.benchmark), key=natural)
    asked = rules.benchmarks
    by_rule = asked is None and rules.length == BENCHMARK_2016.n_items
    if by_rule:
        asked = BENCHMARK_2016.n_benchmarks
    if asked is None:
        # A number that is left out between others is likelier forgotten than meant.
        missing = _gaps(have)
        if missing:
            raise _missing(missing, len(have), len(have) + len(missing), " Their numbers leave a gap.")
        return tuple(have)
    if not isinstance(asked, int):
        named = tuple(dict.fromkeys(str(name) for name in asked))
        missing = [name for name in named if name not in have]
        if missing:
            raise _missing(missing, len(named) - len(missing), len(named), "")
        return named
    if asked < 1:
        raise _bad("benchmarks", f"benchmarks is {asked}; at least 1 is needed")
    if len(have) != asked:
        why = f" {SOURCE} asks for {asked} in papers of {rules.length}." if by_rule else ""
        raise _missing(_gaps(have, 1, asked), len(have), asked, why)
    return tuple(have)


def natural(label: str) -> tuple[str, int, str]:
    """How labels are put in order: B2 before B10.

    Parameters
    ----------
    label : str
        A label.

    Returns
    -------
    tuple of (str, int, str)
        A key for sorting.
    """
    found = NUMBERED.fullmatch(label)
    return (found[1], int(found[2]), label) if found else (label, -1, label)


def _gaps(have: Sequence[str], first: int | None = None, last: int | None = None) -> list[str]:
    """Which numbers are missing from first to last, when labels are numbers of the standard behind one prefix."""
    found = [NUMBERED.fullmatch(label) for label in have]
    matched = [each for each in found if each]
    if len(matched) < len(have) or len({each[1] for each in matched}) > 1:
        return []
    width = min(len(each[2]) for each in matched)
    numbers = {int(each[2]) for each in matched}
    if max(numbers) > max(BENCHMARK_2016.n_benchmarks, last or 0):
        return []
    asked = range(min(numbers) if first is None else first, (max(numbers) if last is None else last) + 1)
    return [f"{matched[0][1]}{number:0{width}d}" for number in asked if number not in numbers]


def _missing(names: Sequence[str], found: int, n: int, why: str) -> InputError:
    if found > n:
        message = f"The bank has items of {found} benchmarks, {n} were expected.{why} Name those that papers cover."
    else:
        which = f" no items of {listed(list(names))}" if names else ""
        message = (
            f"The bank has{which or ' too few benchmarks'}: {found} of {n} benchmarks have items.{why} "
            "Add items, or name the benchmarks that papers cover."
        )
    return InputError(PaperCode.BENCHMARK_MISSING, message, benchmarks=list(names), found=found, expected=n)


def _bad(name: str, why: str) -> InputError:
    return InputError(PaperCode.BAD_RULE, f"{why[0].upper()}{why[1:]}.", name=name)
