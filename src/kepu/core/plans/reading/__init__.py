"""Bytes and a file name in, one normalised text with its blocks out."""

from __future__ import annotations

from kepu.core.errors import InputError
from kepu.core.plans.codes import PlanCode
from kepu.core.plans.reading.kinds import Kind, kind_of
from kepu.core.plans.reading.txt import read_txt
from kepu.core.plans.source import SourceText  # noqa: TC001  public signatures are resolved at run time

MAX_BYTES = 20_000_000
MAX_CHARACTERS = 1_000_000

__all__ = ["MAX_BYTES", "MAX_CHARACTERS", "read_document"]


def read_document(data: bytes, name: str) -> SourceText:
    """Read a document that may be a plan.

    Parameters
    ----------
    data : bytes
        The content; text in UTF-8, UTF-16 or GB18030, a Word document (.docx), a workbook (.xlsx), or HTML.
    name : str
        The file name, of which only the ending counts; without a known ending the content decides.

    Returns
    -------
    SourceText
        The text without what prints nothing, and its paragraphs and tables.

    Raises
    ------
    InputError
        If the document cannot be read; ``code`` is one of `PlanCode`, or of `WorkbookCode` for a workbook.

    Examples
    --------
    >>> read_document("一、总体要求\\r\\n".encode("gb18030"), "plan.txt").text
    '一、总体要求\\n'
    """
    if not data.strip(b"\x00\t\n\r ") or data in {b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"}:
        raise InputError(PlanCode.EMPTY, "The document is empty; give one that holds the text of a plan.", name=name)
    if len(data) > MAX_BYTES:
        raise InputError(
            PlanCode.TOO_LARGE,
            f"The document has {len(data)} bytes; at most {MAX_BYTES} are read.",
            name=name,
            size=len(data),
            limit=MAX_BYTES,
        )
    source = _read(data, name)
    if not source.text.strip():
        raise InputError(PlanCode.EMPTY, "The document holds no text; scanned pages cannot be read.", name=name)
    if len(source.text) > MAX_CHARACTERS:
        raise InputError(
            PlanCode.TOO_LARGE,
            f"The document has {len(source.text)} characters; at most {MAX_CHARACTERS} are read.",
            name=name,
            size=len(source.text),
            limit=MAX_CHARACTERS,
        )
    return source


def _read(data: bytes, name: str) -> SourceText:
    kind = kind_of(data, name)
    if kind is Kind.DOCX:
        from kepu.core.plans.reading.docx import read_docx  # lxml is loaded only where it is needed

        return read_docx(data, name)
    if kind in {Kind.XLSX, Kind.XLS}:
        from kepu.core.plans.reading.xlsx import read_xlsx

        return read_xlsx(data)
    if kind is Kind.OFD:
        from kepu.core.plans.reading.ofd import read_ofd

        return read_ofd(data, name)
    if kind is Kind.PDF:
        from kepu.core.plans.reading.pdf import read_pdf

        return read_pdf(data, name)
    if kind in {Kind.HTML, Kind.MHTML}:
        from kepu.core.plans.reading.html import read_html

        return read_html(data, name)
    return read_txt(data, name)
