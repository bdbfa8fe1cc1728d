"""The chain: one sealer at a time takes the rows that wait, in the order in which they became visible."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from kepu.apps.audit import digests
from kepu.apps.audit.codes import AuditCode
from kepu.apps.audit.models import AuditRow, Pending, Seal
from kepu.apps.base import clock
from kepu.core.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

BATCH = 500
TRIES = 5


@dataclass(frozen=True)
class Head:
    """The last link of the chain as it was at one moment: what is kept outside to bind the past."""

    position: int
    digest: str
    sealed_at: str
    count: int


def seal() -> int:
    """Seal every row that is committed and waits; give their number."""
    sealed = 0
    while batch := seal_batch():
        sealed += batch
    return sealed


def seal_batch() -> int:
    """Seal at most BATCH rows; the work depends on what waits, never on how long the log is.

    Nothing is remembered of where the last sealing stopped: on PostgreSQL a row may become visible after rows with
    larger ids were sealed, and it is found here because it still waits.
    """
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                return _seal_waiting()
        except IntegrityError:
            continue  # another sealer took the same position; what it sealed no longer waits
    return 0


def _seal_waiting() -> int:
    has_row = Exists(AuditRow.objects.filter(pk=OuterRef("row_id")))  # without its row it stays, as evidence
    waiting = Pending.objects.select_for_update().filter(has_row).order_by("row_id")
    ids = list(waiting.values_list("row_id", flat=True)[:BATCH])
    if not ids:
        return 0
    sealed = set(Seal.objects.filter(row_id__in=ids).values_list("row_id", flat=True))
    macs = dict(AuditRow.objects.filter(pk__in=ids).values_list("pk", "mac"))
    last = Seal.objects.order_by("-position").first()
    position, digest = (last.position, last.digest) if last is not None else (0, digests.START)
    now, links = clock.now(), []
    for row_id in ids:
        if row_id in sealed:
            continue
        position += 1
        digest = digests.link(digest, position, row_id, macs[row_id])
        links.append(Seal(position=position, row_id=row_id, row_mac=macs[row_id], digest=digest, sealed_at=now))
    Seal.objects.bulk_create(links)
    Pending.objects.filter(pk__in=ids).delete()
    return len(ids)


def head() -> Head:
    """The last link now."""
    last = Seal.objects.order_by("-position").first()
    if last is None:
        return Head(0, digests.START, "", 0)
    return Head(last.position, last.digest, last.sealed_at.isoformat(), last.position)


def write_head(path: Path, value: Head) -> None:
    """Write a head as JSON, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with draft.open("w", encoding="utf-8") as stream:
        stream.write(json.dumps(asdict(value)) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


def read_head(path: Path) -> Head:
    """Read a head that was exported earlier."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        head_ = Head(int(value["position"]), str(value["digest"]), str(value["sealed_at"]), int(value["count"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            AuditCode.HEAD_UNREADABLE, f"{path} is not an exported head of the audit chain.", path=str(path)
        ) from error
    if head_.position < 0 or len(head_.digest) != len(digests.START):
        raise InputError(
            AuditCode.HEAD_UNREADABLE, f"{path} is not an exported head of the audit chain.", path=str(path)
        )
    return head_


def export_head() -> Path:
    """Write today's head to the folder that is copied outside; a head once written is not written again."""
    value = head()
    path: Path = settings.DATA / "export" / "audit-heads" / f"{clock.today().isoformat()}-{value.position:012}.json"
    if not path.exists():
        write_head(path, value)
    return path
