"""What the audit log calls the actions of this app."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "measures.state_reading": _("录入指标数据"),
    "measures.withdraw_reading": _("撤回未通过的指标数据"),
    "measures.accept_reading": _("通过指标数据"),
    "measures.correct_reading": _("更正指标数据"),
}
