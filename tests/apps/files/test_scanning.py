"""The scanner is asked as clamd wants to be asked; without its answer nothing is kept."""

from __future__ import annotations

import contextlib
import socketserver
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kepu.apps.base.errors import Refused
from kepu.apps.files import scanning
from kepu.apps.files.codes import FilesCode
from kepu.apps.files.enums import ScanState
from kepu.apps.files.inspection import inspect

VIRUS = b"a harmless test signature"


class Clamd(socketserver.StreamRequestHandler):
    """Speaks INSTREAM: pieces with their lengths, an empty piece at the end, one answer."""

    def handle(self):
        command = self.rfile.read(len(b"zINSTREAM\0"))
        assert command == b"zINSTREAM\0"
        content = b""
        while length := int.from_bytes(self.rfile.read(4)):
            content += self.rfile.read(length)
            if len(content) > self.server.limit:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.server.seen.append(content)
        self.wfile.write(b"stream: Test-Signature FOUND\0" if VIRUS in content else b"stream: OK\0")


@contextlib.contextmanager
def clamd(server_class, address, limit=10**9):
    with server_class(address, Clamd) as server:
        server.seen, server.limit = [], limit
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def scanner(monkeypatch, settings):
    with clamd(socketserver.TCPServer, ("127.0.0.1", 0)) as server:
        monkeypatch.setattr(settings.KEPU, "virus_scanner", f"127.0.0.1:{server.server_address[1]}")
        yield server


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("文.txt", content)


def test_scanner_sees_the_whole_file_and_says_clean(scanner):
    content = "做好科普工作。".encode() * 20_000

    assert inspect(upload(content)).scan is ScanState.CLEAN
    assert scanner.seen == [content]


def test_infected_file_is_refused(scanner):
    with pytest.raises(Refused) as caught:
        inspect(upload(b"text and " + VIRUS))

    assert caught.value.code is FilesCode.INFECTED
    assert "Test-Signature" in caught.value.sentence


def test_scanner_on_a_local_socket_is_asked_too(monkeypatch, settings, tmp_path):
    path = str(tmp_path / "clamd.sock")
    with clamd(socketserver.UnixStreamServer, path):
        monkeypatch.setattr(settings.KEPU, "virus_scanner", path)

        assert inspect(upload(b"text")).scan is ScanState.CLEAN


def test_scanner_that_does_not_answer_means_refusal(scanner, monkeypatch):
    scanner.shutdown()
    monkeypatch.setattr(scanning, "SECONDS", 0.1)

    with pytest.raises(Refused) as caught:
        inspect(upload(b"text"))

    assert caught.value.code is FilesCode.SCANNER_UNREACHABLE


def test_scanner_that_is_not_there_means_refusal(monkeypatch, settings):
    monkeypatch.setattr(settings.KEPU, "virus_scanner", "127.0.0.1:1")

    with pytest.raises(Refused) as caught:
        inspect(upload(b"text"))

    assert caught.value.code is FilesCode.SCANNER_UNREACHABLE
    assert "没有保存" in caught.value.sentence


def test_scanner_that_takes_no_such_large_file_means_refusal(scanner):
    scanner.limit = 10

    with pytest.raises(Refused) as caught:
        inspect(upload(b"a text that is longer"))

    assert caught.value.code is FilesCode.SCANNER_UNREACHABLE


def test_no_scanner_in_the_settings_is_said(settings):
    assert settings.KEPU.virus_scanner == ""
    assert inspect(upload(b"text")).scan is ScanState.NOT_ASKED
