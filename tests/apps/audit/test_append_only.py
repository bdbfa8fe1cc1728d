"""The database itself refuses to change what was written."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from kepu.apps.audit.models import AuditRow, Seal
from tests.factories.audit import forging, make_sealed_rows

pytestmark = pytest.mark.django_db


def refuse(sql, parameters=()):
    with pytest.raises(DatabaseError, match="is append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def test_update_and_delete_are_refused():
    make_sealed_rows(2)

    refuse("UPDATE audit_auditrow SET action = 'x'")
    refuse("UPDATE audit_seal SET digest = 'x'")
    refuse("DELETE FROM audit_auditrow")
    refuse("DELETE FROM audit_seal")

    assert AuditRow.objects.filter(action="tests.changed").count() == Seal.objects.exclude(digest="x").count() == 2


def test_the_orm_is_refused_as_well():
    row = make_sealed_rows(1)[0]
    row.action = "tests.other"

    for change in (row.save, row.delete, Seal.objects.all().delete):
        with pytest.raises(DatabaseError, match="is append-only"), transaction.atomic():
            change()


ERASERS = {
    "sqlite": [
        "REPLACE INTO audit_auditrow SELECT * FROM audit_auditrow",
        "REPLACE INTO audit_seal SELECT * FROM audit_seal",
        "INSERT OR REPLACE INTO audit_seal SELECT position + 1, row_id, row_mac, digest, sealed_at FROM audit_seal",
    ],
    "postgresql": ["TRUNCATE audit_seal", "TRUNCATE audit_auditrow"],
}


def test_the_databases_own_way_to_erase_is_refused():
    make_sealed_rows(1)

    for sql in ERASERS[connection.vendor]:
        refuse(sql)


def test_triggers_stand_again_after_they_were_lifted():
    make_sealed_rows(1)

    with forging() as cursor:
        cursor.execute("UPDATE audit_auditrow SET action = 'tests.forged'")

    refuse("DELETE FROM audit_auditrow")
