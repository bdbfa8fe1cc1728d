"""The formats in which lists of office programs print their numbers."""

from __future__ import annotations

from kepu.core.plans.numerals import in_chinese

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "japaneseCounting",
}
_LEGAL = {"chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"}
_DIGITAL = {"ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand", "koreanDigital2"}
# Formats whose numbers are characters of their own: first of the run, and how many there are.
_RUNS = {
    "decimalEnclosedCircle": (0x2460, 20),
    "decimalEnclosedCircleChinese": (0x2460, 20),
    "decimalEnclosedParen": (0x2474, 20),
    "decimalEnclosedFullstop": (0x2488, 20),
    "ideographEnclosedCircle": (0x3280, 10),
}
_CIRCLED = ((21, 35, 0x3251), (36, 50, 0x32B1))  # the rest of the circled numbers
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"),
    (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_MOST_ROMAN = 50_000
_MOST_LETTERS = 26 * 50


def form_number(value: int, form: str) -> str:
    """Print a number the way a list format asks for.

    Parameters
    ----------
    value : int
        From 0.
    form : str
        A value of ST_NumberFormat; what is not known is printed in digits.

    Returns
    -------
    str
        The number.

    References
    ----------
    .. [1] ISO/IEC 29500-1:2016, section 17.18.59.

    Examples
    --------
    >>> [form_number(12, form) for form in ("chineseCounting", "decimalEnclosedCircle", "upperRoman", "decimal")]
    ['十二', '⑫', 'XII', '12']
    """
    if form in _CHINESE:
        return in_chinese(value)
    if form in _LEGAL:
        return in_chinese(value).translate(str.maketrans(_DIGITS + "十百千", _FORMAL + "拾佰仟"))
    if form in _DIGITAL:
        return str(value).translate(str.maketrans("0123456789", _DIGITS))
    return _own_character(value, form) or _in_letters(value, form) or _in_digits(value, form)


def _own_character(value: int, form: str) -> str:
    if form in {"ideographTraditional", "ideographZodiac"}:
        names = _STEMS if form == "ideographTraditional" else _BRANCHES
        return names[value - 1] if 1 <= value <= len(names) else ""
    first, count = _RUNS.get(form, (0, 0))
    if 1 <= value <= count:
        return chr(first + value - 1)
    if form.startswith("decimalEnclosedCircle"):
        return next((chr(start + value - low) for low, high, start in _CIRCLED if low <= value <= high), "")
    return ""


def _in_letters(value: int, form: str) -> str:
    printed = ""
    if form in {"upperLetter", "lowerLetter"} and 0 < value <= _MOST_LETTERS:
        printed = chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1)
    elif form in {"upperRoman", "lowerRoman"} and 0 < value <= _MOST_ROMAN:
        for size, name in _ROMAN:
            printed += name * (value // size)
            value %= size
    return printed.lower() if form.startswith("lower") else printed


def _in_digits(value: int, form: str) -> str:
    if form == "decimalZero":
        return f"{value:02}"
    if form in {"decimalFullWidth", "decimalFullWidth2"}:
        return str(value).translate({digit: digit + 0xFEE0 for digit in range(0x30, 0x3A)})
    return str(value)
