"""The audit log: a row for every change, sealed into a chain whose key is outside the database."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """Declares the append-only tables and enters the log in the menu."""

    name = "kepu.apps.audit"
    label = "audit"
    verbose_name = _("审计")

    def ready(self) -> None:
        from kepu.apps.audit.permissions import AuditPermission
        from kepu.apps.base import navigation, triggers

        for table in ("audit_auditrow", "audit_seal"):
            triggers.append_only(table)
        navigation.register(navigation.Entry(_("审计记录"), "audit:list", 900, AuditPermission.VIEW, icon="audit"))
