"""What a plan is and how it relates to others, and the last question before it enters the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kepu.apps.base import clock
from kepu.apps.base.forms import VersionedForm
from kepu.apps.ledger.enums import AfterEnd, PlanKind
from kepu.apps.ledger.forms import HeadForm, RegionChoice
from kepu.apps.ledger.services.describing import Description, read_bases
from kepu.apps.ledger.services.header import HEAD, Header

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.apps.ledger.models import Plan
    from kepu.apps.territory.models import Region

SHOWN_LINE = 40


class AfterEndField(forms.ChoiceField):
    """What becomes of the tasks of a plan whose years are over; nothing is chosen beforehand."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [
            (AfterEnd.ARCHIVED, _("按已到期归档：任务不再催报、不计逾期，仍可查看和导出；以后可以改回")),
            (AfterEnd.GOING_ON, _("任务仍在办：照常催办、计逾期")),
        ]
        words = {"required": _("请选择怎么办。")}
        super().__init__(
            label=_("期限已过的任务"), choices=choices, widget=forms.RadioSelect, error_messages=words, **kwargs
        )

    def ask(self, years: str) -> None:
        """Name the years that are over."""
        self.help_text = _("这份方案的期限（%(years)s年）已过。任务怎么办？") % {"years": years}


class AfterEndForm(VersionedForm):
    """The same question about a plan that is in the ledger."""

    after_end = AfterEndField()

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["after_end"]
        assert isinstance(field, AfterEndField)
        field.ask(plan.period)


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
    after_end = AfterEndField()
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
        self._ask_after_end()

    def _ask_after_end(self) -> None:
        """Ask only when the years that the form shows are over; to save, no answer is needed."""
        years = [self._year(name) for name in ("period_start", "period_end")]
        if years[1] is None or years[1] >= clock.today().year:
            del self.fields["after_end"]
            return
        field = self.fields["after_end"]
        assert isinstance(field, AfterEndField)
        field.ask("—".join(dict.fromkeys(str(year) for year in years if year)))
        field.required = not self.is_bound or self.data.get("do") == "confirm"

    def _year(self, name: str) -> int | None:
        try:
            year: int | None = self.fields[name].clean(self[name].value())
        except ValidationError:
            return None
        return year

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
            after_end=given.get("after_end", ""),
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
