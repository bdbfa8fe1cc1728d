"""The virus scanner: clamd, asked over a socket (INSTREAM)."""

from __future__ import annotations

import contextlib
import socket
from typing import TYPE_CHECKING

from django.conf import settings

from kepu.apps.files.codes import FilesCode
from kepu.apps.files.enums import ScanState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kepu.apps.files.kinds.base import Material

CHUNK = 64 * 1024
SECONDS = 30.0
LONGEST_ANSWER = 4096
LONGEST_NAME = 100


def scan(material: Material) -> ScanState:
    """Have a file looked at; without a scanner in the settings nobody looks, without an answer the file is refused."""
    where = settings.KEPU.virus_scanner
    if not where:
        return ScanState.NOT_ASKED
    try:
        answer = _ask(where, material)
    except OSError as error:
        raise material.refused(FilesCode.SCANNER_UNREACHABLE) from error
    if answer.endswith(" FOUND"):
        virus = answer.removesuffix(" FOUND").partition(": ")[2]
        raise material.refused(FilesCode.INFECTED, virus=virus[:LONGEST_NAME])
    if not answer.endswith(" OK"):  # a size limit of the scanner's, or an error
        raise material.refused(FilesCode.SCANNER_UNREACHABLE)
    return ScanState.CLEAN


def _ask(where: str, material: Material) -> str:
    with _connected(where) as connection:
        connection.sendall(b"zINSTREAM\x00")
        material.stream.seek(0)
        try:
            while chunk := material.stream.read(CHUNK):
                connection.sendall(len(chunk).to_bytes(4) + chunk)
            connection.sendall(bytes(4))
        except (BrokenPipeError, ConnectionResetError):  # it has answered before the end
            pass
        answer = b""
        while not answer.endswith(b"\x00") and len(answer) < LONGEST_ANSWER:
            piece = connection.recv(LONGEST_ANSWER)
            if not piece:
                break
            answer += piece
    return answer.rstrip(b"\x00\n").decode("utf-8", "replace")


@contextlib.contextmanager
def _connected(where: str) -> Iterator[socket.socket]:
    """`host:port`, or the path of a local socket."""
    if where.startswith("/"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(SECONDS)
            connection.connect(where)
            yield connection
    else:
        host, _, port = where.rpartition(":")
        with socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS) as connection:
            yield connection
