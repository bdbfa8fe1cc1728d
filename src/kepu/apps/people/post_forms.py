"""Forms about posts and lists of contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kepu.apps.base.forms import BaseForm, VersionedForm
from kepu.apps.people import numbers
from kepu.apps.people.enums import PostKind
from kepu.apps.people.models import User
from kepu.apps.people.models.posts import NUMBERS
from kepu.apps.territory.forms import DateField, OrganisationField, RegionField

if TYPE_CHECKING:
    from kepu.apps.people.models import Post
    from kepu.apps.territory.models import Organisation

AS_IT_WAS = _("现在是 %(now)s；不改就不填，要删去填“无”。")


class MobileField(forms.CharField):
    """A mobile number in any spelling."""

    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": _("手机是 11 位数字，可以用空格或连字符分开。")}

    def clean(self, value: Any) -> str:
        """Bring it into one spelling."""
        text = numbers.plain(super().clean(value))
        found = text if text in ("", *numbers.NONE) else numbers.mobile(text)
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class OfficePhoneField(forms.CharField):
    """An office's number in any spelling."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("请填写座机号码，可以带区号和分机，例如 010-6500000 转 12。")
    }

    def clean(self, value: Any) -> str:
        """Bring it into one spelling."""
        text = numbers.plain(super().clean(value))
        found = text if text in ("", *numbers.NONE) else numbers.office(text)
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class MailField(forms.CharField):
    """An address, or the word that takes it away."""

    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": _("请填写电子邮箱，例如 name@example.cn。")}

    def clean(self, value: Any) -> str:
        """Check it as Django does."""
        text = numbers.plain(super().clean(value))
        if text and text not in numbers.NONE:
            forms.EmailField(error_messages={"invalid": self.error_messages["invalid"]}).clean(text)
        return text


class HolderForm(BaseForm):
    """Who holds a post, and how they are reached."""

    name = forms.CharField(label=_("姓名"), max_length=50)
    job_title = forms.CharField(
        label=_("职务"), max_length=100, required=False, help_text=_("在本单位的职务，例如“党组成员、副局长”。")
    )
    mobile = MobileField(label=_("手机"), max_length=20, required=False, help_text=_("页面上只显示前三位和后四位。"))
    office_phone = OfficePhoneField(label=_("办公电话"), max_length=30, required=False)
    email = MailField(label=_("电子邮箱"), max_length=254, required=False)
    username = forms.CharField(
        label=_("账号"), max_length=150, required=False, help_text=_("本人在本系统的用户名；没有账号不填。")
    )

    def __init__(self, *args: Any, organisation: Organisation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = organisation

    def clean(self) -> dict[str, Any]:
        """Find the account among those of the unit: others' names are not given away."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        unit = cleaned.get("organisation") or self.unit
        cleaned["user"] = None
        if cleaned.get("username") and unit is not None:
            held = User.objects.filter(username__iexact=cleaned["username"], memberships__organisation=unit)
            cleaned["user"] = held.distinct().first()
            if cleaned["user"] is None:
                self.add_error("username", _("这家单位没有这个账号。请核对用户名，或者先不填。"))
        return cleaned

    def details(self) -> dict[str, Any]:
        """What the services take of a new holder."""
        chosen = {name: self.cleaned_data[name] for name in ("name", "job_title", "user")}
        return chosen | {name: "" if value in numbers.NONE else value for name, value in self._numbers().items()}

    def _numbers(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in NUMBERS}


class PostForm(HolderForm):
    """Somebody new in a post."""

    organisation = OrganisationField(label=_("单位"), help_text=_("单位名录里的代码或全称。"))
    kind = forms.TypedChoiceField(label=_("岗位"), choices=PostKind, coerce=int, initial=PostKind.LIAISON)
    since = DateField(label=_("开始日期"))
    position = forms.IntegerField(
        label=_("次序"), min_value=1, max_value=99, initial=1, help_text=_("同一岗位有几个人时，小的在前。")
    )
    field_order = ("organisation", "kind", "name", "job_title", "mobile", "office_phone", "email", "username")


class ChangePostForm(HolderForm, VersionedForm):
    """A correction; numbers are kept unless others are given, because the page does not show them."""

    kind = forms.TypedChoiceField(label=_("岗位"), choices=PostKind, coerce=int)
    since = DateField(label=_("开始日期"))
    position = forms.IntegerField(label=_("次序"), min_value=1, max_value=99)
    field_order = ("kind", "name", "job_title", "mobile", "office_phone", "email", "username")

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, organisation=post.organisation, **kwargs)
        for name in NUMBERS:
            if now := getattr(post, f"masked_{name}"):
                self.fields[name].help_text = AS_IT_WAS % {"now": now}

    def values(self) -> dict[str, Any]:
        """What is to change."""
        chosen = {name: self.cleaned_data[name] for name in ("kind", "name", "job_title", "user", "since", "position")}
        given = {name: value for name, value in self._numbers().items() if value}
        return chosen | {name: "" if value in numbers.NONE else value for name, value in given.items()}


class EndPostForm(VersionedForm):
    """The last day in a post."""

    until = DateField(label=_("最后一天"), help_text=_("从第二天起不再在这个岗位上；记录保留。"))


class TakeOverForm(HolderForm, VersionedForm):
    """A successor: the former holder's last day is the one before."""

    on = DateField(label=_("接任日期"), help_text=_("原来的人到前一天为止。"))
    field_order = ("on", "name", "job_title", "mobile", "office_phone", "email", "username")


class ContactsForm(BaseForm):
    """A list of contacts, copied from a spreadsheet."""

    region = RegionField(label=_("区划"), help_text=_("单位的简称按这个区划认。"))
    text = forms.CharField(
        label=_("从表格里复制的行"),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        max_length=200_000,
        help_text=_(
            "带不带表头都可以。表头认得：单位、岗位、姓名、职务、电话、手机、办公电话、电子邮箱；不带表头时按“单位、职务、姓名、电话”的次序。"
        ),
    )
    kind = forms.TypedChoiceField(
        label=_("没有写明岗位的行算作"), choices=PostKind, coerce=int, initial=PostKind.LIAISON
    )
    since = DateField(label=_("从哪一天起"), help_text=_("新登记的人从这一天起在岗。"))
    takes_over = forms.BooleanField(label=_("同一单位同一岗位换了人的，由新的人接任"), required=False, initial=True)
