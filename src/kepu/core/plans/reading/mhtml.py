"""Pages saved with their pictures in one file (.mht, .mhtml): the page is taken out of its parts."""

from __future__ import annotations

import email
import email.policy
import re
from typing import TYPE_CHECKING

from kepu.core.plans.reading.archive import broken

if TYPE_CHECKING:
    from email.message import Message

_HEADERS = re.compile(rb"\s*[A-Za-z][A-Za-z0-9-]*:[^\n]*\n")
_MOST_PARTS = 5_000


def page_of(data: bytes, name: str) -> tuple[bytes, str | None]:
    """Take the page out of a saved one.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        The file name, for messages.

    Returns
    -------
    tuple of (bytes, str or None)
        The page and the encoding that its headers declare; a file that is no saved page is given back.

    Raises
    ------
    InputError
        ``plans.broken_document``, if the parts hold no page.
    """
    if not _HEADERS.match(data.removeprefix(b"\xef\xbb\xbf")) or b"multipart/" not in data[:8192].lower():
        return data, None
    try:
        message = email.message_from_bytes(data.lstrip(), policy=email.policy.compat32)
        for number, part in enumerate(message.walk()):
            if number > _MOST_PARTS:
                break
            content = _content(part)
            if content:
                return content, (part.get_content_charset() or None)
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError) as error:
        raise broken(name, "its parts cannot be taken apart") from error
    raise broken(name, "it holds no page")


def _content(part: Message) -> bytes:
    if part.get_content_type() not in {"text/html", "application/xhtml+xml"}:
        return b""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
