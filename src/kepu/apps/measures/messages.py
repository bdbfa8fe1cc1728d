"""Chinese sentences of the codes of readings."""

from django.utils.translation import gettext_lazy as _

from kepu.apps.measures.codes import ReadingCode

MESSAGES = {
    ReadingCode.BAD_VALUE: _(
        "“%(value)s”不能作为数据保存。请填写数字，最多 16 位整数、4 位小数；没有数据请选“缺报”或“不适用”。"
    ),
    ReadingCode.ACCEPTED: _("%(period)s的数据已经通过，不能直接修改。请用“更正”并写明原因，原来的数据会保留。"),
    ReadingCode.SUPERSEDED: _("这条数据已经被更正过。请刷新页面，在最新的一条上更正。"),
    ReadingCode.NOT_ACCEPTED: _("这条数据还没有通过，直接修改即可，不用更正。"),
    ReadingCode.REASON_REQUIRED: _("更正要写明原因。请写清楚为什么改、依据是什么。"),
    ReadingCode.SOURCE_REQUIRED: _("请写明数据来源，例如文件名称和文号、统计报表或调查名称。"),
}
