"""What one may be permitted to do with plans."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class LedgerPermission(StrEnum):
    """Codes of permissions."""

    VIEW_PLAN = "ledger.view_plan"
    IMPORT_PLAN = "ledger.import_plan"
    CONFIRM_PLAN = "ledger.confirm_plan"
    EXPORT_PLAN = "ledger.export_plan"


PERMISSIONS = {
    LedgerPermission.VIEW_PLAN.value: _("查看方案和任务台账"),
    LedgerPermission.IMPORT_PLAN.value: _("导入方案"),
    LedgerPermission.CONFIRM_PLAN.value: _("核对并确认方案，或者放弃"),
    LedgerPermission.EXPORT_PLAN.value: _("导出分工表"),
}
