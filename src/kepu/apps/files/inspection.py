"""Looks at an upload before it is kept: what it is, whether it may be kept, what it will be called."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, cast

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext

from kepu.apps.base.errors import Refused
from kepu.apps.files import scanning
from kepu.apps.files.codes import FilesCode
from kepu.apps.files.enums import Kind
from kepu.apps.files.kinds import BY_KIND, REGISTER, recognised
from kepu.apps.files.kinds.base import MOST_TEXT, Material
from kepu.apps.files.names import safe_name
from kepu.core.documents.markings import Marking, find_secret_marking

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.core.files import File

    from kepu.apps.files.enums import ScanState
    from kepu.apps.files.kinds.base import FileKind

CHUNK = 1 << 20
# Programs save one kind under the ending of another of the same family; the content decides.
PAGES = {Kind.HTML, Kind.MHTML}
FAMILIES = ({Kind.DOC, Kind.DOCX, *PAGES}, {Kind.XLS, Kind.XLSX, *PAGES})
OLD = {Kind.DOC: ".docx", Kind.XLS: ".xlsx"}
TOO_LARGE_STATUS = 413


@dataclass(frozen=True)
class Inspected:
    """An upload that may be kept, as it will be kept."""

    name: str
    kind: Kind
    content_type: str
    stream: BinaryIO
    size: int
    sha256: str
    scan: ScanState


def inspect(upload: File[bytes], kinds: Collection[Kind] | None = None) -> Inspected:
    """Recognise, scan, check and clean an upload; raise `Refused` with a sentence when it must not be kept.

    Reads, decodes and may ask the scanner: call it outside of a transaction.
    """
    material = Material(safe_name(upload.name or ""), cast("BinaryIO", upload.file), upload.size)
    if not material.size:
        raise material.refused(FilesCode.EMPTY)
    if material.size > settings.UPLOAD_LIMIT:
        raise too_large()
    found = _kind(material, set(kinds) if kinds is not None else set(BY_KIND))
    state = scanning.scan(material)
    found.check(material)
    if found.kind is None:
        raise material.refused(FilesCode.UNSUPPORTED_TYPE, allowed=endings_of(kinds))
    if marking := find_secret_marking(found.text(material)[:MOST_TEXT]):
        raise _marked(material, marking)
    stream = found.cleaned(material)
    size, sha256 = _measured(stream)
    return Inspected(material.name, found.kind, found.content_type, stream, size, sha256, state)


def too_large() -> Refused:
    """Make the refusal of what is over the limit."""
    refusal = Refused(FilesCode.TOO_LARGE, limit=filesizeformat(settings.UPLOAD_LIMIT))
    refusal.status = TOO_LARGE_STATUS
    return refusal


def endings_of(kinds: Collection[Kind] | None) -> str:
    """The endings that may be uploaded, as a sentence lists them."""
    chosen = [each for kind, each in BY_KIND.items() if kinds is None or kind in kinds]
    return gettext("、").join(ending for each in chosen for ending in each.endings[:2])


def _kind(material: Material, allowed: set[Kind]) -> FileKind:
    """What the file is, if its name agrees and such files are taken here."""
    found = recognised(material)
    by_name = next((each for each in REGISTER if material.ending in each.endings), None)
    if found is not None and found.kind is None:
        return found  # its check refuses it and says why
    if found is not None and found.kind in OLD and found.kind not in allowed:
        raise material.refused(FilesCode.OLD_OFFICE, save_as=OLD[found.kind])
    if by_name is None or (by_name.kind not in allowed and by_name is found):
        raise material.refused(FilesCode.UNSUPPORTED_TYPE, allowed=endings_of(allowed))
    if found is by_name or (found is not None and found.kind in allowed and _are_kin(found.kind, by_name.kind)):
        return found
    if found is None and by_name.content_type.startswith("text/"):
        raise material.refused(FilesCode.UNDECODABLE)
    label = str(found.label) if found is not None else gettext("无法识别的内容")
    raise material.refused(FilesCode.NOT_WHAT_ITS_NAME_SAYS, found=label)


def _are_kin(found: Kind | None, said: Kind | None) -> bool:
    return any(found in family and said in family for family in FAMILIES)


def _marked(material: Material, marking: Marking) -> Refused:
    printed = marking.word + (f" {marking.term}" if marking.term else "")
    return material.refused(FilesCode.MARKED_SECRET, line=marking.line, marking=printed)


def _measured(stream: BinaryIO) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    stream.seek(0)
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    stream.seek(0)
    return size, digest.hexdigest()
