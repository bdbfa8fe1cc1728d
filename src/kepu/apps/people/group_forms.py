"""Forms about leading groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kepu.apps.base.forms import BaseForm, VersionedForm
from kepu.apps.people.enums import SeatKind
from kepu.apps.people.services import Newcomer
from kepu.apps.territory.forms import DateField, OrganisationField, RegionField

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.forms import BoundField

    from kepu.apps.people.models import GroupSeat


class GroupForm(BaseForm):
    """A new leading group."""

    region = RegionField(label=_("区划"))
    name = forms.CharField(label=_("名称"), max_length=100, help_text=_("全称，例如“青禾区全民科学素质工作领导小组”。"))
    document = forms.CharField(label=_("成立文件"), max_length=200, required=False, help_text=_("文号，或者标题。"))


class AdjustForm(VersionedForm):
    """Who leaves, who follows, who joins, since when and by which document."""

    on = DateField(label=_("从哪一天起"), help_text=_("退出的人到前一天为止。"))
    basis = forms.CharField(label=_("依据文件"), max_length=200, help_text=_("文号，或者标题。"))
    added = forms.CharField(
        label=_("另外加入的人"),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        required=False,
        max_length=50_000,
        help_text=_(
            "每行一人：席位、姓名、单位、职务，用制表符或空格分开，可以从表格里复制。席位是组长、副组长、成员、办公室主任或办公室；职务照通知写全，例如“区教委副主任”。"
        ),
    )

    def __init__(self, *args: Any, seats: Sequence[GroupSeat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = {seat.pk: seat for seat in seats}
        for seat in seats:
            self.fields[f"leaves_{seat.pk}"] = forms.BooleanField(label=_("退出"), required=False)
            self.fields[f"name_{seat.pk}"] = small(_("接替人姓名"), 50)
            self.fields[f"title_{seat.pk}"] = small(_("接替人职务"), 100)

    def rows(self) -> Iterator[tuple[GroupSeat, BoundField, BoundField, BoundField]]:
        """Each seat with its three fields."""
        for key, seat in self.seats.items():
            yield seat, self[f"leaves_{key}"], self[f"name_{key}"], self[f"title_{key}"]

    def clean(self) -> dict[str, Any]:
        """A successor is named only where somebody leaves."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for key in self.seats:
            if cleaned.get(f"name_{key}") and not cleaned.get(f"leaves_{key}"):
                self.add_error(f"leaves_{key}", _("写了接替人，请同时勾选“退出”。"))
            if cleaned.get(f"title_{key}") and not cleaned.get(f"name_{key}"):
                self.add_error(f"name_{key}", _("写了接替人的职务，请同时写上姓名。"))
        return cleaned

    def leaving(self) -> list[int]:
        """Seats that end."""
        return [key for key in self.seats if self.cleaned_data[f"leaves_{key}"]]

    def successors(self) -> list[Newcomer]:
        """Who takes the places of those who leave."""
        return [
            Newcomer(
                kind=seat.kind,
                name=self.cleaned_data[f"name_{key}"],
                job_title=self.cleaned_data[f"title_{key}"],
                organisation=seat.organisation,
                follows=key,
            )
            for key, seat in self.seats.items()
            if self.cleaned_data[f"name_{key}"]
        ]


class SeatForm(VersionedForm):
    """What is written of one seat."""

    kind = forms.TypedChoiceField(label=_("席位"), choices=SeatKind, coerce=int)
    name = forms.CharField(
        label=_("姓名"), max_length=50, required=False, help_text=_("“办公室”一席是单位，没有姓名。")
    )
    organisation = OrganisationField(label=_("单位"), required=False, help_text=_("单位名录里的代码或全称。"))
    job_title = forms.CharField(label=_("职务"), max_length=100, required=False)
    since = DateField(label=_("开始日期"))
    until = DateField(label=_("结束日期"), required=False, help_text=_("含这一天；还在组里的不填。"))
    basis = forms.CharField(label=_("依据文件"), max_length=200, required=False)
    end_basis = forms.CharField(label=_("退出依据"), max_length=200, required=False)
    position = forms.IntegerField(label=_("次序"), min_value=1, max_value=999, help_text=_("同一席位里小的在前。"))

    def clean(self) -> dict[str, Any]:
        """Somebody, or the unit that is the office."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("name") and cleaned.get("kind") != SeatKind.OFFICE:
            self.add_error("name", _("请填写姓名。"))
        if (
            cleaned.get("kind") == SeatKind.OFFICE
            and not cleaned.get("organisation")
            and "organisation" not in self.errors
        ):
            self.add_error("organisation", _("请填写办公室设在哪家单位。"))
        return cleaned


def small(label: Any, most: int) -> forms.CharField:
    """A field inside a table."""
    return forms.CharField(
        label=label,
        max_length=most,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control form-control-sm"}),
    )
