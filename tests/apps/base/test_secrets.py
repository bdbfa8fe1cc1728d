"""Keys: made once, whoever is first, for the owner's eyes only."""

from __future__ import annotations

import stat
import subprocess
import sys
import threading
import time

from kepu.apps.base import secrets

PROGRAM = """
import sys, time
from pathlib import Path
from kepu.apps.base import secrets
time.sleep(max(0, float(sys.argv[2]) - time.time()))
print(secrets.key("audit", Path(sys.argv[1])).hex())
"""


def test_key_is_made_once(tmp_path):
    first = secrets.key("audit", tmp_path)

    assert len(first) == 32
    assert secrets.key("audit", tmp_path) == first
    assert secrets.key("django", tmp_path) != first


def test_only_the_owner_reads_keys(tmp_path):
    secrets.key("audit", tmp_path)

    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "keys" / "audit").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["audit"], "no draft is left"


def test_key_is_not_in_the_folder_of_another_installation(tmp_path):
    assert secrets.key("audit", tmp_path / "a") != secrets.key("audit", tmp_path / "b")


def test_threads_agree_on_one_key(tmp_path):
    barrier, keys = threading.Barrier(8), []

    def ask():
        barrier.wait()
        keys.append(secrets.key("audit", tmp_path))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(keys) == 8
    assert len(set(keys)) == 1


def test_processes_agree_on_one_key(tmp_path):
    at = str(time.time() + 1.5)
    command = [sys.executable, "-c", PROGRAM, str(tmp_path), at]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]  # our own program

    keys = {process.communicate(timeout=60)[0].strip() for process in processes}

    assert keys == {secrets.key("audit", tmp_path).hex()}
