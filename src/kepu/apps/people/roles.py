"""The roles that a new installation begins with.

They become rows, and a place may change its rows. Permissions are named by their codes because the apps that own them
stand above; a test compares them with the registry and with docs/reference/permissions.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_noop as _

from kepu.apps.people.codes import PeopleCode
from kepu.apps.people.enums import Part

if TYPE_CHECKING:
    from kepu.apps.people.models import Role

# What belongs to one of the three administrators and to nobody else.
PARTS = {
    "people.manage_accounts": Part.SYSTEM,
    "jobs.view_all": Part.SYSTEM,
    "people.manage_memberships": Part.SECURITY,
    "people.manage_roles": Part.SECURITY,
    "audit.view": Part.AUDIT,
}
# What an administrator may have beside the own part: names of units and accounts, no business.
BESIDE = {"territory.view", "territory.manage_organisations", "people.view_people"}
READ = ("territory.view", "ledger.view_plan")
READ_AND_EXPORT = (*READ, "ledger.export_plan")
FILE = ("ledger.view_unit_report", "ledger.file_report")
# Who answers for a unit, and who sits in the leading group. A liaison's membership reaches the posts of its own unit.
READ_POSTS = ("people.view_posts", "people.view_groups")
CALL = (*READ_POSTS, "people.show_numbers")
KEEP_POSTS = (*CALL, "people.manage_posts")


@dataclass(frozen=True)
class Default:
    """A role as it is at first."""

    code: str
    label: str
    description: str
    permissions: tuple[str, ...] = ()
    part: Part = Part.NONE
    needs_organisation: bool = False
    is_inspection: bool = False


DEFAULTS = (
    Default(
        "office",
        _("领导小组办公室"),
        _("纲要办工作人员：导入方案、确认任务、汇总上报"),
        (
            *READ_AND_EXPORT,
            "ledger.import_plan",
            "ledger.confirm_plan",
            "territory.manage_organisations",
            "territory.manage_policies",
            "ledger.edit_task",
            "ledger.view_reports",
            "ledger.run_rounds",
            "ledger.check_reports",
            "ledger.supervise",
            "ledger.record_reading",
            *KEEP_POSTS,
            "people.manage_groups",
        ),
    ),
    Default(
        "leader",
        _("分管领导"),
        _("查看全部任务和进展"),
        (*READ_AND_EXPORT, "ledger.view_reports", "ledger.instruct", *CALL),
    ),
    Default(
        "liaison",
        _("联络员"),
        _("成员单位的联络员：代表本单位填报"),
        (*READ_AND_EXPORT, *FILE, *KEEP_POSTS),
        needs_organisation=True,
    ),
    Default(
        "section_head",
        _("科室负责人"),
        _("审核本单位填报的内容"),
        (*READ_AND_EXPORT, "ledger.view_unit_report", *CALL),
        needs_organisation=True,
    ),
    Default(
        "town",
        _("镇街"),
        _("镇街、社区的经办人"),
        (*READ_AND_EXPORT, *FILE, *KEEP_POSTS),
        needs_organisation=True,
    ),
    Default(
        "inspector",
        _("督查人员"),
        _("只读查看上报原貌，有期限、限区域"),
        (*READ, "ledger.view_reports", "people.view_groups"),
        is_inspection=True,
    ),
    Default("statistician", _("调查统计人员"), _("设计调查、加权估计、发布结果"), READ),
    Default("interviewer", _("调查员"), _("入户调查")),
    Default("volunteer", _("科普志愿者"), _("接单、排班、记录服务时长")),
    Default("venue", _("科普场馆和基地"), _("登记、年报、预约"), ("territory.view",), needs_organisation=True),
    Default("reviewer", _("评审专家"), _("评审分给自己的材料")),
    Default(
        "level_above",
        _("上级"),
        _("查看所辖各区的同一套数据"),
        (*READ_AND_EXPORT, "ledger.view_reports", *READ_POSTS),
    ),
    Default(
        "system_admin",
        _("系统管理员"),
        _("建立和停用账号，维护单位名录；不授予职务，不看审计"),
        (
            "territory.view",
            "territory.manage_organisations",
            "people.view_people",
            "people.manage_accounts",
            "jobs.view_all",
        ),
        part=Part.SYSTEM,
    ),
    Default(
        "security_admin",
        _("安全管理员"),
        _("授予职务，修改角色的权限；不建账号，不看审计"),
        ("territory.view", "people.view_people", "people.manage_memberships", "people.manage_roles"),
        part=Part.SECURITY,
    ),
    Default(
        "audit_admin", _("审计管理员"), _("查看和核验审计记录；不建账号，不授职务"), ("audit.view",), part=Part.AUDIT
    ),
)


def refusal_to_hold(role: Role, code: str) -> PeopleCode | None:
    """Why a role may not hold a permission; None if it may."""
    if PARTS.get(code, role.part) != role.part:
        return PeopleCode.PERMISSIONS_APART
    if role.part and code not in PARTS and code not in BESIDE:
        return PeopleCode.BUSINESS_APART
    if role.is_inspection and not is_reading(code):
        return PeopleCode.INSPECTION_READS_ONLY
    return None


def is_reading(code: str) -> bool:
    """Whether a permission only reads: permissions are named after what one does."""
    return code.partition(".")[2].startswith(("view", "export"))


def create_after_migrate(using: str, **_kwargs: Any) -> None:
    """Create missing roles, and give existing ones the permissions that are new since they were made."""
    from kepu.apps.people.models import Role

    rows = {role.code: role for role in Role.objects.using(using).all()}
    for position, default in enumerate(DEFAULTS, start=1):
        role = rows.get(default.code) or Role(
            code=default.code,
            label=default.label,
            description=default.description,
            part=default.part,
            needs_organisation=default.needs_organisation,
            is_inspection=default.is_inspection,
            position=position,
        )
        fresh = [code for code in default.permissions if code not in role.offered]
        if fresh or role.pk is None:
            role.permissions = sorted({*role.permissions, *fresh})
            role.offered = sorted({*role.offered, *fresh})
            role.save(using=using)
