"""What people correct in a finding, and what they do with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kepu.apps.base.forms import BaseForm, VersionedForm
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import CandidateKind, Comparator, Period, SectionKind, UnitKind
from kepu.apps.ledger.forms import EitherText, as_error
from kepu.apps.ledger.services.header import YEARS
from kepu.core.plans import added_breaks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kepu.apps.ledger.models import Candidate

SEPARATORS = re.compile(r"[、，,；;\n]+")
LARGEST = 10**15
OF_THE_FORM = frozenset({"request_id", "version", "back"})
DOINGS = ("accept", "reject", "open", "undo", "merge")
BULK = ("accept_sure", "accept_kind", "accept", "reject", "merge")


class DoForm(VersionedForm):
    """One button beside a finding."""

    do = forms.ChoiceField(choices=[(each, each) for each in DOINGS])
    back = forms.CharField(required=False)


class BulkForm(BaseForm):
    """One button for many findings."""

    do = forms.ChoiceField(choices=[(each, each) for each in BULK])
    kind = forms.ChoiceField(choices=CandidateKind.choices)
    back = forms.CharField(required=False)
    ids = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = self.data.getlist("ids") if hasattr(self.data, "getlist") else []
        field = self.fields["ids"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(each, each) for each in given if each.isdecimal() and len(each) < 19]  # noqa: PLR2004  # fits a key


class UndoForm(BaseForm):
    """The button that takes a decision back."""

    decision = forms.IntegerField(min_value=1)


class NamesField(forms.CharField):
    """Names of units as they are printed, with the usual mark between them."""

    widget = forms.Textarea(attrs={"rows": 2})

    def prepare_value(self, value: Any) -> Any:
        """Show a list as it is printed."""
        return "、".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """Give every name once, in order."""
        text = str(super().clean(value) or "")
        return list(dict.fromkeys(name.strip() for name in SEPARATORS.split(text) if name.strip()))


class FindingForm(VersionedForm):
    """The corrections of a finding; `changes` gives them in the schema of the reader."""

    use_required_attribute = False
    back = forms.CharField(required=False, widget=forms.HiddenInput)

    def changes(self, found: Mapping[str, Any]) -> dict[str, Any]:
        """What is to be written; empty fields are None where the reader leaves None."""
        given = {name: self.cleaned_data[name] for name in self.cleaned_data if name in self.own()}
        return {name: (None if value == "" and found.get(name) is None else value) for name, value in given.items()}

    def own(self) -> list[str]:
        """The fields of the finding."""
        return [name for name in self.fields if name not in OF_THE_FORM]

    def visible_own(self) -> list[Any]:
        """The same, bound, for the page."""
        return [self[name] for name in self.own()]


class TaskForm(FindingForm):
    """A task."""

    text = forms.CharField(label=_("任务"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 4}))
    number = forms.CharField(label=_("序号"), max_length=20, required=False)
    category = forms.CharField(label=_("类别"), max_length=300, required=False)
    group = forms.CharField(label=_("行动（工程）"), max_length=300, required=False)
    lead = NamesField(label=_("牵头单位"), required=False, help_text=_("用顿号隔开，第一家是总牵头。"))
    support = NamesField(label=_("责任（配合）单位"), required=False)
    due = forms.CharField(label=_("完成时限"), max_length=60, required=False)

    def changes(self, found: Mapping[str, Any]) -> dict[str, Any]:
        """Names that stay keep their place in the text."""
        changes = super().changes(found)
        for role in ("lead", "support"):
            spans = found.get(f"{role}_spans") or [None] * len(found[role])
            places = dict(zip(found[role], spans, strict=True))
            changes[f"{role}_spans"] = [places.get(name) for name in changes[role]]
        return changes


class TargetForm(FindingForm):
    """A target or a baseline."""

    indicator = forms.CharField(label=_("指标"), max_length=300)
    comparator = forms.ChoiceField(label=_("比较"), choices=Comparator.choices)
    value = forms.FloatField(label=_("数值"), min_value=-LARGEST, max_value=LARGEST)
    value_high = forms.FloatField(
        label=_("上限"), required=False, min_value=-LARGEST, max_value=LARGEST, help_text=_("原文写“3—5 名”时填 5。")
    )
    unit = forms.CharField(label=_("计量单位"), max_length=30, required=False)
    period = forms.ChoiceField(label=_("期限"), choices=Period.choices)
    due_year = forms.IntegerField(label=_("完成年份"), required=False, min_value=YEARS.start, max_value=YEARS.stop - 1)
    aspiration = forms.BooleanField(label=_("力争（争取）达到"), required=False)
    is_baseline = forms.BooleanField(label=_("这是基数（现状值），不是指标"), required=False)
    as_of_year = forms.IntegerField(
        label=_("基数年份"), required=False, min_value=YEARS.start, max_value=YEARS.stop - 1
    )

    def clean(self) -> dict[str, Any]:
        """The upper end of a range is not below its lower end."""
        cleaned = super().clean() or self.cleaned_data
        low, high = cleaned.get("value"), cleaned.get("value_high")
        if low is not None and high is not None and high < low:
            self.add_error("value_high", _("上限不能小于数值。"))
        return cleaned


class SectionForm(FindingForm):
    """A heading."""

    title = forms.CharField(label=_("标题"), max_length=500)
    number = forms.CharField(label=_("序号"), max_length=20, required=False)
    level = forms.IntegerField(label=_("层次"), min_value=1, max_value=9)
    kind = forms.ChoiceField(label=_("性质"), choices=SectionKind.choices)


class UnitForm(FindingForm):
    """A unit by the name that is printed."""

    name = forms.CharField(label=_("印发的名称"), max_length=200)
    canonical = forms.CharField(label=_("全称"), max_length=200)
    kind = forms.ChoiceField(label=_("类别"), choices=UnitKind.choices)


FORMS: dict[str, type[FindingForm]] = {
    CandidateKind.TASK: TaskForm,
    CandidateKind.TARGET: TargetForm,
    CandidateKind.SECTION: SectionForm,
    CandidateKind.UNIT: UnitForm,
}


def finding_form(candidate: Candidate, data: Any = None, back: str = "") -> FindingForm:
    """The form for a finding of its kind."""
    kind = FORMS[candidate.kind]
    initial = {name: candidate.data.get(name) for name in kind.base_fields if name not in OF_THE_FORM}
    return kind(data, initial={**initial, "version": candidate.version, "back": back})


class SplitForm(VersionedForm):
    """The text of a task with line breaks where it is to be cut; or one place that was offered."""

    back = forms.CharField(required=False, widget=forms.HiddenInput)
    text = EitherText(
        label=_("任务"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("把光标放到要分开的地方，按回车换行，再点“按换行拆分”。可以分成几项；文字不要改。"),
    )
    at = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, words: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words

    def clean(self) -> dict[str, Any]:
        """Give the places."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("at"):
            cleaned["places"] = (cleaned["at"],)
            return cleaned
        places = added_breaks(self.words, cleaned.get("text", ""))
        if places is None:
            raise ValidationError({"text": as_error(LedgerCode.TEXT_CHANGED)})
        cleaned["places"] = places
        return cleaned
