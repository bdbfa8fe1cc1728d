"""Plain text (.txt, .md)."""

from kepu.apps.files.enums import Kind
from kepu.apps.files.kinds.base import FileKind
from kepu.apps.files.kinds.texts import is_text, words

TXT = FileKind(
    kind=Kind.TXT,
    label=Kind.TXT.label,
    endings=(".txt", ".text", ".md"),
    content_type="text/plain",
    matches=is_text,
    text=words,
)
