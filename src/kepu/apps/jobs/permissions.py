"""What one may be permitted to do with background jobs."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class JobsPermission(StrEnum):
    """Codes of permissions."""

    VIEW_ALL = "jobs.view_all"


PERMISSIONS = {JobsPermission.VIEW_ALL.value: _("查看所辖区域所有人的后台任务")}
