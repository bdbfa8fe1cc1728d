"""Writing the audit log: rows of the caller's transaction, without a lock."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from kepu.apps.audit import digests
from kepu.apps.audit.models import AuditRow, Pending, PersonalSalt
from kepu.apps.base import context

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from django.db.models import Model

BATCH = 500
EMPTY = (None, "")  # an absent value is nobody's


@dataclass(frozen=True)
class Change:
    """What somebody did to one object; of `personal` fields only digests are kept."""

    action: str
    obj: Model | None = None
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    personal: Collection[str] = field(default=())
    region_code: str = ""


def record(
    action: str,
    obj: Model | None = None,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    personal: Collection[str] = (),
    region_code: str = "",
) -> AuditRow:
    """Write one row in the caller's transaction; with `before` and `after`, the fields that differ.

    The row belongs to `region_code`, else to the region of the object when it says one (`region_code` or `region_id`).
    """
    return record_all([Change(action, obj, before, after, personal, region_code)])[0]


def record_all(changes: Iterable[Change]) -> list[AuditRow]:
    """Write many rows at once."""
    made = [_row(change) for change in changes]
    rows = [row for row, _ in made]
    with transaction.atomic(savepoint=False):
        AuditRow.objects.bulk_create(rows, batch_size=BATCH)
        Pending.objects.bulk_create([Pending(row_id=row.pk) for row in rows], batch_size=BATCH)
        PersonalSalt.objects.bulk_create([salt for _, salt in made if salt is not None], batch_size=BATCH)
    return rows


def forget(obj: Model) -> int:
    """Make the digests of an object's personal values comparable with nothing, for good; the rows and seals stay."""
    app, model, object_id = _named(obj)
    return PersonalSalt.objects.filter(model=f"{app}.{model}", object_id=object_id).delete()[0]


def _row(change: Change) -> tuple[AuditRow, PersonalSalt | None]:
    app, model, object_id = _named(change.obj)
    row = AuditRow(
        actor_id=context.user_id.get(),
        request_id=context.request_id.get()[:64],
        job_id=context.job_id.get()[:64],
        action=change.action,
        app=app or change.action.partition(".")[0],
        model=model,
        object_id=object_id,
        region_code=change.region_code or _region_of(change.obj),
    )
    salt = PersonalSalt(row_id=row.pk, model=f"{app}.{model}", object_id=object_id, salt=secrets.token_bytes(16))
    kept, used = _kept(change, bytes(salt.salt))
    row.changes = digests.canonical(kept) if kept else ""
    row.mac = digests.row_mac(row)
    return row, salt if used else None


def _named(obj: Model | None) -> tuple[str, str, str]:
    if obj is None:
        return "", "", ""
    meta = obj._meta  # noqa: SLF001  # Django's documented name for it
    return meta.app_label, meta.model_name or "", str(obj.pk)[:64]


def _region_of(obj: Model | None) -> str:
    return str(getattr(obj, "region_code", None) or getattr(obj, "region_id", None) or "")[:12]


def _kept(change: Change, salt: bytes) -> tuple[dict[str, dict[str, Any]], bool]:
    """What is written of the fields: {field: {"old": …, "new": …}}; and whether a digest is among them."""
    sides = [(name, side) for name, side in (("old", change.before), ("new", change.after)) if side is not None]
    kept: dict[str, dict[str, Any]] = {}
    used = False
    for name in sorted({name for _, side in sides for name in side}):
        values = {key: side.get(name) for key, side in sides}
        if len(values) > 1 and values["old"] == values["new"]:
            continue
        if name in change.personal:
            used = used or any(value not in EMPTY for value in values.values())
            values = {key: _masked(salt, name, value) for key, value in values.items()}
        kept[name] = values
    return kept, used


def _masked(salt: bytes, name: str, value: Any) -> Any:
    return value if value in EMPTY else {"digest": digests.personal(salt, name, value)}
