"""`kepu doctor` finds what is wrong, says what to do, and ends with 1 when something does not work."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as site
from django.db import connection

from kepu.apps.audit.enums import CheckState
from kepu.apps.audit.models import Check
from kepu.apps.audit.services import record
from kepu.apps.base import clock, triggers
from kepu.apps.jobs.models import Job, Schedule
from kepu.cli.maintenance.doctor import database, environment, folder, run, work
from tests.conftest import libreoffice
from tests.factories.site import prepared, run_kepu


def states(check) -> dict[str, list[str]]:
    """What a check found: {name: states}; every trouble comes with advice."""
    found: dict[str, list[str]] = {}
    for each in check():
        assert each.sentence.endswith("。")
        assert each.state == "ok" or each.advice.endswith("。")
        found.setdefault(each.check, []).append(each.state)
    return found


def test_sound_installation_is_found_sound(tmp_path):
    data = prepared(tmp_path / "data")
    (data / "static").mkdir(exist_ok=True)
    (data / "static" / "staticfiles.json").write_text("{}")
    assert run_kepu("worker", "--once", data=data).returncode == 0

    done = run_kepu("doctor", "--format", "json", data=data)

    found = json.loads(done.stdout)
    assert {each["check"]: each["state"] for each in found if each["state"] != "ok"} == {
        "scanner": "warn",
        **({} if libreoffice() else {"old_documents": "warn"}),
    }
    assert done.returncode == 0, done.stdout
    assert {
        "settings",
        "data",
        "disk",
        "keys",
        "assets",
        "database",
        "triggers",
        "sqlite",
        "worker",
        "audit",
        "storage",
    } <= {each["check"] for each in found}


def test_text_says_the_trouble_and_the_way_out_and_ends_with_1(tmp_path):
    done = run_kepu("doctor", data=tmp_path / "new")

    assert done.returncode == 1
    assert "[故障] 数据库还有" in done.stdout
    assert "请运行 kepu migrate。" in done.stdout


def test_settings_that_cannot_be_read_are_a_finding(tmp_path):
    done = run_kepu("doctor", "--format", "json", data=tmp_path, KEPU_DEBUG="perhaps")

    (finding,) = json.loads(done.stdout)
    assert (finding["check"], finding["state"], done.returncode) == ("settings", "fail", 1)
    assert "KEPU_DEBUG" in finding["sentence"]


def test_data_folder_that_cannot_be_made_is_a_finding(tmp_path):
    (tmp_path / "file").write_text("")

    done = run_kepu("doctor", "--format", "json", data=tmp_path / "file" / "data")

    (finding,) = json.loads(done.stdout)
    assert (finding["check"], finding["state"], done.returncode) == ("data", "fail", 1)


def test_database_that_does_not_answer_is_a_finding_and_the_rest_goes_on(tmp_path):
    address = "postgresql://nobody:secret@127.0.0.1:1/kepu"

    done = run_kepu("doctor", "--format", "json", data=tmp_path, DATABASE_URL=address)

    found = {each["check"]: each["state"] for each in json.loads(done.stdout)}
    assert (found["database"], found["data"], done.returncode) == ("fail", "ok", 1)
    assert "secret" not in done.stdout


def test_damaged_database_is_a_finding(tmp_path):
    data = prepared(tmp_path / "data")
    with closing(sqlite3.connect(data / "kepu.sqlite3")) as own:
        own.execute("PRAGMA journal_mode=DELETE")
    content = bytearray((data / "kepu.sqlite3").read_bytes())
    content[4096 * 20 : 4096 * 40] = bytes(range(256)) * 16 * 20
    (data / "kepu.sqlite3").write_bytes(content)

    done = run_kepu("doctor", "--format", "json", data=data)

    assert done.returncode == 1
    assert "fail" in {each["state"] for each in json.loads(done.stdout) if each["check"] in {"sqlite", "database"}}


def test_variable_that_nobody_reads_is_named(monkeypatch):
    monkeypatch.setenv("KEPU_HOST", "typing error")

    assert states(environment.variables) == {"settings": ["warn"]}
    assert "KEPU_HOST" in next(iter(environment.variables())).sentence


def test_debugging_is_warned_of(settings):
    settings.DEBUG = True

    assert states(environment.variables)["settings"] == ["warn"]


def test_time_zone_that_the_machine_does_not_know_is_a_finding(monkeypatch):
    import zoneinfo

    assert states(environment.time_zone) == {"time_zone": ["ok"]}

    def unknown(_name):
        raise zoneinfo.ZoneInfoNotFoundError

    monkeypatch.setattr(zoneinfo, "ZoneInfo", unknown)
    assert states(environment.time_zone) == {"time_zone": ["fail"]}


def test_folder_that_others_may_read_is_warned_of(settings, tmp_path):
    settings.DATA = tmp_path
    tmp_path.chmod(0o755)
    assert states(folder.data_folder) == {"data": ["warn"]}

    tmp_path.chmod(0o700)
    assert states(folder.data_folder) == {"data": ["ok"]}


def test_folder_that_is_not_there_is_a_finding(settings, tmp_path):
    settings.DATA = tmp_path / "gone"

    assert states(folder.data_folder) == {"data": ["fail"]}


@pytest.mark.parametrize(("free", "state"), [(100, "fail"), (2 << 30, "warn"), (50 << 30, "ok")])
def test_little_room_is_a_finding(monkeypatch, free, state):
    import shutil

    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(free, 0, free))

    assert states(folder.disk_space) == {"disk": [state]}


def test_keys_that_others_may_read_or_that_are_cut_are_findings(settings, tmp_path):
    settings.DATA = tmp_path
    keys = tmp_path / "keys"
    keys.mkdir(mode=0o700)
    (keys / "audit").write_bytes(b"k" * 32)
    (keys / "audit").chmod(0o600)
    assert states(folder.keys) == {"keys": ["ok"]}

    (keys / "audit").chmod(0o644)
    assert states(folder.keys) == {"keys": ["fail"]}

    (keys / "audit").chmod(0o600)
    (keys / "audit").write_bytes(b"k")
    assert states(folder.keys) == {"keys": ["fail"]}


def test_assets_that_are_missing_are_findings(settings, tmp_path):
    settings.STATICFILES_DIRS = [tmp_path]
    settings.STATIC_ROOT = tmp_path / "collected"
    assert states(folder.assets) == {"assets": ["fail"]}

    (tmp_path / "kepu").mkdir()
    (tmp_path / "kepu" / "app.css").write_text("")
    assert states(folder.assets) == {"assets": ["fail"]}

    (tmp_path / "collected").mkdir()
    (tmp_path / "collected" / "staticfiles.json").write_text("{}")
    assert states(folder.assets) == {"assets": ["ok"]}


@pytest.mark.django_db
def test_database_of_the_tests_is_sound():
    found = states(database.database)

    assert found["database"] == ["ok"]
    assert set(found) == {"database", "postgresql" if connection.vendor == "postgresql" else "sqlite"}
    assert {state for each in found.values() for state in each} == {"ok"}


@pytest.mark.django_db(transaction=True)
def test_triggers_that_were_dropped_are_named():
    assert states(database.append_only) == {"triggers": ["ok"]}

    with triggers.lifted():
        assert states(database.append_only) == {"triggers": ["fail"]}
        assert "audit_auditrow_no_update" in next(iter(database.append_only())).sentence


@pytest.mark.django_db
def test_worker_that_is_gone_is_a_finding():
    Schedule.objects.all().delete()
    assert states(work.worker) == {"worker": ["warn"]}

    schedule = Schedule.objects.create(name="audit.seal", last_at=clock.now())
    assert states(work.worker) == {"worker": ["ok"]}

    schedule.last_at = clock.now() - timedelta(days=2)
    schedule.save()
    assert states(work.worker) == {"worker": ["fail"]}


@pytest.mark.django_db
def test_jobs_that_wait_too_long_are_warned_of():
    Schedule.objects.update_or_create(name="audit.seal", defaults={"last_at": clock.now()})
    Job.objects.create(name="tests.task", run_after=clock.now() - timedelta(hours=1))

    assert states(work.worker) == {"worker": ["ok"], "queue": ["warn"]}


@pytest.mark.django_db
def test_audit_rows_that_are_not_sealed_are_a_finding():
    assert states(work.sealing) == {"audit": ["ok"]}

    with time_machine.travel(clock.now() - timedelta(hours=2)):
        record("tests.happened")

    assert states(work.sealing) == {"audit": ["fail"]}


@pytest.mark.django_db
def test_broken_audit_log_is_a_finding():
    Check.objects.create(state=CheckState.BROKEN, rows=1, position=1)
    assert states(work.sealing) == {"audit": ["ok", "fail"]}

    Check.objects.create(state=CheckState.SOUND, rows=1, position=1)
    assert states(work.sealing) == {"audit": ["ok"]}


def test_storage_is_tried_and_left_as_it_was(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path

    assert states(work.storage) == {"storage": ["ok"]}
    assert list(tmp_path.iterdir()) == []


def test_storage_that_refuses_is_a_finding(tmp_path, settings):
    (tmp_path / "file").write_text("")
    settings.MEDIA_ROOT = tmp_path / "file"

    assert states(work.storage) == {"storage": ["fail"]}


def test_scanner_that_does_not_answer_is_a_finding(monkeypatch):
    assert states(work.scanner) == {"scanner": ["warn"]}

    monkeypatch.setattr(site.KEPU, "virus_scanner", "127.0.0.1:1")
    assert states(work.scanner) == {"scanner": ["fail"]}


def test_check_that_cannot_be_made_is_a_finding_without_its_message():
    def broken():
        raise LookupError("what people wrote")
        yield

    (found,) = run.findings([broken])

    assert (found.check, found.state) == ("broken", "fail")
    assert "people wrote" not in found.sentence


def test_checks_change_nothing_outside():
    before = dict(os.environ)

    run.findings([environment.variables, environment.time_zone])

    assert dict(os.environ) == before


@pytest.mark.parametrize(("program", "state"), [("/usr/bin/soffice", "ok"), (None, "warn")])
def test_program_for_old_documents_is_looked_for(monkeypatch, program, state):
    monkeypatch.setattr("kepu.apps.files.office.conversion.program", lambda: program)

    assert states(work.old_documents) == {"old_documents": [state]}
