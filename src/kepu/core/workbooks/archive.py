"""The parts of a workbook, taken out within limits and parsed without entities."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from lxml import etree

from kepu.core.errors import InputError
from kepu.core.workbooks.codes import WorkbookCode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# The same limits as for uploads (files app) and Word documents.
MAX_BYTES = 20_000_000
MAX_PART = 100_000_000  # bytes of one part after decompression
MAX_TOTAL = 400_000_000
MAX_ENTRIES = 10_000
MAX_RATIO = 400  # a part above a megabyte that shrinks more than this is no workbook
_MEGABYTE = 1 << 20
_ENCRYPTED_FLAG = 0x1
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def broken(reason: str) -> InputError:
    """Make the refusal of a workbook that cannot be opened."""
    return InputError(
        WorkbookCode.BROKEN, f"The workbook is broken: {reason}. Open it in Excel or WPS and save it again."
    )


class Archive:
    """An .xlsx file, opened from its bytes.

    Parameters
    ----------
    data : bytes
        The archive.

    Raises
    ------
    InputError
        ``code`` is one of `WorkbookCode`.
    """

    def __init__(self, data: bytes) -> None:
        _check_beginning(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except Exception as error:  # a broken archive breaks zipfile in many ways
            raise broken("its archive cannot be opened") from error
        if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
            raise _locked()
        total = sum(entry.file_size for entry in entries)
        if len(entries) > MAX_ENTRIES or total > MAX_TOTAL or any(_is_bomb(entry) for entry in entries):
            raise InputError(
                WorkbookCode.ZIP_BOMB,
                "The workbook unpacks to more than a workbook can be.",
                size=total,
                limit=MAX_TOTAL,
            )
        self.names = {entry.filename for entry in entries}

    def tree(self, path: str) -> etree._Element | None:
        """Parse a part whole; None when there is no such part."""
        if path not in self.names:
            return None
        root: etree._Element | None = None
        for event, element in self.events(path):
            if event == "start" and root is None:
                root = element
        return root

    def ends(self, path: str, *names: str) -> Iterator[etree._Element]:
        """Give the elements of these names, each when it ends."""
        for _, element in self.events(path, ("end",), [f"{{*}}{name}" for name in names]):
            yield element

    def events(
        self, path: str, events: Sequence[str] = ("start", "end"), tags: Sequence[str] | None = None
    ) -> Iterator[tuple[str, etree._Element]]:
        """Give the beginnings and ends of the elements of a part.

        Raises
        ------
        InputError
            ``workbooks.broken``, if it is no XML or declares entities, which workbooks never do.
        """
        try:
            with self._zip.open(path) as part:
                # huge_tree lifts the limit of 256 levels; the size of a part is limited before.
                walk = etree.iterparse(
                    part, events=events, tag=tags, resolve_entities=False, no_network=True, load_dtd=False,
                    huge_tree=True, remove_comments=True, remove_pis=True,
                )  # fmt: skip
                is_checked = False
                for event, element in walk:
                    if not is_checked and element.getroottree().docinfo.doctype:
                        raise broken(f"its part {path} declares entities")
                    is_checked = True
                    yield event, element
        except InputError:
            raise
        except (
            etree.XMLSyntaxError,
            zipfile.BadZipFile,
            OSError,
            EOFError,
            ValueError,
            KeyError,
            RuntimeError,
        ) as error:
            raise broken(f"its part {path} cannot be read") from error


def local(element: etree._Element) -> str:
    """Give the name of an element without its namespace, which differs between the two editions of the standard."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """Give an attribute by its local name."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), None)


def whole(text: str | None, default: int = -1) -> int:
    """Read a whole number of an attribute."""
    return int(text) if text is not None and text.isdecimal() and len(text) < 10 else default  # noqa: PLR2004  no such row


def forget(element: etree._Element) -> None:
    """Free an element that has been read, and its elder siblings."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def is_old(data: bytes) -> bool:
    """Tell an old workbook by its first bytes; refuse one that is too large, and a new one that is locked.

    Parameters
    ----------
    data : bytes
        The content.

    Returns
    -------
    bool
        False for everything else, which is then taken for an archive.

    Raises
    ------
    InputError
        ``workbooks.password_protected`` or ``workbooks.too_large``.
    """
    if not data.startswith(_OLE):
        return False
    _check_size(data)
    if _ENCRYPTED in data:
        raise _locked()
    return True


def _check_beginning(data: bytes) -> None:
    if not data:
        raise InputError(WorkbookCode.EMPTY, "The workbook has no bytes.")
    _check_size(data)
    if not data.startswith(_ZIP):
        raise InputError(WorkbookCode.NOT_A_WORKBOOK, "The content is no workbook (.xlsx).")


def _check_size(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise InputError(
            WorkbookCode.TOO_LARGE,
            f"The workbook has {len(data)} bytes; at most {MAX_BYTES} are read.",
            size=len(data),
            limit=MAX_BYTES,
        )


def _locked() -> InputError:
    return InputError(WorkbookCode.PASSWORD_PROTECTED, "The workbook is protected by a password; save it without one.")


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > MAX_PART or (
        entry.file_size > _MEGABYTE and entry.file_size > MAX_RATIO * max(1, entry.compress_size)
    )
