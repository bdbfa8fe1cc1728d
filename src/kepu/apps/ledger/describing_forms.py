"""What a plan is and how it relates to others, and the last question before it enters the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kepu.apps.base.forms import VersionedForm
from kepu.apps.ledger.enums import PlanKind
from kepu.apps.ledger.forms import HeadForm, RegionChoice
from kepu.apps.ledger.services.describing import Description, read_bases
from kepu.apps.ledger.services.header import HEAD, Header

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.apps.ledger.models import Plan
    from kepu.apps.territory.models import Region

SHOWN_LINE = 40


class DescribeForm(HeadForm, VersionedForm):
    """The head of a plan in review, its kind, its bases, what it carries out and what it replaces."""

    region = RegionChoice()
    kind = forms.ChoiceField(label=_("方案类别"), choices=PlanKind.choices)
    earlier_version = forms.TypedChoiceField(
        label=_("是哪一份的新版本"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("确认以后，上一版本的任务退出台账，填报、批示和读数转到对应的新任务。"),
    )
    implements = forms.TypedChoiceField(
        label=_("落实哪一份方案"), required=False, coerce=int, empty_value=None, help_text=_("台账里的上位方案。")
    )
    bases = forms.CharField(
        label=_("依据"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("一行一份，写作《标题》（文号）；文号与台账里的方案相同时自动连起来。"),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    with_doubtful = forms.BooleanField(label=_("存疑而没有核对的，也按识别结果写入"), required=False)

    def __init__(
        self, *args: Any, regions: Sequence[Region], plans: Sequence[Plan], related: Sequence[Plan], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        region, earlier, implements = (self.fields[name] for name in ("region", "earlier_version", "implements"))
        assert isinstance(region, RegionChoice)
        region.offer(regions)
        self.regions = region.regions
        assert isinstance(earlier, forms.TypedChoiceField)
        earlier.choices = [("", _("不是新版本")), *((plan.pk, _named(plan)) for plan in plans)]
        assert isinstance(implements, forms.TypedChoiceField)
        implements.choices = [("", _("没有，或者不在台账里")), *((plan.pk, _named(plan)) for plan in related)]

    def clean_bases(self) -> list[dict[str, str | None]]:
        """Each line names an instrument."""
        bases, others = read_bases(self.cleaned_data["bases"])
        if others:
            raise ValidationError(
                _("这一行认不出标题：%(line)s。请写作《标题》（文号）。"), params={"line": others[0][:SHOWN_LINE]}
            )
        return bases

    def clean_seen(self) -> set[int]:
        """The versions that were shown."""
        return {int(each) for each in self.cleaned_data["seen"].split(",") if each.isdecimal() and len(each) < 19}  # noqa: PLR2004  # fits a key

    def description(self) -> Description:
        """What is to be saved."""
        given = self.cleaned_data
        region = self.regions[given["region"]]
        head = {name: given[name] for name in HEAD}
        return Description(
            header=Header(region_code=region.code, region_name=region.full_name, **head),
            kind=given["kind"],
            implements_id=given["implements"],
            earlier_version_id=given["earlier_version"],
            based_on=given["bases"],
        )


def _named(plan: Plan) -> str:
    words = {"title": plan.title, "number": plan.doc_number}
    return str(_("%(title)s（%(number)s）") % words) if plan.doc_number else plan.title


class MatchForm(VersionedForm):
    """Which task of the earlier version a task continues."""

    old_task = forms.TypedChoiceField(label=_("对应的旧任务"), required=False, coerce=int, empty_value=None)
    back = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, choices: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["old_task"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("没有，是新任务")), *choices]
