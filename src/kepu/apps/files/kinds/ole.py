"""The container of old Office and WPS documents; new ones that are locked by a password stand in one too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kepu.apps.files.codes import FilesCode
from kepu.apps.files.kinds.base import FileKind
from kepu.core.plans.reading.compound import SIGNATURE, BrokenCompoundError, Compound
from kepu.core.plans.reading.oldword import is_locked

if TYPE_CHECKING:
    from kepu.apps.files.kinds.base import Material

ENCRYPTED = "EncryptedPackage"
MACROS = {"_VBA_PROJECT", "VBA"}
WORKBOOK_ENDINGS = {".xls", ".xlsx", ".et", ".xlt", ".ett"}


def opened(material: Material) -> Compound | None:
    """The container, or None for every other file and for one that cannot be followed."""
    if not material.head.startswith(SIGNATURE):
        return None
    try:
        return Compound(material.content())
    except BrokenCompoundError:
        return None


def streams(material: Material) -> frozenset[str]:
    """The names of its streams."""
    container = opened(material)
    return container.names if container is not None else frozenset()


def check(material: Material) -> None:
    """Refuse locks and macros."""
    container = opened(material)
    if container is None:
        locked = ENCRYPTED.encode("utf-16-le") in material.content()
        raise material.refused(FilesCode.PASSWORD_PROTECTED if locked else FilesCode.BROKEN)
    if ENCRYPTED in container.names or is_locked(container):
        raise material.refused(FilesCode.PASSWORD_PROTECTED)
    if container.names & MACROS:
        raise material.refused(FilesCode.MACROS, save_as=save_as(material))


def save_as(material: Material) -> str:
    """The ending of the new form of an old document."""
    return ".xlsx" if material.ending in WORKBOOK_ENDINGS else ".docx"


def matches(material: Material) -> bool:
    """Tell by the first bytes; the documents that are taken are recognised before."""
    return material.head.startswith(SIGNATURE)


OLE = FileKind(label=_("旧版 Office 文档"), endings=(".ppt", ".dps", ".pps"), matches=matches, check=check)
