"""Changes of tasks as people type them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kepu.apps.base.errors import Refused
from kepu.apps.base.forms import BaseForm, VersionedForm
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import STATES_WITH_BASIS, TASK_ALLOWED_FROM, TaskState
from kepu.apps.ledger.services.tasks import MOST_AT_ONCE, Keep, TaskChange

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kepu.apps.ledger.models import Task, TaskUnit

LONGEST_BASIS, LONGEST_REASON = 200, 300
FIELDS = ("state", "basis", "due_on", "consolidator")


def basis_field() -> forms.CharField:
    """Who decided, and by which document."""
    return forms.CharField(
        label=_("依据"),
        required=False,
        max_length=LONGEST_BASIS,
        help_text=_("暂缓、不再实施必须填写：谁决定的，哪一份文件或哪一次会议。"),
    )


def day_field(help_text: Any) -> forms.DateField:
    """A day that may be left out."""
    return forms.DateField(
        label=_("截止日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=help_text,
    )


def reason_field() -> forms.CharField:
    """Why the day moves."""
    return forms.CharField(
        label=_("修改截止日期的原因"),
        required=False,
        max_length=LONGEST_REASON,
        help_text=_("只在改动截止日期时填写，会留在任务的历次变更里。"),
    )


def require_basis(form: forms.Form, state: str, basis: str) -> None:
    """The two states that end work on a task need it."""
    if state in STATES_WITH_BASIS and not basis.strip():
        form.add_error("basis", Refused(LedgerCode.BASIS_MISSING, state=TaskState(state).label).sentence)


class TaskForm(VersionedForm):
    """State, day and consolidating unit of one task."""

    state = forms.ChoiceField(label=_("办理状态"))
    basis = basis_field()
    due_on = day_field(_("方案里印的时限不会改动；这里是用来判断逾期、临期的日期。留空表示没有截止日期。"))
    reason = reason_field()
    consolidator = forms.TypedChoiceField(label=_("总牵头单位"), coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, task: Task, leads: Sequence[TaskUnit], **kwargs: Any) -> None:
        self.task = task
        chosen = next((unit.pk for unit in leads if unit.is_consolidator), None)
        initial = {"state": task.state, "basis": task.state_basis, "due_on": task.due_on, "consolidator": chosen}
        super().__init__(*args, initial={"version": task.version, **initial}, **kwargs)
        now = TaskState(task.state)
        self._choices(
            "state", [(each.value, each.label) for each in TaskState if each == now or now in TASK_ALLOWED_FROM[each]]
        )
        self._choices("consolidator", [(unit.pk, unit.name) for unit in leads])
        if len(leads) < 2:  # noqa: PLR2004  # one lead, or none: nothing to choose
            del self.fields["consolidator"]

    def _choices(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    def clean(self) -> dict[str, Any]:
        """A basis where one is needed, a reason where the day moves."""
        cleaned = super().clean() or self.cleaned_data
        require_basis(self, cleaned.get("state", ""), cleaned.get("basis", ""))
        if "due_on" in cleaned and cleaned["due_on"] != self.task.due_on and not cleaned.get("reason", "").strip():
            self.add_error("reason", Refused(LedgerCode.REASON_MISSING).sentence)
        return cleaned

    def change(self) -> TaskChange:
        """What was asked for."""
        data = self.cleaned_data
        return TaskChange(
            state=TaskState(data["state"]),
            basis=data["basis"],
            due_on=data["due_on"],
            reason=data["reason"],
            consolidator_id=data.get("consolidator"),
        )


class TasksForm(BaseForm):
    """State or day of several tasks; what is left empty stays."""

    tasks = forms.CharField(widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label=_("办理状态"),
        required=False,
        choices=[("", _("不改")), *((each.value, each.label) for each in TaskState if TASK_ALLOWED_FROM[each])],
    )
    basis = basis_field()
    due_on = day_field(_("留空表示不改。"))
    reason = reason_field()

    def clean_tasks(self) -> dict[int, int]:
        """Keys and versions as they were shown: `12:3,15:1`."""
        pairs = [part.partition(":")[::2] for part in self.cleaned_data["tasks"].split(",")]
        if not all(key.isdecimal() and version.isdecimal() for key, version in pairs) or len(pairs) > MOST_AT_ONCE:
            raise forms.ValidationError(Refused(LedgerCode.NO_TASKS_CHOSEN, most=MOST_AT_ONCE).sentence)
        return {int(key): int(version) for key, version in pairs}

    def clean(self) -> dict[str, Any]:
        """Something has to change, and what it needs has to be there."""
        cleaned = super().clean() or self.cleaned_data
        state, due_on = cleaned.get("state", ""), cleaned.get("due_on")
        require_basis(self, state, cleaned.get("basis", ""))
        if due_on and not cleaned.get("reason", "").strip():
            self.add_error("reason", Refused(LedgerCode.REASON_MISSING).sentence)
        if not state and not due_on and not self.errors:
            raise forms.ValidationError(Refused(LedgerCode.NOTHING_CHANGED).sentence)
        return cleaned

    def change(self) -> TaskChange:
        """What was asked for."""
        data = self.cleaned_data
        return TaskChange(
            state=TaskState(data["state"]) if data["state"] else None,
            basis=data["basis"],
            due_on=data["due_on"] or Keep,
            reason=data["reason"],
        )


class LinkForm(VersionedForm):
    """Tasks that mean the same as the one that is open."""

    tasks = forms.TypedMultipleChoiceField(
        label=_("意思相同的任务"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("还没有选任务。请至少勾选一项。"),
            "invalid_choice": _("这项任务不在可以关联的范围里。请重新选择。"),
        },
    )

    def __init__(self, *args: Any, offered: Sequence[Task], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["tasks"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(task.pk, task.text) for task in offered]


class UnlinkForm(VersionedForm):
    """A single button."""
