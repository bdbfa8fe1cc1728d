"""What a file is, by its content and its name."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum
from pathlib import PurePath

from kepu.core.errors import InputError
from kepu.core.plans.codes import PlanCode


class Kind(StrEnum):
    """The kinds that are read, and those that are only recognised."""

    TXT = "text"
    DOCX = "Word document (.docx)"
    XLSX = "Excel workbook (.xlsx)"
    HTML = "HTML"
    ZIP = "archive or other Office document"
    OLE = "Word 97-2003 document (.doc) or other old Office document"
    PDF = "PDF"
    RTF = "RTF"
    IMAGE = "picture"


READ = {Kind.TXT, Kind.DOCX, Kind.XLSX, Kind.HTML}
ENDINGS = {
    ".txt": Kind.TXT,
    ".text": Kind.TXT,
    ".md": Kind.TXT,
    ".docx": Kind.DOCX,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".doc": Kind.OLE,
    ".wps": Kind.OLE,
    ".xls": Kind.OLE,
    ".pdf": Kind.PDF,
    ".rtf": Kind.RTF,
    ".zip": Kind.ZIP,
    ".xlsx": Kind.XLSX,
    ".odt": Kind.ZIP,
    ".png": Kind.IMAGE,
    ".jpg": Kind.IMAGE,
    ".jpeg": Kind.IMAGE,
}
_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OLE),
    (b"%PDF-", Kind.PDF),
    (b"{\\rtf", Kind.RTF),
    (b"\x89PNG\r\n", Kind.IMAGE),
    (b"\xff\xd8\xff", Kind.IMAGE),
    (b"GIF8", Kind.IMAGE),
)
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_TAGS = re.compile(rb"</(?:p|div|td|table|span|h[1-6]|li|body|html)\s*>|<br\s*/?>", re.IGNORECASE)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def kind_of(data: bytes, name: str) -> Kind:
    """Tell how to read a document, or refuse it.

    Parameters
    ----------
    data : bytes
        The content.
    name : str
        The file name.

    Returns
    -------
    Kind
        One of text, Word document, workbook and HTML.

    Raises
    ------
    InputError
        ``plans.password_protected``, ``plans.unsupported_type`` or ``plans.not_what_its_name_says``.
    """
    found = _sniff(data)
    said = ENDINGS.get(PurePath(name).suffix.lower())
    if found is Kind.OLE and _ENCRYPTED in data:
        raise InputError(
            PlanCode.PASSWORD_PROTECTED, "The document is protected by a password; save it without one.", name=name
        )
    if said is None:
        said = found
    if said is Kind.HTML and found is Kind.TXT and _TAGS.search(data[:200_000]):
        found = Kind.HTML
    if said not in READ and said is found:
        raise InputError(
            PlanCode.UNSUPPORTED_TYPE,
            f"A {said.value} is not read; save it as .docx, .xlsx, .txt or .html, or paste its text.",
            name=name,
            found=found.value,
        )
    if said is not found:
        raise InputError(
            PlanCode.NOT_WHAT_ITS_NAME_SAYS,
            f"By its name the document is a {said.value}, by its content a {found.value}.",
            name=name,
            said=said.value,
            found=found.value,
        )
    return said


def _sniff(data: bytes) -> Kind:
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _office(data)
    head = data[:4096]
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        head = head.decode("utf-16", "ignore").encode("ascii", "ignore")
    elif head.startswith(b"\xef\xbb\xbf"):
        head = head[3:]
    return Kind.HTML if _HTML.match(head) else Kind.TXT


def _office(data: bytes) -> Kind:
    """Tell a Word document from a workbook by the names in the archive; a broken one by what is left of them."""
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except Exception:  # noqa: BLE001  a broken archive breaks zipfile in many ways; the reader says so
        return Kind.DOCX if b"word/" in data else Kind.XLSX if b"xl/workbook" in data else Kind.ZIP
    if any(name.startswith("word/") for name in names):
        return Kind.DOCX
    return Kind.XLSX if any(name.startswith("xl/workbook") for name in names) else Kind.ZIP
