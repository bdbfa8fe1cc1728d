"""A workbook that came back, and what is taken of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kepu.apps.base.errors import sentence_of
from kepu.apps.base.forms import BaseForm
from kepu.apps.files.enums import Kind
from kepu.apps.files.forms import UploadField
from kepu.apps.files.services import prepare
from kepu.apps.ledger.workbooks import read_returned
from kepu.core.errors import KepuError


class WorkbookForm(BaseForm):
    """The workbook as a file."""

    file = UploadField(kinds=(Kind.XLSX,), label=_("填好的报送表"))

    def clean(self) -> dict[str, Any]:
        """A workbook that cannot be opened is refused at the field."""
        cleaned = super().clean() or self.cleaned_data
        upload = cleaned.get("file")
        if upload is None or self.errors:
            return cleaned
        try:
            upload.seek(0)
            read_returned(upload.read())
            upload.seek(0)
            cleaned["document"] = prepare(upload, kinds=(Kind.XLSX,))
        except KepuError as error:
            self.add_error("file", ValidationError(sentence_of(error), code=str(error.code)))
        return cleaned


class TakeForm(BaseForm):
    """Which answers of a workbook are taken, and whether the page is filed with them."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    action = forms.ChoiceField(choices=[("save", ""), ("file", "")], widget=forms.HiddenInput)

    def taken(self) -> set[int]:
        """The entries that were ticked."""
        data: Any = self.data
        return {int(each) for each in data.getlist("take") if each.isdecimal() and len(each) < 12}  # noqa: PLR2004
