"""The one clock of the site: stored times are UTC, dates are Asia/Shanghai."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()


def today() -> date:
    """The date on the wall."""
    return timezone.localdate()
