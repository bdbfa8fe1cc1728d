"""What one may be permitted to do with accounts and roles."""

from django.utils.translation import gettext_lazy as _

VIEW_PEOPLE = "people.view_people"
MANAGE_ACCOUNTS = "people.manage_accounts"
MANAGE_MEMBERSHIPS = "people.manage_memberships"
MANAGE_ROLES = "people.manage_roles"

PERMISSIONS = {
    VIEW_PEOPLE: _("查看账号名单"),
    MANAGE_ACCOUNTS: _("建立、停用账号，重置密码"),
    MANAGE_MEMBERSHIPS: _("授予和结束职务"),
    MANAGE_ROLES: _("修改角色的权限"),
}
