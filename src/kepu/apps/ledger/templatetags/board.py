"""Rows of a board: fifty of them are written into one pattern, which a template would resolve cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html_join

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

    from kepu.apps.ledger.selectors.rows import Labels, PartRow, Row

register = template.Library()
_FIRST = (
    '<tr><td class="k-cell-min k-num" data-label="[number]">{number}</td>'
    '<th scope="row"><a href="{url}">{text}</a>{notes}</th>'
)
_LAST = (
    '<td class="k-cell-min k-due" data-label="[day]"><span>{day}</span></td>'
    '<td class="k-cell-min" data-label="[state]">{state}</td>'
    '<td class="k-cell-min k-num" data-label="[target]">{n_targets}</td></tr>'
)
_TASK = (
    f'{_FIRST}<td class="k-names" data-label="[lead]">{{lead}}</td>'
    f'<td class="k-names" data-label="[support]"><span class="{{css}}">{{support}}</span></td>{_LAST}'
)
_PART = (
    f'{_FIRST}<td class="k-cell-min" data-label="[role]"><span class="k-badge{{css}}">{{role}}</span></td>'
    f'<td data-label="[group]">{{group}}</td>{_LAST}'
)


@register.simple_tag
def task_rows(rows: Sequence[Row], labels: Labels) -> SafeString:
    """The tasks of one heading."""
    return _written(_TASK, rows, labels)


@register.simple_tag
def part_rows(rows: Sequence[PartRow], labels: Labels) -> SafeString:
    """The parts of one unit."""
    return _written(_PART, rows, labels)


def _written(pattern: str, rows: Sequence[Row] | Sequence[PartRow], labels: Labels) -> SafeString:
    """Name the cells, then fill them; a column that a plan calls “{…}” keeps its brackets."""
    for name, label in labels._asdict().items():
        pattern = pattern.replace(f'"[{name}]"', f'"{label.replace("{", "{{").replace("}", "}}")}"')
    return format_html_join("\n", pattern, (row._asdict() for row in rows))
