"""Refuse what Chromium 102 cannot read in the built assets; run by bin/check.

A newer value in a style sheet passes when the same rule states the property before it in words that are older,
because browsers skip what they cannot read. Newer selectors, at-rules and script have no such way out.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import NamedTuple

ASSETS = Path(__file__).resolve().parent.parent / "src/kepu/static/kepu"

# Values: a rule may state an older one first. The number is the first Chromium that reads it.
VALUES = {
    "color-mix()": (r"\bcolor-mix\(", 111),
    "light-dark()": (r"\blight-dark\(", 123),
    "oklch() and its family": (r"\b(?:oklch|oklab|lch|lab)\(", 111),
    "color()": (r"(?<![\w-])color\(", 111),
    "relative colour": (r"\b(?:rgba?|hsla?)\(\s*from\b", 119),
    "small, large and dynamic viewport": (r"\d(?:[sld]v(?:h|w|min|max|i|b))\b", 108),
    "subgrid": (r"\bsubgrid\b", 117),
    "container units": (r"\d(?:cq(?:w|h|i|b|min|max))\b", 105),
    "trigonometry": (r"(?<![\w-])(?:sin|cos|tan|atan2|pow|sqrt|hypot|exp|log)\(", 111),
    "round(), mod(), rem()": (r"(?<![\w-])(?:round|mod|rem)\(", 125),
    "linear() easing": (r"(?<![\w-])linear\(", 113),
}
# Properties that only add comfort may be unknown; these change what is seen.
PROPERTIES = {
    "text-wrap": 114,
    "text-wrap-style": 130,
    "container-type": 105,
    "container": 105,
    "view-transition-name": 111,
    "anchor-name": 125,
    "position-anchor": 125,
    "position-area": 129,
    "field-sizing": 123,
    "interpolate-size": 129,
    "translate": 104,
    "rotate": 104,
    "scale": 104,
    "animation-timeline": 115,
    "offset-position": 116,
}
SELECTORS = {
    ":has()": (r":has\(", 105),
    "nesting (&)": (r"(?:^|[\s,>+~{])&", 112),
    ":user-valid": (r":user-(?:valid|invalid)\b", 119),
    ":popover-open": (r":popover-open\b", 114),
    "::details-content": (r"::details-content\b", 131),
    ":nth-child(… of …)": (r":nth-(?:last-)?child\([^)]*\bof\b", 111),
    ":dir()": (r":dir\(", 120),
    ":modal": (r":modal\b", 105),
}
AT_RULES = {"@container": 105, "@scope": 118, "@starting-style": 117, "@view-transition": 126, "@position-try": 125}
SCRIPT = {
    "array.toSorted() and its family": (r"\.(?:toSorted|toReversed|toSpliced)\(", 110),
    "Object.groupBy()": (r"\b(?:Object|Map)\.groupBy\(", 117),
    "Promise.withResolvers()": (r"\bPromise\.withResolvers\(", 119),
    "Promise.try()": (r"\bPromise\.try\(", 128),
    "Array.fromAsync()": (r"\bArray\.fromAsync\(", 121),
    "set methods": (r"\.(?:isSubsetOf|isSupersetOf|isDisjointFrom|symmetricDifference)\(", 122),
    "import attributes": (r"\bimport\b[^;\n]{0,200}?['\"]\s*with\s*\{", 123),
    "expression flag v": (r"\bRegExp\([^()]*,\s*['\"][a-z]*v[a-z]*['\"]\)", 112),
    "URL.canParse()": (r"\bURL\.canParse\(", 120),
    "isWellFormed()": (r"\.(?:isWellFormed|toWellFormed)\(", 111),
    "view transitions": (r"(?<!\?\.)\bstartViewTransition\((?!\?)", 111),
    "popover": (r"\.(?:showPopover|togglePopover)\(", 114),
    "scheduler": (r"\bscheduler\.yield\(", 129),
}
# A script that asks first may use what it asked for.
ASKED_FIRST = {"view transitions": r"document\.startViewTransition\s*(?:\?|&&|\))|[!\"']startViewTransition"}


class Fault(NamedTuple):
    """What was found, since which Chromium it can be read, and where."""

    what: str
    since: int
    where: str


def main(folder: Path = ASSETS) -> int:
    """Look at every built asset; print each fault; 1 when there is one, or nothing was built."""
    paths = sorted(path for path in folder.glob("**/*") if path.suffix in {".css", ".js"})
    if not paths:
        print(f"Nothing is built in {folder}.", file=sys.stderr)
        return 1
    faults = [(path, fault) for path in paths for fault in faults_in(path)]
    for path, fault in faults:
        print(f"{path.name}: {fault.what} needs Chromium {fault.since}: …{fault.where}…", file=sys.stderr)
    return 1 if faults else 0


def faults_in(path: Path) -> list[Fault]:
    """Faults of one file."""
    text = path.read_text(encoding="utf-8")
    return sheet_faults(text) if path.suffix == ".css" else script_faults(text)


def sheet_faults(text: str) -> list[Fault]:
    """Faults of a style sheet."""
    bare = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    bare = re.sub(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|url\([^)\"']*\)", '""', bare)
    faults = []
    for prelude, body in rules(bare):
        faults += prelude_faults(prelude)
        faults += body_faults(body)
    return faults


def rules(text: str) -> list[tuple[str, str]]:
    """Every `prelude { declarations }`, at any depth; what contains others comes with its own declarations."""
    found: list[tuple[str, str]] = []
    open_rules: list[list[str]] = []
    piece = ""
    for character in text:
        if character == "{":
            head, _, prelude = piece.rpartition(";")
            if open_rules:
                open_rules[-1][1] += head + ";"
            open_rules.append([prelude.strip(), ""])
            piece = ""
        elif character == "}":
            prelude, body = open_rules.pop() if open_rules else ["", ""]
            found.append((prelude, body + piece))
            piece = ""
        else:
            piece += character
    return found


def prelude_faults(prelude: str) -> list[Fault]:
    """Faults of a selector or at-rule; @supports asks before it uses."""
    if prelude.startswith("@"):
        name = prelude.split(None, 1)[0].split("(", maxsplit=1)[0]
        return [Fault(name, AT_RULES[name], prelude[:60])] if name in AT_RULES else []
    return matches(SELECTORS, prelude)


def body_faults(body: str) -> list[Fault]:
    """Faults of declarations, in their order."""
    faults: list[Fault] = []
    older: set[str] = set()
    for declaration in body.split(";"):
        name, colon, value = (part.strip() for part in declaration.partition(":"))
        if not colon:
            continue
        new = matches(VALUES, value)
        # A custom property takes any words and fails where it is used: an older one first is no way out.
        if new and (name not in older or name.startswith("--")):
            faults += [Fault(fault.what, fault.since, f"{name}:{fault.where}") for fault in new]
        if name in PROPERTIES:
            faults.append(Fault(name, PROPERTIES[name], declaration.strip()[:60]))
        if not new:
            older.add(name)
    return faults


def script_faults(text: str) -> list[Fault]:
    """Faults of a script; a bundle is read as text, so a word in a string counts too."""
    asked = {what for what, test in ASKED_FIRST.items() if re.search(test, text)}
    return [fault for fault in matches(SCRIPT, text) if fault.what not in asked]


def matches(patterns: dict[str, tuple[str, int]], text: str) -> list[Fault]:
    """One fault for each pattern that occurs."""
    found = ((what, since, re.search(pattern, text)) for what, (pattern, since) in patterns.items())
    return [Fault(what, since, near(text, hit)) for what, since, hit in found if hit]


def near(text: str, hit: re.Match[str]) -> str:
    """The words around a hit."""
    return text[max(hit.start() - 20, 0) : hit.end() + 30].replace("\n", " ")


if __name__ == "__main__":
    sys.exit(main(*(Path(argument) for argument in sys.argv[1:2])))
