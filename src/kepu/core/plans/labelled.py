"""Statements with labels: 牵头单位：甲；责任单位：乙, with a colon or without."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from kepu.core.plans.labels import ASIDE, DIVISION, LABEL, OTHER_LABEL, SIGN, SPOKEN_LABEL
from kepu.core.plans.shares import DUE, LEADING, n_sure, read_shares
from kepu.core.plans.stated import Form, Labelled, Statement, labelled_share
from kepu.core.plans.unitnames import is_mostly_units, is_unit, split_names

if TYPE_CHECKING:
    import re

_LONGEST_ASIDE = 60
_SHORTEST = 6  # characters of a sentence; fewer right before a label are part of it: 联合主办单位
_LONGEST_UNKNOWN = 6  # characters of a name that ends like nothing known; a longer one is a sentence
_NOBODY = {"同上", "略", "无"}
_BEFORE = "。；;！，,）)】 \n"
_ENDS = "。；;！!，, 　"


def labelled(text: str) -> list[Statement]:
    """Read the labels of a line, or of the end of a paragraph."""
    labels = list(LABEL.finditer(text))
    while len(labels) > 1 and labels[0]["due"] and OTHER_LABEL.search(text, labels[0].end(), labels[1].start()):
        del labels[0]  # when and where an event is held
    if not labels:
        return _spoken(text)
    runs = _runs(text, labels)
    ends = [run[0].start() for run in runs[1:]] + [len(text)]
    found = [_of_run(text, run, end, first=run is runs[0]) for run, end in zip(runs, ends, strict=True)]
    return [statement for statement in found if statement is not None]


def _runs(text: str, labels: list[re.Match[str]]) -> list[list[re.Match[str]]]:
    """Part labels between which other sentences stand: each run is a statement."""
    runs: list[list[re.Match[str]]] = []
    for label in labels:
        before = runs[-1][-1] if runs else None
        stop = text.find("。", before.end(), label.start()) if before is not None else -1
        between = text[stop + 1 : label.start()].strip(_ENDS + " \n") if stop >= 0 else ""
        if before is None or (between and not ASIDE.match(between)):
            runs.append([label])
        else:
            runs[-1].append(label)
    return runs


def _of_run(text: str, labels: list[re.Match[str]], limit: int, *, first: bool) -> Statement | None:
    """Read labels that follow each other and what follows each, up to the next label or the end of the statement."""
    sign = SIGN.match(text) if first else None
    start = labels[0].start()
    if sign is not None and sign.end() == start:
        start = 0
    elif aside := ASIDE.search(text, max(0, start - _LONGEST_ASIDE), start):
        start = aside.start()
    headed = DIVISION.match(text)
    if headed and headed.end() == start:
        start = 0
    stop = text.find("。", labels[-1].end(), limit)
    end = stop if stop >= 0 else limit
    parts = parts_behind(text, labels, end)
    if not parts or (start and text[start - 1] not in _BEFORE and not _stands_out(text, start, parts[0])):
        return None
    close = end
    while close < len(text) and text[close] in "。；":
        close += 1
    return Statement(start, close, Form.LABELS, tuple(parts))


def _stands_out(text: str, start: int, part: Labelled) -> bool:
    """Tell a label that at most a space parts from a sentence before it: its units are sure to be units."""
    sentence = max(text.rfind(mark, 0, start) for mark in _ENDS) + 1
    words = text[part.start : part.end]
    return start - sentence >= _SHORTEST and part.word != DUE and is_mostly_units(words) and n_sure(words) > 0


def _spoken(text: str) -> list[Statement]:
    """Read labels without a colon: 牵头部门为甲，配合部门为乙."""
    start = text.rfind("。", 0, len(text.rstrip(_ENDS))) + 1
    parts = spoken_parts(text, start, len(text))
    return [Statement(start, len(text), Form.LABELS, tuple(parts))] if parts else []


def spoken_parts(text: str, start: int, end: int) -> list[Labelled]:
    """Give the words behind labels without a colon, when nothing else is said."""
    labels = list(SPOKEN_LABEL.finditer(text, start, end))
    if not labels or labels[0].start() > start:
        return []
    parts = []
    for label, following in zip_longest(labels, labels[1:]):
        stop = following.start() if following else end
        stop = label.end() + len(text[label.end() : stop].rstrip(_ENDS))
        words = text[label.end() : stop]
        if not is_mostly_units(words) or not n_sure(words):
            return []
        parts.append(Labelled(label["word"], label.end(), stop))
    return parts


def parts_behind(text: str, labels: list[re.Match[str]], end: int) -> list[Labelled]:
    """Give the words behind each label."""
    parts: list[Labelled] = []
    for label, following in zip_longest(labels, labels[1:]):
        parts += _behind(text, label, label.end(), following.start() if following else end)
    return parts


def behind_label(label: re.Match[str], text: str) -> list[Labelled]:
    """Read the words under a label that is a heading of its own.

    Parameters
    ----------
    label : re.Match
        Of `LABEL`.
    text : str
        The paragraph under it.

    Returns
    -------
    list of Labelled
        Places in the paragraph.
    """
    return _behind(text, label, 0, len(text))


def _behind(text: str, label: re.Match[str], start: int, stop: int) -> list[Labelled]:
    """Give the words behind a label; verbs in them say more than the label does."""
    aside = ASIDE.search(text, start, stop) or OTHER_LABEL.search(text, start, stop)
    stop = aside.start() if aside else stop
    start += len(text[start:stop]) - len(text[start:stop].lstrip())
    stop = start + len(text[start:stop].rstrip("；;，,。、（( \n"))
    word = DUE if label["due"] else label["word"] or label["short"]
    if word == DUE:
        return [Labelled(DUE, start, stop)]
    shares = read_shares(text, start, stop, bare=True) if word not in LEADING else []
    if len(shares) > 1 or (shares and shares[0].act in LEADING):
        return [labelled_share(share) for share in shares]
    if shares:
        return [Labelled(word, shares[0].start, shares[0].end)]
    names = split_names(text[start:stop])[0] if text[start:stop] not in _NOBODY else ()
    named = any(is_unit(name.text) or len(name.text) <= _LONGEST_UNKNOWN for name in names)
    return [Labelled(word, start, stop)] if named else []
