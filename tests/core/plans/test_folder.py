"""`kepu plan parse FOLDER`: many documents side by side; one that cannot be read loses none of the others."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kepu.cli import plan_folder
from kepu.cli.codes import CliCode
from kepu.cli.main import main
from kepu.core.plans import parse_plan, to_json
from tests.core.plans.making import sample_docx, sample_text
from tools.hostile_texts import plain


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "方案"
    (place / "区").mkdir(parents=True)
    (place / "甲.txt").write_text(sample_text(), encoding="utf-8")
    (place / "区" / "乙.docx").write_bytes(sample_docx())
    (place / "坏.docx").write_bytes(b"")
    (place / "~$甲.docx").write_bytes(b"x")
    (place / "说明.bin").write_bytes(b"x")
    return place


def rows(out):
    return {row["name"]: row for row in json.loads((out / "summary.json").read_text(encoding="utf-8"))}


def test_folder_is_read_and_the_bad_file_is_named(folder, tmp_path, capsys):
    out = tmp_path / "结果"

    assert main(["plan", "parse", str(folder), "--out", str(out), "--workers", "2"]) == 1

    found = rows(out)
    assert list(found) == sorted(["坏.docx", str(Path("区", "乙.docx")), "甲.txt"])
    assert (out / "甲.txt.json").read_text(encoding="utf-8") == to_json(parse_plan(sample_text()))
    assert json.loads((out / "区" / "乙.docx.json").read_text(encoding="utf-8"))["tasks"]
    assert not (out / "坏.docx.json").exists()
    assert found["坏.docx"]["code"] == "plans.empty"
    assert found["甲.txt"]["n_tasks"] == len(parse_plan(sample_text()).tasks)
    printed = capsys.readouterr().out
    assert "plans.empty" in printed
    assert printed.rstrip().endswith("共 3 份：读了 2 份，未读 1 份。")


def test_folder_without_bad_files_ends_with_zero(folder, tmp_path):
    (folder / "坏.docx").unlink()

    assert main(["plan", "parse", str(folder), "--out", str(tmp_path / "out"), "--format", "md"]) == 0
    assert (tmp_path / "out" / "甲.txt.md").read_text(encoding="utf-8").startswith("# ")


def test_results_inside_the_folder_are_not_read_again(folder):
    out = folder / "结果"
    arguments = ["plan", "parse", str(folder), "--out", str(out), "--format", "md"]

    assert [main(arguments), main(arguments)] == [1, 1]
    assert len(rows(out)) == 3


@pytest.mark.parametrize("empty", [True, False])
def test_folder_without_output_or_documents_is_refused(folder, tmp_path, capsys, empty):
    (tmp_path / "空").mkdir()
    arguments = [str(tmp_path / "空"), "--out", str(tmp_path / "out")] if empty else [str(folder)]

    assert main(["plan", "parse", *arguments]) == 1
    assert ("holds no document" if empty else "--out DIR") in capsys.readouterr().err


def test_fault_of_the_reader_is_told_and_leaves_nothing_behind(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("kepu.cli.plan.rendered", lambda *_: 1 / 0)
    job = plan_folder.Job(str(folder / "甲.txt"), "甲.txt", str(tmp_path / "a" / "甲.json"), "json", None)

    done = plan_folder.read_one(job)

    assert (done.code, done.message) == (CliCode.READER_FAILED, "ZeroDivisionError: division by zero")
    assert not (tmp_path / "a").exists()


def test_unreadable_file_is_told(tmp_path):
    done = plan_folder.read_one(plan_folder.Job(str(tmp_path / "none.txt"), "none.txt", "x", "json", None))

    assert (done.code, done.message) == (CliCode.FILE_UNREADABLE, "No such file or directory")


def _die(_job):
    os.kill(os.getpid(), signal.SIGKILL)


def test_process_that_dies_loses_its_own_document_only(folder, tmp_path, monkeypatch):
    whole = plan_folder.read_one

    def mortal(job):
        return _die(job) if job.name == "坏.docx" else whole(job)

    monkeypatch.setattr(plan_folder, "read_one", mortal)
    jobs = [
        plan_folder.Job(str(folder / name), name, str(tmp_path / f"{name}.json"), "json", None)
        for name in ("坏.docx", "甲.txt")
    ]
    monkeypatch.setattr(plan_folder, "ProcessPoolExecutor", _forking)
    done = {each.name: each.code for each in plan_folder._run(jobs, 2)}

    assert done == {"坏.docx": CliCode.READER_DIED, "甲.txt": ""}


def _forking(workers, initializer):
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    class Named(ProcessPoolExecutor):
        def submit(self, _function, job):
            return super().submit(_call, job)

    return Named(workers, multiprocessing.get_context("fork"), initializer)


def _call(job):
    return plan_folder.read_one(job)  # looked up in the child: what the test put there


def _hear_ctrl_c():
    """A job in the background is started with its ears closed."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_ends_at_once_and_leaves_no_half_file(tmp_path):
    place = tmp_path / "in"
    place.mkdir()
    (place / "0.txt").write_text(sample_text(), encoding="utf-8")
    for number in range(1, 9):
        (place / f"{number}.txt").write_text(plain(300_000), encoding="utf-8")
    command = [sys.executable, "-m", "kepu", "plan", "parse", str(place), "--out", str(tmp_path / "out")]
    running = subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
        preexec_fn=_hear_ctrl_c,  # noqa: PLW1509  no threads here
    )  # fmt: skip
    until = time.monotonic() + 60
    while not (tmp_path / "out" / "0.txt.json").exists() and time.monotonic() < until:
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=30)

    assert running.returncode == plan_folder.INTERRUPTED
    assert "已中断" in said
    assert "Traceback" not in said
    assert not list((tmp_path / "out").glob(".*"))


def test_progress_is_shown_on_a_terminal_only(monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    plan_folder._progress(1, 2)
    plan_folder._progress(2, 2)
    assert capsys.readouterr().err.endswith(" 2/2\n")

    monkeypatch.setattr(sys.stderr, "isatty", lambda: False, raising=False)
    plan_folder._progress(1, 2)
    assert not capsys.readouterr().err


def test_folder_of_results_that_cannot_be_written_is_refused_at_once(folder, tmp_path, capsys):
    (tmp_path / "out").write_text("a file", encoding="utf-8")

    assert main(["plan", "parse", str(folder), "--out", str(tmp_path / "out" / "in")]) == 1

    said = capsys.readouterr()
    assert "cannot be written" in said.err
    assert "Traceback" not in said.err
    assert said.out == ""
