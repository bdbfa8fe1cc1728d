"""Keeping files: content first, row second, an audit row with it; the same content is found again."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import transaction

from kepu.apps.audit.models import AuditRow
from kepu.apps.base.errors import Refused
from kepu.apps.files import selectors, services
from kepu.apps.files.codes import FilesCode
from kepu.apps.files.enums import Kind, ScanState
from kepu.apps.files.models import Attachment, StoredFile
from tests.factories.files import docx_bytes, jpeg_bytes, make_stored_file, make_upload
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def test_store_keeps_content_and_row():
    owner = make_user()
    content = docx_bytes()

    stored = services.store(make_upload("方案.docx", content), owner_id=owner.pk, purpose="ledger.plan")

    row = StoredFile.objects.get(pk=stored.pk)
    assert (row.name, row.kind, row.owner, row.purpose) == ("方案.docx", Kind.DOCX, owner, "ledger.plan")
    assert (row.size, row.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert row.scan == ScanState.NOT_ASKED
    with row.open() as stream:
        assert stream.read() == content


def test_hash_and_size_are_of_what_is_kept():
    stored = make_stored_file(owner=make_user(), upload=make_upload("照片.jpg", jpeg_bytes()))

    with stored.open() as stream:
        kept = stream.read()
    assert b"GPS" not in kept
    assert (stored.size, stored.sha256) == (len(kept), hashlib.sha256(kept).hexdigest())


def test_name_of_the_file_is_no_part_of_its_place():
    stored = make_stored_file(owner=make_user(), name="../../方案.txt")

    assert stored.name == "方案.txt"
    assert "方案" not in stored.path
    assert str(stored.pk) not in stored.path


def test_kept_file_is_readable_by_the_site_only():
    stored = make_stored_file(owner=make_user())

    path = Path(default_storage.path(stored.path))

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_store_writes_an_audit_row_without_the_name_in_the_clear():
    stored = make_stored_file(owner=make_user(), name="张三的材料.txt", attach=("ledger.plan", 7))

    rows = AuditRow.objects.filter(object_id=str(stored.pk)).order_by("id")
    assert [row.action for row in rows] == ["files.store", "files.attach"]
    assert stored.sha256 in rows[0].changes
    assert "张三" not in rows[0].changes


def test_refused_upload_leaves_nothing():
    with pytest.raises(Refused):
        make_stored_file(owner=make_user(), content="秘密★1年".encode())

    assert not StoredFile.objects.exists()


def test_attach_twice_is_once():
    stored = make_stored_file(owner=make_user(), attach=("ledger.plan", 7))

    services.attach_to(stored, "ledger.plan", 7)

    assert Attachment.objects.count() == 1
    assert list(selectors.attached_files("ledger.plan", 7)) == [stored]
    assert list(selectors.attached_files("ledger.plan", 70)) == []


def test_files_of_a_thing_come_in_the_order_in_which_they_were_attached():
    owner = make_user()
    files = [make_stored_file(owner=owner, attach=("ledger.plan", 7)) for _ in range(3)]

    assert list(selectors.attached_files("ledger.plan", 7)) == files


def test_row_goes_when_the_transaction_of_the_caller_fails():
    prepared = services.prepare(make_upload())
    owner = make_user()

    def fail_later():
        with transaction.atomic():
            services.store(prepared, owner_id=owner.pk, purpose="ledger.plan")
            raise LookupError

    with pytest.raises(LookupError):
        fail_later()

    assert not StoredFile.objects.exists()
    assert default_storage.exists(prepared.path)


def test_storage_that_does_not_answer_is_a_refusal(monkeypatch):
    def broken(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    owner = make_user()
    monkeypatch.setattr(default_storage, "save", broken)

    with pytest.raises(Refused) as caught:
        make_stored_file(owner=owner)

    assert caught.value.code is FilesCode.STORAGE_UNREACHABLE
    assert "没有保存" in caught.value.sentence
    assert not StoredFile.objects.exists()


def test_same_content_under_another_name_is_found():
    owner = make_user()
    first = make_stored_file(owner=owner, name="甲.txt", content=b"same")
    second = make_stored_file(owner=owner, name="乙.txt", content=b"same")
    make_stored_file(owner=owner, name="甲.txt", content=b"other")

    assert selectors.same_content(first, owner) == [second]
    assert selectors.same_content(second, owner) == [first]


def test_same_content_of_somebody_else_is_not_told():
    owner, stranger = make_user(), make_user()
    mine = make_stored_file(owner=owner, content=b"same")
    make_stored_file(owner=stranger, content=b"same")

    assert selectors.same_content(mine, owner) == []
