"""Content without a row goes after two days; content with a row stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage

from kepu.apps.base import clock
from kepu.apps.files import services
from kepu.apps.files.models import StoredFile
from kepu.apps.jobs import registry
from kepu.apps.jobs.models import Job
from kepu.apps.jobs.services import enqueue
from kepu.apps.jobs.worker import run_due
from tests.factories.files import make_stored_file, make_upload
from tests.factories.people import make_user


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("days", "is_gone"), [(0, False), (1, False), (2, True), (36, True), (40, False)])
def test_orphan_is_removed_when_it_is_old(days, is_gone):
    with time_machine.travel(clock.now() - timedelta(days=days), tick=True):
        orphan = services.prepare(make_upload())
        kept = make_stored_file(owner=make_user())

    enqueue("files.remove_orphans")
    assert run_due() == 1

    assert default_storage.exists(orphan.path) is not is_gone
    assert default_storage.exists(StoredFile.objects.get().path)
    assert default_storage.exists(kept.path)
    assert Job.objects.get(name="files.remove_orphans").state == "done"
    default_storage.delete(orphan.path)


def test_orphans_are_looked_for_every_day():
    assert registry.periods()["files.remove_orphans"] == 24 * 3600
