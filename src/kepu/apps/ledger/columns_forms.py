"""What the columns of a workbook hold: a select of roles and one of periods for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kepu.apps.base.forms import BaseForm
from kepu.apps.base.periods import quarter_label
from kepu.apps.ledger.enums import ColumnRole
from kepu.apps.ledger.services.header import YEARS
from kepu.core.plans.ledgers import AS_PRINTED, REPORTED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.forms import BoundField

    from kepu.apps.ledger.models import ColumnReading

WHOLE_YEAR = "year"
MONTHS = range(1, 13)
MOST_ROWS = 400  # two fields each; a form of Django has at most a thousand


@dataclass
class ColumnLine:
    """A header with the columns that carry it, and the two fields about it."""

    key: str
    header: str
    places: str
    values: Sequence[str]
    period: str
    suffix: str | None
    is_unclear: bool
    read: Mapping[str, str]
    role: BoundField
    when: BoundField

    @property
    def role_label(self) -> str:
        """What it was taken for, in words."""
        return str(ColumnRole(self.read["role"]).label)


class ColumnsForm(BaseForm):
    """Every column of a workbook, those to be asked about first."""

    year = forms.IntegerField(
        label=_("年份"),
        required=False,
        min_value=YEARS.start,
        max_value=YEARS.stop - 1,
        help_text=_("表里的月份、季度没有写是哪一年时，按这一年。"),
        error_messages={"min_value": _("请填写四位数的年份。"), "max_value": _("请填写四位数的年份。")},
    )

    def __init__(self, *args: Any, reading: ColumnReading, **kwargs: Any) -> None:
        self.reading = reading
        self.rows = _rows(reading.columns)
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = reading.year
        periods = period_choices()
        for number, row in enumerate(self.rows):
            label = row["header"] or row["places"]
            self.fields[f"role_{number}"] = forms.ChoiceField(
                label=_("“%(column)s”列的含义") % {"column": label},
                choices=ColumnRole.choices,
                initial=row["role"],
                widget=forms.Select(attrs={"class": "form-select"}),
            )
            self.fields[f"period_{number}"] = forms.ChoiceField(
                label=_("“%(column)s”列是哪一期") % {"column": label},
                choices=periods,
                initial=_shown(row["said"]),
                required=False,
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    @property
    def lines(self) -> list[ColumnLine]:
        """The columns with their fields."""
        return [
            ColumnLine(
                key=row["key"],
                header=row["header"],
                places=row["places"],
                values=row["values"],
                period=row["period"],
                suffix=row["suffix"],
                is_unclear=row["is_unclear"],
                read={"role": row["role"], "period": row["said"]},
                role=self[f"role_{number}"],
                when=self[f"period_{number}"],
            )
            for number, row in enumerate(self.rows)
        ]

    def clean(self) -> dict[str, Any]:
        """Something is to be done; what is reported has a period; a period has a year."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        said = [(row, cleaned[f"role_{n}"], _stored(cleaned[f"period_{n}"])) for n, row in enumerate(self.rows)]
        if not {ColumnRole.TEXT.value, ColumnRole.MEASURE.value} & {role for _row, role, _period in said}:
            self.add_error(None, _("还没有一列是“任务”。请指出哪一列写着要做的事。"))
        needs_year = False
        for number, (row, role, period) in enumerate(said):
            if role not in REPORTED or not row["values"]:
                continue
            if period == AS_PRINTED and row["suffix"] is None:
                self.add_error(f"period_{number}", _("请选择这一列说的是哪一期。"))
            needs_year |= period != AS_PRINTED or not row["period"]
        if needs_year and not cleaned.get("year"):
            self.add_error("year", _("请填写年份：表里没有写这些月份、季度是哪一年。"))
        cleaned["is_news"] = cleaned.get("year") != self.reading.year or any(
            (role, period) != (row["role"], row["said"]) for row, role, period in said
        )
        cleaned["said"] = {
            row["key"]: {"role": role, "period": period}
            for row, role, period in said
            if row["is_unclear"] or (role, period) != (row["role"], row["said"]) or row["by_hand"]
        }
        return cleaned


def period_choices() -> list[tuple[str, Any]]:
    """What a column may speak of: what its header prints, quarters, halves, months, the months so far, the year."""
    quarters = [(f"Q{number}", quarter_label(number)) for number in range(1, 5)]
    months = [(f"-{number:02}", _("%(number)s月") % {"number": number}) for number in MONTHS]
    so_far = [(f"YTD{number:02}", _("1—%(number)s月累计") % {"number": number}) for number in MONTHS[1:]]
    halves = [("H1", _("上半年")), ("H2", _("下半年"))]
    return [(AS_PRINTED, _("照表头、表名")), *quarters, *halves, (WHOLE_YEAR, _("全年")), *months, *so_far]


def _rows(columns: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One row for each header; sheets with the same headers share it."""
    rows: dict[str, dict[str, Any]] = {}
    several = len({column["sheet"] for column in columns}) > 1
    for column in columns:
        place = f"{column['sheet']}!{column['column']}" if several else column["column"]
        row = rows.get(column["key"])
        if row is None:
            by_hand = column["source"] == "hand"
            rows[column["key"]] = {
                **column,
                "header": " / ".join(column["header"]),
                "places": place,
                "values": list(column["values"]),
                "by_hand": by_hand,
                "said": (column["suffix"] if column["suffix"] is not None else AS_PRINTED) if by_hand else AS_PRINTED,
            }
            continue
        row["places"] = f"{row['places']}、{place}"
        row["values"] += [value for value in column["values"] if value not in row["values"]]
        row["is_unclear"] |= column["is_unclear"]
        if column["suffix"] is None or not column["period"]:
            row["suffix"], row["period"] = column["suffix"], column["period"]
    found = [{**row, "values": row["values"][:3]} for row in rows.values()]
    return sorted(found, key=lambda row: not row["is_unclear"])[:MOST_ROWS]


def _shown(period: str) -> str:
    return period or WHOLE_YEAR


def _stored(period: str) -> str:
    return "" if period == WHOLE_YEAR else period or AS_PRINTED
