"""Files in S3, against a stand-in inside the process: kept, served, missed, refused."""

from __future__ import annotations

import boto3
import pytest
from django.conf import settings as site
from django.core.files.storage import default_storage
from django.urls import reverse
from moto import mock_aws

from kepu.apps.base.errors import Refused
from kepu.apps.files import orphans
from kepu.apps.files.codes import FilesCode
from kepu.apps.files.models import StoredFile
from tests.factories.files import make_stored_file, make_upload
from tests.factories.people import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::DeprecationWarning:botocore")]
BUCKET = "kepu-test"


@pytest.fixture
def bucket(settings, monkeypatch):
    """An empty bucket that is the storage of the site."""
    monkeypatch.setattr(site.KEPU, "storage", "s3")
    options = {
        "bucket_name": BUCKET,
        "region_name": "us-east-1",
        "access_key": "test",
        "secret_key": "test",
        "default_acl": "private",
        "file_overwrite": False,
        "max_memory_size": 1024,
    }
    with mock_aws():
        settings.STORAGES = {
            **settings.STORAGES,
            "default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options},
        }
        resource = boto3.resource("s3", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
        yield resource.create_bucket(Bucket=BUCKET)


def test_file_is_kept_in_the_bucket_and_served_by_us(bucket, client):
    owner = make_user()
    content = "做好科普工作。".encode() * 10_000
    stored = make_stored_file(owner=owner, upload=make_upload("方案.txt", content))

    (kept,) = bucket.objects.all()
    assert (kept.key, kept.get()["Body"].read()) == (stored.path, content)
    client.force_login(owner)
    response = client.get(reverse("files:file", args=[stored.pk]))
    assert response.getvalue() == content
    assert response["Content-Length"] == str(len(content))
    assert BUCKET not in str(response.headers)


def test_bucket_that_is_not_there_is_a_refusal(bucket):
    owner = make_user()
    bucket.delete()

    with pytest.raises(Refused) as caught:
        make_stored_file(owner=owner)

    assert caught.value.code is FilesCode.STORAGE_UNREACHABLE
    assert not StoredFile.objects.exists()


def test_object_that_is_missing_is_explained(bucket, client):
    owner = make_user()
    stored = make_stored_file(owner=owner)
    bucket.Object(stored.path).delete()
    client.force_login(owner)

    response = client.get(reverse("files:file", args=[stored.pk]))

    assert response.status_code == 422
    assert FilesCode.CONTENT_MISSING.value in response.content.decode()


def test_orphans_in_the_bucket_are_removed(bucket):
    folder = next(orphans.folders())
    bucket.put_object(Key=f"{folder}/orphan", Body=b"a")

    assert orphans.remove(folder) == 1
    assert not default_storage.exists(f"{folder}/orphan")
