"""What people type in about targets: what is asked for, its schedule, its readings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kepu.apps.base.forms import BaseForm, VersionedForm
from kepu.apps.base.periods import period_label
from kepu.apps.files.enums import Kind
from kepu.apps.files.forms import DOCUMENTS, UploadField
from kepu.apps.ledger.enums import Comparator, Period, ScheduleKind
from kepu.apps.measures.enums import Origin, Standing
from kepu.apps.measures.services import Said
from kepu.apps.territory.forms import DateField

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal
    from uuid import UUID

    from kepu.apps.ledger.models import Target
    from kepu.apps.measures.models import Reading
    from kepu.core.measures import Period as CodedPeriod

BLANK_ROWS, FEWEST_ROWS, MOST_ROWS = 3, 6, 60
# What a figure may be read in; a photograph of a page is enough.
SOURCES = (*DOCUMENTS, Kind.JPEG, Kind.PNG)
# A radio button needs a value of its own.
UNJUDGED = "none"
BY_HAND = ((Origin.HAND.value, _("本地数据")), (Origin.PUBLISHED.value, _("上级公布的数据")))


class Number(forms.DecimalField):
    """A figure as it is kept: up to sixteen digits and four decimals."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=20, decimal_places=4, **kwargs)
        self.widget.attrs["step"] = "any"
        self.widget.attrs["inputmode"] = "decimal"


class TargetForm(VersionedForm):
    """What a target asks for."""

    comparator = forms.ChoiceField(label=_("比较"), choices=Comparator.choices)
    value = Number(label=_("目标值"))
    value_high = Number(label=_("上限"), required=False, help_text=_("原文写一个范围时填写，例如 3—5 场的 5。"))
    stretch_value = Number(label=_("力争值"), required=False)
    unit = forms.CharField(label=_("计量单位"), max_length=30, required=False)
    period = forms.ChoiceField(label=_("多久一次"), choices=Period.choices)
    due_on = DateField(label=_("截止日期"), required=False, help_text=_("“规划期末”和“限期”要填；每年、每季度等不填。"))
    baseline_value = Number(label=_("基数"), required=False)
    baseline_year = forms.IntegerField(label=_("基数年份"), required=False, min_value=1950, max_value=2199)
    reason = forms.CharField(
        label=_("修改原因"), max_length=300, help_text=_("写明依据，例如补充通知的文号。原文和修改前的内容都会保留。")
    )

    def clean(self) -> dict[str, Any]:
        """Values that belong together stand together."""
        given = super().clean() or {}
        value, high = given.get("value"), given.get("value_high")
        if value is not None and high is not None and high <= value:
            self.add_error("value_high", _("上限要大于目标值。"))
        if given.get("period") in {Period.BY_END, Period.BY_DATE}:
            if given.get("due_on") is None and "due_on" not in self.errors:
                self.add_error("due_on", _("请填写截止日期。"))
        elif given.get("due_on"):
            self.add_error("due_on", _("这样的指标每期都要完成，请不要填写截止日期。"))
        if given.get("baseline_value") is not None and given.get("baseline_year") is None:
            self.add_error("baseline_year", _("请填写基数是哪一年的。"))
        if given.get("baseline_year") and given.get("due_on") and given["baseline_year"] >= given["due_on"].year:
            self.add_error("baseline_year", _("基数年份要早于截止日期所在的年份。"))
        return given


