"""Telephone numbers as people write them, and as they are kept."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Digits only, so that the same number is the same text; abroad with its plus.
MOBILE = re.compile(r"1\d{10}|\+\d{6,18}")
OFFICE = re.compile(r"(?:0\d{2,3}-?)?\d{3,8}(?:[-转]\d{1,6})?")
SEPARATORS = re.compile(r"[、,;/|]|\s{2,}|(?<=\d{11})\s")
NONE = ("无", "-", "—")


@dataclass(frozen=True)
class Numbers:
    """What was found in a cell: `rest` is what is no number."""

    mobile: str = ""
    office_phone: str = ""
    rest: str = ""


def plain(text: str) -> str:
    """Full-width characters as half-width ones, without white space at the ends."""
    return unicodedata.normalize("NFKC", text).strip()


def mobile(text: str) -> str | None:
    """A mobile number in its one spelling; None if it is none."""
    compact = re.sub(r"[\s\-]", "", plain(text))
    return compact if MOBILE.fullmatch(compact) else None


def office(text: str) -> str | None:
    """An office's number, perhaps with area code and extension; None if it is none."""
    compact = re.sub(r"\s", "", plain(text)).replace("(", "").replace(")", "-").replace("--", "-")
    return compact if OFFICE.fullmatch(compact) else None


def read(text: str) -> Numbers:
    """Sort the numbers of a cell: the first mobile one, the first of an office, and what is neither."""
    found = {"mobile": "", "office_phone": ""}
    rest = []
    for part in (piece.strip() for piece in SEPARATORS.split(plain(text))):
        if not part or part in NONE:
            continue
        if not found["mobile"] and (number := mobile(part)):
            found["mobile"] = number
        elif not found["office_phone"] and (number := office(part)):
            found["office_phone"] = number
        else:
            rest.append(part)
    return Numbers(found["mobile"], found["office_phone"], " ".join(rest))
