"""Writes that count once, and edits that lose nobody's text."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import Http404

from kepu.apps.base.errors import Stale
from kepu.apps.base.models import Versioned, WriteReceipt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from uuid import UUID

Row = TypeVar("Row", bound=Versioned)


def once(user_id: int, request_id: UUID, do: Callable[[], str]) -> str:
    """Do a write in one transaction with its receipt, and give the address to go to.

    The same (user, request_id) again, also at the same moment, does nothing and gives the same address. If `do`
    refuses, the receipt goes with it and the corrected form may use the same id.
    """
    try:
        with transaction.atomic():
            receipt = WriteReceipt.objects.create(user_id=user_id, request_id=request_id)
            receipt.location = do()
            receipt.save(update_fields=["location"])
            return receipt.location
    except IntegrityError:
        earlier = WriteReceipt.objects.filter(user_id=user_id, request_id=request_id).first()
        if earlier is None:
            raise  # some other constraint of what `do` wrote
        return earlier.location


def save_version(row: Row, expected: int, update_fields: Iterable[str]) -> Row:
    """Save `row` if its version is still `expected`; otherwise raise `Stale` with the row as it is now.

    A row that was deleted meanwhile is not found any more: `Http404`.
    """
    fields = {name: getattr(row, name) for name in update_fields}
    manager = type(row)._default_manager  # noqa: SLF001  # Django's documented name for it
    changed = manager.filter(pk=row.pk, version=expected).update(**fields, version=F("version") + 1)
    if not changed:
        current = manager.filter(pk=row.pk).first()
        if current is None:
            raise Http404
        raise Stale(current)
    row.version = expected + 1
    return row
