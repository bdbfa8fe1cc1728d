"""Settings: each is documented, and a value that cannot be read stops the start and names its variable."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from kepu.config import environment
from kepu.config.database import postgres
from kepu.config.environment import Environment
from tests.factories.site import clean_environment

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/settings.md"
ROW = re.compile(r"^\| `([A-Z0-9_]+)` \| (?:`([^`]*)`)? ?\| (.+) \|$", re.MULTILINE)


def variable(name: str) -> str:
    return "DATABASE_URL" if name == "database_url" else f"KEPU_{name.upper()}"


def written(value: object) -> str:
    """A default as one would write it into a variable."""
    if isinstance(value, list):
        return ",".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_every_setting_is_documented_with_its_default_and_its_meaning():
    rows = ROW.findall(PAGE.read_text(encoding="utf-8"))

    assert sorted(rows) == sorted(
        (variable(name), written(field.default), field.description) for name, field in Environment.model_fields.items()
    )


@pytest.fixture
def alone(monkeypatch):
    """No variable of the machine or of the tests is set."""
    import os

    for name in list(os.environ):
        if name.startswith("KEPU_") or name == "DATABASE_URL":
            monkeypatch.delenv(name)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KEPU_DEBUG", "perhaps"),
        ("DATABASE_URL", "mysql://somewhere/kepu"),
        ("DATABASE_URL", "postgresql://who:secret@host:port/kepu"),
        ("KEPU_REDIS_URL", "localhost:6379"),
        ("KEPU_S3_ENDPOINT", "s3.example"),
        ("KEPU_BEHIND_TLS_PROXY", "2"),
        ("KEPU_TRUSTED_PROXIES", "-1"),
        ("KEPU_TRUSTED_PROXIES", "one"),
        ("KEPU_LOG_LEVEL", "LOUD"),
        ("KEPU_LOG_FORMAT", "xml"),
        ("KEPU_UPLOAD_LIMIT_MB", "0"),
        ("KEPU_STORAGE", "tape"),
        ("KEPU_VIRUS_SCANNER", "somewhere"),
        ("KEPU_VIRUS_SCANNER", "host:99999"),
        ("KEPU_IDLE_MINUTES", "half an hour"),
        ("KEPU_PASSWORD_DAYS", "-1"),
        ("KEPU_PASSWORD_LENGTH", "4"),
        ("KEPU_LOCK_OUT_ATTEMPTS", "0"),
        ("KEPU_LOCK_OUT_MINUTES", "0"),
        ("KEPU_RATE_UPLOAD", "30"),
        ("KEPU_RATE_EXPORT", "0/m"),
        ("KEPU_RATE_SEARCH", "5/fortnight"),
        ("KEPU_RATE_SIGN_IN", "m/5"),
        ("KEPU_JOB_LEASE_SECONDS", "0"),
        ("KEPU_AUDIT_SEAL_SECONDS", "1.5"),
    ],
)
def test_unreadable_value_is_refused_and_its_variable_named(alone, monkeypatch, name, value):
    monkeypatch.setenv(name, value)

    with pytest.raises(ImproperlyConfigured, match=f"^Settings that cannot be read:\n{name}: "):
        environment.read()


def test_refusal_of_an_address_does_not_repeat_its_password(alone, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://who:secret@host:port/kepu")

    with pytest.raises(ImproperlyConfigured) as caught:
        environment.read()

    assert "secret" not in str(caught.value)


def test_all_unreadable_values_are_named_at_once(alone, monkeypatch):
    monkeypatch.setenv("KEPU_DEBUG", "perhaps")
    monkeypatch.setenv("KEPU_RATE_UPLOAD", "30")

    with pytest.raises(ImproperlyConfigured) as caught:
        environment.read()

    assert len(str(caught.value).splitlines()) == 3


def test_s3_without_a_bucket_is_refused(alone, monkeypatch):
    monkeypatch.setenv("KEPU_STORAGE", "s3")

    with pytest.raises(ImproperlyConfigured, match="KEPU_S3_BUCKET"):
        environment.read()


def test_unreadable_value_stops_the_start_of_a_command(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", "from kepu.cli.django_start import start; start()"],
        env=clean_environment(tmp_path, KEPU_DEBUG="perhaps"),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "KEPU_DEBUG" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_empty_value_is_the_default(alone, monkeypatch):
    monkeypatch.setenv("KEPU_UPLOAD_LIMIT_MB", "")

    assert environment.read().upload_limit_mb == 20


@pytest.mark.parametrize(
    ("given", "prefix"), [("", ""), ("/", ""), ("kepu", "/kepu"), ("/kepu/", "/kepu"), ("/a/b", "/a/b")]
)
def test_path_prefix_is_tidied(alone, monkeypatch, given, prefix):
    monkeypatch.setenv("KEPU_PATH_PREFIX", given)

    assert environment.read().path_prefix == prefix


def test_lists_are_divided_at_commas(alone, monkeypatch):
    monkeypatch.setenv("KEPU_HOSTS", "kepu.example, www.kepu.example ,")

    assert environment.read().hosts == ["kepu.example", "www.kepu.example"]


def test_secret_of_the_storage_is_not_printed(alone, monkeypatch):
    monkeypatch.setenv("KEPU_S3_SECRET_KEY", "hidden-value")

    assert "hidden-value" not in repr(environment.read())


def test_address_of_postgresql_is_read_with_socket_password_and_options():
    chosen = postgres("postgresql://who:p%40ss@db.example:5433/kepu?sslmode=require")
    local = postgres("postgresql://who@/kepu?host=/run/postgresql")

    assert (chosen["HOST"], chosen["PORT"], chosen["USER"], chosen["PASSWORD"]) == ("db.example", "5433", "who", "p@ss")
    assert (chosen["NAME"], chosen["OPTIONS"]) == ("kepu", {"sslmode": "require"})
    assert (local["HOST"], local["PORT"], local["OPTIONS"]) == ("/run/postgresql", "", {})
