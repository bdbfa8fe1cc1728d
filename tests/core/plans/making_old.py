"""Makers of old Office files: the container, a workbook from its records, a document from its pieces."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SECTOR = 512
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SMALLEST = 4096  # streams of this size stand in sectors of their own


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Write a compound file; short streams are filled up, so that none is small."""
    contents = {name: content.ljust(SMALLEST, b"\x00") for name, content in streams.items()}
    directory = _directory(contents)
    n_directory = len(directory) // SECTOR
    counts = {name: -(-len(content) // SECTOR) for name, content in contents.items()}
    n_table = 1
    while n_table * (SECTOR // 4) < n_table + n_directory + sum(counts.values()):
        n_table += 1
    assert n_table <= 109
    table = [TABLE] * n_table + _run(n_table, n_directory)
    body = bytearray(directory)
    start = n_table + n_directory
    for number, name in enumerate(contents, 1):
        struct.pack_into("<I", body, number * 128 + 116, start)
        table += _run(start, counts[name])
        start += counts[name]
    table += [FREE] * (n_table * (SECTOR // 4) - len(table))
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6, 0, n_table, n_table, 0, SMALLEST, END, 0,
        END, 0,
    )  # fmt: skip
    header += struct.pack("<109I", *range(n_table), *[FREE] * (109 - n_table))
    padded = b"".join(content.ljust(counts[name] * SECTOR, b"\x00") for name, content in contents.items())
    return header + struct.pack(f"<{len(table)}I", *table) + bytes(body) + padded


def _run(start: int, count: int) -> list[int]:
    return [*range(start + 1, start + count), END]


def _directory(contents: Mapping[str, bytes]) -> bytes:
    names = ["Root Entry", *contents]
    entries = b""
    for number, name in enumerate(names):
        words = name.encode("utf-16-le") + b"\x00\x00"
        right = number + 1 if 0 < number < len(names) - 1 else FREE
        child = 1 if number == 0 and len(names) > 1 else FREE
        kind, size = (5, 0) if number == 0 else (2, len(contents[name]))
        start = END if number == 0 else 0
        entries += struct.pack(
            "<64sHBBIII16sIQQIII", words, len(words), kind, 1, FREE, right, child, bytes(16), 0, 0, 0, start, size, 0
        )
    return entries.ljust(-(-len(entries) // SECTOR) * SECTOR, b"\x00")


def record(kind: int, content: bytes = b"") -> bytes:
    """Write a record of a workbook."""
    return struct.pack("<HH", kind, len(content)) + content


def _string(words: str) -> bytes:
    return struct.pack("<HB", len(words), 1) + words.encode("utf-16-le")


Sheet = dict[str, object]


def old_workbook(*sheets: Sheet, formats: Sequence[str] = (), before: bytes = b"") -> bytes:
    """Write an .xls.

    A sheet is a dict: ``name``, ``rows`` (lists of str, number or (number, format) with the index of a format), and perhaps
    ``merges`` (row, column, rows, columns), ``hidden_rows``, ``hidden_columns``, ``hidden``.
    """
    start = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 1997, 0, 6)) + before
    for number, code in enumerate(formats):
        start += record(0x041E, struct.pack("<H", 164 + number) + _string(code))
    for number in range(len(formats) + 1):
        start += record(0x00E0, struct.pack("<HH16x", 0, 163 + number if number else 0))
    pages = [_page(sheet) for sheet in sheets]
    tabs = [
        struct.pack("<BB", 1 if sheet.get("hidden") else 0, 0)
        + struct.pack("<BB", len(str(sheet["name"])), 1)
        + str(sheet["name"]).encode("utf-16-le")
        for sheet in sheets
    ]
    length = len(start) + sum(8 + len(tab) for tab in tabs) + 4
    for tab, page in zip(tabs, pages, strict=True):
        start += record(0x0085, struct.pack("<I", length) + tab)
        length += len(page)
    return compound({"Workbook": start + record(0x000A) + b"".join(pages)})


def _page(sheet: Sheet) -> bytes:
    rows: Sequence[Sequence[object]] = sheet["rows"]  # type: ignore[assignment]
    page = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 1997, 0, 6))
    for column in sheet.get("hidden_columns", ()):  # type: ignore[attr-defined]
        page += record(0x007D, struct.pack("<HHHHHH", column, column, 2000, 0, 1, 0))
    for row in sheet.get("hidden_rows", ()):  # type: ignore[attr-defined]
        page += record(0x0208, struct.pack("<HHHHHHI", row, 0, 9, 255, 0, 0, 0x20))
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            page += _cell(number, column, value)
    merges: Sequence[tuple[int, int, int, int]] = sheet.get("merges", ())  # type: ignore[assignment]
    if merges:
        places = [struct.pack("<HHHH", r, r + h - 1, c, c + w - 1) for r, c, h, w in merges]
        page += record(0x00E5, struct.pack("<H", len(places)) + b"".join(places))
    return page + record(0x000A)


def _cell(row: int, column: int, value: object) -> bytes:
    if value is None:
        return b""
    if isinstance(value, str):
        return record(0x0204, struct.pack("<HHH", row, column, 0) + _string(value))
    number, look = value if isinstance(value, tuple) else (value, 0)
    return record(0x0203, struct.pack("<HHHd", row, column, look, float(number)))  # type: ignore[arg-type]


def old_document(*pieces: str, locked: bool = False, narrow: Sequence[int] = ()) -> bytes:
    """Write the words of a .doc, piece by piece; those numbered in `narrow` take one byte for a character."""
    main = bytearray(0x0800)
    struct.pack_into("<H", main, 0, 0xA5EC)
    struct.pack_into("<H", main, 10, 0x0200 | (0x0100 if locked else 0))
    edges, places = [0], []
    for number, words in enumerate(pieces):
        if number in narrow:
            places.append(len(main) * 2 | 0x40000000)
            main += words.encode("cp1252")
        else:
            places.append(len(main))
            main += words.encode("utf-16-le")
        edges.append(edges[-1] + len(words))
    plc = struct.pack(f"<{len(edges)}I", *edges) + b"".join(struct.pack("<HIH", 0, place, 0) for place in places)
    clx = b"\x01" + struct.pack("<H", 2) + b"\x00\x00" + b"\x02" + struct.pack("<I", len(plc)) + plc
    struct.pack_into("<II", main, 0x01A2, 0, len(clx))
    return compound({"WordDocument": bytes(main), "1Table": clx})
