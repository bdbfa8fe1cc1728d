"""A file is served to who may see what it is attached to, and to nobody else."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from kepu.apps.files import access, selectors
from kepu.apps.files.codes import FilesCode
from tests.factories.files import docx_bytes, jpeg_bytes, make_stored_file, make_upload, pdf_bytes
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
TARGET = "tests.thing"


@pytest.fixture
def readers():
    """Who may see which thing of the tests: {object id: users}."""
    allowed = {}
    access.register(
        TARGET,
        lambda user, object_id: user.pk in allowed.get(object_id, ()),
        label="事项",
        describe=lambda object_id: (f"第{object_id}件", f"/things/{object_id}/"),
    )
    yield allowed
    access.forget(TARGET)


def get(client, user, stored, name="file", query=""):
    client.force_login(user)
    return read(client.get(reverse(f"files:{name}", args=[stored.pk]) + query))


def read(response):
    """Take the content, which lets the file go, as a server does."""
    response.body = response.getvalue()
    return response


@pytest.mark.parametrize("name", ["file", "about"])
def test_guest_is_sent_to_sign_in(client, name):
    stored = make_stored_file(owner=make_user())

    response = client.get(reverse(f"files:{name}", args=[stored.pk]))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["file", "about"])
def test_own_file_that_is_not_attached_yet_is_seen_by_its_owner_only(client, name):
    owner = make_user()
    stored = make_stored_file(owner=owner)

    assert get(client, owner, stored, name).status_code == 200
    assert get(client, make_user(), stored, name).status_code == 404


@pytest.mark.parametrize("name", ["file", "about"])
def test_attached_file_is_seen_by_who_may_see_the_thing(client, readers, name):
    owner, reader, stranger = make_user(), make_user(), make_user()
    stored = make_stored_file(owner=owner, attach=(TARGET, 1))
    make_stored_file(owner=owner, attach=(TARGET, 2))
    readers["1"] = {reader.pk}
    readers["2"] = {stranger.pk}

    assert get(client, reader, stored, name).status_code == 200
    assert get(client, stranger, stored, name).status_code == 404
    assert get(client, owner, stored, name).status_code == 404


def test_file_attached_twice_is_seen_through_either_thing(client, readers):
    reader = make_user()
    stored = make_stored_file(owner=make_user(), attach=(TARGET, 1))
    from kepu.apps.files.services import attach_to

    attach_to(stored, TARGET, 2)
    readers["2"] = {reader.pk}

    assert get(client, reader, stored).status_code == 200


def test_file_attached_to_what_no_app_speaks_for_is_seen_by_nobody(client):
    owner = make_user()
    stored = make_stored_file(owner=owner, attach=("tests.unknown", 1))

    assert get(client, owner, stored).status_code == 404


@pytest.mark.parametrize("name", ["file", "about"])
def test_unknown_file_is_not_there(client, name):
    client.force_login(make_user())

    assert client.get(reverse(f"files:{name}", args=["00000000-0000-4000-8000-000000000000"])).status_code == 404
    assert client.get(f"/files/{'x' * 36}/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_file_is_only_read(client, method):
    owner = make_user()
    stored = make_stored_file(owner=owner)
    client.force_login(owner)

    assert getattr(client, method)(reverse("files:file", args=[stored.pk])).status_code == 405


def test_document_is_saved_under_its_name_and_can_do_nothing(client):
    owner = make_user()
    content = docx_bytes()
    stored = make_stored_file(owner=owner, upload=make_upload('方案 "一".docx', content))

    response = get(client, owner, stored)

    assert response.body == content
    assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('方案 _一_.docx')}"
    assert response["Content-Type"] == stored.content_type
    assert response["Content-Length"] == str(len(content))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-cache"


def test_web_page_is_never_shown(client):
    owner = make_user()
    page = b"<!doctype html><script>alert(1)</script><p>a</p>"
    stored = make_stored_file(owner=owner, upload=make_upload("a.html", page))

    response = get(client, owner, stored)

    assert response["Content-Disposition"].startswith("attachment")
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.parametrize(("name", "content"), [("照片.jpg", jpeg_bytes()), ("方案.pdf", pdf_bytes())])
def test_picture_and_pdf_are_shown_or_saved(client, name, content):
    owner = make_user()
    stored = make_stored_file(owner=owner, upload=make_upload(name, content))

    assert get(client, owner, stored)["Content-Disposition"].startswith("inline")
    assert get(client, owner, stored, query="?download")["Content-Disposition"].startswith("attachment")


def test_content_that_is_missing_is_explained(client):
    owner = make_user()
    stored = make_stored_file(owner=owner, name="方案.txt")
    default_storage.delete(stored.path)

    response = get(client, owner, stored)

    assert response.status_code == 422
    assert FilesCode.CONTENT_MISSING.value in response.content.decode()
    assert "方案.txt" in response.content.decode()


def test_about_says_hash_uses_and_same_content_as_far_as_one_may_see(client, readers):
    owner, other = make_user(), make_user()
    stored = make_stored_file(owner=owner, name="方案.txt", content=b"same", attach=(TARGET, 1))
    seen = make_stored_file(owner=other, name="另一份.txt", content=b"same", attach=(TARGET, 2))
    make_stored_file(owner=other, name="看不见的.txt", content=b"same", attach=(TARGET, 3))
    make_stored_file(owner=other, name="私有的.txt", content=b"same")
    readers["1"] = readers["2"] = {owner.pk}

    page = get(client, owner, stored, "about").content.decode()

    assert stored.sha256 in page
    assert "另一份.txt" in page
    assert reverse("files:about", args=[seen.pk]) in page
    assert "/things/1/" in page
    assert "/things/2/" in page
    assert "看不见的.txt" not in page
    assert "私有的.txt" not in page
    assert "/things/3/" not in page


def test_about_of_a_file_that_is_used_nowhere_says_so(client):
    owner = make_user()

    page = get(client, owner, make_stored_file(owner=owner), "about").content.decode()

    assert "还没有用在任何地方" in page
    assert "没有与它内容相同的" in page


def test_uses_are_told_once_per_thing(readers):
    owner = make_user()
    stored = make_stored_file(owner=owner, attach=(TARGET, 1))
    readers["1"] = {owner.pk}

    (use,) = selectors.uses([stored], owner)

    assert (use.label, use.name, use.address) == ("事项", "第1件", "/things/1/")
