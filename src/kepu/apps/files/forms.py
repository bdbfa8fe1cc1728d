"""The form field of every upload."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kepu.apps.base.errors import Refused
from kepu.apps.files.enums import Kind
from kepu.apps.files.inspection import endings_of, inspect
from kepu.apps.files.kinds import BY_KIND

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.core.files.uploadedfile import UploadedFile

DOCUMENTS = (Kind.DOCX, Kind.PDF, Kind.XLSX, Kind.TXT, Kind.HTML, Kind.CSV, Kind.DOC, Kind.XLS, Kind.OFD)


class UploadField(forms.FileField):
    """A file that is looked at while the form is cleaned: a refusal stands at the field, in Chinese, with its way out.

    Drawn with the notice that this system is not for classified material.
    """

    widget = forms.FileInput
    default_error_messages = {"empty": _("这个文件是空的，没有保存。请换一个有内容的文件。")}

    def __init__(self, *, kinds: Collection[Kind] | None = None, **kwargs: Any) -> None:
        self.kinds = tuple(kinds) if kinds is not None else tuple(BY_KIND)
        kwargs.setdefault("label", _("文件"))
        super().__init__(**kwargs)
        self.template_name = "files/upload_field.html"

    @property
    def limit_bytes(self) -> int:
        """What one file may have."""
        return int(settings.UPLOAD_LIMIT)

    @property
    def kinds_label(self) -> str:
        """The endings, as a sentence lists them; a line may end behind each."""
        return endings_of(self.kinds).replace("、", "、\u200b")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        endings = [ending for kind in self.kinds for ending in BY_KIND[kind].endings]
        return {**super().widget_attrs(widget), "accept": ",".join(endings)}

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload: UploadedFile[bytes] | None = super().clean(data, initial)
        if upload is None or upload is initial:
            return upload
        try:
            upload.inspected = inspect(upload, self.kinds)  # type: ignore[attr-defined]  # services.prepare reads it
        except Refused as error:
            raise ValidationError(error.sentence, code=str(error.code)) from error
        return upload


class DocumentField(UploadField):
    """A document; no pictures."""

    def __init__(self, *, kinds: Collection[Kind] = DOCUMENTS, **kwargs: Any) -> None:
        super().__init__(kinds=kinds, **kwargs)
