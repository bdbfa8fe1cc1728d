"""Pages of the audit log: who sees it, what is found, what the chain's state says."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kepu.apps.audit import sealing
from kepu.apps.audit.enums import CheckState
from kepu.apps.audit.models import Check
from kepu.apps.audit.permissions import AuditPermission
from kepu.apps.base import context
from kepu.apps.jobs.models import Job
from kepu.apps.jobs.worker import run_due
from tests.factories.audit import forging, key_of, make_row, make_sealed_rows
from tests.factories.people import make_user
from tests.factories.territory import DISTRICT, SIBLING, make_region

pytestmark = pytest.mark.django_db
LIST = "audit:list"


@pytest.fixture
def own_data(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def auditor(client):
    user = make_user(permissions=[AuditPermission.VIEW])
    client.force_login(user)
    return user


def shown(client, **query):
    response = client.get(reverse(LIST), query)
    assert response.status_code == 200
    return [line.row for line in response.context["lines"]]


def test_log_is_for_the_audit_administrator(client):
    row = make_row(after={"title": "不该看见"})
    client.force_login(make_user())

    for address in (reverse(LIST), reverse("audit:detail", args=[row.pk])):
        response = client.get(address)
        assert response.status_code == 403
        assert "只有审计管理员可以查看审计记录。" in response.content.decode()
        assert "不该看见" not in response.content.decode()
    assert client.post(reverse("audit:check"), {"request_id": str(uuid.uuid4())}).status_code == 403


def test_guest_is_sent_to_sign_in(client):
    assert client.get(reverse(LIST)).status_code == 302


def test_log_is_newest_first_with_names(client, auditor):
    user = make_user(name="王演示")
    with context.bound(user=user.pk):
        first, second = make_row(obj=user, after={"name": "李演示"}), make_row()

    page = client.get(reverse(LIST), {"person": str(user.pk)})

    assert [line.row for line in page.context["lines"]] == [second, first]
    line = page.context["lines"][1]
    assert (line.actor, line.changes[0].label, line.changes[0].new) == ("王演示", "姓名", "李演示")
    assert "王演示" in page.content.decode()


def test_log_is_filtered(client, auditor):
    user = make_user()
    with context.bound(user=user.pk):
        mine = make_row("people.renamed", user)
    other = make_row("tests.other")

    assert shown(client, app="people", action="people.renamed") == [mine]
    assert shown(client, person=str(user.pk)) == [mine]
    assert shown(client, action="tests.other") == [other]


def test_log_is_filtered_by_the_day_on_the_wall(client, auditor, time_machine):
    time_machine.move_to(datetime(2026, 3, 1, 16, 30, tzinfo=UTC), tick=False)
    row = make_row()
    time_machine.move_to(datetime(2026, 3, 1, 15, 30, tzinfo=UTC), tick=False)
    make_row()

    assert shown(client, day="2026-03-02", action="tests.changed") == [row]


@pytest.mark.parametrize(
    "query", [{"day": "yesterday"}, {"day": "2026-13-01"}, {"person": "x"}, {"app": "none"}, {"action": "none"}]
)
def test_filter_that_cannot_be_read_is_refused(client, auditor, query):
    response = client.get(reverse(LIST), query)

    assert response.status_code == 422
    assert "这个筛选条件" in response.content.decode()


def test_person_who_is_gone_can_still_be_asked_for(client, auditor):
    with context.bound(user=987654):
        row = make_row()

    assert shown(client, person="987654") == [row]


@pytest.mark.parametrize("text", ["王演示", "request-1", "改成这样"])
def test_log_is_searched_by_name_id_and_content(client, auditor, text):
    with context.bound(user=make_user(name="王演示").pk, request="request-1"):
        row = make_row(after={"title": "改成这样"})
    make_row()

    assert shown(client, q=text) == [row]


def test_list_asks_as_often_for_three_as_for_one(client, auditor):
    asked = []
    for more in (1, 2):
        for _ in range(more):
            with context.bound(user=make_user().pk):
                make_row()
        client.get(reverse(LIST))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(LIST), {"action": "tests.changed"})
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_row_page_shows_its_seal_and_whether_it_is_sound(client, auditor):
    row = make_sealed_rows(1)[0]
    address = reverse("audit:detail", args=[row.pk])

    assert "与写入时一致" in client.get(address).content.decode()
    with forging() as cursor:
        cursor.execute("UPDATE audit_auditrow SET changes = '{broken' WHERE id = %s", [key_of(row.pk)])

    page = client.get(address).content.decode()
    assert "与写入时不一致" in page
    assert "{broken" in page


def test_row_that_is_not_there_is_404(client, auditor):
    assert client.get(reverse("audit:detail", args=[uuid.uuid4()])).status_code == 404


def test_personal_value_is_shown_as_hidden(client, auditor):
    row = make_row(after={"phone": "13900000000"}, personal=("phone",))

    page = client.get(reverse("audit:detail", args=[row.pk])).content.decode()

    assert "13900000000" not in page
    assert "个人信息，仅留摘要" in page


def test_check_runs_as_a_job_and_is_shown(client, auditor):
    make_sealed_rows(2)
    form = {"request_id": str(uuid.uuid4())}
    addresses = {client.post(reverse("audit:check"), form)["Location"] for _ in range(2)}

    run_due()

    job = Job.objects.get(name="audit.check_chain")
    assert addresses == {job.get_absolute_url()}
    assert (job.result, job.sentence) == (reverse(LIST), "核对完毕，没有异常。")
    assert Check.objects.get().state == CheckState.SOUND
    assert "完好" in client.get(reverse(LIST)).content.decode()


@pytest.mark.usefixtures("own_data")
def test_check_finds_what_was_forged_and_names_it(client, auditor):
    rows = make_sealed_rows(2)
    sealing.export_head()
    with forging() as cursor:
        cursor.execute("DELETE FROM audit_auditrow WHERE id = %s", [key_of(rows[1].pk)])
        cursor.execute("DELETE FROM audit_seal WHERE row_id = %s", [key_of(rows[1].pk)])
    client.post(reverse("audit:check"), {"request_id": str(uuid.uuid4())})

    run_due()

    check = Check.objects.get()
    assert (check.state, check.problem_count, check.problems[0]["kind"]) == (CheckState.BROKEN, 1, "cut")
    assert "发现 1 处异常" in client.get(reverse(LIST)).content.decode()


def test_check_without_its_page_is_refused(client, auditor):
    assert client.post(reverse("audit:check"), {}).status_code == 422
    assert not Job.objects.exists()


def test_auditor_reads_the_rows_of_the_own_regions(client, auditor):
    here, next_door = make_region(DISTRICT), make_region(SIBLING)
    own = [
        make_row(region_code=DISTRICT),
        make_row(region_code=f"{DISTRICT[:6]}001000"),
        make_row(obj=make_user(region=here)),
        *(by(person) for person in (make_user(region=here), make_user(), None)),
    ]
    hidden = [
        make_row(region_code=SIBLING),
        make_row(region_code="990100000000"),
        make_row(obj=make_user(region=next_door)),
        by(make_user(region=next_door)),
    ]

    rows = shown(client, action="tests.changed")

    assert {row.pk for row in rows} == {row.pk for row in own}
    for row in hidden:
        assert client.get(reverse("audit:detail", args=[row.pk])).status_code == 404


def by(person):
    with context.bound(user=person and person.pk):
        return make_row()


def test_people_next_door_are_not_on_offer(client, auditor):
    make_user(region=make_region(SIBLING), name="隔壁的人")

    assert "隔壁的人" not in client.get(reverse(LIST)).content.decode()
