"""What people type in about local rules: the fields of the kind, from when, and who decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kepu.apps.base.errors import Refused
from kepu.apps.base.forms import BaseForm, VersionedForm
from kepu.apps.territory.forms import DateField
from kepu.apps.territory.policies import FieldType

if TYPE_CHECKING:
    from kepu.apps.territory.policies import PolicyField, PolicyKind, Value


class PolicyForm(BaseForm):
    """A decision."""

    valid_from = DateField(label=_("从哪一天起执行"))
    valid_until = DateField(
        label=_("到哪一天止"), required=False, help_text=_("长期有效的不填；到期后恢复原来的规则。")
    )
    source = forms.CharField(label=_("依据"), max_length=200, help_text=_("写明文号，或者会议名称和日期。"))

    def __init__(self, *args: Any, kind: PolicyKind, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(*args, **kwargs)
        added = {each.name: _form_field(each) for each in kind.fields}
        for name, field in added.items():
            self.fields[name] = field
            if not isinstance(field.widget, forms.CheckboxInput | forms.RadioSelect):
                field.widget.attrs.setdefault("class", "form-control")
        self.order_fields(["request_id", "version", *added, "valid_from", "valid_until", "source"])

    def values(self) -> dict[str, Value]:
        """The values of the kind."""
        return {each.name: self.cleaned_data[each.name] for each in self.kind.fields}

    def clean(self) -> dict[str, Any]:
        """Values that belong together stand together."""
        given = super().clean() or {}
        if not self.errors:
            try:
                self.kind.read({each.name: given[each.name] for each in self.kind.fields})
            except Refused as refusal:
                names = [name for name, label in self.kind.labels.items() if str(label) == refusal.details["label"]]
                self.add_error(names[0] if names else None, refusal.sentence)
        return given

    def decision(self) -> dict[str, Any]:
        """What the services take."""
        given = self.cleaned_data
        names = ("valid_from", "valid_until", "source")
        return {"kind": self.kind, "values": self.values(), **{name: given[name] for name in names}}


class ChangePolicyForm(PolicyForm, VersionedForm):
    """Another text of a decision that has not begun."""


def _form_field(each: PolicyField) -> forms.Field:
    words: dict[str, Any] = {"label": each.label, "help_text": each.help}
    if each.type is FieldType.BOOLEAN:
        return forms.BooleanField(required=False, **words)
    if each.type is FieldType.CHOICE:
        return forms.ChoiceField(choices=list(each.choices), widget=forms.RadioSelect, **words)
    bounds: dict[str, Any] = {"min_value": each.low, "max_value": each.high}
    if each.type is FieldType.INTEGER:
        return forms.IntegerField(**words, **bounds)
    return forms.DecimalField(max_digits=8, decimal_places=2, **words, **bounds)
