"""Forms about organisations, and the fields by which other forms name regions and organisations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kepu.apps.base.forms import VersionedForm
from kepu.apps.territory.models import Organisation, Region

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DateField(forms.DateField):
    """A date, chosen from the browser's calendar."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class RegionField(forms.CharField):
    """A region by code, by full name, or by a name that only one region has."""

    default_error_messages = {
        "unknown": _("没有找到这个区划。请填写 12 位代码或全称。"),
        "several": _("有几个同名的区划。请填写 12 位代码或全称。"),
    }

    def clean(self, value: Any) -> Region | None:
        """Find the region."""
        text = super().clean(value)
        if not text:
            return None
        code = text.ljust(12, "0") if text.isdecimal() else ""
        found = list(Region.objects.filter(Q(code=code) | Q(full_name=text) | Q(name=text), is_virtual=False)[:50])
        exact = [each for each in found if each.code == code or each.full_name == text] or found
        if len(exact) != 1:
            raise ValidationError(self.error_messages["several" if exact else "unknown"])
        return exact[0]


class OrganisationField(forms.CharField):
    """An organisation by its code or its full name."""

    default_error_messages = {
        "unknown": _("没有找到这家单位。请填写单位名录里的代码或全称。"),
        "several": _("有几家同名的单位。请填写单位代码。"),
    }

    def clean(self, value: Any) -> Organisation | None:
        """Find the organisation."""
        text = super().clean(value)
        if not text:
            return None
        found = list(Organisation.objects.filter(Q(code=text) | Q(name=text))[:2])
        if len(found) != 1:
            raise ValidationError(self.error_messages["several" if found else "unknown"])
        return found[0]


class AliasForm(VersionedForm):
    """A short form and its time."""

    name = forms.CharField(label=_("简称"), max_length=100, help_text=_("照文件里的写法填写，例如“区科协”。"))
    valid_from = DateField(label=_("启用日期"), required=False, help_text=_("不填表示一直在用。"))
    valid_until = DateField(label=_("停用日期"), required=False)


class EndAliasForm(VersionedForm):
    """When a short form stops being used."""

    on = DateField(label=_("从哪一天起不再使用"))
