"""PDF documents."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kepu.apps.files.codes import FilesCode
from kepu.apps.files.enums import Kind
from kepu.apps.files.kinds.base import FileKind

if TYPE_CHECKING:
    from kepu.apps.files.kinds.base import Material

READER = Path(__file__).with_name("pdf_reader.py")
SECONDS = 30.0


def matches(material: Material) -> bool:
    """The signature stands in the first kilobyte."""
    return b"%PDF-" in material.head[:1024]


def text(material: Material) -> str:
    """The words of the first pages; a scanned page has none."""
    try:
        answer = subprocess.run(  # noqa: S603  our own program
            [sys.executable, "-I", "-W", "ignore", str(READER)],
            input=material.content(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise material.refused(FilesCode.TOO_SLOW_TO_READ) from error
    try:
        result = json.loads(answer.stdout)
    except ValueError as error:  # it crashed
        raise material.refused(FilesCode.BROKEN) from error
    if result["state"] == "locked":
        raise material.refused(FilesCode.PASSWORD_PROTECTED)
    if result["state"] == "broken":
        raise material.refused(FilesCode.BROKEN)
    return str(result["text"])


PDF = FileKind(
    kind=Kind.PDF,
    label=Kind.PDF.label,
    endings=(".pdf",),
    content_type="application/pdf",
    inline=True,
    matches=matches,
    text=text,
)
