"""The site as it is installed: below a path, behind a proxy that ends TLS, with its log and its health answers."""

from __future__ import annotations

import json
import re

import pytest

from tests.factories.site import prepared, run_site

ASK = """
import json
from wsgiref.util import setup_testing_defaults
from kepu.config.wsgi import application

def ask(path, **extra):
    environ = {"PATH_INFO": path, "HTTP_HOST": "kepu.example", "REMOTE_ADDR": "127.0.0.1", **extra}
    setup_testing_defaults(environ)
    got = {}
    def start(status, headers, exc_info=None):
        got.update(status=int(status[:3]), headers=[[name, value.strip()] for name, value in headers])
    got["body"] = b"".join(application(environ, start)).decode()
    return got
"""
LINKS = re.compile(r'\b(?:href|src|action|hx-get|hx-post|poll-url)="([^"#]*)')


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A data folder for all tests here; the settings differ."""
    return prepared(tmp_path_factory.mktemp("site") / "data")


def asked(data, *paths: str, extra: str = "{}", **settings: str) -> list[dict]:
    """What the site answers with these settings."""
    code = f"{ASK}\nprint(json.dumps([ask(path, **{extra}) for path in {paths!r}]))"
    base = {"KEPU_HOSTS": "kepu.example", "KEPU_DEBUG": "1", "KEPU_LOG_LEVEL": "ERROR"}
    return json.loads(run_site(code, data, **{**base, **settings}).stdout)


def header(answer: dict, name: str) -> list[str]:
    return [value for key, value in answer["headers"] if key.lower() == name.lower()]


def test_below_a_path_every_address_begins_with_it_whether_the_proxy_passes_it_on_or_not(data):
    passed_on, taken_off, home, bare, health = asked(
        data, "/kepu/accounts/login/", "/accounts/login/", "/kepu/", "/kepu", "/kepu/healthz", KEPU_PATH_PREFIX="kepu"
    )

    for page in (passed_on, taken_off):
        assert page["status"] == 200
        links = [link for link in LINKS.findall(page["body"]) if link]
        assert len(links) >= 4
        assert [link for link in links if not link.startswith("/kepu/")] == []
        assert all("Path=/kepu;" in cookie for cookie in header(page, "Set-Cookie"))
    for answer in (home, bare):
        assert (answer["status"], header(answer, "Location")) == (302, ["/kepu/accounts/login/?next=/kepu/"])
    assert health["body"] == "ok\n"


def test_path_that_only_begins_alike_is_not_ours(data):
    (answer,) = asked(data, "/kepuccino/accounts/login/", KEPU_PATH_PREFIX="kepu")

    assert answer["status"] == 404


def test_behind_tls_cookies_are_secure_and_addresses_https(data):
    code = f"""{ASK}
from django.test import RequestFactory
page = ask("/accounts/login/", HTTP_X_FORWARDED_PROTO="https", HTTP_X_FORWARDED_HOST="kepu.example", HTTP_HOST="inside:8000")
plain = ask("/accounts/login/", HTTP_X_FORWARDED_PROTO="http")
request = RequestFactory().get("/", HTTP_X_FORWARDED_PROTO="https", HTTP_X_FORWARDED_HOST="kepu.example")
print(json.dumps([page, plain, request.build_absolute_uri("/ledger/")]))
"""
    settings = {
        "KEPU_HOSTS": "kepu.example",
        "KEPU_DEBUG": "1",
        "KEPU_LOG_LEVEL": "ERROR",
        "KEPU_BEHIND_TLS_PROXY": "1",
    }

    page, plain, address = json.loads(run_site(code, data, **settings).stdout)

    assert page["status"] == 200
    assert header(page, "Set-Cookie")
    assert all("Secure" in cookie for cookie in header(page, "Set-Cookie") + header(plain, "Set-Cookie"))
    assert header(page, "Strict-Transport-Security") == ["max-age=31536000"]
    assert header(plain, "Strict-Transport-Security") == []
    assert address == "https://kepu.example/ledger/"


def test_form_from_another_site_is_refused_behind_tls(data):
    code = f"""{ASK}
import io
page = ask("/accounts/login/", HTTP_X_FORWARDED_PROTO="https")
cookie = [value.split(";")[0] for name, value in page["headers"] if name == "Set-Cookie"][0]
body = ("csrfmiddlewaretoken=" + cookie.split("=")[1] + "&login=a&password=b").encode()
def post(origin):
    return ask("/accounts/login/", REQUEST_METHOD="POST", CONTENT_TYPE="application/x-www-form-urlencoded",
               CONTENT_LENGTH=str(len(body)), HTTP_COOKIE=cookie, HTTP_ORIGIN=origin, HTTP_X_FORWARDED_PROTO="https",
               **{{"wsgi.input": io.BytesIO(body)}})["status"]
