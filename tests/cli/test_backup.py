"""Everything of an installation goes into one file while it runs, and comes back into an empty folder."""

from __future__ import annotations

import gzip
import io
import json
import os
import shutil
import stat
import tarfile
import uuid
from pathlib import Path

import pytest

from kepu.cli.maintenance import archive, manifest, postgres, restore
from kepu.cli.maintenance.codes import MaintenanceCode
from kepu.core.errors import InputError
from tests.factories.site import prepared, run_kepu, run_site

URL = os.environ.get("DATABASE_URL", "")
FILL = """
from tests.factories.people import make_user
from tests.factories.files import make_stored_file, make_upload, jpeg_bytes
from kepu.apps.audit import sealing
user = make_user(name="张三")
for number in range(3):
    make_stored_file(owner=user, name=f"方案{number}.txt", content=f"第{number}份".encode())
make_stored_file(owner=user, upload=make_upload("照片.jpg", jpeg_bytes()))
"""
LOOK = """
import hashlib, json
from django.apps import apps
from django.conf import settings
from pathlib import Path
from kepu.apps.audit.models import AuditRow
from kepu.apps.audit import digests
from django.db import connection
from kepu.apps.base import triggers
from kepu.apps.files.models import StoredFile
rows = {}
for model in apps.get_models(include_auto_created=True):
    if model._meta.managed and model._meta.label not in {"sessions.Session"}:
        values = sorted(map(repr, model.objects.values_list())) if hasattr(model, "objects") else []
        rows[model._meta.label] = hashlib.sha256("\\n".join(values).encode()).hexdigest() + f" {len(values)}"
files = {}
for each in StoredFile.objects.all():
    with each.open() as stream:
        files[each.name] = hashlib.sha256(stream.read()).hexdigest() == each.sha256
keys = {path.name: path.read_bytes().hex() for path in sorted((Path(settings.DATA) / "keys").iterdir())}
genuine = [row.mac == digests.row_mac(row) for row in AuditRow.objects.all()]
missing = triggers.missing(connection)
print(json.dumps({"rows": rows, "files": files, "keys": keys, "genuine": genuine, "missing_triggers": missing}))
"""


@pytest.fixture(scope="module")
def fresh_database():
    """Makes empty databases beside the one of the tests; {} on SQLite."""
    made = []

    def make() -> dict[str, str]:
        if not URL:
            return {}
        name = f"kepu_{uuid.uuid4().hex[:12]}"
        administer(f"CREATE DATABASE {name}")
        made.append(name)
        head, _, tail = URL.partition("?")
        return {"DATABASE_URL": f"{head.rpartition('/')[0]}/{name}" + (f"?{tail}" if tail else "")}

    yield make
    for name in made:
        administer(f"DROP DATABASE {name} WITH (FORCE)")


def administer(statement: str) -> None:
    from kepu.config.database import postgres as settings_of

    with postgres.connect(settings_of(URL)) as connection:
        connection.autocommit = True
        connection.execute(statement)


@pytest.fixture(scope="module")
def source(tmp_path_factory, fresh_database):
    """An installation with people, files, keys and an exported file."""
    database = fresh_database()
    data = prepared(tmp_path_factory.mktemp("installation") / "source", **database)
    run_site(FILL, data, **database)
    (data / "export").mkdir()
    for arguments in (["seal"], ["head", "-o", str(data / "export/head.json")]):
        done = run_kepu("audit", *arguments, data=data, **database)
        assert done.returncode == 0, done.stderr
    (data / "static").mkdir(exist_ok=True)
    (data / "static" / "app.css").write_text("made again")
    return data, database


@pytest.fixture(scope="module")
def backup(source, tmp_path_factory):
    """A backup of it."""
    data, database = source
    path = tmp_path_factory.mktemp("backup") / "kepu.tar.gz"
    made = run_kepu("backup", str(path), data=data, **database)
    assert made.returncode == 0, made.stderr
    assert made.stdout == f"{path}\n"
    return path


def refusal(*arguments: str, data: Path, **settings: str) -> dict:
    """What a command that is refused says on standard error."""
    done = run_kepu(*arguments, "--format", "json", data=data, **settings)
    assert (done.returncode, done.stdout) == (1, ""), done.stderr
    return json.loads(done.stderr)["error"]


