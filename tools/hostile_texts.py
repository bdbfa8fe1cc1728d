"""Texts of any length that are hard to read: what made a reader's time grow faster than the text."""

from __future__ import annotations

from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_AIMS = "一、主要目标\n到2030年"
_DUTIES = "一、主要任务\n责任单位："
_LINES = "一、重点任务\n"


def _again(words: str, n: int, *, head: str = "", tail: str = "") -> str:
    """Repeat words until the text has n characters."""
    room = max(0, n - len(head) - len(tail))
    return head + (words * (room // len(words) + 1))[:room] + tail


def _numbered(row: str, n: int, *, head: str = "") -> str:
    """Repeat a row, each time with the next number in it."""
    rows, size, number = [head], len(head), 1
    while size < n:
        rows.append(row.replace("#", str(number)))
        size += len(rows[-1])
        number += 1
    return "".join(rows)[:n]


def _sample() -> str:
    return (files("kepu.core.plans") / "sample" / "plan.txt").read_text(encoding="utf-8")


def plain(n: int) -> str:
    """Give a plan of n characters: the chapters of the sample over and over, with other digits each time."""
    body, table = _sample().split("附件\n\n", 1)
    chapters = body[body.index("一、发展基础") :]
    parts, size = [body], len(body)
    while size < n:
        parts.append(chapters.replace("科普", f"科普{size}号"))
        size += len(parts[-1])
    tail = f"\n附件\n\n{table}"
    return ("".join(parts)[: max(0, n - len(tail))] + tail)[:n]


def _twice(n: int) -> str:
    half = plain(n // 2)
    return half + half


def _nested(n: int) -> str:
    head = "一、目标\n"
    return head + "（" * ((n - len(head)) // 2) + "）" * ((n - len(head)) // 2)


def _one_line(n: int) -> str:
    return plain(n).replace("\n", "")


def _backwards(n: int) -> str:
    return "\n".join(reversed(plain(n).split("\n")))


_TABLE = "序号\t类别\t任务内容\t牵头单位\t责任单位\t完成时限\n"

HOSTILE: dict[str, Callable[[int], str]] = {
    "one line": _one_line,
    "backwards": _backwards,
    "twice": _twice,
    "table of many rows": partial(
        _numbered, "#\t青少年行动\t建成科普基地#个以上。\t区科协\t区教委\t2030年\n", head=_TABLE
    ),
    "table of lines": partial(
        _numbered, "#\n青少年行动\n建成基地#个。\n区科协\n区教委\n", head=_TABLE.replace("\t", "\n")
    ),
    "table by tabs": partial(
        _numbered, "\n\t行动\n\t建成基地#个。\n\t区科协\n", head="\t类别\n\n\t任务内容\n\n\t牵头单位\n\n"
    ),
    "headers only": partial(_again, "序号\t任务内容\t牵头单位\n"),
    "indicators": partial(_again, "1\t基地\t个\t5\n", head="一、指标\n序号\t指标\t单位\t目标值\n"),
    "headings": partial(_numbered, "（一）开展活动#。到2030年，建成#个。责任单位：区科协、区教委。\n"),
    "topics": partial(_numbered, "开展科普活动#期。深入学校，人人参与#次以上。\n", head=_LINES),
    "marks": partial(_again, "一、\n"),
    "annexes": partial(_again, "附件\n"),
    "short lines": partial(_again, "牵头\n", head=_LINES),
    "labels on lines": partial(_again, "责任单位：\n", head=_LINES),
    "statements": partial(_again, "办活动5场。（牵头单位：区科协；配合单位：区教委）\n", head=_LINES),
    "statements in one line": partial(_again, "由区科协牵头，区教委参加。", head=_LINES),
    "divisions": partial(_again, "分工：", head=_AIMS),
    "clauses": partial(_numbered, "，建成基地#个", head=_AIMS),
    "wishes": partial(_again, "力争5个，", head=_AIMS),
    "wish": partial(_again, "力争", head=_AIMS, tail="5个。"),
    "existing": partial(_again, "现有5个，", head=_AIMS),
    "recurring": partial(_again, "每年举办十次，", head=_AIMS),
    "comparing": partial(_again, "不少于", head=_AIMS, tail="5个。"),
    "figures": partial(_again, "5个", head=_AIMS),
    "ranks": partial(_again, "前10名", head=_AIMS),
    "figures and words": partial(_again, "达到5个和", head=_AIMS),
    "digits": partial(_again, "1", head=_AIMS),
    "digits and commas": partial(_again, "123,", head=_AIMS),
    "numerals": partial(_again, "十", head=_AIMS),
    "years": partial(_again, "2030年", head=_AIMS),
    "brackets": partial(_again, "（", head=_AIMS),
    "brackets of two kinds": partial(_again, "（（（《《", head=_AIMS),
    "brackets closed": _nested,
    "quotation marks": partial(_again, "“", head=_AIMS),
    "titles": partial(_again, "《通知》", head=_AIMS),
    "dashes": partial(_again, "—", head=_AIMS),
    "units": partial(_again, "区科协", head=_DUTIES),
    "units in a list": partial(_again, "区科协、", head=_DUTIES),
    "list marks": partial(_again, "、", head=_DUTIES),
    "nothing but tabs": partial(_again, "\t", tail="责任"),
    "empty lines": partial(_again, "\n", tail="责任"),
    "one character": partial(_again, "科"),
}
