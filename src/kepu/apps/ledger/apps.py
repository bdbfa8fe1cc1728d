"""The ledger of a plan: what it asks for, of whom, by when, and where it says so."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    """Registers what the ledger gives to the floors below."""

    name = "kepu.apps.ledger"
    label = "ledger"
    verbose_name = _("任务台账")

    def ready(self) -> None:
        from kepu.apps.base import triggers

        triggers.append_only("ledger_parse")
