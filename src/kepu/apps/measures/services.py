"""Changes of readings: one door, `state_reading`, says what a figure now is; what was accepted is only corrected."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from kepu.apps.audit import services as audit
from kepu.apps.base import clock
from kepu.apps.base.errors import Refused
from kepu.apps.base.periods import period_label
from kepu.apps.measures.codes import ReadingCode
from kepu.apps.measures.enums import Origin, ReadingState, Standing
from kepu.apps.measures.models import PUBLISHED, Reading
from kepu.core.measures import parse_period

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

DIGITS, DECIMALS = 20, 4
CONTENT = ("standing", "value", "origin", "source", "document_id", "reference")


@dataclass(frozen=True)
class Said:
    """What is said about a figure: a number, or why there is none; and where that is from."""

    value: Decimal | int | str | None = None
    standing: str = Standing.VALUE
    origin: str = Origin.HAND
    source: str = ""
    document_id: UUID | None = None
    reference: str = ""

    def content(self) -> dict[str, Any]:
        """The columns of a row; a number that would have to be rounded is refused."""
        if self.origin in {Origin.HAND, Origin.PUBLISHED} and not self.source.strip():
            raise Refused(ReadingCode.SOURCE_REQUIRED)
        if (self.standing == Standing.VALUE) != (self.value is not None):
            raise Refused(ReadingCode.BAD_VALUE, value="" if self.value is None else str(self.value)[:40])
        return {
            "standing": Standing(self.standing),
            "value": None if self.value is None else read_value(self.value),
            "origin": Origin(self.origin),
            "source": self.source.strip(),
            "document_id": self.document_id,
            "reference": self.reference,
        }


def read_value(given: Decimal | int | str) -> Decimal:
    """A number as it is kept: up to sixteen digits before the point and four behind it."""
    try:
        number = Decimal(str(given))
        kept = number.quantize(Decimal(1).scaleb(-DECIMALS))
    except InvalidOperation:
        raise Refused(ReadingCode.BAD_VALUE, value=str(given)[:40]) from None
    if not number.is_finite() or kept != number or len(kept.as_tuple().digits) > DIGITS:
        raise Refused(ReadingCode.BAD_VALUE, value=str(given)[:40])
    return kept


@transaction.atomic
def state_reading(
    *,
    subject: str,
    subject_id: int,
    region_code: str,
    period: str,
    said: Said,
    user_id: int,
    state: str = ReadingState.REPORTED,
) -> Reading:
    """Say what the figure of a period now is; saying the same again changes nothing.

    Before it is accepted the row changes in place; an accepted one is refused unless it says the same.
    """
    content = said.content()
    key = {"subject": subject, "subject_id": subject_id, "region_code": region_code, "period": period}
    row = _locked(key, content["origin"])
    if row is None:
        try:
            with transaction.atomic():
                return _created(key, content, state=state, user_id=user_id)
        except IntegrityError:  # somebody said it at the same moment
            row = _locked(key, content["origin"])
            if row is None:
                raise
    return _restated(row, content, state=state, user_id=user_id)


def _locked(key: dict[str, Any], origin: str) -> Reading | None:
    chain = PUBLISHED if origin == Origin.PUBLISHED else ~PUBLISHED
    newest = Reading.objects.filter(chain, **key).current().values("pk")
    return Reading.objects.select_for_update().filter(pk__in=newest).first()


def _created(key: dict[str, Any], content: dict[str, Any], *, state: str, user_id: int, **more: Any) -> Reading:
    period = parse_period(key["period"])
    row = Reading(**key, **content, **more, period_end=period.last, state=state, recorded_by_id=user_id)
    if state == ReadingState.ACCEPTED:
        row.accepted_by_id, row.accepted_at = user_id, clock.now()
    row.save(force_insert=True)
    if state != ReadingState.DRAFT and row.supersedes_id is None:
        audit.record("measures.state_reading", row, after=described(row))
    return row


def _restated(row: Reading, content: dict[str, Any], *, state: str, user_id: int) -> Reading:
    same = all(getattr(row, name) == content[name] for name in CONTENT)
    if row.state == ReadingState.ACCEPTED:
        if all(getattr(row, name) == content[name] for name in ("standing", "value")):
            return row
        raise Refused(ReadingCode.ACCEPTED, period=period_label(row.period))
    if same and row.state == state:
        return row
    before = described(row)
    for name in CONTENT:
        setattr(row, name, content[name])
    row.state, row.recorded_by_id, row.recorded_at = state, user_id, clock.now()
    names = [*CONTENT, "state", "recorded_by_id", "recorded_at"]
    if state == ReadingState.ACCEPTED:
        row.accepted_by_id, row.accepted_at = user_id, clock.now()
        names += ["accepted_by_id", "accepted_at"]
    row.save(update_fields=[name.removesuffix("_id") for name in names])
    if state != ReadingState.DRAFT:
        audit.record("measures.state_reading", row, before=before, after=described(row))
    return row


@transaction.atomic
def withdraw_reading(*, subject: str, subject_id: int, region_code: str, period: str) -> bool:
    """Take back our own figure of a period that is not accepted; tell whether there was one."""
    key = {"subject": subject, "subject_id": subject_id, "region_code": region_code, "period": period}
    row = _locked(key, Origin.HAND)
    if row is None:
        return False
    if row.state == ReadingState.ACCEPTED:
        raise Refused(ReadingCode.ACCEPTED, period=period_label(period))
    if row.state != ReadingState.DRAFT:
        audit.record("measures.withdraw_reading", row, before=described(row))
    row.delete()
    return True


@transaction.atomic
def accept_readings(ids: Collection[int], *, user_id: int) -> list[Reading]:
    """Accept what was reported; accepted ones stay as they are. A draft is nobody's word yet and is left out."""
    rows = list(Reading.objects.select_for_update().filter(pk__in=ids, state=ReadingState.REPORTED).order_by("pk"))
    for row in rows:
        row.state, row.accepted_by_id, row.accepted_at = ReadingState.ACCEPTED, user_id, clock.now()
        row.save(update_fields=["state", "accepted_by", "accepted_at"])
        audit.record("measures.accept_reading", row, after=described(row))
    return rows


@transaction.atomic
def correct_reading(row_id: int, *, said: Said, reason: str, user_id: int) -> Reading:
    """Correct an accepted reading: a new row takes its place and says why."""
    if not reason.strip():
        raise Refused(ReadingCode.REASON_REQUIRED)
    old = Reading.objects.select_for_update().get(pk=row_id)
    if old.state != ReadingState.ACCEPTED:
        raise Refused(ReadingCode.NOT_ACCEPTED)
    if Reading.objects.filter(supersedes=old).exists():
        raise Refused(ReadingCode.SUPERSEDED)
    content = said.content()
    if old.origin == Origin.PUBLISHED or content["origin"] == Origin.PUBLISHED:
        content["origin"] = old.origin  # ours and theirs are two chains
    key = {name: getattr(old, name) for name in ("subject", "subject_id", "region_code", "period")}
    new = _created(
        key, content, state=ReadingState.ACCEPTED, user_id=user_id, supersedes_id=old.pk, reason=reason.strip()
    )
    audit.record("measures.correct_reading", new, before=described(old), after={**described(new), "reason": new.reason})
    return new


def described(row: Reading) -> dict[str, Any]:
    """What the audit log keeps."""
    return {
        "subject": row.subject,
        "subject_id": row.subject_id,
        "period": row.period,
        "standing": str(row.standing),
        "value": None if row.value is None else f"{row.value.normalize():f}",
        "state": str(row.state),
        "origin": str(row.origin),
        "source": row.source,
    }
