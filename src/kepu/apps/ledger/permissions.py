"""What one may be permitted to do with plans."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class LedgerPermission(StrEnum):
    """Codes of permissions."""

    VIEW_PLAN = "ledger.view_plan"
    IMPORT_PLAN = "ledger.import_plan"
    CONFIRM_PLAN = "ledger.confirm_plan"
    EXPORT_PLAN = "ledger.export_plan"
    EDIT_TASK = "ledger.edit_task"
    VIEW_REPORTS = "ledger.view_reports"
    VIEW_UNIT_REPORT = "ledger.view_unit_report"
    FILE_REPORT = "ledger.file_report"
    RUN_ROUNDS = "ledger.run_rounds"
    CHECK_REPORTS = "ledger.check_reports"
    INSTRUCT = "ledger.instruct"
    SUPERVISE = "ledger.supervise"
    RECORD_READING = "ledger.record_reading"


PERMISSIONS = {
    LedgerPermission.VIEW_PLAN.value: _("查看方案和任务台账"),
    LedgerPermission.IMPORT_PLAN.value: _("导入方案"),
    LedgerPermission.CONFIRM_PLAN.value: _("核对并确认方案，或者放弃"),
    LedgerPermission.EXPORT_PLAN.value: _("导出分工表"),
    LedgerPermission.EDIT_TASK.value: _("修改任务的状态、时限、总牵头单位和关联"),
    LedgerPermission.VIEW_REPORTS.value: _("查看全区各单位的报送"),
    LedgerPermission.VIEW_UNIT_REPORT.value: _("查看本单位的报送"),
    LedgerPermission.FILE_REPORT.value: _("代表本单位填写和上报"),
    LedgerPermission.RUN_ROUNDS.value: _("发起、截止报送，催报，代单位录入"),
    LedgerPermission.CHECK_REPORTS.value: _("核对报送：退回、通过、更正"),
    LedgerPermission.INSTRUCT.value: _("作出批示"),
    LedgerPermission.SUPERVISE.value: _("转办批示、督办、办结"),
    LedgerPermission.RECORD_READING.value: _("录入和更正指标数据"),
}

# Any of these opens the list of instructions; which rows one finds there is a matter of the rules.
INSTRUCTION_READERS = (
    LedgerPermission.VIEW_REPORTS,
    LedgerPermission.VIEW_UNIT_REPORT,
    LedgerPermission.FILE_REPORT,
    LedgerPermission.INSTRUCT,
    LedgerPermission.SUPERVISE,
)
# Who follows rounds as a whole.
ROUND_READERS = (LedgerPermission.VIEW_REPORTS, LedgerPermission.RUN_ROUNDS, LedgerPermission.CHECK_REPORTS)