class CountForm(VersionedForm):
    """Whether a target is the same as one of another plan."""

    choice = forms.ChoiceField(label=_("这个指标怎样填报"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["choice"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)


class ScheduleForm(VersionedForm):
    """By what a target is judged before it is due; milestones are rows of a day and a value."""

    schedule = forms.ChoiceField(label=_("进度安排"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, target: Target, choices: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.target = target
        chosen: Any = self.fields["schedule"]
        chosen.choices = [(value or UNJUDGED, label) for value, label in choices]
        known = list(target.schedule_points)
        for index in range(min(max(len(known) + BLANK_ROWS, FEWEST_ROWS), MOST_ROWS)):
            day, value = known[index] if index < len(known) else (None, None)
            words = {"number": index + 1}
            self.fields[f"day_{index}"] = DateField(
                label=_("第 %(number)s 个节点的日期") % words, required=False, initial=day
            )
            self.fields[f"value_{index}"] = Number(
                label=_("第 %(number)s 个节点应达到的数") % words, required=False, initial=value
            )
        for name, field in self.fields.items():
            if name.startswith(("day_", "value_")):
                field.widget.attrs.setdefault("class", "form-control")
                field.widget.attrs["aria-label"] = str(field.label)

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        """The two fields of each milestone."""
        n_rows = sum(name.startswith("day_") for name in self.fields)
        return [(self[f"day_{index}"], self[f"value_{index}"]) for index in range(n_rows)]

    def clean(self) -> dict[str, Any]:
        """Milestones are whole, in time and of different days."""
        given = super().clean() or {}
        points: dict[date, Decimal] = {}
        for index in range(len(self.rows)):
            day, value = given.get(f"day_{index}"), given.get(f"value_{index}")
            if day is None and value is None:
                continue
            if day is None or value is None:
                for name, known in ((f"day_{index}", day), (f"value_{index}", value)):
                    if known is None and name not in self.errors:
                        self.add_error(name, _("日期和数要一起填写。"))
            elif day in points:
                self.add_error(f"day_{index}", _("这一天已经有一个节点。"))
            elif self.target.due_on and day > self.target.due_on:
                self.add_error(f"day_{index}", _("节点不能晚于指标的截止日期。"))
            else:
                points[day] = value
        if given.get("schedule") == ScheduleKind.MILESTONES and not points and not self.errors:
            self.add_error("schedule", _("按节点判断时，请至少填写一个节点。"))
        given["points"] = sorted(points.items())
        if given.get("schedule") == UNJUDGED:
            given["schedule"] = ScheduleKind.NONE.value
        return given


class SaidForm(BaseForm):
    """A figure, or why there is none, and where that is from."""

    standing = forms.ChoiceField(
        label=_("数据情况"), choices=Standing.choices, initial=Standing.VALUE, widget=forms.RadioSelect
    )
    value = Number(label=_("数值"), required=False)
    source = forms.CharField(
        label=_("数据来源"), max_length=300, help_text=_("例如统计年报、调查报告的名称，或文件名称和文号。")
    )

    document = UploadField(label=_("来源文件"), kinds=SOURCES, required=False)

    def clean(self) -> dict[str, Any]:
        """A number where there is one, none where there is none."""
        given = super().clean() or {}
        has_value = given.get("value") is not None
        if given.get("standing") == Standing.VALUE and not has_value and "value" not in self.errors:
            self.add_error("value", _("请填写数值；没有数据请选“缺报”或“不适用”。"))
        if given.get("standing") in {Standing.MISSING, Standing.NOT_APPLICABLE} and has_value:
            self.add_error("value", _("选了“缺报”或“不适用”，就不要再填写数值。"))
        return given

    def said(self, origin: str, document_id: UUID | None) -> Said:
        """What is said."""
        given = self.cleaned_data
        return Said(given["value"], given["standing"], origin, given["source"], document_id)


class ReadingForm(SaidForm):
    """A figure of a period, by hand."""

    period = forms.ChoiceField(label=_("时期"))
    origin = forms.ChoiceField(label=_("谁的数据"), choices=BY_HAND, initial=Origin.HAND, widget=forms.RadioSelect)
    field_order = ("request_id", "period", "standing", "value", "origin", "source", "document")

    def __init__(self, *args: Any, periods: Sequence[CodedPeriod], unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["period"]
        chosen.choices = [(each.code, period_label(each)) for each in periods]
        self.fields["value"].help_text = unit


class CorrectionForm(SaidForm):
    """Another figure in the place of one that was accepted."""

    reason = forms.CharField(
        label=_("更正原因"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("原来的数据会保留。")
    )

    def __init__(self, *args: Any, reading: Reading, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reading = reading
        self.fields["value"].help_text = unit

    def clean(self) -> dict[str, Any]:
        """Something has to differ."""
        given = super().clean()
        same = all(given.get(name) == getattr(self.reading, name) for name in ("standing", "value", "source"))
        if same and not given.get("document") and not self.errors:
            raise ValidationError(_("这里的内容和原来的一样。请改正后再保存。"))
        return given
