"""`kepu audit`: what it prints, where it refuses."""

from __future__ import annotations

import json

import pytest
from django.db import connection

from kepu.apps.audit import sealing
from kepu.apps.audit.codes import AuditCode
from kepu.cli.main import main
from tests.factories.audit import forging, make_row, make_sealed_rows

pytestmark = pytest.mark.django_db


def test_seal_prints_how_many(capsys):
    make_row()

    assert main(["audit", "seal"]) == 0
    assert capsys.readouterr().out == "1\n"


def test_head_is_printed_or_written(capsys, tmp_path):
    make_sealed_rows(2)

    assert main(["audit", "head"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert main(["audit", "head", "-o", str(tmp_path / "kept" / "head.json")]) == 0

    assert printed == json.loads((tmp_path / "kept" / "head.json").read_text())
    assert list(printed) == ["position", "digest", "sealed_at", "count"]
    assert printed["position"] == printed["count"] == 2


def test_verify_of_a_sound_log(capsys):
    make_sealed_rows(2)

    assert main(["audit", "verify"]) == 0
    assert capsys.readouterr().out.startswith("完好：封存 2 条，等待 0 条，链头第 2 位 ")


def test_verify_names_the_row_and_refuses(capsys):
    rows = make_sealed_rows(2)
    with forging() as cursor:
        cursor.execute("UPDATE audit_auditrow SET action = 'x' WHERE changes LIKE %s", ['%"n":{"new":1}%'])

    assert main(["audit", "verify"]) == 1
    shown = capsys.readouterr()
    assert shown.out == f"第 2 位 {rows[1].pk} 内容被改动\n"
    assert shown.err == "kepu: The audit log is not sound: 1 problems.\n"


def test_verify_against_a_head_finds_a_cut_tail(capsys, tmp_path):
    make_sealed_rows(3)
    main(["audit", "head", "-o", str(tmp_path / "head.json")])
    with forging() as cursor:
        cursor.execute("DELETE FROM audit_auditrow WHERE id IN (SELECT row_id FROM audit_seal WHERE position > 1)")
        cursor.execute("DELETE FROM audit_seal WHERE position > 1")

    assert main(["audit", "verify", "--head", str(tmp_path / "head.json"), "--format", "json"]) == 1
    shown = capsys.readouterr()
    assert json.loads(shown.out)["problems"] == [
        {"kind": "cut", "position": 2, "row_id": "", "other": "3", "label": "末尾被截断"}
    ]
    assert json.loads(shown.err)["error"]["code"] == AuditCode.CHAIN_BROKEN
    assert json.loads(shown.err)["error"]["details"] == {"problems": 1}


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"position": -1, "digest": "", "sealed_at": "", "count": 0}'])
def test_file_that_is_no_head_is_refused(capsys, tmp_path, text):
    path = tmp_path / "head.json"
    path.write_text(text)

    assert main(["audit", "verify", "--head", str(path), "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().err)["error"]["code"] == AuditCode.HEAD_UNREADABLE


def test_missing_head_file_is_refused(capsys, tmp_path):
    assert main(["audit", "verify", "--head", str(tmp_path / "none.json")]) == 1
    assert "is not an exported head" in capsys.readouterr().err


@pytest.mark.parametrize("part", ["seal", "head", "verify"])
def test_database_without_a_log_is_refused(capsys, monkeypatch, part):
    monkeypatch.setattr(connection.introspection, "table_names", list)

    assert main(["audit", part]) == 1  # AuditCode.NO_LOG
    assert capsys.readouterr().err == (
        "kepu: The database has no audit log or cannot be reached; run `kepu migrate`.\n"
    )


def test_exported_head_is_never_written_again(settings, tmp_path):
    settings.DATA = tmp_path
    make_sealed_rows(1)

    first = sealing.export_head()
    kept = first.read_text()
    again = sealing.export_head()
    make_sealed_rows(1)
    later = sealing.export_head()

    assert (again, again.read_text()) == (first, kept)
    assert first.parent == tmp_path / "export" / "audit-heads"
    assert sealing.read_head(later).position == 2
