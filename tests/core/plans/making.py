"""Makers of documents for the tests: .docx and .html from plain words, and broken ones."""

from __future__ import annotations

import io
import struct
import zipfile
from importlib.resources import files
from typing import TYPE_CHECKING

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADER = ("类别", "任务内容", "牵头单位", "责任单位")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def sample_text() -> str:
    """Give the sample plan of the package."""
    return (files("kepu.core.plans") / "sample" / "plan.txt").read_text(encoding="utf-8")


def sample_parts() -> tuple[list[str], list[list[str]]]:
    """Give the lines before the sample's table, and the rows of the table with blanks for merged cells."""
    body, _, table = sample_text().partition("\t类别\n")
    cells: list[str] = []
    for line in ("\t类别\n" + table).split("\n"):
        if line.startswith("\t"):
            cells.append(line.strip())
        elif line.strip():
            cells[-1] += line.strip()
    rows = [cells[at : at + 4] for at in range(0, len(cells), 4)]
    return [line.strip() for line in body.split("\n") if line.strip()], rows


def save(document) -> bytes:
    """Give the bytes of a python-docx document."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def sample_docx() -> bytes:
    """Write the sample plan as a Word document whose table really merges its cells."""
    lines, rows = sample_parts()
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    add_table(document, rows, merged_columns=(0, 3))
    return save(document)


def add_table(document, rows: Sequence[Sequence[str]], merged_columns: Sequence[int] = (0,)):
    """Add a table; blanks in some columns are merged with the cell above."""
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for number, row in enumerate(rows):
        for column, words in enumerate(row):
            table.cell(number, column).text = words
    for column in merged_columns:
        top = 1
        for number in range(2, len(rows) + 1):
            if number == len(rows) or rows[number][column]:
                if number - 1 > top:
                    table.cell(top, column).merge(table.cell(number - 1, column))
                top = number
    return table


def docx_of(*lines: str) -> bytes:
    """Write paragraphs as a Word document."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    return save(document)


def docx_parts(body: str, **parts: str) -> bytes:
    """Write a Word document from raw XML: the body, and further parts such as numbering."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr(
            "word/document.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        )
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return stream.getvalue()


def p(words: str, properties: str = "") -> str:
    """Give the XML of a paragraph."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def number_paragraph(paragraph, list_id: int, level: int) -> None:
    """Put a paragraph into a list."""
    properties = paragraph._p.get_or_add_pPr()
    numbering = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", level), ("w:numId", list_id)):
        element = OxmlElement(tag)
        element.set(qn("w:val"), str(value))
        numbering.append(element)
    properties.append(numbering)


def encrypted_docx() -> bytes:
    """Give the beginning of what Office writes for a document with a password."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(512)


def flagged_zip() -> bytes:
    """Give a .docx whose entries say that they are encrypted."""
    data = bytearray(docx_of("一、总体要求"))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        flags = struct.unpack_from("<H", data, at + 8)[0]
        struct.pack_into("<H", data, at + 8, flags | 1)
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def bomb(size: int) -> bytes:
    """Give a small .docx that unpacks to many bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * size)
    return stream.getvalue()


def html_table(rows: Sequence[Sequence[str]]) -> str:
    """Write a table whose blank cells are covered by a rowspan from above."""
    lines = []
    for number, row in enumerate(rows):
        cells = ""
        for column, words in enumerate(row):
            if not words and number > 1:
                continue
            span = 1
            while words and number + span < len(rows) and not rows[number + span][column]:
                span += 1
            extent = f' rowspan="{span}"' if span > 1 else ""
            cells += f"<td{extent}>{words}</td>"
        lines.append(f"<tr>{cells}</tr>")
    return f"<table>{''.join(lines)}</table>"


def sample_html() -> str:
    """Write the sample plan as a web page with navigation around it."""
    lines, rows = sample_parts()
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>x</title><style>p{}</style></head><body>'
        f"<nav><a>首页</a></nav><div>{paragraphs}{html_table(rows)}</div><script>1</script></body></html>"
    )


def docx_with_prolog(prolog: str) -> bytes:
    """Write a Word document whose XML begins with a declaration of entities."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(
            "word/document.xml", f'<?xml version="1.0"?>{prolog}<w:document xmlns:w="{W}"><w:body/></w:document>'
        )
    return stream.getvalue()
