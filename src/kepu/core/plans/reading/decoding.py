"""Bytes to characters, where nobody declared the encoding."""

from __future__ import annotations

import re

from kepu.core.errors import InputError
from kepu.core.plans.codes import PlanCode

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
# What a Chinese document is made of: ASCII, punctuation, ideographs, full-width forms.
_PLAUSIBLE = re.compile(
    "[\t\n\r\x20-\x7e\xa0-\u024f\u0370-\u04ff\u2000-\u2bff\u3000-\u33ff\u3400-\u9fff\uff00-\uffef\ufeff\u200b]"
)
_COMMON = re.compile("[的一是在和与及有为市区县科学普及工作单位部门建设实施年加强推进，。、：；（）“”\n ]")
_LEAST_PLAUSIBLE = 0.9
_SAMPLE = 20_000
_CUT = 4  # bytes of a character that the end of a file may cut off


def decode(data: bytes, name: str, declared: str | None = None) -> str:
    """Decode a text.

    Parameters
    ----------
    data : bytes
        UTF-8, UTF-16 (with or without its mark) or GB18030 and its subsets.
    name : str
        The file name, for the message.
    declared : str, optional
        What the document itself declares, tried first.

    Returns
    -------
    str
        The characters, without a byte-order mark.

    Raises
    ------
    InputError
        ``plans.undecodable``, if no encoding gives text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = _attempt(data[len(mark) :], encoding)
            if text is not None:
                return text
    if declared:
        text = _attempt(data, declared)
        if text is not None and plausibility(text) >= _LEAST_PLAUSIBLE:
            return text
    best = _most_plausible(data)
    if not best:
        raise InputError(
            PlanCode.UNDECODABLE,
            "The bytes are no text in UTF-8, UTF-16 or GB18030; save the document again as UTF-8.",
            name=name,
        )
    return best


def _most_plausible(data: bytes) -> str:
    """Decode as UTF-8 when that gives text, else as what gives the likeliest Chinese."""
    text = _attempt(data, "utf-8")
    if text is not None and plausibility(text) >= _LEAST_PLAUSIBLE:
        return text
    candidates = ["gb18030"]
    if b"\x00" in data or len(data) % 2 == 0:
        candidates += ["utf-16-le", "utf-16-be"]
    texts = [text for encoding in candidates if (text := _attempt(data, encoding)) is not None]
    best = max(texts, key=plausibility, default="")
    return best if plausibility(best) > _LEAST_PLAUSIBLE else ""


def plausibility(text: str) -> float:
    """Share of characters that a Chinese document is made of, common ones counting a little more."""
    sample = text[:_SAMPLE]
    if not sample:
        return 0.0
    plausible = len(_PLAUSIBLE.findall(sample)) / len(sample)
    return plausible + 0.05 * len(_COMMON.findall(sample)) / len(sample)


def _attempt(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if error.start < len(data) - _CUT or error.start < _CUT:
            return None
        return data[: error.start].decode(encoding, "ignore")
    except LookupError:
        return None
