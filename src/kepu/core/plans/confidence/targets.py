"""What speaks for and against a figure and what is said of it, and against a milestone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kepu.core.plans.confidence.surroundings import Evidence, Surroundings, flags, shared_evidence

if TYPE_CHECKING:
    from kepu.core.plans.model import Target

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_COMPARED = re.compile(r"以上|以下|以内|左右|不少于|不低于|不超过|不高于|至少|超过|突破|达到|≥|≤|大约|约|近")
_WISH = re.compile(r"力争|争取|力求|努力")
_AGAIN = re.compile(r"每[年月周季学]|年均|年度|逐年")
_PAST = re.compile(r"已|截至|目前|现有|去年|上年|累计|同比|较20")
_FEW, _MANY, _LONG, _LONG_NAME = 3, 3, 60, 20
_FIRST_YEAR, _LAST_YEAR = 1990, 2060


def target_evidence(around: Surroundings) -> list[Evidence]:
    """Give the evidence for each figure of a plan, in their order."""
    return [
        shared_evidence(around, target.place.span, target.rule, target.confidence)
        | _value(target)
        | _said(target)
        | _where(around, target)
        for target in around.plan.targets
    ]


def _value(target: Target) -> Evidence:
    return flags(
        {
            f"sign {target.comparator}": True,
            "share": target.unit in {"%", "个百分点", "‰"},
            "no unit": not target.unit,
            "range": target.value_high is not None,
            "few": 0 < target.value <= _FEW and target.unit != "%",
            "like a year": _FIRST_YEAR <= target.value <= _LAST_YEAR,
            "compared": _COMPARED.search(target.quote) is not None,
            "equal though compared": target.comparator == "=" and _COMPARED.search(target.quote) is not None,
        }
    )


def _said(target: Target) -> Evidence:
    wished, again = _WISH.search(target.quote), _AGAIN.search(target.quote)
    recurring = target.period not in {"by_end", "by_date"}
    return flags(
        {
            f"period {target.period}": True,
            "baseline": target.is_baseline,
            "past but no baseline": not target.is_baseline and _PAST.search(target.quote) is not None,
            "wished": target.aspiration,
            "wish not in quote": target.aspiration and wished is None,
            "wish not taken": wished is not None and not target.aspiration,
            "recurring, not printed": recurring and again is None,
            "printed, not recurring": again is not None and not recurring,
            "due in quote": target.due_year is not None and str(target.due_year) in target.quote,
            "other year in quote": target.due_year is None and re.search(r"20\d\d年", target.quote) is not None,
            "in words": target.qualitative,
            "implied": target.implied,
        }
    )


def _where(around: Surroundings, target: Target) -> Evidence:
    document = around.plan.document
    return flags(
        {
            "due at the end": target.due_year is not None and target.due_year == document.period_end,
            "no period": document.period_end is None,
            "several in quote": around.quotes[target.quote] > 1,
            "many numbers": len(_NUMBER.findall(target.quote)) > _MANY,
            "long quote": len(target.quote) > _LONG,
            "no name": len(target.indicator) < 2,  # noqa: PLR2004  one character names nothing
            "long name": len(target.indicator) > _LONG_NAME,
            "clause for a name": "，" in target.indicator,
            f"under {target.task_group}": target.task_group in {"objective", "background"},
            "of a task": target.task_id is not None,
            "several places": len(target.place.spans) > 1,
        }
    )


def milestone_evidence(around: Surroundings) -> list[Evidence]:
    """Give the evidence for each milestone of a plan, in their order."""
    return [
        shared_evidence(around, each.place.span, each.rule, each.confidence)
        | flags(
            {
                "several years": each.year_end > each.year_start,
                "long quote": len(each.quote) > _LONG,
                "past": _PAST.search(each.quote) is not None,
                "beside a figure": around.quotes[each.quote] > 0,
            }
        )
        for each in around.plan.milestones
    ]
