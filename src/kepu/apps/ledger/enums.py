"""Labels of what a plan is and what stands in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanState(models.TextChoices):
    """How far a document has come on its way to the ledger."""

    IMPORTING = "importing", _("正在识别")
    REVIEW = "review", _("待核对")
    CONFIRMED = "confirmed", _("已确认")
    FAILED = "failed", _("未能识别")
    DISCARDED = "discarded", _("已放弃")

    @property
    def tone(self) -> str:
        """The shape and colour of its status."""
        return {"importing": "info", "review": "warn", "confirmed": "good", "failed": "bad", "discarded": "idle"}[self]


# Which state may follow which; everything else is refused.
ALLOWED_FROM: dict[PlanState, frozenset[PlanState]] = {
    PlanState.REVIEW: frozenset({PlanState.IMPORTING}),
    PlanState.FAILED: frozenset({PlanState.IMPORTING}),
    PlanState.CONFIRMED: frozenset({PlanState.REVIEW}),
    PlanState.DISCARDED: frozenset({PlanState.IMPORTING, PlanState.REVIEW, PlanState.FAILED}),
}


class DocumentStatus(models.TextChoices):
    """What the document is."""

    ISSUED = "issued", _("正式印发")
    DRAFT = "draft", _("征求意见稿")
    ANNEX = "annex", _("附件")


class SectionKind(models.TextChoices):
    """What a section of a plan is about."""

    BACKGROUND = "background", _("背景")
    PRINCIPLES = "principles", _("指导思想与原则")
    OBJECTIVE = "objective", _("目标")
    ACTION = "action", _("行动")
    PROJECT = "project", _("工程")
    MEASURE = "measure", _("措施")
    SAFEGUARD = "safeguard", _("保障")
    SCHEDULE = "schedule", _("进度安排")
    ANNEX = "annex", _("附件")
    OTHER = "other", _("其他")


class Role(models.TextChoices):
    """What a unit does for a task."""

    LEAD = "lead", _("牵头")
    SUPPORT = "support", _("配合")


class Comparator(models.TextChoices):
    """How a reading is compared with a target."""

    EQUAL = "=", _("等于")
    AT_LEAST = ">=", _("不低于")
    ABOVE = ">", _("超过")
    AT_MOST = "<=", _("不高于")
    BELOW = "<", _("低于")
    ABOUT = "approx", _("基本达到")


class Period(models.TextChoices):
    """When, or how often, a target is due."""

    BY_END = "by_end", _("规划期末")
    BY_DATE = "by_date", _("限期")
    PER_YEAR = "per_year", _("每年")
    PER_QUARTER = "per_quarter", _("每季度")
    PER_MONTH = "per_month", _("每月")
    PER_WEEK = "per_week", _("每周")


class UnitKind(models.TextChoices):
    """The kinds of units, in their official order."""

    PARTY = "party", _("党委部门")
    GOVERNMENT = "government", _("政府部门")
    MASS_ORGANISATION = "mass_organisation", _("群团组织")
    INSTITUTION = "institution", _("事业单位")
    ENTERPRISE = "enterprise", _("企业")
    TOWNSHIP = "township", _("镇街")
    GROUP = "group", _("集体称谓")


class FacetKind(models.TextChoices):
    """By what a board can be narrowed."""

    CATEGORY = "category", _("类别")
    GROUP = "group", _("行动（工程）")
    UNIT = "unit", _("单位")
    TARGET = "target", _("有无指标")
