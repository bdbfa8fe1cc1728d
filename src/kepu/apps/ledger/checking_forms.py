"""What the office says about an answer: accepted, to be changed and how, corrected and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kepu.apps.base.forms import BaseForm, VersionedForm
from kepu.apps.ledger.enums import Answer
from kepu.apps.ledger.same_figures import quantities
from kepu.apps.ledger.selectors.checking import TEXTS
from kepu.apps.ledger.services.answering import MOST_CHARACTERS
from kepu.apps.ledger.wording import plain, quantity_words
from kepu.apps.measures.enums import Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.apps.ledger.models import Entry, Target

LONGEST_NOTE = 1000


class AcceptForm(BaseForm):
    """Answers, each with the version in which it was shown (`12:3`)."""

    def versions(self) -> dict[int, int]:
        """The version of each entry."""
        found: dict[int, int] = {}
        data: Any = self.data
        for each in data.getlist("entry"):
            pk, _colon, version = each.partition(":")
            if not (pk.isdecimal() and version.isdecimal() and len(each) < 24):  # noqa: PLR2004
                raise ValidationError(_("这一页不完整，请刷新后再提交。"))
            found[int(pk)] = int(version)
        return found

    def clean(self) -> dict[str, Any]:
        """Something has to be chosen."""
        cleaned = super().clean() or self.cleaned_data
        cleaned["versions"] = self.versions()
        if not cleaned["versions"]:
            raise ValidationError(_("没有选中要通过的内容。"))
        return cleaned


class ReturnForm(VersionedForm):
    """The sentences to be changed, and how."""

    quotes = forms.MultipleChoiceField(
        label=_("请修改哪几句"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("勾选要改的句子；都不勾选就是整项。"),
    )
    note = forms.CharField(
        label=_("怎样修改"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("单位会看到这段话和上面勾选的句子。"),
    )

    def __init__(self, *args: Any, sentences: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sentences = list(sentences)
        field: Any = self.fields["quotes"]
        field.choices = [(str(number), sentence) for number, sentence in enumerate(self.sentences)]
        if not self.sentences:
            del self.fields["quotes"]

    def quote(self) -> str:
        """The chosen sentences, each in a line."""
        return "\n".join(self.sentences[int(number)] for number in self.cleaned_data.get("quotes", ()))


class CorrectEntryForm(VersionedForm):
    """What holds instead of what was accepted, and why."""

    answer = forms.ChoiceField(label=_("本期情况"), choices=Answer.choices)
    progress = forms.CharField(label=_("工作进展"))
    reason = forms.CharField(label=_("无进展的原因"))
    percent = forms.DecimalField(label=_("完成率（%）"), required=False, max_digits=6, decimal_places=2, localize=False)
    problems = forms.CharField(label=_("存在问题"))
    next_step = forms.CharField(label=_("下步措施"))
    why = forms.CharField(
        label=_("更正的原因"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("原来通过的文字和数字仍然保留，更正作为差异记在后面。"),
    )

    def __init__(self, *args: Any, entry: Entry, targets: Sequence[Target], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.quantities = quantities(targets, entry.figures)
        self.entry = entry
        for name in TEXTS:
            self.fields[name] = forms.CharField(
                label=self.fields[name].label,
                required=False,
                strip=False,
                max_length=MOST_CHARACTERS,
                initial=getattr(entry, name),
                widget=forms.Textarea(attrs={"rows": 4 if name == "progress" else 2, "class": "form-control"}),
            )
        self.fields["answer"].initial = entry.answer
        self.fields["percent"].initial = None if entry.percent is None else plain(entry.percent)
        self.fields["version"].initial = entry.version
        for each in self.quantities:
            figure, unit, words = each.said_in(entry.figures), each.target.unit, quantity_words(each)
            self.fields[f"figure_{each.target.pk}"] = forms.DecimalField(
                label=_("%(indicator)s（%(unit)s）") % {"indicator": words, "unit": unit} if unit else words,
                required=False,
                max_digits=20,
                decimal_places=4,
                initial=figure.get("value") or None,
                widget=forms.NumberInput(attrs={"class": "form-control", "step": "any"}),
            )
        self.order_fields(
            [
                "answer",
                "progress",
                "percent",
                *(f"figure_{each.target.pk}" for each in self.quantities),
                "problems",
                "next_step",
                "reason",
                "why",
            ]
        )

    def content(self) -> dict[str, Any]:
        """The answer as it should be; a figure that was left as it is keeps its state."""
        figures = dict(self.entry.figures)
        for each in self.quantities:
            value, before = self.cleaned_data[f"figure_{each.target.pk}"], each.said_in(figures)
            if value is not None:
                figures |= {key: {"state": Standing.VALUE.value, "value": f"{value:f}"} for key in each.keys}
            elif before.get("state") == Standing.VALUE:
                figures = {key: said for key, said in figures.items() if key not in each.keys}
        texts = {name: self.cleaned_data[name] for name in TEXTS}
        return {
            **texts,
            "answer": self.cleaned_data["answer"],
            "percent": self.cleaned_data["percent"],
            "figures": figures,
        }
