"""Labels of what a plan is and what stands in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PlanState(models.TextChoices):
    """How far a document has come on its way to the ledger."""

    IMPORTING = "importing", _("正在识别")
    COLUMNS = "columns", _("待说明列的含义")
    REVIEW = "review", _("待核对")
    CONFIRMED = "confirmed", _("已确认")
    REPLACED = "replaced", _("已被新版本替代")
    FAILED = "failed", _("未能识别")
    DISCARDED = "discarded", _("已放弃")

    @property
    def tone(self) -> str:
        """The shape and colour of its status."""
        return {
            "importing": "info",
            "columns": "warn",
            "review": "warn",
            "confirmed": "good",
            "replaced": "idle",
            "failed": "bad",
            "discarded": "idle",
        }[self]


# Which state may follow which; everything else is refused.
ALLOWED_FROM: dict[PlanState, frozenset[PlanState]] = {
    PlanState.COLUMNS: frozenset({PlanState.IMPORTING}),
    PlanState.IMPORTING: frozenset({PlanState.COLUMNS}),
    PlanState.REVIEW: frozenset({PlanState.IMPORTING}),
    PlanState.FAILED: frozenset({PlanState.IMPORTING}),
    PlanState.CONFIRMED: frozenset({PlanState.REVIEW}),
    PlanState.REPLACED: frozenset({PlanState.CONFIRMED}),
    PlanState.DISCARDED: frozenset({PlanState.IMPORTING, PlanState.COLUMNS, PlanState.REVIEW, PlanState.FAILED}),
}


class AfterEnd(models.TextChoices):
    """What becomes of the tasks of a plan whose years are over; empty while nobody was asked."""

    ARCHIVED = "archived", _("按已到期归档")
    GOING_ON = "going_on", _("任务仍在办")


class PlanKind(models.TextChoices):
    """What a plan is for."""

    IMPLEMENTATION = "implementation", _("实施方案")
    DEMONSTRATION = "demonstration", _("示范区创建分工")
    ANNUAL = "annual", _("年度工作要点")
    CAMPAIGN = "campaign", _("专项活动")
    LEDGER = "ledger", _("工作台账")


class CandidateKind(models.TextChoices):
    """What a finding of the reader may become."""

    TASK = "task", pgettext_lazy("several", "任务")
    TARGET = "target", pgettext_lazy("several", "指标")
    SECTION = "section", pgettext_lazy("several", "章节")
    UNIT = "unit", pgettext_lazy("several", "单位")


class Sureness(models.TextChoices):
    """How sure the reader is of a finding, in words."""

    SURE = "sure", _("把握很大")
    FAIR = "fair", _("较有把握")
    DOUBTFUL = "doubtful", _("请核对")


class CandidateState(models.TextChoices):
    """What a person said about a finding; what was split, merged or undone stays as superseded."""

    OPEN = "open", _("未核对")
    ACCEPTED = "accepted", _("已通过")
    REJECTED = "rejected", _("已剔除")
    SUPERSEDED = "superseded", _("已由别的条目代替")

    @property
    def tone(self) -> str:
        """The shape and colour of its status."""
        return {"open": "unknown", "accepted": "good", "rejected": "idle", "superseded": "idle"}[self]


class CandidateAction(models.TextChoices):
    """What was done with findings."""

    ACCEPT = "accept", _("通过")
    REJECT = "reject", _("剔除")
    REOPEN = "reopen", _("取消判断")
    EDIT = "edit", _("修改")
    SPLIT = "split", _("拆分")
    MERGE = "merge", _("合并")


class NameMeaning(models.TextChoices):
    """What a printed name of a unit stands for."""

    ORGANISATION = "organisation", _("对应单位")
    COLLECTIVE = "collective", _("统称，保留")
    PRINTED = "printed", _("按印发的名称保留")


class DocumentStatus(models.TextChoices):
    """What the document is."""

    ISSUED = "issued", _("正式印发")
    DRAFT = "draft", _("征求意见稿")
    ANNEX = "annex", _("附件")


class SectionKind(models.TextChoices):
    """What a section of a plan is about."""

    BACKGROUND = "background", _("背景")
    PRINCIPLES = "principles", _("指导思想与原则")
    OBJECTIVE = "objective", pgettext_lazy("section", "目标")
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


class TaskState(models.TextChoices):
    """How far the work on a task is; suspended and dropped need the document that says so, archived is its plan."""

    NOT_STARTED = "not_started", _("未启动")
    UNDER_WAY = "under_way", _("推进中")
    DONE = "done", _("已完成")
    STANDING = "standing", _("长期坚持")
    SUSPENDED = "suspended", _("暂缓")
    DROPPED = "dropped", _("不再实施")
    ARCHIVED = "archived", _("已到期归档")

    @property
    def tone(self) -> str:
        """The shape and colour of its status."""
        return {
            "not_started": "unknown",
            "under_way": "info",
            "done": "good",
            "standing": "info",
            "suspended": "idle",
            "dropped": "idle",
            "archived": "idle",
        }[self]


# Which state of a task may follow which. What was ended is taken up again before it goes anywhere else.
TASK_ALLOWED_FROM: dict[TaskState, frozenset[TaskState]] = {
    TaskState.NOT_STARTED: frozenset({TaskState.UNDER_WAY, TaskState.STANDING, TaskState.SUSPENDED}),
    TaskState.UNDER_WAY: frozenset(TaskState) - {TaskState.UNDER_WAY},
    TaskState.DONE: frozenset({TaskState.NOT_STARTED, TaskState.UNDER_WAY, TaskState.STANDING, TaskState.ARCHIVED}),
    TaskState.STANDING: frozenset({TaskState.NOT_STARTED, TaskState.UNDER_WAY, TaskState.DONE}),
    TaskState.SUSPENDED: frozenset({TaskState.NOT_STARTED, TaskState.UNDER_WAY, TaskState.STANDING}),
    TaskState.DROPPED: frozenset({TaskState.NOT_STARTED, TaskState.UNDER_WAY, TaskState.STANDING, TaskState.SUSPENDED}),
    TaskState.ARCHIVED: frozenset(),  # with its plan, never by itself
}
# Tasks in these states are asked about in a round of reports.
REPORTED_STATES = (TaskState.NOT_STARTED, TaskState.UNDER_WAY, TaskState.STANDING)
# These need a basis: who decided, by which document.
STATES_WITH_BASIS = (TaskState.SUSPENDED, TaskState.DROPPED)


class RoundState(models.TextChoices):
    """Whether units may still file for a period."""

    OPEN = "open", _("报送中")
    CLOSED = "closed", _("已截止汇总")


class RoundChange(models.TextChoices):
    """What was decided about a round."""

    OPENED = "opened", _("发起")
    CHECKED = "checked", _("重新核对名单")
    EXTENDED = "extended", _("延期")
    CLOSED = "closed", _("截止")
    REOPENED = "reopened", _("重新开放")


class ReportState(models.TextChoices):
    """How far a unit's page of a period is."""

    WAITING = "waiting", _("未报")
    DRAFT = "draft", _("填写中")
    FILED = "filed", _("已报")
    RETURNED = "returned", _("已退回")
    ACCEPTED = "accepted", _("已通过")

    @property
    def tone(self) -> str:
        """The shape and colour of its status."""
        return {"waiting": "idle", "draft": "info", "filed": "info", "returned": "warn", "accepted": "good"}[self]


