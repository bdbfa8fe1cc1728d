"""Forgeries by raw SQL, with the triggers lifted: each is found, and the row is named."""

from __future__ import annotations

import tracemalloc

import pytest

from kepu.apps.audit import sealing, verifying
from kepu.apps.audit.enums import ProblemKind
from kepu.apps.audit.ids import new_row_id
from kepu.apps.audit.models import AuditRow, Pending, Seal
from kepu.apps.audit.verifying import Problem, Verification
from tests.factories.audit import forging, key_of, make_row, make_sealed_rows

pytestmark = pytest.mark.django_db
COPY = """INSERT INTO audit_auditrow
(id, at, actor_id, request_id, job_id, action, app, model, object_id, region_code, changes, mac)
SELECT %s, at, actor_id, request_id, job_id, action, app, model, object_id, region_code, changes, mac FROM audit_auditrow WHERE id = %s"""


def found(*heads):
    return list(Verification(heads).problems())


def change(row, setting):
    with forging() as cursor:
        cursor.execute(f"UPDATE audit_auditrow SET {setting} WHERE id = %s", [key_of(row.pk)])  # noqa: S608  # a forgery


@pytest.fixture
def rows():
    return make_sealed_rows(5)


def test_untouched_log_is_sound(rows):
    make_row()
    walk = Verification([sealing.head()])

    assert list(walk.problems()) == []
    assert (walk.sealed, walk.waiting, walk.position, walk.digest) == (5, 1, 5, sealing.head().digest)


def test_empty_log_is_sound():
    assert found(sealing.head()) == []


@pytest.mark.parametrize("column", ["action", "changes", "object_id", "request_id", "job_id", "app", "model"])
def test_edited_row_is_found(rows, column):
    change(rows[2], f"{column} = 'x'")

    assert found() == [Problem(ProblemKind.EDITED, 3, str(rows[2].pk))]


@pytest.mark.parametrize("setting", ["actor_id = 1", "at = '2020-01-01 00:00:00+00:00'", "mac = 'forged'"])
def test_edited_actor_time_or_code_is_found(rows, setting):
    change(rows[4], setting)

    assert found() == [Problem(ProblemKind.EDITED, 5, str(rows[4].pk))]


def test_swapped_rows_are_found(rows):
    first, second, spare = key_of(rows[1].pk), key_of(rows[3].pk), key_of(new_row_id())
    with forging() as cursor:
        for new, old in ((spare, first), (first, second), (second, spare)):
            cursor.execute("UPDATE audit_auditrow SET id = %s WHERE id = %s", [new, old])

    assert found() == [
        Problem(ProblemKind.SWAPPED, 2, str(rows[1].pk), str(rows[3].pk)),
        Problem(ProblemKind.SWAPPED, 4, str(rows[3].pk), str(rows[1].pk)),
    ]


def test_inserted_row_is_found(rows):
    stranger = new_row_id()
    with forging() as cursor:
        cursor.execute(COPY, [key_of(stranger), key_of(rows[0].pk)])

    assert found() == [Problem(ProblemKind.INSERTED, row_id=str(stranger))]


def test_inserted_row_is_found_before_and_after_it_is_sealed(rows):
    stranger = new_row_id()
    with forging() as cursor:
        cursor.execute(COPY, [key_of(stranger), key_of(rows[0].pk)])
        cursor.execute("INSERT INTO audit_pending (row_id) VALUES (%s)", [key_of(stranger)])

    assert found() == [Problem(ProblemKind.EDITED, row_id=str(stranger))]
    sealing.seal()
    assert found() == [Problem(ProblemKind.EDITED, 6, str(stranger))]


def test_row_inserted_into_the_chain_is_found(rows):
    stranger = new_row_id()
    with forging() as cursor:
        cursor.execute(COPY, [key_of(stranger), key_of(rows[0].pk)])
        cursor.execute(
            "INSERT INTO audit_seal (position, row_id, row_mac, digest, sealed_at)"
            " SELECT 6, %s, row_mac, digest, sealed_at FROM audit_seal WHERE position = 5",
            [key_of(stranger)],
        )

    assert Problem(ProblemKind.REORDERED, 6, str(stranger)) in found()


def test_missing_row_is_found(rows):
    with forging() as cursor:
        cursor.execute("DELETE FROM audit_auditrow WHERE id = %s", [key_of(rows[2].pk)])

    assert found() == [Problem(ProblemKind.MISSING, 3, str(rows[2].pk))]


