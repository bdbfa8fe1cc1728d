"""Writing the log: what a row keeps, in whose transaction, of whom."""

from __future__ import annotations

import json
import uuid

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from kepu.apps.audit import digests, services
from kepu.apps.audit.ids import new_row_id
from kepu.apps.audit.models import AuditRow, Pending, PersonalSalt
from kepu.apps.base import context
from tests.factories.audit import make_row
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def changes(row):
    return json.loads(AuditRow.objects.get(pk=row.pk).changes)


def test_row_says_who_did_what_in_which_request_to_what():
    user = make_user()

    with context.bound(request="r1", user=7, job="j1"):
        row = services.record("people.renamed", user)

    row.refresh_from_db()
    assert (row.actor_id, row.request_id, row.job_id) == (7, "r1", "j1")
    assert (row.action, row.app, row.model, row.object_id) == ("people.renamed", "people", "user", str(user.pk))
    assert Pending.objects.filter(row_id=row.pk).exists()


def test_row_without_an_object_belongs_to_the_app_of_its_action():
    assert services.record("people.sign_in_failed").app == "people"


def test_row_keeps_only_the_fields_that_differ():
    row = make_row(before={"title": "甲", "due": None}, after={"title": "甲", "due": "2026-03-01"})

    assert changes(row) == {"due": {"old": None, "new": "2026-03-01"}}


def test_row_keeps_all_fields_of_what_is_made_or_deleted():
    assert changes(make_row(before=None, after={"title": "甲"})) == {"title": {"new": "甲"}}
    assert changes(make_row(before={"title": "甲"}, after=None)) == {"title": {"old": "甲"}}


def test_personal_values_are_kept_as_digests():
    user = make_user()

    row = make_row(obj=user, before={"phone": ""}, after={"phone": "13900000000"}, personal=("phone",))

    kept = changes(row)["phone"]
    salt = bytes(PersonalSalt.objects.get(row_id=row.pk).salt)
    assert kept == {"old": "", "new": {"digest": digests.personal(salt, "phone", "13900000000")}}
    assert "13900000000" not in AuditRow.objects.get(pk=row.pk).changes


def test_forgetting_takes_the_salts_of_one_object_only():
    user, other = make_user(), make_user()
    for each in (user, user, other):
        make_row(obj=each, after={"phone": "13900000000"}, personal=("phone",))

    assert services.forget(user) == 2
    assert [salt.object_id for salt in PersonalSalt.objects.all()] == [str(other.pk)]


def test_same_value_has_another_digest_in_every_row():
    rows = [make_row(after={"phone": "13900000000"}, personal=("phone",)) for _ in range(2)]

    first, second = (changes(row)["phone"]["new"]["digest"] for row in rows)
    assert first != second


@pytest.mark.parametrize("text", ["零\x00字符", "半个\ud83d表情", "𠮷", '引号"与\\斜线\n'])
def test_any_text_is_stored_and_stays_sound(text):
    row = make_row(after={"title": text})

    stored = AuditRow.objects.get(pk=row.pk)
    assert digests.row_mac(stored) == stored.mac


def test_many_rows_cost_as_many_queries_as_one(django_assert_max_num_queries):
    changes_ = [services.Change("tests.changed", after={"n": n}) for n in range(300)]

    with django_assert_max_num_queries(8):
        rows = services.record_all(changes_)

    assert AuditRow.objects.count() == Pending.objects.count() == len(rows) == 300


@pytest.mark.django_db(transaction=True)
def test_row_goes_away_with_its_transaction():
    @transaction.atomic
    def fail():
        make_row()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert not AuditRow.objects.exists()
    assert not Pending.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_row_and_its_waiting_place_are_written_together(monkeypatch):
    def refuse(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr(Pending.objects, "bulk_create", refuse)

    with pytest.raises(ZeroDivisionError):
        make_row()

    assert not AuditRow.objects.exists()


def test_writing_reads_and_locks_nothing():
    with CaptureQueriesContext(connection) as queries:
        make_row(after={"phone": "13900000000"}, personal=("phone",))

    assert [query["sql"].split()[0] for query in queries] == ["INSERT"] * 3


def test_row_ids_rise_and_are_of_version_seven():
    ids = [new_row_id() for _ in range(10_000)]

    assert ids == sorted(set(ids))
    assert {each.version for each in ids} == {7}
    assert {each.variant for each in ids} == {uuid.RFC_4122}
