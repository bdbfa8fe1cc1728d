"""What one may be permitted to do with the audit log."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class AuditPermission(StrEnum):
    """Codes of permissions."""

    VIEW = "audit.view"


PERMISSIONS = {AuditPermission.VIEW.value: _("查看审计记录")}
