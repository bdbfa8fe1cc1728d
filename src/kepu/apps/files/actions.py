"""What the audit log calls the actions of this app."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "files.store": _("保存文件"),
    "files.attach": _("关联文件"),
}
