"""What the audit log calls the actions of this app."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "ledger.import_plan": _("导入方案"),
    "ledger.confirm_plan": _("确认方案"),
    "ledger.discard_plan": _("放弃方案"),
    "ledger.export_plan": _("导出分工表"),
}
