"""What pages of rounds and answers use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from kepu.apps.base.periods import period_label
from kepu.apps.ledger.enums import ReportState
from kepu.apps.ledger.round_wording import late_words
from kepu.core.plans import word_diff

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from kepu.apps.ledger.models import UnitReport

register = template.Library()
TAGS = {"same": "span", "removed": "del", "added": "ins"}


@register.filter
def period(code: str) -> str:
    """A period as people say it."""
    return period_label(code)


@register.simple_tag
def late(report: UnitReport) -> str:
    """How late a page is, in words; empty in time."""
    days = report.days_late
    return late_words(days, is_owed=report.state in {ReportState.WAITING, ReportState.DRAFT}) if days else ""


@register.simple_tag
def difference(old: str, new: str) -> SafeString:
    """The new text with the words that came and went, told by more than their colour."""
    words = word_diff(old, new)
    return format_html_join(
        "",
        "{}",
        ((_marked(each.kind, each.text),) for each in words),
    )


def _marked(kind: str, text: str) -> SafeString:
    if kind == "same":
        return format_html("{}", text)
    said = _("删去：") if kind == "removed" else _("新增：")
    return format_html(
        '<{0} class="k-diff__{1}"><span class="visually-hidden">{2}</span>{3}</{0}>', TAGS[kind], kind, said, text
    )
