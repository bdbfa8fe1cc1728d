"""Archives (.zip, .rar, .7z …), and Office documents of kinds that are not taken: recognised to be refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kepu.apps.files.codes import FilesCode
from kepu.apps.files.kinds import zipped
from kepu.apps.files.kinds.base import FileKind

if TYPE_CHECKING:
    from kepu.apps.files.kinds.base import Material

_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis"


def is_other_office(material: Material) -> bool:
    """Presentations, drawings, OpenDocument: archives by their bytes, documents to people."""
    if not zipped.is_zip(material):
        return False
    return bool(zipped.content_types(material)) or _OPEN_DOCUMENT in material.head[30:100]


def is_archive(material: Material) -> bool:
    """Tell by the first bytes."""
    return material.head.startswith(zipped.ARCHIVES)


def refuse(material: Material) -> None:
    """Refuse, and say what to do."""
    if material.ending and not material.ending.endswith(zipped.ARCHIVE_ENDINGS):
        raise material.refused(FilesCode.NOT_WHAT_ITS_NAME_SAYS, found=str(ARCHIVE.label))
    raise material.refused(FilesCode.ARCHIVE)


OTHER_OFFICE = FileKind(
    label=_("其他 Office 文档"), endings=(".pptx", ".pptm", ".odt", ".ods", ".odp"), matches=is_other_office
)
ARCHIVE = FileKind(label=_("压缩包"), endings=zipped.ARCHIVE_ENDINGS, matches=is_archive, check=refuse)
