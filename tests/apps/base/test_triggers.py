"""Append-only tables: the database refuses, whoever asks; the triggers come back by themselves."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from kepu.apps.base import triggers
from tests.factories.audit import make_sealed_rows

pytestmark = pytest.mark.django_db(transaction=True)
CHANGES = ("UPDATE audit_seal SET digest = 'x'", "DELETE FROM audit_seal")


def change(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.rowcount


@pytest.mark.parametrize("sql", CHANGES)
def test_change_is_refused(sql):
    make_sealed_rows(1)

    with pytest.raises(DatabaseError, match="audit_seal is append-only"):
        change(sql)


def test_insert_is_allowed():
    assert len(make_sealed_rows(2)) == 2


@pytest.mark.parametrize("sql", CHANGES)
def test_lifted_triggers_let_through_and_come_back(sql):
    make_sealed_rows(2)

    with triggers.lifted():
        assert triggers.missing(connection) != []
        assert change("UPDATE audit_seal SET digest = 'x' WHERE position = 1") == 1

    assert triggers.missing(connection) == []
    with pytest.raises(DatabaseError, match="append-only"):
        change(sql)


def test_triggers_come_back_after_an_error_in_the_block():
    with pytest.raises(ZeroDivisionError), triggers.lifted():
        raise ZeroDivisionError

    assert triggers.missing(connection) == []


def test_migrate_puts_lost_triggers_back():
    triggers.remove(connection)
    assert triggers.missing(connection) != []

    call_command("migrate", verbosity=0)

    assert triggers.missing(connection) == []


def test_other_tables_stay_as_they_are():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM jobs_job")
