"""Chinese sentences of the codes of accounts, posts and leading groups."""

from django.utils.translation import gettext_lazy as _

from kepu.apps.people.codes import ContactCode, PeopleCode

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
    PeopleCode.POST_HELD_ALREADY: _("%(name)s已经在这个岗位上。要改电话或职务，请打开原来的一条修改。"),
    PeopleCode.GROUP_EXISTS: _("这个区划已经有“%(name)s”。请打开它，调整组成。"),
    PeopleCode.NOTHING_ADJUSTED: _("没有人退出，也没有人加入。请勾选退出的人，或者写上加入的人。"),
    PeopleCode.SEAT_TAKEN_LATER: _("%(name)s从 %(since)s 起才在组里，不能在这之前退出。请改用更晚的日期。"),
    PeopleCode.INSPECTION_NEEDS_AN_END: _("“%(role)s”须有结束日期。请填写这次督查的最后一天。"),
    PeopleCode.INSPECTION_READS_ONLY: _("“%(permission)s”会改动数据，督查角色只能查看。请去掉这一项。"),
    PeopleCode.BUSINESS_APART: _("“%(permission)s”是业务权限，不能放进管理员的角色。请给业务角色。"),
    ContactCode.EMPTY: _("没有读到内容。请从表格里复制几行，连同表头，粘贴到这里。"),
    ContactCode.TOO_MANY: _("一次最多 %(most)s 行，这里有 %(rows)s 行。请分几次粘贴。"),
    ContactCode.NO_COLUMN: _(
        "表头里没有“%(column)s”一栏。请补上这一栏，或者不带表头，按“单位、职务、姓名、电话”的次序粘贴。"
    ),
    ContactCode.UNIT_MISSING: _("没有写单位。"),
    ContactCode.UNIT_UNKNOWN: _("没有找到单位“%(value)s”。%(suggestion)s请改成单位名录里的名称或简称。"),
    ContactCode.UNIT_NOT_YOURS: _("“%(value)s”的通讯录由它自己和办公室维护，您不能改。请去掉这一行。"),
    ContactCode.KIND_UNKNOWN: _("“%(value)s”不是分管领导、科室负责人或联络员。请改成其中一个。"),
    ContactCode.NAME_MISSING: _("没有写姓名。"),
    ContactCode.TOO_LONG: _("“%(value)s”太长，最多 %(most)s 个字。请检查是否错了栏。"),
    ContactCode.BAD_NUMBER: _("“%(value)s”不像电话号码。手机是 11 位数字，座机可以带区号和分机。"),
    ContactCode.BAD_EMAIL: _("“%(value)s”不像电子邮箱。请改正，或者留空。"),
    ContactCode.TWICE: _("与第 %(row)s 行重复。请去掉一行。"),
    ContactCode.SEAT_UNKNOWN: _("“%(value)s”不是组长、副组长、成员、办公室主任或办公室。请改成其中一个。"),
    ContactCode.BEGINS_LATER: _("现在的%(name)s从 %(since)s 起任职，接任不能早于第二天。请改用更晚的日期。"),
}
