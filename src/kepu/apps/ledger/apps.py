"""The ledger of a plan: what it asks for, of whom, by when, and where it says so."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Registers what the ledger gives to the floors below."""

    name = "kepu.apps.ledger"
    label = "ledger"
