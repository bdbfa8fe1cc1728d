"""What the office types in about a round."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kepu.apps.base.forms import BaseForm

LONGEST_NOTE, LONGEST_REASON, LONGEST_MESSAGE = 2000, 500, 20_000


class DateField(forms.DateField):
    """A day, picked or typed as 2026-10-10."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class OpenRoundForm(BaseForm):
    """When units may begin and until when, and what they should mind; region and period are in the address."""

    opens_on = DateField(label=_("开始日期"))
    due_on = DateField(label=_("截止日期"), help_text=_("当天仍算按时。以后可以全部延期，也可以给个别单位延期。"))
    note = forms.CharField(
        label=_("填报要求"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("显示在每个单位报送页的上方，例如这一期要重点说明的事项。"),
    )

    def clean(self) -> dict[str, Any]:
        """A round is not due before it begins."""
        cleaned = super().clean() or self.cleaned_data
        opens_on, due_on = cleaned.get("opens_on"), cleaned.get("due_on")
        if opens_on and due_on and due_on < opens_on:
            self.add_error("due_on", _("截止日期早于开始日期。请把截止日期改到开始日期当天或以后。"))
        return cleaned


class ReasonForm(BaseForm):
    """Why something is done."""

    reason = forms.CharField(
        label=_("原因"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("记在这一期的变动里，能看这一期的人都看得到。"),
    )


class ExtendForm(ReasonForm):
    """A later due date, and why."""

    due_on = DateField(label=_("新的截止日期"))
    field_order = ("due_on", "reason")


class ChaseForm(BaseForm):
    """That the message was copied for these units."""

    text = forms.CharField(max_length=LONGEST_MESSAGE, strip=False, widget=forms.Textarea(attrs={"rows": 14}))
