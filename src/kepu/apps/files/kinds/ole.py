"""Old Office and WPS formats (.doc, .xls, .wps …), and new ones that are locked by a password: both are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kepu.apps.files.codes import FilesCode
from kepu.apps.files.kinds.base import FileKind

if TYPE_CHECKING:
    from kepu.apps.files.kinds.base import Material

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
WORKBOOKS = (b"W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00", b"B\x00o\x00o\x00k\x00")


def matches(material: Material) -> bool:
    """Tell by the first bytes."""
    return material.head.startswith(SIGNATURE)


def check(material: Material) -> None:
    """Refuse, and say what to do."""
    content = material.content()
    if ENCRYPTED in content:
        raise material.refused(FilesCode.PASSWORD_PROTECTED)
    is_table = material.ending in {".xls", ".xlsx", ".et"} or any(name in content for name in WORKBOOKS)
    raise material.refused(FilesCode.OLD_OFFICE, save_as=".xlsx" if is_table else ".docx")


OLE = FileKind(
    label=_("旧版 Office 文档"),
    endings=(".doc", ".dot", ".wps", ".wpt", ".xls", ".et", ".ppt", ".dps"),
    matches=matches,
    check=check,
)
