"""The kinds of files: one module each, one line each in the register; the first that matches is the kind of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepu.apps.files.kinds.archive import ARCHIVE, OTHER_OFFICE
from kepu.apps.files.kinds.csv import CSV
from kepu.apps.files.kinds.doc import DOC
from kepu.apps.files.kinds.docx import DOCX
from kepu.apps.files.kinds.html import HTML
from kepu.apps.files.kinds.jpeg import JPEG
from kepu.apps.files.kinds.mhtml import MHTML
from kepu.apps.files.kinds.ofd import OFD
from kepu.apps.files.kinds.ole import OLE
from kepu.apps.files.kinds.pdf import PDF
from kepu.apps.files.kinds.png import PNG
from kepu.apps.files.kinds.txt import TXT
from kepu.apps.files.kinds.webp import WEBP
from kepu.apps.files.kinds.xls import XLS
from kepu.apps.files.kinds.xlsx import XLSX

if TYPE_CHECKING:
    from kepu.apps.files.enums import Kind
    from kepu.apps.files.kinds.base import FileKind, Material

REGISTER = (PDF, DOCX, XLSX, DOC, XLS, OLE, JPEG, PNG, WEBP, OFD, OTHER_OFFICE, ARCHIVE, MHTML, HTML, CSV, TXT)
BY_KIND: dict[Kind, FileKind] = {each.kind: each for each in REGISTER if each.kind is not None}

__all__ = ["BY_KIND", "REGISTER", "recognised"]


def recognised(material: Material) -> FileKind | None:
    """Say what a file is by its content; None when nobody knows."""
    return next((each for each in REGISTER if each.matches(material)), None)