print(post("https://kepu.example"), post("https://elsewhere.example"))
"""
    settings = {
        "KEPU_HOSTS": "kepu.example",
        "KEPU_DEBUG": "1",
        "KEPU_LOG_LEVEL": "ERROR",
        "KEPU_BEHIND_TLS_PROXY": "1",
    }

    assert run_site(code, data, **settings).stdout == "200 403\n"


def test_without_a_proxy_its_headers_are_not_believed(data):
    extra = "{'HTTP_X_FORWARDED_PROTO': 'https', 'HTTP_X_FORWARDED_HOST': 'elsewhere.example'}"
    (page,) = asked(data, "/accounts/login/", extra=extra)

    assert page["status"] == 200
    assert not any("Secure" in cookie for cookie in header(page, "Set-Cookie"))
    assert header(page, "Strict-Transport-Security") == []
    assert "elsewhere.example" not in page["body"]


def test_host_that_is_not_ours_is_refused_but_health_answers(data):
    page, health, ready = asked(
        data, "/accounts/login/", "/healthz", "/readyz", extra="{'HTTP_HOST': 'elsewhere.example'}"
    )

    assert page["status"] == 400
    assert (health["status"], health["body"]) == (200, "ok\n")
    assert (ready["status"], json.loads(ready["body"])["ready"]) == (200, True)


def test_site_that_is_not_migrated_is_healthy_but_not_ready(tmp_path):
    health, ready = asked(tmp_path / "new", "/healthz", "/readyz")

    assert health["status"] == 200
    assert ready["status"] == 503
    assert json.loads(ready["body"])["migrations_waiting"] > 0


def test_site_without_its_database_is_healthy_but_not_ready(tmp_path):
    address = "postgresql://nobody@127.0.0.1:1/kepu"
    health, ready = asked(tmp_path / "new", "/healthz", "/readyz", DATABASE_URL=address)

    assert health["status"] == 200
    assert (ready["status"], json.loads(ready["body"])) == (503, {"ready": False, "database": "unreachable"})


LOGGED = """
import json
from django.test import Client
from kepu.apps.files import views
from kepu.apps.jobs.registry import task
from kepu.apps.jobs.services import enqueue
from kepu.apps.jobs.worker import run_due
from tests.factories.people import make_user

def fail(*_, **__):
    try:
        raise KeyError("李四 13800138000")
    except KeyError:
        raise ValueError("李四 13800138000")

user = make_user(name="李四", username="lisi-private", phone="13800138000")
client = Client(raise_request_exception=False, headers={"user-agent": "Agent-of-Lisi"}, REMOTE_ADDR="198.51.100.77")
client.force_login(user)
client.get("/accounts/me/?q=李四", headers={"x-request-id": "asked-by-the-test"})
views._visible = fail
client.get("/files/00000000-0000-4000-8000-000000000000/about/", headers={"x-request-id": "failed-by-the-test"})

@task("tests.fail")
def later(job):
    fail()

job = enqueue("tests.fail", owner_id=user.pk, title="李四的任务")
run_due()
print(json.dumps({"user": user.pk, "job": str(job.pk)}))
"""


def test_log_lines_are_json_with_ids_and_without_personal_data(data):
    done = run_site(LOGGED, data, KEPU_HOSTS="testserver", KEPU_DEBUG="1", KEPU_LOG_LEVEL="INFO")
    ids = json.loads(done.stdout)
    lines = [json.loads(line) for line in done.stderr.splitlines()]

    (asked_line,) = [line for line in lines if line.get("request_id") == "asked-by-the-test"]
    assert asked_line["event"] == "request"
    assert (asked_line["user_id"], asked_line["method"], asked_line["path"]) == (ids["user"], "GET", "/accounts/me/")
    assert asked_line["status"] in {200, 302}
    assert {"timestamp", "level", "logger", "milliseconds"} <= asked_line.keys()
    failed = [line for line in lines if line.get("request_id") == "failed-by-the-test"]
    assert [line["user_id"] for line in failed] == [ids["user"]] * 2
    (error,) = [line for line in failed if "exception" in line]
    assert error["exception"].count("ValueError") == 1
    assert "KeyError" in error["exception"]
    worked = [line for line in lines if line.get("job_id") == ids["job"]]
    assert {line["event"] for line in worked} >= {"jobs.started", "jobs.error"}
    assert {line["user_id"] for line in worked} == {ids["user"]}
    for private in ("李四", "13800138000", "lisi-private", "Agent-of-Lisi", "198.51.100.77"):
        assert private not in done.stderr
        assert private.encode("unicode_escape").decode() not in done.stderr


def test_log_for_people_is_text(data):
    done = run_site("import structlog; structlog.get_logger('a').info('happened')", data, KEPU_LOG_FORMAT="console")

    assert "happened" in done.stderr
    assert not done.stderr.startswith("{")
