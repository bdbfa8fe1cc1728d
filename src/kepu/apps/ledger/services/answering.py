"""Keep what somebody writes about a task, as they write it; nothing is filed by this."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kepu.apps.audit.services import Change, record_all
from kepu.apps.base import clock
from kepu.apps.base.errors import Refused
from kepu.apps.base.services import save_version
from kepu.apps.ledger import rules
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import Answer, EntryState, Filing, ReportState, RoundState
from kepu.apps.ledger.models import Entry, UnitReport
from kepu.apps.ledger.same_figures import quantities
from kepu.apps.ledger.selectors.entries import EDITABLE, FIELDS, content_of, previous_texts, targets_of
from kepu.apps.ledger.services.asking import recount
from kepu.apps.measures.enums import Standing
from kepu.apps.measures.services import read_value

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from uuid import UUID

    from kepu.apps.ledger.models import Target
    from kepu.apps.people.models import User

__all__ = ["FIELDS", "clean_content", "content_of", "may_fill", "require_fill", "save_answer", "save_answers"]

MOST_CHARACTERS = 10_000
TEXTS = ("progress", "problems", "next_step", "reason")
SAVED = (*FIELDS, "saved_by", "saved_at", "saved_request", "filing")
LARGEST_PERCENT, LARGEST = Decimal(9999), Decimal(10) ** 15
# Word ends a line inside a paragraph with a vertical tab, a page with a form feed.
BREAKS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]")


@transaction.atomic
def save_answer(
    entry: Entry,
    user: User,
    content: Mapping[str, Any],
    version: int,
    filing: str = Filing.OWN,
    *,
    request_id: UUID | None = None,
    unconfirmed: Collection[str] = (),
) -> Entry:
    """Keep an answer as a draft; fields that are not given stay as they are.

    `Stale` when somebody else was quicker. A writer who lost the answer to an earlier write names its request in
    `unconfirmed` and is not stale for itself.
    """
    # The page first, as everybody locks it: whoever files it meanwhile files this text too, or this comes too late.
    UnitReport.objects.select_for_update(of=("self",)).get(pk=entry.report_id)
    current = Entry.objects.select_related("report__round", "report__organisation", "task").get(pk=entry.pk)
    report = current.report
    require_fill(user, report, filing)
    require_editable(current)
    before = content_of(current)
    cleaned = clean_content(current, {**before, **content})
    if request_id is not None and current.saved_request == request_id:
        return current
    if str(current.saved_request) in unconfirmed:
        version = current.version
    if content_of_cleaned(cleaned) == before:
        return current
    if becomes_same(before, cleaned) and current.pk not in previous_texts(report, [current]):
        raise Refused(LedgerCode.NOTHING_BEFORE)
    is_entered = _is_entered(current, filing)
    _set(current, cleaned, user, filing, request_id)
    save_version(current, version, SAVED)
    if is_entered:
        record_all([_entered(current, report)])
    _begin(report)
    return current


@transaction.atomic
def save_answers(report: UnitReport, said: Mapping[int, Mapping[str, Any]], user: User, filing: str) -> int:
    """Keep many answers of a page as drafts, all or none; the same number of queries for any number of them.

    Whoever calls this holds the lock of the page and has compared what was said with the versions that stand there.
    """
    page = UnitReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    require_fill(user, page, filing)
    entries = list(page.entries.filter(pk__in=said).select_related("task").order_by("pk"))
    previous, targets = previous_texts(page, entries), targets_of(page, entries)
    changed, entered = [], []
    for entry in entries:
        require_editable(entry)
        before = content_of(entry)
        cleaned = clean_content(entry, {**before, **said[entry.pk]}, targets[entry.pk])
        if content_of_cleaned(cleaned) == before:
            continue
        if becomes_same(before, cleaned) and entry.pk not in previous:
            raise Refused(LedgerCode.NOTHING_BEFORE)
        if _is_entered(entry, filing):
            entered.append(_entered(entry, page))
        _set(entry, cleaned, user, filing)
        entry.version += 1
        changed.append(entry)
    Entry.objects.bulk_update(changed, [*SAVED, "version"], batch_size=200)
    record_all(entered)
    if changed:
        _begin(page)
    return len(changed)


def becomes_same(before: Mapping[str, Any], cleaned: Mapping[str, Any]) -> bool:
    """Whether an answer becomes 与上期相同, for which there must be something before."""
    return bool(cleaned["answer"] == Answer.SAME and before["answer"] != Answer.SAME)


def _is_entered(entry: Entry, filing: str) -> bool:
    """Whether the office begins to write where the unit had, or nobody."""
    return filing == Filing.PROXY and (entry.filing != Filing.PROXY or not entry.saved_by_id)


def _entered(entry: Entry, report: UnitReport) -> Change:
    after = {"task": entry.task_id, "unit": report.organisation.name}
    return Change("ledger.enter_answer", entry, after=after)


def _set(entry: Entry, cleaned: Mapping[str, Any], user: User, filing: str, request_id: UUID | None = None) -> None:
    for name, value in cleaned.items():
        setattr(entry, name, value)
    entry.saved_by, entry.saved_at, entry.saved_request = user, clock.now(), request_id
    entry.filing = filing


def _begin(report: UnitReport) -> None:
    """A page on which something stands is begun; count what stands there."""
    UnitReport.objects.filter(pk=report.pk, state=ReportState.WAITING).update(state=ReportState.DRAFT)
    recount(UnitReport.objects.filter(pk=report.pk))


def may_fill(user: User, report: UnitReport, filing: str = Filing.OWN) -> bool:
    """Whether a person may write on a page: for their own unit, or for another one as its office."""
    rule = rules.RUN_ROUNDS if filing == Filing.PROXY else rules.FILL_REPORT
    return rule.allows(user, report)


def require_fill(user: User, report: UnitReport, filing: str = Filing.OWN) -> None:
    """Refuse who may not write, and what comes too late."""
    if not may_fill(user, report, filing):
        raise PermissionDenied
    if report.round.state != RoundState.OPEN:
        raise Refused(LedgerCode.ROUND_CLOSED)


def require_editable(entry: Entry) -> None:
    """Refuse to change what was filed."""
    if entry.state not in EDITABLE:
        raise Refused(LedgerCode.ENTRY_SETTLED, state=EntryState(entry.state).label)


def clean_content(entry: Entry, content: Mapping[str, Any], targets: Sequence[Target] | None = None) -> dict[str, Any]:
    """The fields of an answer as they are stored, or a refusal that names the field.

    `targets` are those that the entry answers for, for who has asked about many entries at once.
    """
    given = content.get("figures") or {}
    if given and targets is None:
        targets = targets_of(entry.report, [entry])[entry.pk]
    answer = str(content.get("answer") or "")
    return {
        "answer": answer if answer in Answer.values else "",
        **{name: clean_text(content.get(name), label_of(name)) for name in TEXTS},
        "percent": clean_number(content.get("percent"), unit="%", largest=LARGEST_PERCENT),
        "figures": _clean_figures(targets or (), given),
    }


def label_of(name: str) -> str:
    """What a field of an answer is called."""
    field = Entry._meta.get_field(name)  # noqa: SLF001  # Django's documented name for it
    return str(getattr(field, "verbose_name", name))


def content_of_cleaned(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """The cleaned fields in the form in which `content_of` gives them."""
    percent = cleaned["percent"]
    return {**cleaned, "percent": None if percent is None else f"{percent.normalize():f}"}


def clean_text(value: Any, label: str) -> str:
    """A text without what nobody can see; line ends of every program become one kind."""
    text = str(value or "").encode("utf-8", "ignore").decode()  # half of a surrogate pair is no character
    text = CONTROL.sub("", BREAKS.sub("\n", text))
    if len(text) > MOST_CHARACTERS:
        raise Refused(LedgerCode.TEXT_TOO_LONG, field=label, n=len(text), most=MOST_CHARACTERS)
    return text


def clean_number(value: Any, *, unit: str = "", largest: Decimal = LARGEST) -> Decimal | None:
    """A number as people type it: full-width digits, separators and the unit do no harm."""
    typed = str("" if value is None else value).strip()
    text = unicodedata.normalize("NFKC", typed).replace(",", "").replace(" ", "")
    for ending in ("%", unicodedata.normalize("NFKC", unit)):
        text = text.removesuffix(ending) if ending else text
    if not text:
        return None
    try:
        number = Decimal(text) if text.isascii() else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > largest:
        raise Refused(LedgerCode.BAD_FIGURE, value=typed[:40])
    number = number.quantize(Decimal("0.01")) if unit == "%" and largest == LARGEST_PERCENT else number
    return number or abs(number)  # nobody reads a minus before a zero


def _clean_figures(targets: Sequence[Target], given: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The readings of the targets that an entry answers for, by the key of the target; one for all of a quantity."""
    figures: dict[str, dict[str, str]] = {}
    for quantity in quantities(targets, given):
        found = quantity.said_in(given)
        if not found:
            continue
        state = str(found.get("state") or "")
        value = clean_number(found.get("value"), unit=quantity.target.unit)
        if state in {Standing.MISSING, Standing.NOT_APPLICABLE}:
            figures |= {key: {"state": state, "value": ""} for key in quantity.keys}
        elif value is not None:
            read_value(value)  # what could not be kept as a reading is refused while it is typed
            figures |= {key: {"state": Standing.VALUE.value, "value": f"{value:f}"} for key in quantity.keys}
    return figures