class EntryState(models.TextChoices):
    """How far the answer for one task is."""

    OPEN = "open", _("待填")
    FILED = "filed", _("已报")
    RETURNED = "returned", _("已退回")
    ACCEPTED = "accepted", _("已通过")

    @property
    def tone(self) -> str:
        """The shape and colour of its status."""
        return {"open": "idle", "filed": "info", "returned": "warn", "accepted": "good"}[self]


class Answer(models.TextChoices):
    """What a unit says about a task in a period; empty while nothing was said."""

    PROGRESS = "progress", _("有进展")
    SAME = "same", _("与上期相同")
    NONE = "none", _("本期无进展")
    NOT_APPLICABLE = "not_applicable", _("不涉及")


class Filing(models.TextChoices):
    """How a report came in."""

    OWN = "own", _("单位自报")
    PROXY = "proxy", _("办公室代录")
    IMPORTED = "imported", _("随台账导入")


class EntryEvent(models.TextChoices):
    """What happened to the text of an entry."""

    FILED = "filed", _("上报")
    RETURNED = "returned", _("退回")
    ACCEPTED = "accepted", _("通过")
    CORRECTED = "corrected", _("更正")
    IMPORTED = "imported", _("导入")


class InstructionKind(models.TextChoices):
    """Who asks, and with what weight; an inspection by government is none of these."""

    LEADER = "leader", _("领导批示")
    OFFICE = "office", _("办公室督办")


