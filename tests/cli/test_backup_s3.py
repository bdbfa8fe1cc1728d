"""Files that are kept in S3 go into the backup, and back."""

from __future__ import annotations

import boto3
import pytest
from django.conf import settings as site
from moto import mock_aws

from kepu.cli.maintenance import archive, backup, restore
from kepu.cli.maintenance.codes import MaintenanceCode
from kepu.cli.maintenance.manifest import Manifest
from kepu.core.errors import InputError
from tests.factories.files import make_stored_file
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
BUCKET = "kepu-backup"


@pytest.fixture
def bucket(settings, monkeypatch):
    """An empty bucket that is the storage of the site."""
    monkeypatch.setattr(site.KEPU, "storage", "s3")
    options = {"bucket_name": BUCKET, "region_name": "us-east-1", "access_key": "test", "secret_key": "test"}
    with mock_aws():
        settings.STORAGES = {
            **settings.STORAGES,
            "default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {**options, "file_overwrite": False}},
        }
        resource = boto3.resource("s3", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
        yield resource.create_bucket(Bucket=BUCKET)


def made(path) -> Manifest:
    manifest = Manifest(1, "0.1.0", "", "sqlite", "3", {}, [])
    with archive.writing(path, manifest) as writer:
        backup._add_files(writer)
    return manifest


def test_files_of_a_bucket_come_back_into_a_bucket(bucket, tmp_path):
    stored = [make_stored_file(owner=make_user()) for _ in range(3)]
    lost = make_stored_file(owner=make_user())
    before = {each.key: each.get()["Body"].read() for each in bucket.objects.all() if each.key != lost.path}
    bucket.Object(lost.path).delete()

    manifest = made(tmp_path / "a.tar.gz")
    archive.unpack(tmp_path / "a.tar.gz", tmp_path / "data", archive.verified(tmp_path / "a.tar.gz"))
    assert manifest.missing == [lost.path]
    assert len(manifest.members) == len(stored)
    bucket.Object(stored[0].path).delete()
    restore._send_files(tmp_path / "data")

    assert {each.key: each.get()["Body"].read() for each in bucket.objects.all()} == before
    assert list((tmp_path / "data").iterdir()) == []


def test_another_object_of_the_same_name_is_not_overwritten(bucket, tmp_path):
    stored = make_stored_file(owner=make_user())
    made(tmp_path / "a.tar.gz")
    archive.unpack(tmp_path / "a.tar.gz", tmp_path / "data", archive.verified(tmp_path / "a.tar.gz"))
    bucket.put_object(Key=stored.path, Body=b"other")

    with pytest.raises(InputError) as caught:
        restore._send_files(tmp_path / "data")

    assert caught.value.code is MaintenanceCode.STORAGE_DIFFERS
    assert bucket.Object(stored.path).get()["Body"].read() == b"other"


def test_bucket_that_does_not_answer_means_no_backup(bucket, tmp_path):
    make_stored_file(owner=make_user())
    bucket.objects.all().delete()
    bucket.delete()

    with pytest.raises(InputError) as caught:
        made(tmp_path / "a.tar.gz")

    assert caught.value.code is MaintenanceCode.STORAGE_UNREACHABLE
    assert not (tmp_path / "a.tar.gz").exists()