def looked_at(data: Path, database: dict[str, str]) -> dict:
    return json.loads(run_site(LOOK, data, **database).stdout)


def test_backup_is_one_file_for_its_owner_only(backup):
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert list(backup.parent.iterdir()) == [backup]


def test_backup_comes_back_into_an_empty_folder(source, backup, tmp_path, fresh_database):
    before = looked_at(*source)
    target, elsewhere = tmp_path / "target", fresh_database()

    restored = run_kepu("restore", str(backup), data=target, **elsewhere)
    assert restored.returncode == 0, restored.stderr
    assert restored.stdout == ""

    private = [path for path in target.rglob("*") if stat.S_IMODE(path.stat().st_mode) & 0o077 == 0]
    assert sorted(private) == sorted(target.rglob("*"))
    assert [path.name for path in target.iterdir() if path.name.startswith(".")] == []
    assert (target / "export" / "head.json").read_bytes() == (source[0] / "export" / "head.json").read_bytes()
    assert not (target / "static").exists()
    after = looked_at(target, elsewhere)
    assert after == before
    assert len(after["files"]) == 4
    assert all(after["files"].values())
    assert all(after["genuine"])
    assert {"django", "audit"} <= after["keys"].keys()
    assert after["missing_triggers"] == []
    verified = run_kepu("audit", "verify", "--head", str(target / "export/head.json"), data=target, **elsewhere)
    assert verified.returncode == 0, verified.stderr


def test_backup_is_of_one_moment_while_people_write(source, tmp_path):
    data, database = source
    write = """
import threading, subprocess, sys
from tests.factories.people import make_user
from tests.factories.files import make_stored_file
from kepu.cli.maintenance import backup
from pathlib import Path
from django.db import connection
stop = threading.Event()
def work():
    user = make_user()
    while not stop.is_set():
        make_stored_file(owner=user)
    connection.close()
thread = threading.Thread(target=work)
thread.start()
try:
    manifest = backup.make(Path(%r))
finally:
    stop.set()
    thread.join()
print(manifest.tables["files_storedfile"])
"""
    backup = tmp_path / "kepu.tar.gz"

    counted = int(run_site(write % str(backup), data, **database).stdout)

    found = archive.verified(backup)
    assert found.tables["files_storedfile"] == counted >= 4
    assert found.tables["files_storedfile"] <= sum(name.startswith("files/") for name in found.members)
    assert found.tables["audit_auditrow"] >= counted
    assert found.missing == []


def test_backup_does_not_write_over_a_file(source, tmp_path):
    data, database = source
    backup = tmp_path / "kepu.tar.gz"
    backup.write_text("precious")

    error = refusal("backup", str(backup), data=data, **database)

    assert error["code"] == MaintenanceCode.BACKUP_EXISTS
    assert "没有覆盖" in error["message"]
    assert backup.read_text() == "precious"


def test_backup_that_cannot_be_written_is_refused(source, tmp_path):
    data, database = source

    error = refusal("backup", str(tmp_path / "missing" / "kepu.tar.gz"), data=data, **database)

    assert error["code"] == MaintenanceCode.CANNOT_WRITE


def test_backup_of_nothing_is_refused(tmp_path, fresh_database):
    error = refusal("backup", str(tmp_path / "kepu.tar.gz"), data=tmp_path / "new", **fresh_database())

    assert error["code"] == MaintenanceCode.NO_DATABASE
    assert "kepu doctor" in error["message"]
    assert not (tmp_path / "kepu.tar.gz").exists()


def test_backup_says_which_content_is_missing(source, tmp_path):
    whole, database = source
    data = shutil.copytree(whole, tmp_path / "copy")
    lost = next(path for path in sorted((data / "files").rglob("*")) if path.is_file())
    lost.unlink()

    made = run_kepu("backup", str(tmp_path / "kepu.tar.gz"), data=data, **database)

    assert made.returncode == 0
    assert lost.relative_to(data / "files").as_posix() in made.stderr


