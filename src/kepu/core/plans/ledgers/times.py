"""Words for periods of time in headers, names of sheets and titles."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kepu.core.plans.normalise import chinese_number, half_width, squeeze

_N = r"(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])"
_D = r"[-—–~～至到]"
_YEAR = re.compile(r"(?P<year>20\d{2})年?(?:度)?")
# In this order; the word that is found is taken out of the header.
_WORDS = (
    ("ytd_quarter", re.compile(rf"(?:前(?P<upto>[二两三234])个?季度|(?:1|一){_D}(?P<last>[二三四234])季度?)")),
    ("ytd_month", re.compile(rf"(?:(?:1|一)月?{_D}(?P<last>{_N})月份?|截至(?P<upto>{_N})月(?:底|末|份)?)(?:累计)?")),
    ("half", re.compile(r"(?P<half>[上下])半年(?:度)?")),
    ("quarter", re.compile(r"第?(?P<quarter>[一二三四1-4])季度?末?|[Qq](?P<q>[1-4])(?!\d)|(?P<four>四)季度?")),
    ("month", re.compile(rf"(?<![\d十])(?P<month>{_N})月份?(?:底|末)?(?!\d)")),
    ("year", re.compile(r"全年|年度|年终|年末|年底")),
)
_FIRST, _SECOND = "上", "下"
_MONTHS_OF_QUARTER = 3


@dataclass(frozen=True, slots=True)
class PeriodWord:
    """A period as it is printed: perhaps without its year.

    Attributes
    ----------
    suffix : str
        What follows the year in the code of the period: ``Q1``, ``H2``, ``-03``, ``YTD09``; empty for a whole year.
    year : int or None
        None where none is printed.
    """

    suffix: str
    year: int | None = None

    def code(self, year: int | None) -> str:
        """Give the code of the period; empty when no year is known."""
        known = self.year or year
        return f"{known}{self.suffix}" if known else ""


def year_in(words: str) -> int | None:
    """Give the first year that words name, such as 2025年 or 2025年度; the years of a range are none."""
    plain = half_width(squeeze(words))
    if re.search(rf"20\d{{2}}年?{_D}{{1,2}}20\d{{2}}", plain):
        return None
    match = _YEAR.search(plain)
    return int(match["year"]) if match else None


def take_period(words: str) -> tuple[PeriodWord | None, str]:
    """Find the period in the words of a header.

    Parameters
    ----------
    words : str
        Such as ``2025年一季度进展情况``.

    Returns
    -------
    tuple of PeriodWord or None, and str
        The period, and the words without it and without a year.

    Examples
    --------
    >>> take_period("2025年一季度进展情况")
    (PeriodWord(suffix='Q1', year=2025), '进展情况')
    >>> take_period("1—9月完成情况"), take_period("牵头单位")
    ((PeriodWord(suffix='YTD09', year=None), '完成情况'), (None, '牵头单位'))
    """
    plain = half_width(squeeze(words))
    year = _YEAR.search(plain)
    printed = int(year["year"]) if year else None
    rest = plain[: year.start()] + plain[year.end() :] if year else plain
    for kind, pattern in _WORDS:
        match = pattern.search(rest)
        if match is not None:
            suffix = _suffix(kind, {name: value for name, value in match.groupdict().items() if value})
            return PeriodWord(suffix, printed), _bare(rest[: match.start()] + rest[match.end() :])
    return None, _bare(rest)


def _bare(words: str) -> str:
    return re.sub(r"\(\)|（）", "", words).strip(":：-—、的 ")


def _suffix(kind: str, found: dict[str, str]) -> str:
    if kind == "year":
        return ""
    if kind == "half":
        return "H1" if found["half"] == _FIRST else "H2"
    number = _number(next(iter(found.values())))
    if kind == "quarter":
        return f"Q{number}"
    if kind == "month":
        return f"-{number:02}"
    return f"YTD{number * (_MONTHS_OF_QUARTER if kind == 'ytd_quarter' else 1):02}"


def _number(words: str) -> int:
    return int(words) if words.isdecimal() else chinese_number("二" if words == "两" else words) or 0
