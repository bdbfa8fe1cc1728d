"""What one may be permitted to do with regions and organisations."""

from django.utils.translation import gettext_lazy as _

VIEW = "territory.view"
MANAGE_ORGANISATIONS = "territory.manage_organisations"
MANAGE_POLICIES = "territory.manage_policies"

PERMISSIONS = {
    VIEW: _("查看单位名录和区划"),
    MANAGE_ORGANISATIONS: _("维护单位名录和简称"),
    MANAGE_POLICIES: _("设定本地规则：亮灯、报送"),
}