def test_restore_into_a_folder_that_is_not_empty_is_refused(source, backup):
    data, database = source
    before = sorted(data.rglob("*"))

    error = refusal("restore", str(backup), data=data, **database)

    assert error["code"] == MaintenanceCode.FOLDER_NOT_EMPTY
    assert "KEPU_DATA" in error["message"]
    assert sorted(data.rglob("*")) == before


def test_restore_into_the_other_database_is_refused(source, backup, tmp_path):
    _, database = source
    other = {} if database else {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/kepu"}

    error = refusal("restore", str(backup), data=tmp_path / "target", **other)

    assert error["code"] == MaintenanceCode.OTHER_DATABASE
    assert "什么也没有恢复" in error["message"]
    assert not (tmp_path / "target").exists()


def test_restore_into_a_database_that_is_not_empty_is_refused(source, backup, tmp_path):
    data, database = source
    target = tmp_path / "target"
    target.mkdir()
    if not database:  # the database of SQLite lies in the folder
        shutil.copy(data / "kepu.sqlite3", target)
    before = list(target.iterdir())

    error = refusal("restore", str(backup), data=target, **database)

    expected = MaintenanceCode.DATABASE_NOT_EMPTY if database else MaintenanceCode.FOLDER_NOT_EMPTY
    assert error["code"] == expected
    assert list(target.iterdir()) == before


def tampered(source: Path, target: Path, change) -> Path:
    """The same archive after `change` of its members {name: content}."""
    members = {}
    with tarfile.open(source, "r:gz") as tar:
        for info in tar:
            members[info.name] = tar.extractfile(info).read()
    change(members)
    with tarfile.open(target, "w:gz") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return target


@pytest.fixture
def small(tmp_path):
    """A small archive that is sound."""
    made = manifest.Manifest(1, "0.1.0", "2026-01-31T00:00:00+00:00", "sqlite", "3", {}, [])
    path = tmp_path / "small.tar.gz"
    with archive.writing(path, made) as writer:
        writer.add("keys/django", io.BytesIO(b"k" * 32), 32)
        writer.add("files/2026/01/31/a", io.BytesIO(b"text"), 4)
    return path


def lose(members):
    del members["keys/django"]


def edit(members):
    members["files/2026/01/31/a"] = b"tExt"


def add(members):
    members["files/b"] = b"b"


def climb(members):
    said = json.loads(members["manifest.json"])
    said["members"]["files/../../outside"] = said["members"].pop("files/2026/01/31/a")
    members["files/../../outside"] = members.pop("files/2026/01/31/a")
    members["manifest.json"] = json.dumps(said).encode()


def root(members):
    said = json.loads(members["manifest.json"])
    said["members"]["/etc/outside"] = said["members"].pop("files/2026/01/31/a")
    members["/etc/outside"] = members.pop("files/2026/01/31/a")
    members["manifest.json"] = json.dumps(said).encode()


@pytest.fixture
def target(tmp_path, monkeypatch):
    """A data folder that is not there yet, as the settings of this process."""
    for name in [name for name in os.environ if name.startswith("KEPU_") or name == "DATABASE_URL"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("KEPU_DATA", str(tmp_path / "target"))
    return tmp_path / "target"


@pytest.mark.parametrize("change", [lose, edit, add, climb, root], ids=lambda change: change.__name__)
def test_archive_that_was_changed_is_refused_before_anything_is_written(small, target, tmp_path, change):
    changed = tampered(small, tmp_path / "changed.tar.gz", change)

    with pytest.raises(InputError) as caught:
        restore.restore(changed)

    assert caught.value.code is MaintenanceCode.DAMAGED
    assert not target.exists()
    assert not (tmp_path / "outside").exists()


def test_link_in_an_archive_is_refused(small, tmp_path):
    path = tmp_path / "link.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        info = tarfile.TarInfo("keys/django")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(info)

    with pytest.raises(InputError) as caught:
        archive.verified(path)

    assert caught.value.code is MaintenanceCode.DAMAGED


def test_archive_that_is_cut_off_is_refused(small, tmp_path):
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(small.read_bytes()[:-40])

    with pytest.raises(InputError) as caught:
        archive.verified(cut)

    assert caught.value.code is MaintenanceCode.DAMAGED


@pytest.mark.parametrize("content", [b"", b"text", gzip.compress(b"text")], ids=["empty", "text", "gzip"])
def test_file_that_is_no_archive_is_refused(tmp_path, content):
    path = tmp_path / "none.tar.gz"
    path.write_bytes(content)

    with pytest.raises(InputError) as caught:
        archive.verified(path)

    assert caught.value.code in {MaintenanceCode.DAMAGED, MaintenanceCode.NOT_A_BACKUP}


def test_archive_of_somebody_else_is_refused(tmp_path):
    path = tmp_path / "other.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        tar.addfile(tarfile.TarInfo("readme.txt"))

    with pytest.raises(InputError) as caught:
        archive.verified(path)

    assert caught.value.code is MaintenanceCode.NOT_A_BACKUP


def test_archive_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputError) as caught:
        archive.verified(tmp_path / "missing.tar.gz")

    assert caught.value.code is MaintenanceCode.NOT_A_BACKUP


@pytest.mark.parametrize("later", [{"format": 2}, {"migrations": ["files.0001_initial", "files.9999_later"]}])
def test_archive_of_a_later_version_is_refused(small, tmp_path, later):
    def change(members):
        members["manifest.json"] = json.dumps({**json.loads(members["manifest.json"]), **later}).encode()

    with pytest.raises(InputError) as caught:
        archive.verified(tampered(small, tmp_path / "later.tar.gz", change))

    assert caught.value.code is MaintenanceCode.TOO_NEW


def test_archive_that_fails_while_it_is_made_leaves_nothing(tmp_path):
    made = manifest.Manifest(1, "0.1.0", "", "sqlite", "3", {}, [])

    def fail():
        with archive.writing(tmp_path / "kepu.tar.gz", made) as writer:
            writer.add("keys/django", io.BytesIO(b"k"), 1)
            raise LookupError

    with pytest.raises(LookupError):
        fail()

    assert list(tmp_path.iterdir()) == []


def test_half_unpacked_restore_can_be_begun_again(small, target):
    (target / ".restoring" / "files").mkdir(parents=True)
    (target / ".restoring" / "files" / "half").write_text("h")

    restore.restore(small)

    assert (target / "keys" / "django").read_bytes() == b"k" * 32
    assert not (target / ".restoring").exists()
    assert not (target / "files" / "half").exists()


def test_tool_that_is_too_old_or_missing_is_refused(monkeypatch):
    monkeypatch.setattr(postgres, "_candidates", lambda _name: iter([shutil.which("true")]))

    with pytest.raises(InputError) as caught:
        postgres.dump({}, Path("x"), snapshot="1", server=16_00_00)

    assert caught.value.code is MaintenanceCode.NO_TOOL
    assert "postgresql-client-16" in caught.value.message


def test_tool_that_fails_is_refused_with_its_last_line(monkeypatch, tmp_path):
    tool = tmp_path / "pg_dump"
    tool.write_text(
        "#!/bin/sh\n[ \"$1\" = --version ] && echo 'pg_dump 99.1' && exit\necho first >&2\necho last >&2\nexit 3\n"
    )
    tool.chmod(0o755)
    monkeypatch.setattr(postgres, "_candidates", lambda _name: iter([str(tool)]))
    database = {"NAME": "kepu", "USER": "u", "PASSWORD": "p", "HOST": "h", "PORT": "", "OPTIONS": {}}

    with pytest.raises(InputError) as caught:
        postgres.dump(database, tmp_path / "x", snapshot="1", server=16_00_00)

    assert caught.value.code is MaintenanceCode.TOOL_FAILED
    assert caught.value.message.endswith("last")


def test_password_of_the_database_is_no_argument_of_a_command(monkeypatch):
    database = {
        "NAME": "kepu",
        "USER": "u",
        "PASSWORD": "secret",
        "HOST": "h",
        "PORT": "5",
        "OPTIONS": {"sslmode": "require"},
    }

    found = postgres.environment(database)

    assert (found["PGPASSWORD"], found["PGHOST"], found["PGPORT"], found["PGSSLMODE"]) == (
        "secret",
        "h",
        "5",
        "require",
    )