class InstructionState(models.TextChoices):
    """Whether an instruction still waits for somebody."""

    OPEN = "open", _("办理中")
    REPLIED = "replied", _("已回复待办结")
    CLOSED = "closed", _("已办结")

    @property
    def tone(self) -> str:
        """The shape and colour of its status."""
        return {"open": "warn", "replied": "info", "closed": "good"}[self]


class InstructionStep(models.TextChoices):
    """What may be done with an instruction."""

    FORWARD = "forward", _("转办")
    REPLY = "reply", _("回复")
    RETURN = "return", _("退回")
    CLOSE = "close", _("办结")


# In which states a step may be taken; a unit may add to its reply until the instruction is closed.
STEP_FROM: dict[InstructionStep, frozenset[InstructionState]] = {
    InstructionStep.FORWARD: frozenset({InstructionState.OPEN, InstructionState.REPLIED}),
    InstructionStep.REPLY: frozenset({InstructionState.OPEN, InstructionState.REPLIED}),
    # While other units still owe theirs, one reply can already go back.
    InstructionStep.RETURN: frozenset({InstructionState.OPEN, InstructionState.REPLIED}),
    InstructionStep.CLOSE: frozenset({InstructionState.REPLIED}),
}


class ReplyEvent(models.TextChoices):
    """What was said under an instruction: the unit's reply, or that it does not do yet."""

    REPLIED = "replied", _("回复")
    RETURNED = "returned", _("退回")


class ScheduleKind(models.TextChoices):
    """By what a reading is judged before the due day; without one it is not judged."""

    NONE = "", _("不判断进度")
    LINEAR = "linear", _("按时间平均推进")
    MILESTONES = "milestones", _("按节点")
    LAST_YEAR = "last_year", _("参照上年同期")


class ColumnRole(models.TextChoices):
    """What a column of a ledger in a workbook holds."""

    NUMBER = "number", _("序号")
    SOURCE = "source", _("任务来源（文号）")
    CATEGORY = "category", _("类别")
    TEXT = "text", _("任务")
    MEASURE = "measure", _("具体措施")
    TARGET = "target", _("目标（整句）")
    INDICATOR = "indicator", _("指标名称")
    TARGET_UNIT = "target_unit", _("计量单位")
    TARGET_VALUE = "target_value", _("目标值")
    STAGE_TARGET = "stage_target", _("阶段目标")
    LEAD = "lead", _("牵头单位")
    SUPPORT = "support", _("责任（配合）单位")
    PERSON = "person", _("责任人")
    CONTACT = "contact", _("联系人、电话")
    DUE = "due", _("完成时限")
    PROGRESS = "progress", _("进展")
    PERCENT = "percent", _("完成率")
    LIGHT = "light", _("亮灯")
    PROBLEMS = "problems", _("存在问题")
    NEXT_STEP = "next_step", _("下步措施")
    EVIDENCE = "evidence", _("佐证材料")
    STATE = "state", _("办结状态")
    NOTE = "note", _("备注")
    OTHER = "other", _("不读入（只留在原表里）")
