"""Two people edit the same row: the second is told, and nobody's text is lost."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.http import Http404

from kepu.apps.base.codes import BaseCode
from kepu.apps.base.errors import Stale
from kepu.apps.base.services import save_version
from kepu.apps.people.models import User
from tests.factories.people import make_user


@pytest.mark.django_db
def test_save_counts_the_version_up():
    user = make_user()
    user.name = "新名"

    save_version(user, 1, ["name"])

    assert user.version == 2
    user.refresh_from_db()
    assert (user.name, user.version) == ("新名", 2)


@pytest.mark.django_db
def test_save_writes_only_the_fields_it_names():
    user = make_user(email="a@example.org")
    user.name, user.email = "新名", "b@example.org"

    save_version(user, 1, ["name"])

    user.refresh_from_db()
    assert (user.name, user.email) == ("新名", "a@example.org")


@pytest.mark.django_db
def test_stale_save_changes_nothing_and_gives_the_row_as_it_is():
    mine = make_user()
    theirs = User.objects.get(pk=mine.pk)
    theirs.name = "他写的"
    save_version(theirs, 1, ["name"])
    mine.name = "我写的"

    with pytest.raises(Stale) as refusal:
        save_version(mine, 1, ["name"])

    assert refusal.value.code == BaseCode.STALE
    assert (refusal.value.current.name, refusal.value.current.version) == ("他写的", 2)
    assert mine.name == "我写的"
    assert User.objects.get(pk=mine.pk).name == "他写的"


@pytest.mark.django_db
def test_row_that_was_deleted_meanwhile_is_not_found():
    user = make_user()
    User.objects.filter(pk=user.pk).delete()

    with pytest.raises(Http404):
        save_version(user, 1, ["name"])


@pytest.mark.django_db(transaction=True)
def test_of_six_at_once_one_saves():
    user = make_user()
    barrier, saved, refused = threading.Barrier(6), [], []

    def save(number):
        try:
            mine = User.objects.get(pk=user.pk)
            mine.name = f"第{number}人"
            barrier.wait()
            save_version(mine, 1, ["name"])
            saved.append(mine.name)
        except Stale:
            refused.append(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    user.refresh_from_db()
    assert saved == [user.name]
    assert (len(refused), user.version) == (5, 2)
