"""What the elements of a web page mean: what is not shown, what is navigation, what begins a line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

SKIPPED = {
    "script", "style", "head", "noscript", "template", "nav", "button", "select", "textarea", "svg", "iframe", "footer",
    "aside", "input", "option", "canvas", "video", "audio", "object", "map", "rt", "rp", "datalist", "dialog",
}  # fmt: skip
BLOCKS = {
    "address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "ul",
    "caption", "body", "html", "listing", "xmp", "details", "summary",
}  # fmt: skip
_GROUPS = {"div", "ul", "ol", "dl", "section", "table", "td", "header", "form", "p", "tr", "center"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_MAX_SPAN = 1000
_LEAST_LINKS = 3
_LINKED = 0.7  # of the characters of a group: it is a list of links
_LINKS_PER_STOP = 5
_LEAST_LEFT = 0.5  # of the sentences of the page: what holds them is no navigation


def is_hidden(node: LexborNode) -> bool:
    """Tell whether an element is marked as not shown."""
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


def level_of(tag: str) -> int | None:
    """Give the outline level of a heading."""
    return int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() else None  # noqa: PLR2004  h1 to h6


def extent(node: LexborNode, name: str) -> int:
    """Give how many rows or columns a cell covers; 0 means all that follow."""
    value = (node.attributes.get(name) or "").strip()
    if not (value.isascii() and value.isdigit()):
        return 1
    return max(1, min(int(value[:6]), _MAX_SPAN)) if int(value[:6]) else _MAX_SPAN


@dataclass(slots=True)
class _Count:
    characters: int = 0
    linked: int = 0
    links: int = 0
    stops: int = 0

    def is_list_of_links(self) -> bool:
        """Tell navigation from sentences that name linked documents."""
        return (
            self.links >= _LEAST_LINKS
            and self.linked >= _LINKED * self.characters
            and self.stops * _LINKS_PER_STOP <= self.links
        )


def furnished(root: LexborNode | None) -> frozenset[int]:
    """Find the groups of links around the text of a page: menus, lists of other pages, attachments.

    Parameters
    ----------
    root : node or None
        The page.

    Returns
    -------
    frozenset of int
        The ``mem_id`` of each outermost group; empty when nothing would be left.
    """
    counts: dict[int, _Count] = {}
    groups: list[LexborNode] = []
    for node, is_linked in _leaving(root):
        count = counts.setdefault(node.mem_id, _Count())
        tag = node.tag or ""
        if tag == "-text":
            words = "".join((node.text_content or "").split())
            count.characters, count.stops = len(words), words.count("。")
            count.linked = count.characters if is_linked else 0
        elif tag == "a" and count.characters:
            count.links += 1
        elif tag in _GROUPS and count.is_list_of_links():
            groups.append(node)
        parent = node.parent
        if parent is not None and tag not in SKIPPED:
            above = counts.setdefault(parent.mem_id, _Count())
            above.characters += count.characters
            above.linked += count.linked
            above.links += count.links
            above.stops += count.stops
    whole = counts[root.mem_id].stops if root is not None and root.mem_id in counts else 0
    return frozenset(group.mem_id for group in groups if counts[group.mem_id].stops < _LEAST_LEFT * whole)


def _leaving(root: LexborNode | None) -> Iterator[tuple[LexborNode, bool]]:
    """Give each node when it is left, and whether it stands in a link."""
    node = root
    links = 0
    while node is not None:
        links += node.tag == "a"
        if node.child is not None and node.tag not in SKIPPED:
            node = node.child
            continue
        while node is not None:
            yield node, links > 0
            links -= node.tag == "a"
            if root is not None and node.mem_id == root.mem_id:
                return
            if node.next is not None:
                node = node.next
                break
            node = node.parent
