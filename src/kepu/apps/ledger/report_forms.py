"""What is typed on a unit's page: answers by entry, and the small forms beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kepu.apps.base.forms import BaseForm
from kepu.apps.files.forms import UploadField
from kepu.apps.ledger.services.answering import MOST_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kepu.apps.files.models import StoredFile
    from kepu.apps.ledger.selectors.unit_report import Row
    from kepu.apps.territory.models import Organisation

PLAIN = ("answer", "progress", "percent", "problems", "next_step", "reason")
LONGEST_VERSION = 9  # digits


def given_content(data: Mapping[str, str], row: Row) -> dict[str, Any]:
    """What a request says about one entry; fields that it does not name are left out."""
    start = f"e{row.entry.pk}-"
    content: dict[str, Any] = {name: data[start + name] for name in PLAIN if start + name in data}
    figures = {
        str(figure.target.pk): {
            "state": data.get(f"{start}t{figure.target.pk}-state", ""),
            "value": data.get(f"{start}t{figure.target.pk}-value", ""),
        }
        for figure in row.figures
        if f"{start}t{figure.target.pk}-value" in data
    }
    return {**content, "figures": figures} if figures else content


def given_version(data: Mapping[str, str], row: Row) -> int | None:
    """The version that the page was made from; None when the request does not speak of the entry."""
    version = data.get(f"e{row.entry.pk}-version", "")
    return int(version) if version.isdecimal() and len(version) <= LONGEST_VERSION else None


class OverwriteForm(forms.Form):
    """What was typed, once more, to be put over what somebody else saved meanwhile."""

    def __init__(self, row: Row, data: Mapping[str, str], version: int, *, is_proxy: bool) -> None:
        start = f"e{row.entry.pk}-"
        values = {name: value for name, value in data.items() if name.startswith(start)}
        values |= {f"{start}version": str(version), **({"proxy": "1"} if is_proxy else {})}
        super().__init__(values)
        for name in values:
            self.fields[name] = forms.CharField(widget=forms.HiddenInput, required=False)


class FileForm(BaseForm):
    """The button that files a page, with what the person looked at."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)


class EvidenceForm(BaseForm):
    """A file, or one that was given before."""

    use_required_attribute = False
    file = UploadField(label=_("上传材料"), required=False)
    again = forms.ChoiceField(label=_("或者使用以前给过的材料"), required=False)
    note = forms.CharField(label=_("说明"), max_length=200, required=False)

    def __init__(self, *args: Any, files: Iterable[StoredFile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["again"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("不使用")), *((str(each.pk), each.name) for each in files)]

    def clean(self) -> dict[str, Any]:
        """One of both is needed."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("file") and not cleaned.get("again"):
            raise ValidationError(_("请选择一个文件，或者从以前给过的材料里选一份。"))
        return cleaned


class SupportForm(BaseForm):
    """Whom to ask, for what, by when."""

    use_required_attribute = False
    units = forms.TypedMultipleChoiceField(
        label=_("请哪些配合单位提供"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选一个单位。")},
    )
    words = forms.CharField(
        label=_("请对方提供什么"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写清楚要什么，例如：三季度进校园的场次和人数。"),
    )
    due_on = forms.DateField(
        label=_("请在哪一天前答复"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, units: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["units"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(unit.pk, unit.name) for unit in units]
