"""What one may be permitted to do with accounts, roles, posts and leading groups."""

from django.utils.translation import gettext_lazy as _

VIEW_PEOPLE = "people.view_people"
MANAGE_ACCOUNTS = "people.manage_accounts"
MANAGE_MEMBERSHIPS = "people.manage_memberships"
MANAGE_ROLES = "people.manage_roles"
VIEW_POSTS = "people.view_posts"
MANAGE_POSTS = "people.manage_posts"
SHOW_NUMBERS = "people.show_numbers"
VIEW_GROUPS = "people.view_groups"
MANAGE_GROUPS = "people.manage_groups"

PERMISSIONS = {
    VIEW_PEOPLE: _("查看账号名单"),
    MANAGE_ACCOUNTS: _("建立、停用账号，重置密码"),
    MANAGE_MEMBERSHIPS: _("授予和结束职务"),
    MANAGE_ROLES: _("修改角色的权限"),
    VIEW_POSTS: _("查看通讯录，电话打码"),
    MANAGE_POSTS: _("维护通讯录"),
    SHOW_NUMBERS: _("显示和导出电话号码，逐次留痕"),
    VIEW_GROUPS: _("查看领导小组"),
    MANAGE_GROUPS: _("调整领导小组"),
}
