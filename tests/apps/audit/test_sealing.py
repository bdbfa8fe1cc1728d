"""The chain: every committed row once, whenever it became visible."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from kepu.apps.audit import digests, sealing
from kepu.apps.audit.ids import new_row_id
from kepu.apps.audit.models import AuditRow, Pending, Seal
from kepu.apps.audit.verifying import Verification
from kepu.apps.jobs import services as jobs
from kepu.apps.jobs.worker import run_due
from tests.factories.audit import forging, key_of, make_row, make_sealed_rows

pytestmark = pytest.mark.django_db


def test_rows_are_chained_in_their_order():
    rows = make_sealed_rows(3)

    seals = list(Seal.objects.order_by("position"))

    assert [(seal.position, seal.row_id) for seal in seals] == [(n, row.pk) for n, row in enumerate(rows, 1)]
    previous = digests.START
    for seal in seals:
        assert seal.digest == digests.link(previous, seal.position, seal.row_id, seal.row_mac)
        previous = seal.digest
    assert not Pending.objects.exists()


def test_sealing_goes_on_where_it_stopped():
    make_sealed_rows(2)
    make_sealed_rows(2)

    assert list(Seal.objects.order_by("position").values_list("position", flat=True)) == [1, 2, 3, 4]
    assert list(Verification().problems()) == []


def test_row_is_sealed_once_even_if_it_waits_again():
    row = make_sealed_rows(1)[0]
    Pending.objects.create(row_id=row.pk)

    sealing.seal()

    assert Seal.objects.count() == 1
    assert not Pending.objects.exists()


def test_many_rows_are_sealed_in_batches(monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 2)

    assert len(make_sealed_rows(5)) == Seal.objects.count() == 5


def test_sealing_asks_the_same_of_a_short_and_of_a_long_log(django_assert_num_queries):
    for rows in (1, 30):
        make_sealed_rows(rows)
        make_row()
        with django_assert_num_queries(8):
            assert sealing.seal_batch() == 1


def test_row_that_was_deleted_before_its_seal_does_not_stop_the_others():
    lost, kept = make_row(), make_row()
    with forging() as cursor:
        cursor.execute("DELETE FROM audit_auditrow WHERE id = %s", [key_of(lost.pk)])

    sealing.seal()

    assert list(Seal.objects.values_list("row_id", flat=True)) == [kept.pk]
    assert list(Pending.objects.values_list("row_id", flat=True)) == [lost.pk], "it stays as evidence"


def test_the_job_seals():
    make_row()
    jobs.enqueue("audit.seal_rows")

    run_due()

    assert Seal.objects.count() == AuditRow.objects.count()


@pytest.mark.django_db(transaction=True)
def test_several_sealers_make_one_chain(monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 3)
    for _ in range(20):
        make_row()
    barrier = threading.Barrier(3)

    def work():
        try:
            barrier.wait()
            sealing.seal()
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sealing.seal()

    assert list(Seal.objects.order_by("position").values_list("position", flat=True)) == list(range(1, 21))
    assert list(Verification().problems()) == []


def test_row_that_becomes_visible_late_is_sealed_late(monkeypatch):
    """As on PostgreSQL, where a long transaction commits after rows with larger ids were sealed."""
    late = new_row_id()
    early = make_row().pk
    sealing.seal()
    monkeypatch.setattr(AuditRow._meta.get_field("id"), "_get_default", lambda: late)
    make_row()
    sealing.seal()

    assert late < early
    assert list(Seal.objects.order_by("position").values_list("row_id", flat=True)) == [early, late]
    assert list(Verification().problems()) == []
