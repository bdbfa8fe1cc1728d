"""What `kepu up` refuses, before and after it starts anything."""

import os
import socket
import subprocess
import sys

import pytest

from kepu.cli.codes import SiteCode
from kepu.cli.run import up
from kepu.core.errors import InputError


def test_port_in_use_is_said_before_any_work(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        done = subprocess.run(
            [sys.executable, "-m", "kepu", "up", "--port", str(port)],
            env={**os.environ, "KEPU_DATA": str(tmp_path), "DATABASE_URL": ""},
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 1
    assert f"--port {port + 1}" in done.stderr
    assert not (tmp_path / "kepu.sqlite3").exists()


def test_port_in_use_has_its_code():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        with pytest.raises(InputError) as refused:
            up.refuse_taken("127.0.0.1", taken.getsockname()[1])

    assert refused.value.code == SiteCode.PORT_TAKEN


def test_plan_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputError) as refused:
        up.refuse_missing(str(tmp_path / "nowhere.docx"))

    assert refused.value.code == SiteCode.NO_SUCH_FILE
    assert "nowhere.docx" in refused.value.message


def test_process_that_ends_at_once_is_said():
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()

    with pytest.raises(InputError) as refused:
        up.wait_until_answers("http://127.0.0.1:1/healthz", [ended])

    assert refused.value.code == SiteCode.NOT_STARTED


def test_import_refuses_the_plan_before_the_site_is_prepared(tmp_path, monkeypatch):
    prepared = []
    monkeypatch.setattr(up.prepare, "database", lambda: prepared.append("database"))

    with pytest.raises(InputError):
        up.run(host="127.0.0.1", port=0, plan=str(tmp_path / "nowhere.txt"), with_demo=False)

    assert prepared == []
