"""Characters: what is dropped from a text, what is folded to compare it, how numerals are read."""

from __future__ import annotations

import re
import unicodedata

# Zero-width and direction marks, soft hyphens, variation selectors and byte-order marks print nothing.
_INVISIBLE = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
# C0 and C1 controls, unpaired surrogates and non-characters; tab and line feed stay.
_CONTROL = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_DROPPED = re.compile(f"[{_INVISIBLE}{_CONTROL}\U000e0000-\U000e0fff]")
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f]")
# Radicals that PDF extraction leaves in place of the characters they look like.
_RADICALS = {
    code: folded
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFAD9))
    if len(folded := unicodedata.normalize("NFKC", chr(code))) == 1
} | dict(
    zip(
        map(ord, "⺎⺝⺟⺠⻁⻄⻅⻆⻉⻋⻑⻒⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳"),
        "兀月母民虎西见角贝车長镸长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)

# Anything that makes a text other than clean; most texts of cells have none of it.
_UNCLEAN = re.compile(
    f"[\r\x0b\x0c\x85\u2028\u2029{_INVISIBLE}{_CONTROL}\U000e0000-\U000e0fff"
    "\u00a0\u1680\u2000-\u200a\u202f\u205f\u2e80-\u2fd5\uf900-\ufad8]"
)

_DASHES = "‐‑‒–—―─－-"
_DASH_RUN = re.compile(f"[{_DASHES}～~〜∼˜]+")
SPACE = re.compile(r"\s+")

CHINESE_DIGITS = {
    "〇": 0,
    "○": 0,
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_MULTIPLES = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10_000, "亿": 100_000_000}


def clean(text: str) -> str:
    """Drop what prints nothing and make line ends and spaces uniform; no printed character is lost.

    Parameters
    ----------
    text : str
        Any text, as decoded.

    Returns
    -------
    str
        The text that every span indexes.
    """
    if _UNCLEAN.search(text) is None:
        return text
    text = _BREAKS.sub("\n", text)
    text = _DROPPED.sub("", text)
    text = _SPACES.sub(" ", text)
    return text.translate(_RADICALS)


def squeeze(text: str) -> str:
    """Remove white space: the form in which an item and its span are compared."""
    return SPACE.sub("", text)


def fold(text: str) -> str:
    """Fold width, white space, dashes and closing punctuation, to tell whether two titles are the same."""
    folded = _DASH_RUN.sub("-", unicodedata.normalize("NFKC", text))
    return SPACE.sub("", folded).strip("。；;，,:：")


def half_width(text: str) -> str:
    """Turn full-width ASCII into ASCII, character by character, so that positions stay."""
    return text.translate(_HALF)


# The small forms ﹙﹚﹢﹣﹤﹥﹦﹪ are printed for the same marks.
def wide_marks(text: str) -> str:
    """Turn the marks of ASCII into those of Chinese, save inside figures; positions stay.

    Parameters
    ----------
    text : str
        A text that was typed or saved with the marks of ASCII.

    Returns
    -------
    str
        As long as the text.

    Examples
    --------
    >>> wide_marks("组织领导.到2025年,培训1,000人;")
    '组织领导。到2025年，培训1,000人；'
    """
    return _ASCII_MARKS.sub(lambda mark: chr(ord(mark.group()) + 0xFEE0), wide_stops(text))


def wide_stops(text: str) -> str:
    """Turn the dot that ends a Chinese sentence into a full stop; positions stay.

    Parameters
    ----------
    text : str
        A paragraph.

    Returns
    -------
    str
        As long as the text.

    Examples
    --------
    >>> wide_stops("加强领导.建成2.0版.")
    '加强领导。建成2.0版。'
    """
    return _ASCII_STOP.sub("。", text)


_ASCII_STOP = re.compile(r"(?<=[\u4e00-\u9fff）)”])[.．](?=[\u4e00-\u9fff“（(《]|$)|(?<=%)[.．]$")
_ASCII_MARKS = re.compile(r"(?<!\d)[,;:!]|[,;:!](?!\d)")
_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | str.maketrans("﹙﹚﹢﹣﹤﹥﹦﹪", "()+-<>=%")


def chinese_number(text: str) -> int | None:
    """Read a whole number in Chinese numerals.

    Parameters
    ----------
    text : str
        Such as ``十五``, ``二〇二五``, ``一百二十``, ``两千``, ``三万``.

    Returns
    -------
    int or None
        None when the text is no such number.

    Examples
    --------
    >>> chinese_number("一百二十"), chinese_number("二〇二五"), chinese_number("两千三百")
    (120, 2025, 2300)
    """
    if not text:
        return None
    if all(character in CHINESE_DIGITS for character in text):
        return int("".join(str(CHINESE_DIGITS[character]) for character in text))
    total = group = digit = 0
    for character in text:
        if character in CHINESE_DIGITS:
            digit = CHINESE_DIGITS[character]
        elif character in _MULTIPLES:
            group += (digit or 1) * _MULTIPLES[character]
            digit = 0
        elif character in _GROUPS:
            total += (group + digit or 1) * _GROUPS[character]
            group = digit = 0
        else:
            return None
    return total + group + digit
