"""The English catalogue, with Babel instead of GNU gettext.

catalogue.py update    collect every message of the sources into django.po
catalogue.py check     refuse what is missing, empty, obsolete, fuzzy, or still Chinese
catalogue.py compile   write django.mo
"""

from __future__ import annotations

import re
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src/kepu"
PO = SOURCES / "locale/en/LC_MESSAGES/django.po"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
CHINESE = re.compile(r"[\u3400-\u9fff]")
MAY_STAY_CHINESE = {"中文"}


def messages() -> Iterator[tuple[str, int, object, str | None]]:
    """Every message of Python files and templates: place, line, text, context."""
    import django
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    for path in sorted(SOURCES.rglob("*")):
        place = path.relative_to(ROOT).as_posix()
        if path.suffix == ".py":
            source = path.read_bytes()
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            calls = templatize(path.read_text(encoding="utf-8"), origin=place)
            # The tokenizer reads indentation; that of a template means nothing.
            source = "\n".join(line.strip() for line in calls.splitlines()).encode()
        else:
            continue
        for line, text, _, context in extract("python", BytesIO(source), keywords=KEYWORDS):
            yield place, line, text, context


def collected() -> Catalog:
    """A template of every message; places are files without lines, so that moving code changes nothing."""
    template = Catalog(charset="utf-8", header_comment="# English of Kepu; the source language is Chinese.")
    for place, _, text, context in messages():
        template.add(text, locations=[(place, 0)], context=context)  # type: ignore[arg-type]
    return template


def existing() -> Catalog:
    """The catalogue as it is in the repository."""
    if not PO.exists():
        return Catalog(locale="en", charset="utf-8")
    with PO.open("rb") as stream:
        return read_po(stream, locale="en")


def update() -> None:
    """Bring django.po up to date, keeping translations; obsolete ones go."""
    catalogue = existing()
    catalogue.update(collected(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as stream:
        write_po(stream, catalogue, sort_output=True, omit_header=False, include_lineno=False, width=120)


def problems() -> list[str]:
    """What is wrong with the catalogue."""
    catalogue = existing()
    present = {(m.id, m.context): m for m in catalogue if m.id}
    wanted = {(m.id, m.context) for m in collected() if m.id}
    wrong = [f"missing: {text}" for text, context in sorted(wanted - set(present), key=str)]
    wrong += [f"obsolete: {text}" for text, context in sorted(set(present) - wanted, key=str)]
    for message in present.values():
        texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.fuzzy or not all(texts):
            wrong.append(f"empty: {message.id}")
        elif any(CHINESE.search(str(text)) for text in texts) and message.id not in MAY_STAY_CHINESE:
            wrong.append(f"still Chinese: {message.id}")
        wrong += [f"placeholders differ: {message.id}: {error}" for error in message.check(catalogue)]
    return wrong


def compile_catalogue() -> None:
    """Write django.mo beside django.po."""
    with PO.with_suffix(".mo").open("wb") as stream:
        write_mo(stream, existing())


def main(arguments: list[str]) -> int:
    """Run one of the three."""
    if arguments == ["update"]:
        update()
    elif arguments == ["compile"]:
        compile_catalogue()
    elif arguments == ["check"]:
        wrong = problems()
        print("\n".join(wrong[:40]), file=sys.stderr)
        return 1 if wrong else 0
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