def test_row_missing_with_its_seal_is_found(rows):
    ids = [key_of(rows[1].pk), key_of(rows[2].pk)]
    with forging() as cursor:
        cursor.execute("DELETE FROM audit_auditrow WHERE id IN (%s, %s)", ids)
        cursor.execute("DELETE FROM audit_seal WHERE row_id IN (%s, %s)", ids)

    assert found() == [Problem(ProblemKind.MISSING, 2, other="3")]


def test_row_missing_before_its_seal_is_found(rows):
    row = make_row()
    with forging() as cursor:
        cursor.execute("DELETE FROM audit_auditrow WHERE id = %s", [key_of(row.pk)])

    assert found() == [Problem(ProblemKind.MISSING, row_id=str(row.pk))]


def test_row_whose_seal_was_taken_away_is_found(rows):
    with forging() as cursor:
        cursor.execute("DELETE FROM audit_seal WHERE position = 5")

    assert found() == [Problem(ProblemKind.INSERTED, row_id=str(rows[4].pk))]


def test_exchanged_links_are_found(rows):
    with forging() as cursor:
        for new, old in ((99, 2), (2, 3), (3, 99)):
            cursor.execute("UPDATE audit_seal SET position = %s WHERE position = %s", [new, old])

    assert found()[0] == Problem(ProblemKind.REORDERED, 2, str(rows[2].pk))


def cut(cursor, position):
    cursor.execute(
        "DELETE FROM audit_auditrow WHERE id IN (SELECT row_id FROM audit_seal WHERE position > %s)", [position]
    )
    cursor.execute("DELETE FROM audit_seal WHERE position > %s", [position])


def test_cut_tail_is_found_against_an_earlier_head(rows):
    head = sealing.head()
    with forging() as cursor:
        cut(cursor, 3)

    assert found() == [], "the rest is a sound chain"
    assert found(head) == [Problem(ProblemKind.CUT, 4, other="5")]


def test_tail_that_was_cut_and_grown_again_is_found(rows):
    head = sealing.head()
    with forging() as cursor:
        cut(cursor, 3)
    grown = make_sealed_rows(4)

    assert found() == []
    assert found(head) == [Problem(ProblemKind.HEAD_DIFFERS, 5, str(grown[1].pk))]


def test_emptied_log_is_found_against_an_earlier_head(rows):
    head = sealing.head()
    with forging() as cursor:
        cut(cursor, 0)

    assert found(head) == [Problem(ProblemKind.CUT, 1, other="5")]


def test_one_wrong_row_hides_no_other(rows):
    with forging() as cursor:
        cursor.execute("UPDATE audit_auditrow SET action = 'x' WHERE id = %s", [key_of(rows[0].pk)])
        cursor.execute("DELETE FROM audit_auditrow WHERE id = %s", [key_of(rows[4].pk)])

    assert found() == [
        Problem(ProblemKind.EDITED, 1, str(rows[0].pk)),
        Problem(ProblemKind.MISSING, 5, str(rows[4].pk)),
    ]


def test_problem_says_where_and_what(rows):
    assert str(Problem(ProblemKind.EDITED, 3, "row")) == "第 3 位 row 内容被改动"
    assert str(Problem(ProblemKind.CUT, 4, other="5")) == "第 4 位 … 5 末尾被截断"
    assert str(Problem(ProblemKind.INSERTED, row_id="row")) == "尚未封存 row 未经系统写入"


def test_walk_in_batches_finds_the_same(rows, monkeypatch):
    monkeypatch.setattr(verifying, "BATCH", 2)
    make_row()
    with forging() as cursor:
        cursor.execute("UPDATE audit_auditrow SET action = 'x' WHERE id = %s", [key_of(rows[2].pk)])

    told = []
    assert list(Verification(progress=told.append).problems()) == [Problem(ProblemKind.EDITED, 3, str(rows[2].pk))]
    assert told == [2, 4, 5]


def test_memory_does_not_grow_with_the_log(monkeypatch):
    monkeypatch.setattr(verifying, "BATCH", 50)

    def peak():
        tracemalloc.start()
        assert list(Verification().problems()) == []
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    make_sealed_rows(300)
    peak()
    short = min(peak() for _ in range(3))  # the least: garbage of earlier tests is none of ours
    make_sealed_rows(2700)
    assert Seal.objects.count() == AuditRow.objects.count() == 3000
    assert not Pending.objects.exists()
    assert min(peak() for _ in range(3)) < 1.5 * short
