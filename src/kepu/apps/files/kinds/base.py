"""What one kind of file is: how it is recognised, checked, read for marks of secrecy and cleaned."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from kepu.apps.base.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import _StrPromise

    from kepu.apps.files.codes import FilesCode
    from kepu.apps.files.enums import Kind

HEAD = 4096
MOST_TEXT = 2_000_000  # characters that are looked through for marks


@dataclass
class Material:
    """A file while it is looked at: its name, and its content as a stream that can be rewound."""

    name: str
    stream: BinaryIO
    size: int
    head: bytes = field(init=False)

    def __post_init__(self) -> None:
        self.stream.seek(0)
        self.head = self.stream.read(HEAD)

    @property
    def ending(self) -> str:
        """The ending of the name, such as `.docx`; empty without one."""
        stem, dot, ending = self.name.rpartition(".")
        return f".{ending.lower()}" if dot and stem else ""

    def content(self) -> bytes:
        """The whole content; its size is limited before."""
        self.stream.seek(0)
        return self.stream.read()

    def refused(self, code: FilesCode, **details: object) -> Refused:
        """Make a refusal of this file."""
        return Refused(code, name=self.name, **details)


def _nothing_to_check(_: Material) -> None:
    return None


def _no_text(_: Material) -> str:
    return ""


def _as_it_is(material: Material) -> BinaryIO:
    material.stream.seek(0)
    return material.stream


@dataclass(frozen=True)
class FileKind:
    """One kind; a kind without `kind` is recognised only to be refused by its `check`."""

    label: str | _StrPromise
    endings: tuple[str, ...]
    matches: Callable[[Material], bool]
    kind: Kind | None = None
    content_type: str = "application/octet-stream"
    inline: bool = False
    check: Callable[[Material], None] = _nothing_to_check
    text: Callable[[Material], str] = _no_text
    cleaned: Callable[[Material], BinaryIO] = _as_it_is


def stream_of(content: bytes) -> BinaryIO:
    """Give bytes as a stream."""
    return io.BytesIO(content)
