"""What people type in: a document, and the corrections of its head."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from kepu.apps.base.errors import Refused
from kepu.apps.base.forms import BaseForm, VersionedForm
from kepu.apps.files import office
from kepu.apps.files.codes import FilesCode
from kepu.apps.files.enums import Kind
from kepu.apps.files.forms import UploadField
from kepu.apps.files.models import StoredFile
from kepu.apps.files.services import Prepared, prepare
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import DocumentStatus, PlanKind
from kepu.apps.ledger.services.header import HEAD, LENGTHS, YEARS
from kepu.apps.ledger.services.importing import KINDS, PASTED_NAME, PURPOSE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from kepu.apps.people.models import User
    from kepu.apps.territory.models import Region

MOST_CHARACTERS = 500_000


class RegionChoice(forms.ChoiceField):
    """One of the regions a person may work for."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("地区"))
        kwargs.setdefault("error_messages", {"invalid_choice": _("您没有向这个地区导入方案的权限。请从列表里选择。")})
        super().__init__(**kwargs)

    def offer(self, regions: Sequence[Region]) -> None:
        """Show these regions."""
        self.regions = {region.code: region for region in regions}
        self.choices = [(region.code, region.full_name) for region in regions]


class EitherText(forms.CharField):
    """Text that may be left out when a file is given instead: asked for, but not by itself."""

    def to_python(self, value: Any) -> str:
        """Some programs put NUL between copied cells; it prints nothing."""
        return str(super().to_python(value)).replace("\x00", "")

    def validate(self, value: str) -> None:
        """Nothing is no error here; the form asks for one of the two."""


class EitherFile(UploadField):
    """A file that may be left out when text is given instead."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Nothing is no error here; the form asks for one of the two. What nobody could read later is refused now."""
        upload = super().clean(data, initial) if data else None
        if upload is not None and upload.inspected.kind == Kind.DOC and not office.is_available():
            refusal = Refused(FilesCode.NO_CONVERTER, name=upload.inspected.name)
            raise ValidationError(refusal.sentence, code=str(refusal.code))
        return upload


class ImportForm(BaseForm):
    """A plan as pasted text or as a file; a document that was imported before asks once more."""

    use_required_attribute = False
    region = RegionChoice()
    kind = forms.ChoiceField(
        label=_("方案类别"), required=False, choices=[("", _("由标题判断，以后可以改")), *PlanKind.choices]
    )
    text = EitherText(
        label=_("粘贴正文"),
        strip=False,
        max_length=MOST_CHARACTERS,
        error_messages={
            "max_length": _(
                "正文有 %(show_value)s 个字，超过了上限 %(limit_value)s 个字。请只粘贴方案正文和分工表，去掉其他附件。"
            )
        },
        widget=forms.Textarea(attrs={"rows": 12, "data-count": "", "data-paste": ""}),
        help_text=_("从 Word、网页或公文系统里全选、复制，粘贴到这里。表格也一起粘贴。"),
    )
    file = EitherFile(kinds=KINDS, label=_("或者选择文件"))
    stored = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, regions: Sequence[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.region_field.offer(regions)
        self.fields["region"].initial = user.region_id

    @property
    def region_field(self) -> RegionChoice:
        """The select of regions."""
        field = self.fields["region"]
        assert isinstance(field, RegionChoice)
        return field

    def clean(self) -> dict[str, Any]:
        """Take the document from where it was given."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        cleaned["region"] = self.region_field.regions[cleaned["region"]]
        cleaned["is_pasted"] = False
        if cleaned.get("stored"):
            cleaned["document"] = self._stored(cleaned["stored"])
        elif cleaned.get("file"):
            cleaned["document"] = prepare(cleaned["file"], kinds=KINDS)
        elif cleaned.get("text", "").strip():
            cleaned |= {"document": self._pasted(cleaned["text"]), "is_pasted": True}
        else:
            raise as_error(LedgerCode.NOTHING_GIVEN)
        return cleaned

    def _pasted(self, text: str) -> Prepared | None:
        try:
            return prepare(ContentFile(text.encode(), name=PASTED_NAME), kinds=KINDS)
        except Refused as error:
            self.add_error("text", ValidationError(error.sentence, code=str(error.code)))
            return None

    def _stored(self, pk: UUID) -> StoredFile:
        """The document of the first attempt, which only its owner may use again."""
        mine = StoredFile.objects.filter(owner=self.user, purpose=PURPOSE)
        stored = mine.filter(pk=pk).first()
        if stored is None:
            raise as_error(LedgerCode.NOTHING_GIVEN)
        return stored


def as_error(code: LedgerCode) -> ValidationError:
    """A refusal that the form shows."""
    return ValidationError(Refused(code).sentence, code=str(code))


class HeadForm(BaseForm):
    """What the head of a document says of itself."""

    title = forms.CharField(label=_("标题"), max_length=LENGTHS["title"])
    doc_number = forms.CharField(label=_("文号"), max_length=LENGTHS["doc_number"], required=False)
    issuer = forms.CharField(label=_("发文机关"), max_length=LENGTHS["issuer"], required=False)
    issued_on = forms.DateField(
        label=_("印发日期"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    period_start = forms.IntegerField(
        label=_("起始年"), required=False, min_value=YEARS.start, max_value=YEARS.stop - 1
    )
    period_end = forms.IntegerField(label=_("终止年"), required=False, min_value=YEARS.start, max_value=YEARS.stop - 1)
    status = forms.ChoiceField(
        label=_("文件性质"), required=False, choices=[("", _("未注明")), *DocumentStatus.choices]
    )

    def clean(self) -> dict[str, Any]:
        """A period does not end before it begins."""
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("period_start"), cleaned.get("period_end")
        if start and end and start > end:
            self.add_error("period_end", _("终止年不能早于起始年。"))
        return cleaned

    def head(self) -> dict[str, Any]:
        """The fields as they were corrected."""
        return {name: self.cleaned_data[name] for name in HEAD}


class CorrectForm(HeadForm, VersionedForm):
    """The head of a plan that is in the ledger."""


class DecideForm(BaseForm):
    """A single button."""
