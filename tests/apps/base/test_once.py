"""A write that arrives twice counts once, also at the same moment."""

from __future__ import annotations

import threading
import uuid

import pytest
from django.db import IntegrityError, connection

from kepu.apps.base.codes import BaseCode
from kepu.apps.base.errors import Refused
from kepu.apps.base.models import WriteReceipt
from kepu.apps.base.services import once
from kepu.apps.jobs.models import Job
from tests.factories.jobs import make_job
from tests.factories.people import make_user


def write(title="写入"):
    def do():
        return f"/jobs/{make_job(title=title).pk}/"

    return do


@pytest.mark.django_db
def test_second_arrival_is_sent_to_the_same_place():
    user, request_id = make_user(), uuid.uuid4()

    addresses = [once(user.pk, request_id, write()) for _ in range(3)]

    assert addresses == [f"/jobs/{Job.objects.get().pk}/"] * 3


@pytest.mark.django_db
def test_same_id_of_another_person_is_another_write():
    request_id = uuid.uuid4()

    assert once(make_user().pk, request_id, write()) != once(make_user().pk, request_id, write())
    assert once(make_user().pk, request_id, lambda: "/own/") == "/own/", "nobody reads another's receipt"


@pytest.mark.django_db
def test_refused_write_releases_its_id():
    user, request_id = make_user(), uuid.uuid4()

    def refuse():
        make_job()
        raise Refused(BaseCode.BUSY)

    with pytest.raises(Refused):
        once(user.pk, request_id, refuse)

    assert not Job.objects.exists()
    assert not WriteReceipt.objects.exists()
    assert once(user.pk, request_id, write()).startswith("/jobs/")


@pytest.mark.django_db
def test_other_broken_constraint_is_not_taken_for_a_second_arrival():
    user = make_user()

    def break_constraint():
        make_user(username=user.username)
        return "/never/"

    with pytest.raises(IntegrityError):
        once(user.pk, uuid.uuid4(), break_constraint)


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_write_once():
    user, request_id = make_user(), uuid.uuid4()
    barrier, addresses, errors = threading.Barrier(8), [], []

    def arrive():
        try:
            barrier.wait()
            addresses.append(once(user.pk, request_id, write()))
        except Exception as error:  # noqa: BLE001  # whatever a thread raises must fail the test
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=arrive) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert addresses == [f"/jobs/{Job.objects.get().pk}/"] * 8
    assert WriteReceipt.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_that_waits_writes_itself_when_the_first_is_refused():
    user, request_id = make_user(), uuid.uuid4()
    inside, go = threading.Event(), threading.Event()

    def refuse():
        inside.set()
        go.wait(10)
        raise Refused(BaseCode.BUSY)

    def first():
        try:
            with pytest.raises(Refused):
                once(user.pk, request_id, refuse)
        finally:
            connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    inside.wait(10)
    threading.Timer(0.3, go.set).start()
    address = once(user.pk, request_id, write())
    thread.join()

    assert address == f"/jobs/{Job.objects.get().pk}/"
