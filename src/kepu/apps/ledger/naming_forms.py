"""What each printed name of a plan means, all on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kepu.apps.base.forms import BaseForm
from kepu.apps.ledger.enums import NameMeaning
from kepu.apps.territory.enums import OrganisationKind
from kepu.apps.territory.forms import OrganisationField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.apps.ledger.selectors.units import NameRow
    from kepu.apps.territory.models import Organisation

ASK, OTHER, NEW = "", "other", "new"
LONGEST = 100


class Said(NamedTuple):
    """What was said about one name."""

    name: str
    version: int
    meaning: NameMeaning | None
    organisation: Organisation | None = None
    full_name: str = ""
    kind: str = ""


class NamesForm(BaseForm):
    """A choice for each name; what is left as it was is not written."""

    is_remembered = forms.BooleanField(label=gettext_lazy("记为简称，以后的方案自动对应"), required=False, initial=True)

    def __init__(self, *args: Any, rows: Sequence[NameRow], may_create: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows = self._as_sent(rows)
        self.may_create = may_create
        for index, row in enumerate(rows):
            label = _("“%(name)s”的含义") % {"name": row.name}
            self.fields[f"choice{index}"] = forms.ChoiceField(
                label=label, choices=self._choices(row), required=False, initial=self._now(row)
            )
            self.fields[f"full{index}"] = forms.CharField(
                label=_("“%(name)s”的全称") % {"name": row.name},
                required=False,
                max_length=LONGEST,
                initial=row.organisation.name if row.organisation else row.full_name,
                widget=forms.TextInput(attrs={"list": "units", "autocomplete": "off"}),
            )
            # A hidden field: who else was here meanwhile.
            self.fields[f"version{index}"] = forms.IntegerField(
                min_value=0, initial=row.version, widget=forms.HiddenInput
            )
            self.fields[f"name{index}"] = forms.CharField(initial=row.name, widget=forms.HiddenInput)
            for name in (f"choice{index}", f"full{index}"):
                css = "form-select" if name.startswith("choice") else "form-control"
                self.fields[name].widget.attrs["class"] = f"{css} form-{css.partition('-')[2]}-sm"

    def _as_sent(self, rows: Sequence[NameRow]) -> Sequence[NameRow]:
        """In the order of the page that was sent: meanwhile somebody may have settled a name, which moves it."""
        if not self.is_bound:
            return rows
        sent = {self.data.get(f"name{index}"): index for index in range(len(rows))}
        known = {place: row for row in rows if (place := sent.get(row.name)) is not None}
        rest = iter([row for row in rows if row.name not in sent])
        return [known.get(index) or next(rest) for index in range(len(rows))]

    def _choices(self, row: NameRow) -> list[tuple[str, str]]:
        """Proposals first, then what can always be said."""
        offered = {each.pk: each for each in row.proposals}
        if row.organisation:
            offered = {row.organisation.pk: row.organisation, **offered}
        found = [(f"o{pk}", each.name) for pk, each in offered.items()]
        new = [(NEW, _("新建单位（全称见右）"))] if self.may_create else []
        return [
            (ASK, _("还没有确定") if not row.is_known_collective else _("统称（名录里有）")),
            *found,
            (NameMeaning.COLLECTIVE.value, str(NameMeaning.COLLECTIVE.label)),
            (NameMeaning.PRINTED.value, str(NameMeaning.PRINTED.label)),
            (OTHER, _("名录里的其他单位（全称见右）")),
            *new,
        ]

    @staticmethod
    def _now(row: NameRow) -> str:
        if row.choice and not row.choice.organisation:
            return str(row.choice.meaning)
        return f"o{row.organisation.pk}" if row.organisation else ASK

    def lines(self) -> list[dict[str, Any]]:
        """Each name with its fields, for the page."""
        return [
            {
                "row": row,
                "choice": self[f"choice{index}"],
                "full": self[f"full{index}"],
                "hidden": (self[f"version{index}"], self[f"name{index}"]),
            }
            for index, row in enumerate(self.rows)
        ]

    def clean(self) -> dict[str, Any]:
        """Read what differs from what is known."""
        cleaned = super().clean() or self.cleaned_data
        by_name = {row.name: row for row in self.rows}
        said: list[Said] = []
        for index in range(len(self.rows)):
            row = by_name.get(cleaned.get(f"name{index}", ""))
            choice = cleaned.get(f"choice{index}")
            if row is None or choice is None or choice == self._now(row):
                continue
            one = self._said(row, index, choice)
            if one is not None and (one.meaning or row.choice):
                said.append(one)
        cleaned["said"] = said
        return cleaned

    def _said(self, row: NameRow, index: int, choice: str) -> Said | None:
        version = self.cleaned_data.get(f"version{index}", 0)
        full = self.cleaned_data.get(f"full{index}", "").strip()
        if choice == ASK:
            return Said(row.name, version, None)
        if choice in NameMeaning.values:
            return Said(row.name, version, NameMeaning(choice))
        if choice == NEW and full:
            kind = row.kind if row.kind in OrganisationKind.values else OrganisationKind.GROUP.value
            return Said(row.name, version, NameMeaning.ORGANISATION, full_name=full, kind=kind)
        organisation = self._organisation(row, index, choice, full)
        return Said(row.name, version, NameMeaning.ORGANISATION, organisation) if organisation else None

    def _organisation(self, row: NameRow, index: int, choice: str, full: str) -> Organisation | None:
        """The unit that was proposed, or that the field beside it names; what is wrong stands at that field."""
        if choice == NEW:
            self.add_error(f"full{index}", _("请填写新单位的全称。"))
            return None
        if choice == OTHER:
            try:
                return OrganisationField(required=True).clean(full)
            except forms.ValidationError as error:
                self.add_error(f"full{index}", error)
                return None
        known = [*row.proposals, *([row.organisation] if row.organisation else [])]
        return next((each for each in known if f"o{each.pk}" == choice), None)
