"""What the gallery shows: plainly fictional values, in every state that a component has."""

from __future__ import annotations

from types import SimpleNamespace as Thing
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kepu.apps.base.forms import BaseForm
from kepu.apps.base.marked import Place
from kepu.core.documents.charts import Bar, Part, Point, Series, bar_chart, line_chart, progress_chart

TEXT = (
    "三、重点任务\n（一）云上科普行动。建设 12 个云上科普站，每年办科普讲座不少于 24 场。"
    "（牵头单位：示范科技局；配合单位：示范教育局）\n"
    "（二）田间课堂行动。组建农技讲师队，服务农民 3000 人次以上。（牵头单位：示范农业局）"
)


def _place(words: str, name: str, kind: str, *, unsure: bool = False) -> Place:
    start = TEXT.index(words)
    return Place(start, start + len(words), name, kind, unsure)


PLACES = [
    _place("三、重点任务", "s1", "section"),
    _place("建设 12 个云上科普站，每年办科普讲座不少于 24 场", "t1", "task"),
    _place("每年办科普讲座不少于 24 场", "g1", "target"),
    _place("示范科技局", "u1", "unit"),
    _place("组建农技讲师队，服务农民 3000 人次以上", "t2", "task", unsure=True),
    _place("3000 人次以上", "g2", "target"),
]
FOUND = [
    Thing(id="s1", kind=_("章节"), text="三、重点任务", unsure=False),
    Thing(id="t1", kind=_("任务"), text="建设 12 个云上科普站，每年办科普讲座不少于 24 场", unsure=False),
    Thing(id="g1", kind=_("指标"), text="每年办科普讲座不少于 24 场", unsure=False),
    Thing(id="u1", kind=_("单位"), text="示范科技局", unsure=False),
    Thing(id="t2", kind=_("任务"), text="组建农技讲师队，服务农民 3000 人次以上", unsure=True),
    Thing(id="g2", kind=_("指标"), text="3000 人次以上", unsure=False),
]
TASKS = [
    Thing(
        text="建设 12 个云上科普站，配备 6 名专职科普员，每季度更新一次展品",
        lead="示范科技局",
        due="2030-06-30",
        tone="good",
        state=_("已完成"),
        done=12,
        of=12,
    ),
    Thing(
        text="组建农技讲师队，办田间课堂",
        lead="示范农业局",
        due="2030-10-31",
        tone="info",
        state=_("进行中"),
        done=7,
        of=24,
    ),
    Thing(text="开展银龄数字课堂", lead="示范民政局", due="2030-09-30", tone="warn", state=_("有风险"), done=2, of=20),
    Thing(text="评选科普示范社区", lead="示范科协", due="2030-03-31", tone="bad", state=_("已逾期"), done=0, of=3),
    Thing(text="修订科普资源目录", lead="示范文旅局", due="—", tone="idle", state=_("未开始"), done=0, of=0),
    Thing(
        text="公民科学素质比例达到 18%",
        lead="示范科协",
        due="2030-12-31",
        tone="unknown",
        state=_("尚不判断"),
        done=0,
        of=0,
    ),
]


class SampleForm(BaseForm):
    """One field of every kind."""

    name = forms.CharField(label=_("方案名称"), max_length=60, help_text=_("与印发的文件标题一致。"))
    number = forms.CharField(label=_("文号"), required=False)
    level = forms.ChoiceField(
        label=_("级别"), choices=[("", _("请选择")), ("county", _("县（区）")), ("city", _("市"))]
    )
    issued_on = forms.DateField(label=_("印发日期"), widget=forms.DateInput(attrs={"type": "date"}))
    audience = forms.MultipleChoiceField(
        label=_("人群"),
        choices=[("youth", _("青少年")), ("farmer", _("农民")), ("older", _("老年人"))],
        widget=forms.CheckboxSelectMultiple,
    )
    kind = forms.ChoiceField(
        label=_("办理方式"), choices=[("own", _("自行办理")), ("joint", _("联合办理"))], widget=forms.RadioSelect
    )
    text = forms.CharField(label=_("正文"), widget=forms.Textarea(attrs={"rows": 4, "data-count": _("{n} 字")}))
    agreed = forms.BooleanField(label=_("已核对，内容不涉密"))


class SampleUpload(forms.Form):
    """A file field."""

    file = forms.FileField(label=_("方案文件"), help_text=_("也可以改为粘贴正文。"))


class SampleFilters(forms.Form):
    """A search and two choices."""

    q = forms.CharField(label=_("搜索任务、单位"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    lead = forms.ChoiceField(label=_("牵头单位"), required=False, choices=[("", _("全部")), ("1", "示范科技局")])
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), ("bad", _("已逾期"))])


def charts() -> list[dict[str, Any]]:
    """One chart of each kind with its sentence and table."""
    regions = [
        Bar("云山镇", 12.4, 10.1, 14.7),
        Bar("清溪镇", 9.8, 7.6, 12.0),
        Bar("石桥街道", None),
        Bar("临湖街道", 15.2, 12.9, 17.5),
    ]
    years = ["2026", "2027", "2028", "2029", "2030"]
    town = [Point(year, v, v - 1.2, v + 1.2) for year, v in zip(years, (8.1, 9.0, 10.2, 11.7, 13.1), strict=True)]
    country = [Point(year, v) for year, v in zip(years, (6.0, 6.4, None, 8.3, 9.0), strict=True)]
    parts = [
        Part("云上科普行动", 9, 12, 8, "good"),
        Part("田间课堂行动", 7, 24, 12, "warn"),
        Part("银龄数字课堂", 2, 20, 10, "bad"),
    ]
    return [
        {
            "sentence": gettext("临湖街道最高，但与云山镇的区间重叠，不能说高于它；石桥街道没有数据。"),
            "svg": bar_chart(
                regions,
                title=gettext("各镇街公民具备科学素质的百分比"),
                description=gettext("四个镇街的百分比和区间。"),
                unit="%",
                digits=1,
                target=14,
                target_label=gettext("目标"),
            ),
            "caption": gettext("各镇街公民具备科学素质的百分比"),
            "columns": [_("镇街"), _("比例"), _("区间")],
            "rows": [(b.label, b.value or "—", f"{b.low}—{b.high}" if b.value else "—") for b in regions],
        },
        {
            "sentence": _("城区四年上升 5 个百分点；乡镇 2028 年没有调查。"),
            "svg": line_chart(
                [Series(gettext("城区"), town), Series(gettext("乡镇"), country)],
                title=gettext("历年百分比"),
                description=gettext("城区和乡镇五年的百分比。"),
                unit="%",
                digits=1,
            ),
            "caption": gettext("历年百分比"),
            "columns": [_("年份"), _("城区"), _("乡镇")],
            "rows": [(a.label, a.value, b.value or "—") for a, b in zip(town, country, strict=True)],
        },
        {
            "sentence": _("云上科普行动快于进度，田间课堂和银龄课堂慢于进度（竖线为应到进度）。"),
            "svg": progress_chart(
                parts,
                title=gettext("各行动完成情况（项）"),
                description=gettext("三个行动完成的项数。"),
                unit=gettext("项"),
            ),
            "caption": _("各行动完成情况（项）"),
            "columns": [_("行动"), _("完成"), _("总数")],
            "rows": [(p.label, p.done, p.of) for p in parts],
        },
    ]


def page_of(number: int) -> Any:
    """A page in the middle of many."""
    return Paginator(range(1, 1001), 50).get_page(number)
