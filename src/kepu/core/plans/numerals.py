"""Numbers printed in Chinese numerals."""

from __future__ import annotations

_DIGITS = "〇一二三四五六七八九"


def in_chinese(value: int) -> str:
    """Print a number below ten thousand in Chinese numerals.

    Parameters
    ----------
    value : int
        From 0.

    Returns
    -------
    str
        Such as ``十二`` or ``一百零五``.

    Examples
    --------
    >>> in_chinese(12), in_chinese(105), in_chinese(20)
    ('十二', '一百零五', '二十')
    """
    if value < 10:  # noqa: PLR2004  one digit
        return _DIGITS[value] if value else "〇"
    parts = ""
    for size, name in ((1000, "千"), (100, "百"), (10, "十")):
        digit, value = divmod(value, size)
        if digit:
            parts += ("" if size == 10 and digit == 1 and not parts else _DIGITS[digit]) + name  # noqa: PLR2004
        elif parts and value and not parts.endswith("零"):
            parts += "零"
    return parts + (_DIGITS[value] if value else "")
