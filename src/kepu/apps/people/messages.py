"""Chinese sentences of the codes of accounts."""

from django.utils.translation import gettext_lazy as _

from kepu.apps.people.codes import PeopleCode

MESSAGES = {
    PeopleCode.OWN_MEMBERSHIP: _("不能给自己授予或结束职务，请由另一位安全管理员办理。"),
    PeopleCode.OWN_ACCOUNT: _("不能停用自己的账号，请由另一位系统管理员办理。"),
    PeopleCode.ADMINISTRATORS_APART: _("系统、安全、审计三类管理员须由不同的人担任。请先结束此人现有的管理员职务。"),
    PeopleCode.PERMISSIONS_APART: _("“%(permission)s”只能由另一类管理员持有，不能放进这个角色。"),
    PeopleCode.ADMINISTRATOR_PASSWORD: _("管理员账号的密码只能在服务器上用 kepu people password 命令重置。"),
    PeopleCode.ORGANISATION_REQUIRED: _("“%(role)s”须指定单位。请选择单位后再保存。"),
    PeopleCode.ORGANISATION_ELSEWHERE: _("“%(organisation)s”不在所选区划内。请选择同一区划的单位。"),
    PeopleCode.OUT_OF_REGION: _("只能在自己管理的区划内办理。请选择下级或本级区划。"),
    PeopleCode.ALREADY_HELD: _("这个人已经有这项职务。如要改期，请先结束原来的一项。"),
    PeopleCode.ENDS_BEFORE_IT_BEGINS: _("结束日期不能早于开始日期。请改正后再保存。"),
    PeopleCode.UNKNOWN_PERSON: _("没有“%(username)s”这个账号。请核对用户名。"),
    PeopleCode.UNKNOWN_ROLE: _(
        "没有代码为“%(value)s”的角色。角色代码见“角色和权限”页或 docs/reference/permissions.md。"
    ),
    PeopleCode.UNKNOWN_REGION: _("没有代码为“%(value)s”的区划。请先用 kepu territory import 导入区划。"),
    PeopleCode.USERNAME_TAKEN: _("用户名“%(username)s”已被使用。请换一个用户名。"),
}
