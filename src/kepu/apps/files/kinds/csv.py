"""Tables of comma-separated values (.csv): text by content, a table by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepu.apps.files.enums import Kind
from kepu.apps.files.kinds.base import FileKind
from kepu.apps.files.kinds.texts import is_text, words

if TYPE_CHECKING:
    from kepu.apps.files.kinds.base import Material


def matches(material: Material) -> bool:
    """Any text whose name says so."""
    return material.ending == ".csv" and is_text(material)


CSV = FileKind(
    kind=Kind.CSV, label=Kind.CSV.label, endings=(".csv",), content_type="text/csv", matches=matches, text=words
)
