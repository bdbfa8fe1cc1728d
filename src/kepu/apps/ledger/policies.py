"""What a place may decide about lights and reporting, and how the ledger reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from kepu.apps.territory.policies import FieldType, PolicyField, PolicyKind
from kepu.apps.territory.policy_selectors import in_force_for, values_for
from kepu.core.measures import Period, PeriodKind, period_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

LIGHTS, REPORTING = "ledger.lights", "ledger.reporting"

KINDS = (
    PolicyKind(
        code=LIGHTS,
        label=_("亮灯"),
        order=10,
        ordered=(("behind_points", "far_behind_points"),),
        source=_(
            "默认值参照银川市 2025 年的规则：达到序时进度为绿，落后 10 至 30 个百分点（含）为黄，落后 30 个百分点以上为红。落后不足 10 个百分点原文没有规定，这里算正常并写明差多少。临期天数和“基本达到”的幅度是本系统的默认值。"
        ),
        fields=(
            PolicyField(
                "due_soon_days",
                _("提前几天算临期"),
                FieldType.INTEGER,
                7,
                _("截止当天和之前的这些天显示“临期”；0 表示只在当天显示。"),
                low=0,
                high=90,
            ),
            PolicyField(
                "behind_points",
                _("落后多少个百分点起算“落后于进度”"),
                FieldType.DECIMAL,
                10,
                _("按指标全程的百分之几计算；恰好等于这个数也算落后。"),
                low=0,
                high=100,
            ),
            PolicyField(
                "far_behind_points",
                _("落后超过多少个百分点算“严重落后”"),
                FieldType.DECIMAL,
                30,
                _("恰好等于这个数仍算“落后于进度”。不能小于上一项。"),
                low=0,
                high=100,
            ),
            PolicyField(
                "approx_percent",
                _("“基本达到”允许差百分之几"),
                FieldType.DECIMAL,
                5,
                _("只用于原文写“基本”“左右”的指标。"),
                low=0,
                high=50,
            ),
        ),
    ),
    PolicyKind(
        code=REPORTING,
        label=_("报送"),
        order=20,
        source=_("默认值是各地常见做法：按季度报送，期满后 10 天内报，填写的人不核对自己填的内容。"),
        fields=(
            PolicyField(
                "cadence",
                _("多久报一次"),
                FieldType.CHOICE,
                PeriodKind.QUARTER.value,
                choices=(
                    (PeriodKind.MONTH.value, _("每月")),
                    (PeriodKind.QUARTER.value, _("每季度")),
                    (PeriodKind.HALF.value, _("每半年")),
                ),
            ),
            PolicyField(
                "due_days",
                _("期满后几天内报送"),
                FieldType.INTEGER,
                10,
                _("最后一天当天仍算按时。"),
                low=0,
                high=90,
            ),
            PolicyField(
                "support_due_days",
                _("配合单位要提前几天答复牵头单位"),
                FieldType.INTEGER,
                5,
                _("比报送截止日提前的天数，给牵头单位留出汇总时间。"),
                low=0,
                high=30,
            ),
            PolicyField(
                "check_by_other",
                _("核对的人不能是填写或代录的人"),
                FieldType.BOOLEAN,
                default=True,
                help=_("办公室只有一个人在岗时可以关闭。"),
            ),
        ),
    ),
)


@dataclass(frozen=True)
class LightsPolicy:
    """When something is due soon, behind, far behind; points are percentage points of the whole way."""

    due_soon_days: int
    behind_points: Decimal
    far_behind_points: Decimal
    approx_percent: Decimal


@dataclass(frozen=True)
class ReportingPolicy:
    """How often units report, by when, and who checks."""

    cadence: PeriodKind
    due_days: int
    support_due_days: int
    check_by_other: bool

    def period_on(self, day: date) -> Period:
        """The period in which a day lies."""
        return period_of(day, self.cadence)

    def due_on(self, period: Period) -> date:
        """The last day on which a report on a period is in time."""
        return period.last + timedelta(days=self.due_days)

    def support_due_on(self, period: Period) -> date:
        """The last day on which a supporting unit is in time; never before the period is over."""
        return max(period.last, self.due_on(period) - timedelta(days=self.support_due_days))

    def may_check(self, *, checker_id: int, author_ids: Iterable[int | None]) -> bool:
        """Whether a person may check what these people wrote or entered."""
        return not self.check_by_other or checker_id not in set(author_ids)


@dataclass(frozen=True)
class LedgerPolicies:
    """Everything that the ledger asks about one region and day."""

    lights: LightsPolicy
    reporting: ReportingPolicy


def ledger_policies(region_code: str, on: date) -> LedgerPolicies:
    """What holds in a region on a day; one query."""
    return ledger_policies_for([region_code], on)[region_code]


def ledger_policies_for(region_codes: Iterable[str], on: date) -> dict[str, LedgerPolicies]:
    """What holds in each of several regions on a day; one query."""
    held = in_force_for(region_codes, on)
    return {
        code: LedgerPolicies(lights_policy(each[LIGHTS].values), reporting_policy(each[REPORTING].values))
        for code, each in held.items()
    }


def lights_for(region_codes: Iterable[str], on: date) -> dict[str, LightsPolicy]:
    """What lights go by in each of several regions on a day; one light query."""
    kind = next(each for each in KINDS if each.code == LIGHTS)
    return {code: lights_policy(values) for code, values in values_for(kind, region_codes, on).items()}


def lights_policy(values: Mapping[str, Any]) -> LightsPolicy:
    """The values with names."""
    return LightsPolicy(**values)


def reporting_policy(values: Mapping[str, Any]) -> ReportingPolicy:
    """The values with names."""
    return ReportingPolicy(**{**values, "cadence": PeriodKind(values["cadence"])})
