"""Tables and numbers of the report."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


def table_of(head: Sequence[str], rows: Sequence[Sequence[Any]], label: str) -> str:
    """A table that scrolls by itself where it is too wide.

    Parameters
    ----------
    head : sequence of str
        Names of columns.
    rows : sequence of sequence
        Cells; the first of a row is its name.
    label : str
        What the table is called.

    Returns
    -------
    str
        HTML.
    """
    cells = "".join(f'<th scope="col">{escape(each)}</th>' for each in head)
    body = "".join(
        "<tr>"
        f'<th scope="row">{escape(str(row[0]))}</th>'
        + "".join(f"<td>{escape(str(each))}</td>" for each in row[1:])
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(label, quote=True)}"><table><thead><tr>{cells}'
        f"</tr></thead><tbody>{body}</tbody></table></div>"
    )


def number_of(value: float) -> str:
    """A number with three decimals.

    Parameters
    ----------
    value : float
        NaN is a dash.

    Returns
    -------
    str
        Text.
    """
    return f"{value:.3f}" if math.isfinite(value) else "—"
