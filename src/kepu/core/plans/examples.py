"""A plan that a person has confirmed, as an example to measure the reader by: an annotation without personal data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEYS = {
    "sections": ("number", "level", "title", "parent", "kind", "style", "inferred", "line", "span"),
    "tasks": (
        "id", "number", "category", "group", "text", "lead", "support", "assignment_source", "inherited", "open_ended",
        "due", "line", "span",
    ),
    "targets": (
        "indicator", "quote", "comparator", "value", "value_high", "unit", "period", "due_year", "aspiration",
        "task_group", "is_baseline", "as_of_year", "qualitative", "implied", "line", "span",
    ),
    "units": ("name", "canonical", "kind", "source", "line", "span"),
    "milestones": ("quote", "year_start", "year_end", "kind", "line", "span"),
}  # fmt: skip
_HEADER = ("title", "doc_number", "issuer", "region", "issued_on", "period_start", "period_end", "status")
# Who is named with a telephone is a person; the lengths stay, so that every span does.
_CONTACTS = re.compile(
    r"(?<!\d)1[3-9]\d{9}(?!\d)"
    r"|(?<![\d.])(?:0\d{2,3}[-—－ ]?)\d{7,8}(?!\d)"
    r"|(?<!\d)\d{17}[\dXx](?!\d)"
    r"|[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"
    r"|(?<=[系络办草]人[:：])\s?[\u4e00-\u9fff]{2,4}(?![\u4e00-\u9fff])"
    r"|(?<=联络员[:：])\s?[\u4e00-\u9fff]{2,4}(?![\u4e00-\u9fff])"
    r"|(?<=电话[:：])\s?[\d、，;；-]{7,40}"
)
HIDDEN = "×"


def hide_contacts(text: str) -> str:
    """Put × for telephone numbers, mail addresses, identity numbers and the names of contacts.

    Parameters
    ----------
    text : str
        Of a plan, or of one of its items.

    Returns
    -------
    str
        Of the same length, so that spans stay right.

    Examples
    --------
    >>> hide_contacts("联系人：李青禾，电话：023-00000000")
    '联系人：×××，电话：××××××××××××'
    """
    return _CONTACTS.sub(lambda match: re.sub(r"\S", HIDDEN, match.group()), text)


def as_annotation(result: Mapping[str, Any]) -> dict[str, Any]:
    """Give a result of the reader, or what a person made of it, in the schema of an annotation.

    Parameters
    ----------
    result : mapping
        As `to_dict` gives it.

    Returns
    -------
    dict
        The head and the items with their places, contacts hidden; nothing of how sure the reader was, or by which rule.
    """
    kept: dict[str, Any] = {"document": {key: result["document"].get(key) for key in _HEADER}}
    for kind, keys in _KEYS.items():
        kept[kind] = [{key: each[key] for key in keys if key in each} for each in result.get(kind) or ()]
    hidden: dict[str, Any] = _hidden(kept)
    return hidden


def _hidden(value: Any) -> Any:
    if isinstance(value, str):
        return hide_contacts(value)
    if isinstance(value, list):
        return [_hidden(each) for each in value]
    if isinstance(value, dict):
        return {key: _hidden(each) for key, each in value.items()}
    return value
