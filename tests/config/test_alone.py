"""The site runs alone: without root, without the internet, and its pages ask nobody else for anything."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings as site
from django.urls import reverse

from tests.factories.files import make_stored_file
from tests.factories.people import make_user
from tests.factories.site import run_site

SERVE = """
import fcntl, json, os, socket, struct, subprocess, time, urllib.request
from kepu.cli.run import prepare, web

def raise_loopback():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        name, flags = struct.unpack("16sh", fcntl.ioctl(probe, 0x8913, struct.pack("16sh", b"lo", 0))[:18])
        if not flags & 1:
            fcntl.ioctl(probe, 0x8914, struct.pack("16sh", b"lo", flags | 1))

def fetch(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return answer.status

raise_loopback()
prepare.database()
with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    port = probe.getsockname()[1]
server = subprocess.Popen(web.command(host="127.0.0.1", port=port, workers=1, server="granian"))
try:
    for _ in range(300):
        try:
            fetch(port, "/healthz")
            break
        except OSError:
            assert server.poll() is None, "the server ended"
            time.sleep(0.1)
    statuses = [fetch(port, path) for path in ("/readyz", "/accounts/login/", "/static/kepu/app.css")]
finally:
    server.terminate()
    server.wait(20)
from kepu.apps.jobs.worker import run_worker
from tests.factories.files import make_stored_file, make_upload, pdf_bytes
from tests.factories.people import make_user
stored = make_stored_file(owner=make_user(), upload=make_upload("方案.pdf", pdf_bytes("方案")))
ran = run_worker(once=True)
interfaces = [name for _, name in socket.if_nameindex()]
print(json.dumps({"uid": os.getuid(), "interfaces": interfaces, "statuses": statuses, "kind": stored.kind, "ran": ran}))
"""
NOBODY = 65534
# May read what only root may read (the interpreter can lie in root's home), and write nothing there.
AS_NOBODY = (
    "setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups",
    "--inh-caps=-all,+dac_read_search", "--ambient-caps=-all,+dac_read_search",
)  # fmt: skip
WITHOUT_NETWORK = ("unshare", "--map-root-user", "--net")


def served(data: Path, before: tuple[str, ...] = ()) -> dict:
    """Run the whole site once and say how it went."""
    done = run_site(SERVE, data, before=before, KEPU_DEBUG="1", KEPU_LOG_LEVEL="ERROR", HOME=str(data))
    return json.loads(done.stdout.splitlines()[-1])  # the server may speak before


def test_site_runs_without_root(tmp_path):
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    if os.getuid() == 0:
        os.chown(data, NOBODY, NOBODY)

    went = served(data, AS_NOBODY if os.getuid() == 0 else ())

    assert went["uid"] != 0
    assert (went["statuses"], went["kind"]) == ([200, 200, 200], "pdf")
    assert went["ran"] >= 1


def can_leave_the_network() -> bool:
    """Whether this machine lets a process have a network of its own."""
    return (
        shutil.which("unshare") is not None
        and subprocess.run([*WITHOUT_NETWORK, "true"], capture_output=True, check=False).returncode == 0
    )


BLOCKED = """
import socket
connect = socket.socket.connect
def refuse(self, address):
    assert self.family == socket.AF_UNIX or address[0] == "127.0.0.1", f"asked for {address}"
    return connect(self, address)
socket.socket.connect = refuse
"""


def test_site_runs_without_the_internet(tmp_path):
    data = tmp_path / "data"
    if can_leave_the_network():
        went = served(data, WITHOUT_NETWORK)
        assert went["interfaces"] == ["lo"]
    else:
        done = run_site(BLOCKED + SERVE, data, KEPU_DEBUG="1", KEPU_LOG_LEVEL="ERROR")
        went = json.loads(done.stdout)

    assert (went["statuses"], went["kind"]) == ([200, 200, 200], "pdf")


ELSEWHERE = re.compile(
    r"""\b(?:src|href|action|srcset|poster|data|hx-\w+)\s*=\s*["']?\s*(?:[a-z]+:)?//[^"'\s>]+|url\(\s*["']?(?:[a-z]+:)?//|@import""",
    re.IGNORECASE,
)


@pytest.mark.django_db
def test_pages_name_no_other_host(client):
    user = make_user()
    stored = make_stored_file(owner=user)
    pages = [client.get(reverse("account_login")), client.get("/no/such/page/")]
    client.force_login(user)
    pages += [
        client.get(path, follow=True)
        for path in (
            reverse("home"),
            reverse("gallery"),
            reverse("people_me"),
            reverse("files:about", args=[stored.pk]),
        )
    ]

    for page in pages:
        text = page.content.decode()
        assert "</html>" in text
        assert ELSEWHERE.findall(text) == []


def test_built_assets_name_no_other_host():
    folder = Path(site.STATICFILES_DIRS[0]) / "kepu"
    paths = [path for path in folder.rglob("*") if path.suffix in {".css", ".js", ".svg"}]
    assert {path.suffix for path in paths} >= {".css", ".js"}

    for path in paths:
        text = path.read_text(encoding="utf-8")
        assert ELSEWHERE.findall(text) == [], path.name
        hosts = set(re.findall(r"""["'`(](?:https?:)?//([\w.-]+\.\w+)""", text))
        assert hosts <= {"www.w3.org"}, path.name  # names of namespaces
