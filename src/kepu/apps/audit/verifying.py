"""Verification: walks the whole chain once, in constant memory, and says which row is wrong and how.

What it can and cannot find: any change of a sealed row or of the chain; a row that was put in without the key; a row
that vanished before it was sealed, unless what waits was emptied with it. Whoever has the key can write a new chain:
only a head that was kept outside shows it, as it shows a tail that was cut off.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from kepu.apps.audit import digests
from kepu.apps.audit.enums import ProblemKind
from kepu.apps.audit.models import AuditRow, Pending, Seal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from uuid import UUID

    from kepu.apps.audit.sealing import Head

BATCH = 2000
LOOK_UPS = 100  # at most so many searches of the whole chain for where a row's code belongs


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, where, and with which row; `other` is the row it was swapped with, or the last
    position of a range."""

    kind: ProblemKind
    position: int | None = None
    row_id: str = ""
    other: str = ""

    def __str__(self) -> str:
        where = _("尚未封存") if self.position is None else _("第 %(position)s 位") % {"position": self.position}
        if self.other:
            where += f" … {self.other}"
        return f"{where} {self.row_id} {self.kind.label}".replace("  ", " ")

    def as_json(self) -> dict[str, Any]:
        """Plain values, with the word that people read."""
        return {**asdict(self), "kind": self.kind.value, "label": str(self.kind.label)}


@dataclass
class Verification:
    """One walk; `sealed`, `waiting`, `position` and `digest` are known when `problems` has been read to its end."""

    heads: Iterable[Head] = ()
    progress: Callable[[int], None] = field(default=lambda _: None)
    sealed: int = 0
    waiting: int = 0
    position: int = 0
    digest: str = digests.START
    _look_ups: int = 0

    def problems(self) -> Iterator[Problem]:
        """Everything that is wrong, as it is found."""
        yield from self._chain()
        yield from self._waiting()
        yield from self._strangers()

    def _chain(self) -> Iterator[Problem]:
        heads = sorted(self.heads, key=lambda each: each.position)
        doubtful = False  # the link before was wrong, so that this one cannot be judged by it
        for seals in batches(Seal.objects.all(), "position"):
            rows = {
                row[0]: row
                for row in AuditRow.objects.filter(pk__in=[seal.row_id for seal in seals]).values_list(
                    *digests.ROW_FIELDS, "mac"
                )
            }
            for seal in seals:
                if seal.position != self.position + 1:
                    yield from self._gap(seal.position)
                    doubtful = seal.position > self.position
                wrong = seal.digest != digests.link(self.digest, seal.position, seal.row_id, seal.row_mac)
                if wrong and not doubtful:
                    yield Problem(ProblemKind.REORDERED, seal.position, str(seal.row_id))
                doubtful = wrong and not doubtful
                yield from self._row(seal, rows.get(seal.row_id))
                self.position, self.digest = seal.position, seal.digest
                while heads and heads[0].position <= seal.position:
                    yield from self._against(heads.pop(0), seal)
            self.sealed += len(seals)
            self.progress(self.sealed)
        for head in heads:
            if head.position > self.position:
                yield Problem(ProblemKind.CUT, self.position + 1, other=str(head.position))

    def _gap(self, position: int) -> Iterator[Problem]:
        """Positions that nobody holds; a position that comes twice or goes back is no gap."""
        if position > self.position + 1:
            last = str(position - 1) if position > self.position + 2 else ""
            yield Problem(ProblemKind.MISSING, self.position + 1, other=last)

    def _against(self, head: Head, seal: Seal) -> Iterator[Problem]:
        if head.position == seal.position and head.digest != seal.digest:
            yield Problem(ProblemKind.HEAD_DIFFERS, seal.position, str(seal.row_id))

    def _row(self, seal: Seal, row: tuple[Any, ...] | None) -> Iterator[Problem]:
        if row is None:
            yield Problem(ProblemKind.MISSING, seal.position, str(seal.row_id))
        elif row[-1] != seal.row_mac and (other := self._where(row[-1])):
            yield Problem(ProblemKind.SWAPPED, seal.position, str(seal.row_id), other)
        elif row[-1] != seal.row_mac or digests.mac_of(row[:-1]) != row[-1]:
            yield Problem(ProblemKind.EDITED, seal.position, str(seal.row_id))

    def _where(self, mac: str) -> str:
        """The row that this code was sealed for."""
        self._look_ups += 1
        if self._look_ups > LOOK_UPS:
            return ""
        found = Seal.objects.filter(row_mac=mac).values_list("row_id", flat=True).first()
        return str(found or "")

    def _waiting(self) -> Iterator[Problem]:
        """Rows that no seal covers yet must be as they were written, and be there."""
        unsealed = AuditRow.objects.filter(Exists(Pending.objects.filter(row_id=OuterRef("pk"))))
        for rows in batches(unsealed, "pk", *digests.ROW_FIELDS, "mac"):
            for row in rows:
                if digests.mac_of(row[:-1]) != row[-1]:
                    yield Problem(ProblemKind.EDITED, row_id=str(row[0]))
            self.waiting += len(rows)
        gone = Pending.objects.filter(~Exists(AuditRow.objects.filter(pk=OuterRef("row_id"))))
        for ids in batches(gone, "row_id", "row_id"):
            for row in ids:
                yield Problem(ProblemKind.MISSING, row_id=str(row[0]))

    def _strangers(self) -> Iterator[Problem]:
        """Rows that neither wait nor are sealed never came through `record`."""
        known = Exists(Seal.objects.filter(row_id=OuterRef("pk"))) | Exists(
            Pending.objects.filter(row_id=OuterRef("pk"))
        )
        for ids in batches(AuditRow.objects.filter(~known), "pk", "pk"):
            for row in ids:
                yield Problem(ProblemKind.INSERTED, row_id=str(row[0]))


def batches(rows: Any, key: str, *fields: str) -> Iterator[list[Any]]:
    """Rows in key order, BATCH at a time, each batch its own short query; the first of `fields` is the key."""
    last: UUID | int | None = None
    while True:
        part = rows if last is None else rows.filter(**{f"{key}__gt": last})
        found = list((part.values_list(*fields) if fields else part).order_by(key)[:BATCH])
        if not found:
            return
        yield found
        last = found[-1][0] if fields else getattr(found[-1], key)
