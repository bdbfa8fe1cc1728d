"""File names as people may see and download them."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 150
_UNSAFE = re.compile(r'[<>:"|?*\\/]')
_SPACES = re.compile(r"\s+")


def safe_name(given: str) -> str:
    """Keep the words of a name; drop folders, controls, direction marks, and what file systems refuse."""
    name = re.split(r"[\\/]", given)[-1]
    name = unicodedata.normalize("NFC", name)
    name = "".join(each for each in name if unicodedata.category(each) not in {"Cc", "Cf", "Co", "Cs", "Cn"})
    name = _SPACES.sub(" ", _UNSAFE.sub("_", name)).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:  # noqa: PLR2004  no ending is longer
        stem, dot, ending = name, "", ""
    stem = stem[: LONGEST - len(dot) - len(ending)].rstrip(" .") or "file"
    return f"{stem}{dot}{ending}"
