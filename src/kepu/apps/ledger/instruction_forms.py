"""What people type in about instructions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kepu.apps.base.clock import today
from kepu.apps.base.forms import BaseForm, VersionedForm
from kepu.apps.ledger.enums import InstructionKind
from kepu.apps.ledger.services.instructions import Demand

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from kepu.apps.territory.models import Organisation

MOST = 2000
LONGEST_NAME = 60


def words(label: Any, *, rows: int = 3, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A text of some lines."""
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": MOST})
    return forms.CharField(label=label, max_length=MOST, required=required, help_text=help_text, widget=widget)


class DayField(forms.DateField):
    """A day, picked in the browser's calendar."""

    def __init__(self, **kwargs: Any) -> None:
        # The browser takes a day in this form only, whatever the language of the page.
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **kwargs)


class UnitsField(forms.TypedMultipleChoiceField):
    """Units to choose several of."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            coerce=int,
            label=_("承办单位"),
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": _("请至少选一家承办单位。"),
                "invalid_choice": _("这里有一家单位不在本地区的名录里。请从列表里选择。"),
            },
            **kwargs,
        )

    def offer(self, units: Sequence[Organisation]) -> None:
        """Show these units."""
        self.choices = [(str(unit.pk), unit.name) for unit in units]


def _offer(form: BaseForm, units: Sequence[Organisation]) -> None:
    field = form.fields["units"]
    assert isinstance(field, UnitsField)
    field.offer(units)


class InstructForm(BaseForm):
    """A leader's instruction: one field, and whom it goes to where that is known."""

    text = words(_("批示内容"))
    task = forms.IntegerField(required=False, widget=forms.HiddenInput)
    unit = forms.IntegerField(required=False, widget=forms.HiddenInput)
    region = forms.ChoiceField(label=_("地区"), required=False)

    def __init__(self, *args: Any, regions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["region"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(regions)
        if len(regions) < 2:  # noqa: PLR2004  # nothing to choose
            field.widget = forms.HiddenInput()


class SuperviseForm(BaseForm):
    """What the office enters: its own chasing, or a leader's words from paper or a telephone call."""

    kind = forms.ChoiceField(
        label=_("类别"),
        choices=InstructionKind.choices,
        initial=InstructionKind.OFFICE,
        widget=forms.RadioSelect,
        help_text=_("办公室督办只是日常催办：请单位回复，由办公室办结。它不是政府督查，不作结论，也不能代替政府督查。"),
    )
    given_by_words = forms.CharField(
        label=_("批示人"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=_("代为录入口头或纸面批示时填写，例如“张区长 9 月 3 日批示”。"),
    )
    text = words(_("内容"), rows=4, help_text=_("批示请照原话录入。"))
    units = UnitsField()
    due_on = DayField(label=_("回复期限"), required=False)
    task = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, units)

    def clean(self) -> dict[str, Any]:
        """A leader's words need the leader's name; chasing needs a day."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == InstructionKind.LEADER and not cleaned.get("given_by_words"):
            self.add_error("given_by_words", _("请写明是谁的批示。"))
        if cleaned.get("kind") == InstructionKind.OFFICE and not cleaned.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("督办要有回复期限。请选一个日期。"))
        if cleaned.get("kind") == InstructionKind.OFFICE and cleaned.get("due_on") and cleaned["due_on"] < today():
            self.add_error("due_on", _("回复期限已经过去了。请选今天或者以后的日期。"))
        return cleaned

    def demand(self, region_code: str, task_id: int | None) -> Demand:
        """What was typed in, for the service."""
        given = self.cleaned_data
        return Demand(
            region_code=region_code,
            text=given["text"],
            kind=InstructionKind(given["kind"]),
            given_by_words=given["given_by_words"],
            task_id=task_id,
            organisation_ids=tuple(given["units"]),
            due_on=given["due_on"],
        )


class ForwardForm(VersionedForm):
    """Which units reply, by when."""

    units = UnitsField()
    due_on = DayField(label=_("回复期限"), required=False)

    def __init__(self, *args: Any, units: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, units)


class ReplyForm(BaseForm):
    """A unit's reply."""

    organisation = forms.TypedChoiceField(label=_("单位"), coerce=int, empty_value=None)
    text = words(_("回复内容"), rows=5)

    def __init__(self, *args: Any, units: Collection[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _one_of(self, units)


class ReturnForm(VersionedForm):
    """Why a reply does not do."""

    organisation = forms.TypedChoiceField(label=_("单位"), coerce=int)
    text = words(_("退回意见"), help_text=_("写明还要补充什么。"))

    def __init__(self, *args: Any, units: Collection[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _one_of(self, units)


class CloseForm(VersionedForm):
    """How it ended."""

    note = words(_("办结意见"), help_text=_("办结以后不能再回复。"))


def _one_of(form: BaseForm, units: Collection[Organisation]) -> None:
    """A select of units; with a single one there is nothing to choose."""
    field = form.fields["organisation"]
    assert isinstance(field, forms.TypedChoiceField)
    field.choices = [(str(unit.pk), unit.name) for unit in units]
    if not units:
        field.required = False
    if len(units) < 2:  # noqa: PLR2004  # nothing to choose
        field.widget = forms.HiddenInput()
        field.initial = str(next(iter(units)).pk) if units else ""
