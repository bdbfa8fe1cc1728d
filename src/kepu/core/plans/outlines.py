"""The outlines of the national plans, which local plans follow with changes of their own.

They serve one purpose: where a damaged copy has lost headings, and those that are left agree with the national plan in
number and title, the lost ones are named after it, marked as inferred.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NationalPlan:
    """A national plan: its years and the headings of its main part, in order."""

    doc_number: str
    first_year: int
    last_year: int
    work: tuple[str, ...]
    organisation: str
    safeguards: tuple[str, ...]


NATIONAL_PLANS = (
    NationalPlan(
        "国办发〔2016〕10号",
        2016,
        2020,
        (
            "实施青少年科学素质行动",
            "实施农民科学素质行动",
            "实施城镇劳动者科学素质行动",
            "实施领导干部和公务员科学素质行动",
            "实施科技教育与培训基础工程",
            "实施社区科普益民工程",
            "实施科普信息化工程",
            "实施科普基础设施工程",
            "实施科普产业助力工程",
            "实施科普人才建设工程",
        ),
        "组织实施",
        ("组织领导", "长效机制", "保障条件", "进度安排"),
    ),
    NationalPlan(
        "国发〔2021〕9号",
        2021,
        2035,
        (
            "青少年科学素质提升行动",
            "农民科学素质提升行动",
            "产业工人科学素质提升行动",
            "老年人科学素质提升行动",
            "领导干部和公务员科学素质提升行动",
            "科技资源科普化工程",
            "科普信息化提升工程",
            "科普基础设施工程",
            "基层科普能力提升工程",
            "科学素质国际交流合作工程",
        ),
        "组织实施",
        ("组织保障", "机制保障", "条件保障"),
    ),
)


def national_plan(first_year: int | None) -> NationalPlan | None:
    """Give the national plan that is in force in a year."""
    if first_year is None:
        return None
    return next((plan for plan in NATIONAL_PLANS if plan.first_year <= first_year <= plan.last_year), None)
