"""What the audit log calls the actions of this app."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "territory.organisation_added": _("新增单位"),
    "territory.alias_added": _("添加简称"),
    "territory.alias_ended": _("停用简称"),
    "territory.policy_set": _("设定本地规则"),
    "territory.policy_changed": _("修改尚未执行的本地规则"),
}
