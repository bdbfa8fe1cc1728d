"""Files that show what an entry says: attached, used again, put aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from kepu.apps.audit.services import record
from kepu.apps.base import clock
from kepu.apps.base.errors import Refused
from kepu.apps.files.services import Prepared, attach_to, store
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import Filing
from kepu.apps.ledger.models import Entry, Evidence, UnitReport
from kepu.apps.ledger.selectors.evidence import own_files
from kepu.apps.ledger.services.answering import require_editable, require_fill

if TYPE_CHECKING:
    from uuid import UUID

    from kepu.apps.files.models import StoredFile
    from kepu.apps.people.models import User

PURPOSE = "ledger.entry"


@transaction.atomic
def attach_evidence(
    entry: Entry, user: User, document: Prepared | UUID, *, note: str = "", filing: str = Filing.OWN
) -> Evidence:
    """Attach an upload that is in the storage, or a file that the unit has given before, to an entry."""
    current = _locked(entry.pk)
    require_fill(user, current.report, filing)
    require_editable(current)
    if isinstance(document, Prepared):
        stored = store(document, owner_id=user.pk, purpose=PURPOSE)
    else:
        stored = _again(current, document)
    attach_to(stored, PURPOSE, current.pk)
    evidence, _is_new = Evidence.objects.update_or_create(
        entry=current, file=stored, defaults={"note": note[:200], "added_by": user, "removed_at": None}
    )
    record("ledger.attach_evidence", current, after={"file": str(stored.pk), "name": stored.name}, personal=("name",))
    return evidence


def _locked(entry_id: int) -> Entry:
    """The entry, read under the lock of its page: a file comes before the page is filed, or too late."""
    list(UnitReport.objects.select_for_update(of=("self",)).filter(entries=entry_id).values_list("pk", flat=True))
    return Entry.objects.select_related("report__round", "report__organisation").get(pk=entry_id)


def _again(entry: Entry, file_id: UUID) -> StoredFile:
    stored = own_files(entry.report).filter(pk=file_id).first()
    if stored is None:
        raise Refused(LedgerCode.NOT_YOUR_FILE)
    return stored


@transaction.atomic
def remove_evidence(evidence: Evidence, user: User, filing: str = Filing.OWN) -> None:
    """Put a file aside that does not belong there; what was filed with it keeps it."""
    entry = _locked(evidence.entry_id)
    require_fill(user, entry.report, filing)
    require_editable(entry)
    evidence.removed_at = clock.now()
    evidence.save(update_fields=["removed_at"])
    record("ledger.remove_evidence", entry, after={"file": str(evidence.file_id)})
