"""Sentences of the codes of the audit log."""

from django.utils.translation import gettext_lazy as _

from kepu.apps.audit.codes import AuditCode

MESSAGES = {
    AuditCode.CHAIN_BROKEN: _("核对审计记录时发现 %(problems)s 处异常。请保留现状，并联系系统管理员查明原因。"),
    AuditCode.HEAD_UNREADABLE: _("%(path)s 不是导出的审计链头文件。请选择 kepu audit head 写出的文件。"),
    AuditCode.NO_LOG: _("数据库里没有审计记录，或者连不上数据库。请运行 kepu migrate，或检查 DATABASE_URL。"),
}
