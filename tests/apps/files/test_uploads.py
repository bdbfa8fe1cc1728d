"""The form field of uploads, and requests that are too large."""

from __future__ import annotations

import pytest
from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kepu.apps.base.forms import BaseForm
from kepu.apps.files.enums import Kind
from kepu.apps.files.forms import DocumentField, UploadField
from tests.factories.files import jpeg_bytes, make_stored_file, make_upload, old_word_bytes
from tests.factories.people import make_user

NOTICE = "非涉密系统，严禁上传涉密、内部资料"
KILOBYTE = 1024


class PlanForm(BaseForm):
    """A form with an upload."""

    file = DocumentField(label="方案文件")


def form(upload) -> PlanForm:
    return PlanForm({"request_id": "6f1c2f0e-5d1a-4f53-9a57-2f2f8f0b6a11"}, {"file": upload} if upload else {})


def test_field_is_drawn_with_the_notice_the_endings_and_the_limit():
    html = str(PlanForm()["file"].as_field_group())

    assert NOTICE in html
    assert ".pdf、\u200b.docx、\u200b" in html  # a line may end behind each
    assert "20.0\xa0MB" in html
    assert 'type="file"' in html
    assert 'accept="' in html


def test_good_upload_is_looked_at_once(monkeypatch):
    from kepu.apps.files import forms, services

    seen = []
    original = forms.inspect
    monkeypatch.setattr(forms, "inspect", lambda *args: seen.append(args) or original(*args))
    monkeypatch.setattr(services, "inspect", lambda *args: seen.append(args) or original(*args))

    bound = form(make_upload())
    assert bound.is_valid(), bound.errors
    services.prepare(bound.cleaned_data["file"])

    assert len(seen) == 1


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (SimpleUploadedFile("演示.doc", old_word_bytes()[:1000]), "已损坏"),
        (SimpleUploadedFile("方案.txt", "绝密★长期".encode()), NOTICE),
        (SimpleUploadedFile("方案.txt", b""), "是空的"),
        (SimpleUploadedFile("照片.jpg", jpeg_bytes()), ".docx"),
        (None, ""),
    ],
)
def test_bad_upload_is_an_error_of_the_field(upload, words):
    bound = form(upload)

    assert not bound.is_valid()
    assert words in bound.errors["file"][0]


def test_upload_that_need_not_be_given_may_be_left_out():
    class Optional(BaseForm):
        file = UploadField(required=False, kinds=[Kind.JPEG])

    bound = Optional({"request_id": "6f1c2f0e-5d1a-4f53-9a57-2f2f8f0b6a11"}, {})

    assert bound.is_valid()
    assert bound.cleaned_data["file"] is None


@pytest.fixture
def small_limit(settings):
    settings.UPLOAD_LIMIT = 100 * KILOBYTE


def post(client, **data):
    return client.post(reverse("set_language"), {"language": "zh-hans", **data})


@pytest.mark.django_db
def test_request_that_declares_too_much_is_answered_with_a_page(small_limit, client):
    response = post(client, file=SimpleUploadedFile("a.txt", b"a" * 2048 * KILOBYTE))

    assert response.status_code == 413
    assert "超过了 100.0" in response.content.decode()


@pytest.mark.django_db
def test_file_over_the_limit_is_stopped_while_it_arrives(small_limit, client):
    response = post(client, file=SimpleUploadedFile("a.txt", b"a" * (100 * KILOBYTE + 1)))

    assert response.status_code == 413


@pytest.mark.django_db
def test_file_at_the_limit_passes(small_limit, client):
    response = post(client, file=SimpleUploadedFile("a.txt", b"a" * 100 * KILOBYTE))

    assert response.status_code == 302


@pytest.mark.django_db
def test_pasted_text_that_is_too_long_is_answered_with_a_page(client):
    response = post(client, text="a" * (site.DATA_UPLOAD_MAX_MEMORY_SIZE + 1))

    assert response.status_code == 413


@pytest.mark.django_db
def test_upload_without_a_token_is_refused(small_limit):
    client = Client(enforce_csrf_checks=True)

    assert post(client, file=SimpleUploadedFile("a.txt", b"a")).status_code == 403
    assert post(client, file=SimpleUploadedFile("a.txt", b"a" * 101 * KILOBYTE)).status_code == 413


@pytest.mark.django_db
def test_large_upload_that_passes_lies_on_disk_and_is_read(settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = KILOBYTE
    from django.core.files.uploadedfile import TemporaryUploadedFile

    upload = TemporaryUploadedFile("a.txt", "text/plain", 0, None)
    upload.write(b"text " * KILOBYTE)
    upload.size = 5 * KILOBYTE

    stored = make_stored_file(owner=make_user(), upload=upload)

    assert stored.size == 5 * KILOBYTE
