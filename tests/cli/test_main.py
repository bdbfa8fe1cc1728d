"""The command line: exit codes, and where sentences go."""

import json
import subprocess
import sys

import pytest

from kepu.cli import main as cli
from kepu.core.errors import InputError


def test_no_command_is_wrong_usage(capsys):
    assert cli.main([]) == 2

    assert "usage: kepu" in capsys.readouterr().out


def test_unknown_command_is_wrong_usage():
    with pytest.raises(SystemExit) as ended:
        cli.main(["nonsense"])

    assert ended.value.code == 2


@pytest.mark.parametrize("as_json", [False, True])
def test_refusal_goes_to_standard_error(capsys, as_json):
    error = InputError("plans.empty", "The file is empty.", name="a.txt")

    assert cli.refuse(error, as_json=as_json) == 1

    out, err = capsys.readouterr()
    assert out == ""
    if as_json:
        assert json.loads(err) == {
            "error": {"code": "plans.empty", "message": "The file is empty.", "details": {"name": "a.txt"}}
        }
    else:
        assert err == "kepu: The file is empty.\n"


def test_version_is_printed(capsys):
    assert cli.main(["--version"]) == 0

    assert capsys.readouterr().out.strip().count(".") == 2


def test_setting_that_cannot_be_read_ends_a_command_with_its_name(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "kepu", "migrate"],
        env={"KEPU_DATA": str(tmp_path), "KEPU_IDLE_MINUTES": "soon", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "KEPU_IDLE_MINUTES" in done.stderr
    assert done.stdout == ""
