"""Sentences of the codes of background jobs."""

from django.utils.translation import gettext_lazy as _

from kepu.apps.jobs.codes import JobsCode

MESSAGES = {
    JobsCode.GAVE_UP: _(
        "系统试了 %(attempts)s 次都没有做完。已经写入的部分都保留着；可以重试，仍不成功请把本页地址告诉系统管理员。"
    ),
    JobsCode.UNKNOWN_TASK: _("系统里已经没有“%(name)s”这种任务，可能是升级后取消了。请重新发起这项操作。"),
    JobsCode.NOT_ENDED: _("这个任务还没有结束，不需要重试。请稍后刷新页面查看进度。"),
    JobsCode.NOT_LIVE: _("这个任务已经结束，不能再取消。请刷新页面查看结果。"),
    JobsCode.SAME_KEY_LIVE: _("同样的任务已经在进行，不必重试。请到后台任务列表查看它的进度。"),
}
