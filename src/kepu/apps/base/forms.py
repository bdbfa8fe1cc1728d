"""The form that every form is: it knows which request it is and which version it was made from."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy as _


class Renderer(DjangoTemplates):
    """Renders fields with the templates of the design system."""

    form_template_name = "kepu/forms/form.html"
    field_template_name = "kepu/forms/field.html"


class BaseForm(forms.Form):
    """A form whose submission counts once; subclasses add the fields."""

    request_id = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("这一页不完整，请刷新后再提交。"),
            "invalid": _("这一页不完整，请刷新后再提交。"),
        },
    )
    required_css_class = "required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["request_id"].initial = uuid.uuid4
        for field in self.fields.values():
            field.error_messages["null_characters_not_allowed"] = _("这里有看不见的空字符，请删掉后重新输入。")
            if isinstance(field.widget, forms.FileInput | forms.CheckboxInput | forms.RadioSelect):
                continue
            css = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            field.widget.attrs.setdefault("class", css)


class VersionedForm(BaseForm):
    """A form that edits a row with a version."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
