"""Two texts side by side, when somebody was quicker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kepu.apps.base.forms import BaseForm


def compared(form: BaseForm, current: Any, names: Iterable[str]) -> list[dict[str, Any]]:
    """Rows for the component that shows both: mine from the form, theirs from the row."""
    rows = []
    for name in names:
        mine, theirs = form.cleaned_data[name], getattr(current, name)
        rows.append({"label": form.fields[name].label, "yours": mine, "theirs": theirs, "differs": mine != theirs})
    return rows
