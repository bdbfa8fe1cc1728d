"""Marks of secrecy: tells a text that is marked 绝密, 机密 or 秘密 from one that speaks about secrets."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

EARLY_LINES = 12
LONGEST_ALONE = 60
_GAP = "[ \t]{0,8}"
_WORD = f"(?P<word>[绝絕机機秘祕]{_GAP}密)"
_NUMBER = "(?:[0-9]{1,3}|[一二两三四五六七八九十百〇零○]{1,5})"
_TERM = f"(?:{_NUMBER}{_GAP}(?:年|个{_GAP}月|月|日|天)|长{_GAP}期|永{_GAP}久)"
_URGENCY = f"(?:特{_GAP}[急提]|加{_GAP}急|平{_GAP}急|急{_GAP}件)"
_HAN = "\u3400-\u9fff\uf900-\ufaff"

# A row of stars is a rating; other stars and asterisks are typed for ★ and count when a term follows.
_STARRED = re.compile(
    f"{_WORD}{_GAP}(?:★(?!{_GAP}[★☆])(?:{_GAP}(?P<term>{_TERM}))?|[☆⭐✩✪✭✮✯✰⋆*]{_GAP}(?P<typed_term>{_TERM}))"
)
# Without a star the word is not the end of a longer one (保守国家秘密 10年), and the term does not begin a phrase (10年来).
_TERMED = re.compile(
    f"(?<![{_HAN}]){_WORD}{_GAP}(?P<term>{_TERM})(?={_GAP}(?:{_URGENCY}|[^\\w \t]|$))",
    re.MULTILINE,
)
_ALONE = re.compile(
    rf"\W*(?:密{_GAP}级{_GAP}:{_GAP}|(?:No\.?{_GAP})?[0-9]{{1,8}}{_GAP}|{_URGENCY}{_GAP})?\W*{_WORD}"
    rf"(?:{_GAP}(?:{_URGENCY}|文{_GAP}件))?\W*"
)
_OLD_FORMS = str.maketrans("絕機祕", "绝机秘")


@dataclass(frozen=True, slots=True)
class Marking:
    """A mark of secrecy.

    Attributes
    ----------
    word : str
        ``绝密``, ``机密`` or ``秘密``.
    term : str
        How long, as printed without white space; empty when none is printed.
    line : int
        The line of the text, from 1.
    """

    word: str
    term: str
    line: int


def find_secret_marking(text: str) -> Marking | None:
    """Find the first mark of secrecy in a text.

    A mark is one of 绝密, 机密 and 秘密 that is followed by ★ or by a term (10年, 一年, 长期), or that stands alone on
    an early line. The words in running text (保守国家秘密, 商业秘密, 秘密级别) are no mark.

    Parameters
    ----------
    text : str
        Any text; a form feed begins a new page, whose first lines are early lines too. Full-width characters,
        characters that print nothing, and spaces between the two characters of the word make no difference.

    Returns
    -------
    Marking or None
        None when nothing is marked.

    Examples
    --------
    >>> find_secret_marking("机　密★１０年\\n关于……的通知")
    Marking(word='机密', term='10年', line=1)
    >>> find_secret_marking("各单位要保守国家秘密、商业秘密。") is None
    True
    """
    lines = _folded(text).split("\n")
    early = 0
    for number, line in enumerate(lines, start=1):
        if line.startswith("\f"):
            early = 0
        words = line.strip(" \t\f")
        found = _anywhere(line) if "密" in line else None
        if found is None and early < EARLY_LINES and "密" in line and len(words) <= LONGEST_ALONE:
            found = _ALONE.fullmatch(words)
        early += bool(words)
        if found is not None:
            return _marking(found, number)
    return None


def _anywhere(line: str) -> re.Match[str] | None:
    return _STARRED.search(line) or _TERMED.search(line)


def _marking(found: re.Match[str], line: int) -> Marking:
    parts = found.groupdict()
    term = parts.get("term") or parts.get("typed_term") or ""
    return Marking(_squeeze(parts["word"]).translate(_OLD_FORMS), _squeeze(term), line)


def _squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


def _folded(text: str) -> str:
    """Fold width, drop what prints nothing (it would hide a mark), keep the lines; a page begins with its form feed."""
    text = re.sub("\r\n?|[\x0b\x85\u2028\u2029]", "\n", text)
    text = re.sub("\n?\f", "\n\f", text)
    folded = unicodedata.normalize("NFKC", text)
    invisible = {
        ord(character): None
        for character in set(folded) - set("\n\t\f")
        if unicodedata.category(character) in {"Cc", "Cf", "Mn", "Cs"}
    }
    return folded.translate(invisible)
