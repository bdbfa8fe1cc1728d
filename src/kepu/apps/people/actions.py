"""What the audit log calls the actions of this app."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "people.signed_in": _("登录"),
    "people.signed_out": _("退出登录"),
    "people.sign_in_failed": _("登录失败"),
    "people.password_changed": _("修改密码"),
    "people.password_reset": _("重置密码"),
    "people.account_created": _("新建账号"),
    "people.account_enabled": _("启用账号"),
    "people.account_disabled": _("停用账号"),
    "people.details_changed": _("修改个人信息"),
    "people.membership_added": _("授予职务"),
    "people.membership_ended": _("终止职务"),
    "people.role_changed": _("修改角色权限"),
    "people.person_forgotten": _("抹去个人信息"),
    "people.post_added": _("登记岗位"),
    "people.post_changed": _("修改岗位"),
    "people.post_ended": _("结束岗位"),
    "people.post_removed": _("删除录错的岗位"),
    "people.numbers_shown": _("显示电话号码"),
    "people.contacts_imported": _("导入通讯录"),
    "people.contacts_exported": _("导出通讯录"),
    "people.group_created": _("建立领导小组"),
    "people.seat_taken": _("加入领导小组"),
    "people.seat_ended": _("退出领导小组"),
    "people.seat_corrected": _("更正领导小组席位"),
    "people.seat_removed": _("删除录错的席位"),
    "people.page_read": _("督查查阅"),
}

# What rows tell beside the fields of their object.
DETAILS = {
    "address": _("网址"),
    "purpose": _("用途"),
    "rows": _("行数"),
    "with_numbers": _("带号码"),
    "add": _("新增"),
    "update": _("更新"),
    "take_over": _("接任"),
    "same": _("不变"),
}
