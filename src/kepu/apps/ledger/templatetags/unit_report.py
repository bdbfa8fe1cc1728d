"""What the templates of a unit's page use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from kepu.apps.base.marked import Place, marked
from kepu.apps.ledger.report_wording import answer_lines
from kepu.apps.ledger.selectors.dues import light_words

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from kepu.apps.ledger.models import Entry
    from kepu.apps.ledger.report_wording import Line
    from kepu.apps.ledger.selectors.unit_report import Row
    from kepu.apps.ledger.views.report_opening import Opened

register = template.Library()


@register.simple_tag
def page_url(opened: Opened, name: str, pk: int | None = None) -> str:
    """An address of this page (of one of its entries), for the office in the way it came."""
    return opened.address(name) if pk is None else opened.entry_address(name, pk)


@register.filter
def lines(row: Row) -> list[Line]:
    """The parts of an answer."""
    return answer_lines(row)


@register.filter
def returned_text(row: Row) -> SafeString:
    """What was filed, with the sentences that have to be changed lit; those of several fields stand by themselves."""
    quote = row.entry.return_quote
    sentences = [line for line in quote.split("\n") if line]
    texts = [row.content[name] for name in ("progress", "reason", "problems", "next_step")]
    text = next((each for each in texts if all(sentence in each for sentence in sentences)), quote)
    starts = [(text.index(sentence), sentence) for sentence in sentences]
    lit = [Place(start, start + len(each), f"returned{row.entry.pk}", "task is-lit") for start, each in starts]
    return marked(text, lit)


register.filter("light_words", light_words)


@register.filter
def seen(address: str, current: Entry) -> str:
    """The address of an entry that the browser does not take for the page it is on."""
    return f"{address}{'&' if '?' in address else '?'}seen={current.version}#e{current.pk}"
