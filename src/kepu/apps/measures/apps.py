"""Measures: what figures were, by whom and from where; readings of targets and, later, of indicators."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeasuresConfig(AppConfig):
    """Lets the database itself keep accepted readings."""

    name = "kepu.apps.measures"
    label = "measures"
    verbose_name = _("指标数据")

    def ready(self) -> None:
        from kepu.apps.base import triggers

        triggers.append_only("measures_reading", when="OLD.state = 'accepted'")
