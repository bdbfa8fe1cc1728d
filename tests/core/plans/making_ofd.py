"""Makers of OFD documents: pages of lines and ruled tables, each character with its place."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

OFD = "http://www.ofdspec.org/2016"
SIZE = 5.0  # millimetres


def text_object(words: str, x: float, y: float, *, size: float = SIZE, more: str = "", code: str = "") -> str:
    """Print a line whose base line stands at y."""
    step = f'DeltaX="g {len(words) - 1} {size}"' if len(words) > 1 else ""
    return (
        f'<ofd:TextObject ID="9" Boundary="{x} {y - size} {len(words) * size} {size * 1.2}" Font="1" Size="{size}" {more}>'
        f'<ofd:TextCode X="0" Y="{size}" {code or step}>{words}</ofd:TextCode></ofd:TextObject>'
    )


def rule(x0: float, y0: float, x1: float, y1: float) -> str:
    """Draw a line."""
    return (
        f'<ofd:PathObject ID="8" Boundary="{x0} {y0} {x1 - x0} {y1 - y0}" LineWidth="0.3" Stroke="true">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def picture(x: float, y: float, width: float, height: float) -> str:
    """Place a picture."""
    return f'<ofd:ImageObject ID="7" Boundary="{x} {y} {width} {height}" ResourceID="3"/>'


def paragraph(*lines: str, top: float, left: float = 30) -> str:
    """Print lines under one another."""
    return "".join(text_object(line, left, top + 9 * number) for number, line in enumerate(lines))


def ruled(rows: Sequence[Sequence[str]], *, top: float, left: float = 20, width: float = 42, height: float = 12) -> str:
    """Draw a table; a cell of None belongs to the one above."""
    n = len(rows[0])
    made = "".join(rule(left + width * at, top, left + width * at, top + height * len(rows)) for at in range(n + 1))
    for number, row in enumerate(rows):
        y = top + height * number
        for at, words in enumerate(row):
            if words is None:
                continue
            made += rule(left + width * at, y, left + width * (at + 1), y)
            if words:
                made += text_object(words, left + width * at + 2, y + 8, size=4)
    bottom = top + height * len(rows)
    return made + rule(left, bottom, left + width * n, bottom)


def ofd(*pages: str, members: Mapping[str, bytes] | None = None, template: str = "", root: str = "Doc_0") -> bytes:
    """Write a document."""
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    named = f'xmlns:ofd="{OFD}"'
    listed = "".join(f'<ofd:Page ID="{n + 10}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    behind = '<ofd:TemplatePage ID="5" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if template else ""
    use = '<ofd:Template TemplateID="5" ZOrder="Background"/>' if template else ""
    content = "<ofd:Content><ofd:Layer Type='Body' ID='2'>{}</ofd:Layer></ofd:Content>"
    files = {
        "OFD.xml": f"{head}<ofd:OFD {named} Version='1.1' DocType='OFD'><ofd:DocBody><ofd:DocRoot>{root}/Document.xml"
        "</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        f"{root}/Document.xml": f"{head}<ofd:Document {named}><ofd:CommonData><ofd:MaxUnitID>99</ofd:MaxUnitID><ofd:PageArea>"
        f"<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>{behind}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    for number, page in enumerate(pages):
        files[f"{root}/Pages/Page_{number}/Content.xml"] = (
            f"{head}<ofd:Page {named}>{use}{content.format(page)}</ofd:Page>"
        )
    if template:
        files[f"{root}/Tpls/Tpl_0/Content.xml"] = f"{head}<ofd:Page {named}>{content.format(template)}</ofd:Page>"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, words in {**{path: words.encode() for path, words in files.items()}, **(members or {})}.items():
            archive.writestr(path, words)
    return stream.getvalue()
