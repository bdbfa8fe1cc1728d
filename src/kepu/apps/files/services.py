"""Keeping files: looked at, written to the storage, then to the database."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from kepu.apps.audit.services import record
from kepu.apps.base import clock
from kepu.apps.base.errors import Refused
from kepu.apps.files.codes import FilesCode
from kepu.apps.files.inspection import Inspected, inspect
from kepu.apps.files.models import Attachment, StoredFile
from kepu.apps.files.storage import storage_errors

if TYPE_CHECKING:
    from collections.abc import Collection

    from kepu.apps.files.enums import Kind

FOLDER = "%Y/%m/%d"


@dataclass(frozen=True)
class Prepared:
    """A file whose content is in the storage and whose row is not written yet."""

    inspected: Inspected
    path: str


def prepare(upload: File[Any], *, kinds: Collection[Kind] | None = None) -> Prepared:
    """Look at an upload and write its content to the storage, outside of any transaction.

    When no row follows, the periodic task removes the content.
    """
    inspected = getattr(upload, "inspected", None) or inspect(upload, kinds)  # forms.UploadField has looked already
    name = f"{clock.today().strftime(FOLDER)}/{uuid.uuid4()}"
    inspected.stream.seek(0)
    try:
        path = default_storage.save(name, File(inspected.stream))
    except storage_errors() as error:
        raise Refused(FilesCode.STORAGE_UNREACHABLE, name=inspected.name) from error
    return Prepared(inspected, path)


def store(
    upload: File[Any] | Prepared,
    *,
    owner_id: int,
    purpose: str,
    attach: tuple[str, object] | None = None,
    kinds: Collection[Kind] | None = None,
) -> StoredFile:
    """Keep an upload: content first, row second, so that no row is ever without its content.

    Inside a transaction give what `prepare` made before it began: reading, scanning and writing content take time.
    """
    prepared = upload if isinstance(upload, Prepared) else prepare(upload, kinds=kinds)
    what = prepared.inspected
    with transaction.atomic():
        stored = StoredFile.objects.create(
            sha256=what.sha256,
            size=what.size,
            kind=what.kind,
            content_type=what.content_type,
            name=what.name,
            owner_id=owner_id,
            purpose=purpose,
            path=prepared.path,
            scan=what.scan,
        )
        facts = {
            "name": what.name,
            "sha256": what.sha256,
            "size": what.size,
            "kind": str(what.kind),
            "purpose": purpose,
        }
        record("files.store", stored, after=facts, personal=("name",))
        if attach is not None:
            attach_to(stored, *attach)
    return stored


def attach_to(stored: StoredFile, target: str, object_id: object) -> Attachment:
    """Attach a file to a thing; a second time changes nothing."""
    with transaction.atomic():
        attachment, is_new = Attachment.objects.get_or_create(file=stored, target=target, object_id=str(object_id))
        if is_new:
            record("files.attach", stored, after={"target": target, "object_id": str(object_id)})
    return attachment
