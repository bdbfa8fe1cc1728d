"""Reads the text of a PDF: standard input → one JSON line. Runs in a process of its own.

The library behind it is C++ and the file comes from anybody: what crashes or hangs here does not take the site with it.
"""

import json
import resource
import sys

MEMORY = 2 << 30
SECONDS = 20
PAGES = 300
CHARACTERS = 1_000_000


def main() -> None:
    """Print {"state": "read" | "locked" | "broken", "text": pages divided by form feeds}."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import pypdfium2
    import pypdfium2.raw

    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in {pypdfium2.raw.FPDF_ERR_PASSWORD, pypdfium2.raw.FPDF_ERR_SECURITY}
        print(json.dumps({"state": "locked" if locked else "broken", "text": ""}))  # noqa: T201  its one result
        return
    pages: list[str] = []
    size = 0
    for number in range(min(len(document), PAGES)):
        try:
            words = document[number].get_textpage().get_text_bounded()
        except pypdfium2.PdfiumError:  # one page that cannot be read does not make the others unreadable
            continue
        pages.append(words)
        size += len(words)
        if size > CHARACTERS:
            break
    print(json.dumps({"state": "read", "text": "\f".join(pages)}))  # noqa: T201  its one result


if __name__ == "__main__":
    main()
