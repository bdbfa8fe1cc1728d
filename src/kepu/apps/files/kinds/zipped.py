"""What .docx and .xlsx have in common: a ZIP archive, opened within limits."""

from __future__ import annotations

import zipfile
import zlib
from typing import TYPE_CHECKING

from kepu.apps.files.codes import FilesCode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from kepu.apps.files.kinds.base import Material

MOST_MEMBERS = 10_000
MOST_TOTAL = 400_000_000  # bytes that all members say they have
MOST_MEMBER = 100_000_000
MOST_RATIO = 400  # a member above a megabyte that shrinks more than this is no document
MEGABYTE = 1 << 20
ENCRYPTED = 0x1
CONTENT_TYPES = "[Content_Types].xml"
SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
# ZIP, RAR, 7z, gzip, xz, bzip2
ARCHIVES = (*SIGNATURES, b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"\xfd7zXZ\x00", b"BZh")
ARCHIVE_ENDINGS = (".zip", ".rar", ".7z", ".gz", ".tgz", ".xz", ".bz2", ".tar")
# Charts and embedded tables of Word keep their workbook as an archive of its own.
EMBEDDED_ENDINGS = (".xlsx", ".docx", ".pptx")
BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, OSError, ValueError)


def is_zip(material: Material) -> bool:
    """Tell by the first bytes."""
    return material.head.startswith(SIGNATURES)


def content_types(material: Material) -> bytes | None:
    """The declaration of an Office document: empty in an archive of another kind, None when it cannot be opened."""
    try:
        with _opened(material.stream) as archive:
            if CONTENT_TYPES not in archive.NameToInfo:
                return b""
            info = archive.getinfo(CONTENT_TYPES)
            if info.file_size > MEGABYTE * 4 or info.flag_bits & ENCRYPTED:
                return None
            return archive.read(info)
    except BROKEN:
        return None


def names(material: Material) -> list[str] | None:
    """The names of the members, None when the archive cannot be opened."""
    try:
        with _opened(material.stream) as archive:
            return [info.filename.lstrip("/") for info in archive.infolist()]
    except BROKEN:
        return None


def check(material: Material, *, macro_free: str) -> None:
    """Refuse an archive that is broken, locked, full of macros or of other archives, or that unpacks to too much."""
    try:
        with _opened(material.stream) as archive:
            _check_sizes(material, archive)
            _check_members(material, archive, macro_free)
    except BROKEN as error:
        raise material.refused(FilesCode.BROKEN) from error


def parts(material: Material, *prefixes: str) -> Iterator[tuple[str, IO[bytes]]]:
    """Open, one after the other, the members whose names begin so."""
    try:
        with _opened(material.stream) as archive:
            for prefix in prefixes:
                for info in archive.infolist():
                    if info.filename.startswith(prefix) and info.filename.endswith(".xml"):
                        with archive.open(info) as part:
                            yield info.filename, part
    except BROKEN as error:
        raise material.refused(FilesCode.BROKEN) from error


def _opened(stream: object) -> zipfile.ZipFile:
    stream.seek(0)  # type: ignore[attr-defined]
    return zipfile.ZipFile(stream)  # type: ignore[call-overload,no-any-return]


def _check_sizes(material: Material, archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if any(info.flag_bits & ENCRYPTED for info in members):
        raise material.refused(FilesCode.PASSWORD_PROTECTED)
    bombs = any(
        info.file_size > MOST_MEMBER
        or (info.file_size > MEGABYTE and info.file_size > MOST_RATIO * max(1, info.compress_size))
        for info in members
    )
    if bombs or len(members) > MOST_MEMBERS or sum(info.file_size for info in members) > MOST_TOTAL:
        raise material.refused(FilesCode.ZIP_BOMB)


def _check_members(material: Material, archive: zipfile.ZipFile, macro_free: str) -> None:
    for info in archive.infolist():
        name = info.filename.lower()
        if "vbaproject" in name or "vbadata" in name:
            raise material.refused(FilesCode.MACROS, save_as=macro_free)
        if name.endswith(ARCHIVE_ENDINGS) or (
            _starts_like_archive(archive, info) and not name.endswith(EMBEDDED_ENDINGS)
        ):
            raise material.refused(FilesCode.NESTED_ARCHIVE)
        if name.endswith(EMBEDDED_ENDINGS):
            _check_embedded(material, archive, info)


def _check_embedded(material: Material, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """An embedded Office document is held to the limits too, and holds no archive of its own."""
    with archive.open(info) as part, zipfile.ZipFile(part) as inner:
        _check_sizes(material, inner)
        if any(each.filename.lower().endswith((*ARCHIVE_ENDINGS, *EMBEDDED_ENDINGS)) for each in inner.infolist()):
            raise material.refused(FilesCode.NESTED_ARCHIVE)
        if any("vbaproject" in each.filename.lower() for each in inner.infolist()):
            raise material.refused(FilesCode.MACROS, save_as=".docx")


def _starts_like_archive(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    if info.is_dir() or info.file_size == 0:
        return False
    with archive.open(info) as part:
        return part.read(8).startswith(ARCHIVES)
