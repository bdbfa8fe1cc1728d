"""Web pages (.html): always downloaded, never shown under our own address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kepu.apps.files.enums import Kind
from kepu.apps.files.kinds.base import HEAD, FileKind
from kepu.apps.files.kinds.texts import decoded
from kepu.core.plans.reading.html import visible_text

if TYPE_CHECKING:
    from kepu.apps.files.kinds.base import Material

_ENDINGS = (".html", ".htm")
_HEAD = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])",
    re.IGNORECASE | re.DOTALL,
)
# Sites give tables and texts under the names of office files.
_OFFICE_ENDINGS = (".doc", ".wps", ".xls", ".et")
_TAGS = re.compile(r"</(?:p|div|td|table|span|h[1-6]|li)\s*>|<br\s*/?>", re.IGNORECASE)


def matches(material: Material) -> bool:
    """Text that begins like a page; or that has tags and a name that says so."""
    text = decoded(material)
    if text is None:
        return False
    return bool(_HEAD.match(text[:HEAD])) or (
        material.ending in (*_ENDINGS, *_OFFICE_ENDINGS) and bool(_TAGS.search(text))
    )


def text(material: Material) -> str:
    """What a reader of the page sees."""
    return visible_text(material.content(), material.name)


HTML = FileKind(
    kind=Kind.HTML, label=Kind.HTML.label, endings=_ENDINGS, content_type="text/html", matches=matches, text=text
)
