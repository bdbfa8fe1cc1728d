"""What a file is, by its content and its name."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum
from pathlib import PurePath

from kepu.core.errors import InputError
from kepu.core.plans.codes import PlanCode
from kepu.core.plans.reading.archive import broken
from kepu.core.plans.reading.compound import BrokenCompoundError, Compound
from kepu.core.plans.reading.oldword import is_locked


class Kind(StrEnum):
    """The kinds that are read, and those that are only recognised."""

    TXT = "text"
    DOCX = "Word document (.docx)"
    XLSX = "Excel workbook (.xlsx)"
    XLS = "Excel 97-2003 workbook (.xls)"
    HTML = "HTML"
    MHTML = "saved web page (.mht)"
    OFD = "OFD"
    DOC = "Word 97-2003 document (.doc)"
    ZIP = "archive or other Office document"
    OLE = "old Office document of another kind"
    PDF = "PDF"
    RTF = "RTF"
    IMAGE = "picture"


READ = {Kind.TXT, Kind.DOCX, Kind.XLSX, Kind.XLS, Kind.HTML, Kind.MHTML, Kind.OFD, Kind.PDF}
ENDINGS = {
    ".txt": Kind.TXT,
    ".text": Kind.TXT,
    ".md": Kind.TXT,
    ".docx": Kind.DOCX,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".mht": Kind.MHTML,
    ".mhtml": Kind.MHTML,
    ".doc": Kind.DOC,
    ".dot": Kind.DOC,
    ".wps": Kind.DOC,
    ".wpt": Kind.DOC,
    ".xls": Kind.XLS,
    ".xlt": Kind.XLS,
    ".et": Kind.XLS,
    ".ett": Kind.XLS,
    ".ofd": Kind.OFD,
    ".pdf": Kind.PDF,
    ".rtf": Kind.RTF,
    ".zip": Kind.ZIP,
    ".xlsx": Kind.XLSX,
    ".odt": Kind.ZIP,
    ".png": Kind.IMAGE,
    ".jpg": Kind.IMAGE,
    ".jpeg": Kind.IMAGE,
}
# Programs save one kind under the ending of another of the same family; the content decides.
_PAGES = {Kind.HTML, Kind.MHTML}
_WORDS = {Kind.DOC, Kind.DOCX, Kind.RTF, *_PAGES}
_SHEETS = {Kind.XLS, Kind.XLSX, *_PAGES}
_FAMILIES = {
    Kind.DOC: _WORDS,
    Kind.DOCX: _WORDS,
    Kind.RTF: _WORDS,
    Kind.XLS: _SHEETS,
    Kind.XLSX: _SHEETS,
    Kind.HTML: _PAGES,
    Kind.MHTML: _PAGES,
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
_MHTML = re.compile(
    rb"\s*(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?Content-Type:\s*multipart/related", re.IGNORECASE
)
_PDF_LATER = re.compile(rb"%PDF-\d\.\d")  # some programs write a few lines before the document
_ENCRYPTED = "EncryptedPackage"


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
        What the content is; the ending only has to be of the same family.

    Raises
    ------
    InputError
        ``plans.password_protected``, ``plans.broken_document``, ``plans.unsupported_type`` or
        ``plans.not_what_its_name_says``.
    """
    found = recognise(data, name)
    said = ENDINGS.get(PurePath(name).suffix.lower(), found)
    if found is Kind.TXT and said in _FAMILIES and _TAGS.search(data[:200_000]):
        found = Kind.HTML
    if said is not found and found not in _FAMILIES.get(said, ()) and not (found is Kind.OLE and said in _FAMILIES):
        raise InputError(
            PlanCode.NOT_WHAT_ITS_NAME_SAYS,
            f"By its name the document is a {said.value}, by its content a {found.value}.",
            name=name,
            said=said.value,
            found=found.value,
        )
    if found not in READ:
        raise InputError(
            PlanCode.UNSUPPORTED_TYPE,
            f"A {found.value} is not read; save it as .docx, .xlsx, .txt or .html, or paste its text.",
            name=name,
            found=found.value,
        )
    return found


def recognise(data: bytes, name: str = "") -> Kind:
    """Tell what a document is by its content alone.

    Parameters
    ----------
    data : bytes
        The content.
    name : str
        The file name, for messages.

    Returns
    -------
    Kind
        Text, when nothing speaks for another kind.

    Raises
    ------
    InputError
        ``plans.password_protected`` or ``plans.broken_document``, for old Office documents.
    """
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return _old_office(data, name) if kind is Kind.OLE else kind
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _office(data)
    if _PDF_LATER.search(data[:1024]) and b" obj" in data[:8192]:
        return Kind.PDF
    head = data[:4096]
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        head = head.decode("utf-16", "ignore").encode("ascii", "ignore")
    elif head.startswith(b"\xef\xbb\xbf"):
        head = head[3:]
    if _HTML.match(head):
        return Kind.HTML
    return Kind.MHTML if _MHTML.match(head) else Kind.TXT


def _old_office(data: bytes, name: str) -> Kind:
    """Tell old Word documents from old workbooks by the streams of the container."""
    try:
        container = Compound(data)
    except BrokenCompoundError as error:
        if _ENCRYPTED.encode("utf-16-le") in data:
            raise _locked(name) from error
        raise broken(name, "its container cannot be opened") from error
    names = container.names
    if _ENCRYPTED in names or ("WordDocument" in names and is_locked(container)):
        raise _locked(name)
    if "WordDocument" in names:
        return Kind.DOC
    return Kind.XLS if names & {"Workbook", "Book"} else Kind.OLE


def _locked(name: str) -> InputError:
    return InputError(
        PlanCode.PASSWORD_PROTECTED, "The document is protected by a password; save it without one.", name=name
    )


def _office(data: bytes) -> Kind:
    """Tell documents apart by the names in the archive; a broken one by what is left of them."""
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except Exception:  # noqa: BLE001  a broken archive breaks zipfile in many ways; the reader says so
        if b"OFD.xml" in data:
            return Kind.OFD
        return Kind.DOCX if b"word/" in data else Kind.XLSX if b"xl/workbook" in data else Kind.ZIP
    if any(name.lstrip("/") == "OFD.xml" for name in names):
        return Kind.OFD
    if any(name.startswith("word/") for name in names):
        return Kind.DOCX
    return Kind.XLSX if any(name.startswith("xl/workbook") for name in names) else Kind.ZIP
