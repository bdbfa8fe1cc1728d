"""Compound files: the container of .doc, .xls, .wps and .et, and of new documents that are locked by a password."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_HEADER_CHAINS = 109  # sectors of the table that the header names itself
_LAST_SECTOR = 0xFFFFFFFA  # larger numbers are marks, not sectors
_ENTRY = 128
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_SMALLEST_SHIFT, _LARGEST_SHIFT = 7, 16


class BrokenCompoundError(ValueError):
    """The container cannot be followed."""


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: int
    start: int
    size: int


@dataclass(slots=True)
class Compound:
    """A compound file, opened from its bytes.

    Parameters
    ----------
    data : bytes
        The file.

    Raises
    ------
    BrokenCompoundError
        If its tables cannot be followed.

    Notes
    -----
    Every chain is followed for at most as many steps as the file has sectors, so that a circle ends.

    References
    ----------
    .. [1] [MS-CFB], *Compound File Binary File Format*, sections 2.2 to 2.6.
    """

    data: bytes
    _size: int = 0
    _small_size: int = 0
    _cutoff: int = 0
    _table: list[int] = field(default_factory=list)
    _small_table: list[int] = field(default_factory=list)
    _small: bytes = b""
    _entries: dict[str, _Entry] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.data.startswith(SIGNATURE) or len(self.data) < _HEADER:
            raise BrokenCompoundError
        shift, small_shift = struct.unpack_from("<HH", self.data, 30)
        if not _SMALLEST_SHIFT <= shift <= _LARGEST_SHIFT or small_shift >= shift:
            raise BrokenCompoundError
        self._size, self._small_size = 1 << shift, 1 << small_shift
        directory, _, self._cutoff, small, _, more, n_more = struct.unpack_from("<7I", self.data, 48)
        self._table = self._numbers(self._table_sectors(more, n_more))
        entries = self._chain(directory)
        root = self._read_entries(entries)
        self._small = self._chain(root.start)[: root.size]
        self._small_table = self._whole_numbers(self._chain(small))

    @property
    def names(self) -> frozenset[str]:
        """The names of its streams."""
        return frozenset(name for name, entry in self._entries.items() if entry.kind == _STREAM)

    def stream(self, name: str) -> bytes | None:
        """Give the content of a stream, wherever it stands; None when there is none of this name."""
        entry = self._entries.get(name)
        if entry is None or entry.kind != _STREAM:
            return None
        if entry.size >= self._cutoff:
            return self._chain(entry.start)[: entry.size]
        pieces, at = [], entry.start
        for _ in range(len(self._small_table) + 1):
            if at >= len(self._small_table):
                break
            pieces.append(self._small[at * self._small_size : (at + 1) * self._small_size])
            at = self._small_table[at]
        return b"".join(pieces)[: entry.size]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self.data[start : start + self._size]

    def _table_sectors(self, more: int, n_more: int) -> list[int]:
        sectors = list(struct.unpack_from(f"<{_HEADER_CHAINS}I", self.data, 76))
        for _ in range(min(n_more, len(self.data) // self._size + 1)):
            numbers = self._whole_numbers(self._sector(more))
            if not numbers:
                break
            sectors += numbers[:-1]
            more = numbers[-1]
        return [each for each in sectors if each < _LAST_SECTOR]

    def _numbers(self, sectors: list[int]) -> list[int]:
        most = len(self.data) // self._size + 1
        return self._whole_numbers(b"".join(self._sector(each) for each in sectors[:most]))

    @staticmethod
    def _whole_numbers(content: bytes) -> list[int]:
        count = len(content) // 4
        return list(struct.unpack_from(f"<{count}I", content))

    def _chain(self, start: int) -> bytes:
        pieces, at = [], start
        for _ in range(len(self._table) + 1):
            if at >= len(self._table):
                break
            pieces.append(self._sector(at))
            at = self._table[at]
        return b"".join(pieces)

    def _read_entries(self, content: bytes) -> _Entry:
        root = None
        for at in range(0, len(content) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", content, at + 64)
            start, size = struct.unpack_from("<II", content, at + 116)
            name = content[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            entry = _Entry(kind, start, min(size, len(self.data)))
            if kind == _ROOT and root is None:
                root = entry
            elif kind in {_STORAGE, _STREAM}:
                self._entries.setdefault(name, entry)
        if root is None:
            raise BrokenCompoundError
        return root
