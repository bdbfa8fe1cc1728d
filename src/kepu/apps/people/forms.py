"""Forms about accounts, memberships and roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kepu.apps.base.forms import BaseForm, VersionedForm
from kepu.apps.people.models import Role
from kepu.apps.people.registry import permissions
from kepu.apps.people.roles import refusal_to_hold
from kepu.apps.territory.forms import DateField, OrganisationField, RegionField

phone_number = RegexValidator(r"^\+?[0-9 \-]{5,20}$", _("请填写数字，可以用空格或连字符分开。"))


class PersonForm(BaseForm):
    """A new account."""

    name = forms.CharField(label=_("姓名"), max_length=50)
    username = forms.CharField(
        label=_("用户名"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        help_text=_("登录时填写；建立以后不改。"),
    )
    region = RegionField(label=_("所在区划"), help_text=_("12 位代码或全称；由这个区划的管理员管理这个账号。"))
    phone = forms.CharField(label=_("电话"), max_length=20, required=False, validators=[phone_number])
    email = forms.EmailField(label=_("电子邮箱"), required=False)


class OwnDetailsForm(VersionedForm):
    """How a person can be reached."""

    phone = forms.CharField(
        label=_("电话"),
        max_length=20,
        required=False,
        validators=[phone_number],
        help_text=_("别人只能看到前三位和后四位。"),
    )
    email = forms.EmailField(label=_("电子邮箱"), required=False)


class MembershipForm(BaseForm):
    """A role in a region for a time."""

    role = forms.ModelChoiceField(
        label=pgettext_lazy("membership", "职务"),
        queryset=Role.objects.none(),
        to_field_name="code",
        empty_label=_("请选择"),
    )
    region = RegionField(label=_("区划"), help_text=_("12 位代码或全称；职务管到这个区划和它的下级。"))
    organisation = OrganisationField(
        label=_("单位"), required=False, help_text=_("联络员、科室负责人、镇街等职务须填写；单位代码或全称。")
    )
    since = DateField(label=_("开始日期"))
    until = DateField(label=_("结束日期"), required=False, help_text=_("含这一天；不填表示长期，督查人员须填写。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["role"]
        chosen.queryset = Role.objects.order_by("position", "code")

    def clean(self) -> dict[str, Any]:
        """An inspection ends some day."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        role = cleaned.get("role")
        if role is not None and role.is_inspection and not cleaned.get("until") and "until" not in self.errors:
            self.add_error("until", _("督查须有结束日期。请填写这次督查的最后一天。"))
        return cleaned


class EndMembershipForm(BaseForm):
    """The last day of a membership."""

    until = DateField(label=_("最后一天"), help_text=_("从第二天起不再有这项职务。"))


class ConfirmForm(VersionedForm):
    """Nothing but the decision."""


class RoleForm(VersionedForm):
    """What a role is called and may do."""

    label = forms.CharField(label=_("名称"), max_length=40)
    description = forms.CharField(label=_("说明"), max_length=200, required=False)
    held = forms.MultipleChoiceField(label=_("权限"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, role: Role, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held: Any = self.fields["held"]
        # What belongs to another administrator, or would let an inspector write, is not on offer.
        held.choices = [(code, label) for code, label in permissions().items() if not refusal_to_hold(role, code)]
