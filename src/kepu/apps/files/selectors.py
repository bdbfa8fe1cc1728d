"""Questions about stored files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kepu.apps.files import access
from kepu.apps.files.models import Attachment, StoredFile

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

MOST_SAME = 100


@dataclass(frozen=True)
class Use:
    """A place where a content is used, as a page shows it."""

    label: str
    name: str
    address: str
    file: StoredFile


def visible_file(user: Any, pk: UUID) -> StoredFile | None:
    """The file, if this person may see it."""
    stored = StoredFile.objects.prefetch_related("attachments").filter(pk=pk).first()
    return stored if stored is not None and access.may_see(user, stored) else None


def attached_files(target: str, object_id: object) -> QuerySet[StoredFile]:
    """The files of one thing, in the order in which they were attached; who may see the thing may see them."""
    return StoredFile.objects.filter(attachments__target=target, attachments__object_id=str(object_id)).order_by(
        "attachments__pk"
    )


def same_content(stored: StoredFile, user: Any) -> list[StoredFile]:
    """Other files with the same bytes that this person may see."""
    others = (
        StoredFile.objects.filter(sha256=stored.sha256, size=stored.size)
        .exclude(pk=stored.pk)
        .prefetch_related("attachments")
        .order_by("created_at", "pk")[:MOST_SAME]
    )
    return [each for each in others if access.may_see(user, each)]


def uses(files: list[StoredFile], user: Any) -> list[Use]:
    """Where these files are used, as far as this person may see."""
    attachments = Attachment.objects.filter(file__in=files).select_related("file").order_by("created_at", "pk")
    return [_use(each) for each in attachments if access.may_see_target(user, each.target, each.object_id)]


def _use(attachment: Attachment) -> Use:
    target = access.registered(attachment.target)
    label = str(target.label) if target else attachment.target
    name, address = attachment.object_id, ""
    if target is not None and target.describe is not None:
        name, address = target.describe(attachment.object_id)
    return Use(label, name, address, attachment.file)
