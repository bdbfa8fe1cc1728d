"""Sentences of the codes that the workspace shows."""

from django.utils.translation import gettext_lazy as _

from kepu.apps.workspace.codes import WorkspaceCode
from kepu.core.documents.codes import DocumentCode

MESSAGES = {
    DocumentCode.CHART_EMPTY: _("这里还没有可以画成图的数据。有了数据，图会自动出现。"),
    DocumentCode.CHART_BAD_VALUE: _("“%(label)s”的数值有误，图没有画出来。请先核对下面表格里的数据。"),
    WorkspaceCode.UNKNOWN_SIZE: _("没有“%(size)s”这种规模。可选：%(allowed)s。"),
    WorkspaceCode.NOT_A_DEMONSTRATION: _("这里已经有正式账号，不能装入演示数据。请换一个空的数据目录（KEPU_DATA）。"),
}
