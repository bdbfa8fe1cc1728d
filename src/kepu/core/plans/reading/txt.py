"""Plain text: .txt files and pasted text."""

from __future__ import annotations

from kepu.core.plans.codes import PlanCode
from kepu.core.plans.normalise import clean
from kepu.core.plans.reading.decoding import decode
from kepu.core.plans.source import Notice, SourceText


def read_txt(data: bytes, name: str) -> SourceText:
    """Decode and normalise a text; its paragraphs and tables are found later, from its lines.

    Parameters
    ----------
    data : bytes
        The content.
    name : str
        The file name, for messages.

    Returns
    -------
    SourceText
        The text without blocks.
    """
    return from_text(decode(data, name))


def from_text(printed: str) -> SourceText:
    """Normalise a text that is already decoded, as pasted into a form.

    Parameters
    ----------
    printed : str
        Any text.

    Returns
    -------
    SourceText
        The text without blocks, and a notice of what was dropped.
    """
    text = clean(printed)
    dropped = len(printed.replace("\r\n", "\n").lstrip("\ufeff")) - len(text)
    notices = (Notice(PlanCode.TEXT_CLEANED, {"characters": dropped}),) if dropped > 0 else ()
    return SourceText(text, None, notices)
