"""A document comes in: once, with its source, refused with a sentence, recognised when it was here before."""

import uuid

import pytest
from django.urls import reverse

from kepu.apps.audit.models import AuditRow
from kepu.apps.files.models import StoredFile
from kepu.apps.jobs.models import Job
from kepu.apps.jobs.worker import run_worker
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.models import Parse, Plan
from kepu.core.plans import PlanCode
from tests.factories.files import docx_bytes, locked_office_bytes, make_upload
from tests.factories.ledger import PLAN_TEXT, make_office, make_plan, make_reader
from tests.factories.territory import SIBLING, make_region

pytestmark = pytest.mark.django_db
ADDRESS = "/ledger/import/"


@pytest.fixture
def office(client):
    user = make_office()
    client.force_login(user)
    return user


def given(user, **values):
    return {"request_id": uuid.uuid4(), "region": user.region_id, **values}


def work():
    while run_worker(once=True):
        pass


def test_pasted_text_becomes_a_plan_to_review(client, office):
    response = client.post(ADDRESS, given(office, text=PLAN_TEXT))

    plan = Plan.objects.get()
    assert response.url == reverse("ledger:progress", args=[plan.pk])
    assert (plan.state, plan.is_pasted, plan.created_by) == (PlanState.IMPORTING, True, office)
    work()
    plan.refresh_from_db()
    assert plan.state == PlanState.REVIEW
    assert plan.title == "青禾区科普工作实施方案（2026—2030年）"
    assert [task["lead"] for task in plan.parse.result["tasks"]] == [["区教委"], ["区科协"]]
    assert client.get(plan.get_absolute_url()).url == reverse("ledger:review", args=[plan.pk])


def test_word_document_becomes_a_plan_to_review(client, office):
    content = docx_bytes(*PLAN_TEXT.splitlines())

    client.post(ADDRESS, given(office, file=make_upload("方案.docx", content)))
    work()

    plan = Plan.objects.get()
    assert (plan.state, plan.is_pasted, plan.source_name) == (PlanState.REVIEW, False, "方案.docx")


def test_the_same_request_twice_is_one_plan(client, office):
    values = given(office, text=PLAN_TEXT)

    first, second = client.post(ADDRESS, values), client.post(ADDRESS, values)

    assert Plan.objects.count() == Job.objects.filter(name="ledger.parse_plan").count() == 1
    assert first.url == second.url


def test_the_same_document_is_recognised_and_may_be_imported_anyway(client, office):
    client.post(ADDRESS, given(office, text=PLAN_TEXT))
    earlier = Plan.objects.get()

    response = client.post(ADDRESS, given(office, text=PLAN_TEXT))

    page = response.content.decode()
    assert Plan.objects.count() == 1
    assert earlier.get_absolute_url() in page
    stored = response.context["stored"]
    again = client.post(ADDRESS, given(office, stored=stored.pk))
    assert Plan.objects.count() == 2
    assert again.url == reverse("ledger:progress", args=[Plan.objects.latest("pk").pk])


def test_the_same_document_of_another_region_is_another_plan(client, office):
    make_plan(region=make_region(SIBLING), sha256="0" * 64)
    client.post(ADDRESS, given(office, text=PLAN_TEXT))
    Plan.objects.update(region_code=SIBLING)

    client.post(ADDRESS, given(office, text=PLAN_TEXT))

    assert Plan.objects.filter(region_code=office.region_id).count() == 1


def test_a_stored_document_of_somebody_else_cannot_be_used(client, office):
    theirs = make_plan(owner=make_office()).source_file

    response = client.post(ADDRESS, given(office, stored=theirs.pk))

    assert response.status_code == 422
    assert Plan.objects.count() == 1


def test_nothing_given_is_asked_for(client, office):
    response = client.post(ADDRESS, given(office, text="  \n"))

    assert response.status_code == 422
    assert "还没有内容" in response.content.decode()
    assert response.context["form"].non_field_errors().as_data()[0].code == LedgerCode.NOTHING_GIVEN


def test_marked_text_is_refused_and_not_kept(client, office):
    response = client.post(ADDRESS, given(office, text=f"机密★5年\n{PLAN_TEXT}"))

    assert response.status_code == 422
    assert "涉密" in response.content.decode()
    assert not StoredFile.objects.exists()


def test_a_region_out_of_reach_is_refused(client, office):
    make_region(SIBLING)

    response = client.post(ADDRESS, given(office, text=PLAN_TEXT, region=SIBLING))

    assert response.status_code == 422
    assert not Plan.objects.exists()


def test_readers_cannot_import(client):
    client.force_login(make_reader())

    assert client.get(ADDRESS).status_code == 403
    assert "导入方案" not in client.get("/ledger/").content.decode().replace("导入方案以后", "")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("空.txt", b""),
        ("密码.docx", locked_office_bytes()),
        ("损坏.docx", b"PK\x03\x04broken"),
        ("改名.docx", "不是文档".encode()),
        ("照片.jpg", b"\xff\xd8\xff\xe0" + bytes(64)),
        ("二进制.txt", bytes(range(1, 32)) * 50),
    ],
)
def test_bad_files_get_a_sentence_and_no_plan(client, office, name, content):
    response = client.post(ADDRESS, given(office, file=make_upload(name, content)))

    assert response.status_code == 422
    errors = [str(text) for texts in response.context["form"].errors.values() for text in texts]
    assert errors
    assert all(text.endswith("。") for text in errors)
    assert not Plan.objects.exists()


def test_uploads_are_limited(client, office, settings):
    settings.KEPU = settings.KEPU.model_copy(update={"rate_upload": "1/h"})

    statuses = [client.post(ADDRESS, given(office)).status_code for _ in range(2)]

    assert statuses == [422, 429]


def test_import_is_audited(client, office):
    client.post(ADDRESS, given(office, text=PLAN_TEXT))

    row = AuditRow.objects.get(action="ledger.import_plan")
    assert (row.actor_id, row.object_id) == (office.pk, str(Plan.objects.get().pk))


def test_a_document_without_tasks_is_shown_with_a_warning(client, office):
    client.post(ADDRESS, given(office, text="今天天气很好，我们去公园散步。\n花开了。"))
    work()

    plan = Plan.objects.get()
    page = client.get(reverse("ledger:review", args=[plan.pk])).content.decode()
    assert plan.parse.result["warnings"][0]["code"] == PlanCode.NOT_A_PLAN
    assert "看起来不像实施方案" in page


def test_reading_twice_keeps_one_result(client, office):
    client.post(ADDRESS, given(office, text=PLAN_TEXT))
    work()
    Job.objects.filter(name="ledger.parse_plan").update(state="queued", result="")

    work()

    assert Parse.objects.count() == 1
    assert Job.objects.get(name="ledger.parse_plan").result == Plan.objects.get().get_absolute_url()


def test_progress_page_follows_the_plan(client, office):
    client.post(ADDRESS, given(office, text=PLAN_TEXT))
    address = reverse("ledger:progress", args=[Plan.objects.get().pk])

    waiting = client.get(address)
    part = client.get(address, headers={"HX-Request": "true"})
    work()
    done = client.get(address, headers={"HX-Request": "true"})

    assert "已经排队" in waiting.content.decode()
    assert part.content.decode().lstrip().startswith("<section")
    assert done.headers["HX-Redirect"] == Plan.objects.get().get_absolute_url()


def test_pasted_nul_between_cells_is_dropped(client, office):
    response = client.post(ADDRESS, given(office, text=PLAN_TEXT.replace("\n", "\x00\n")))

    assert response.status_code == 302
    work()
    assert Plan.objects.get().title == "青禾区科普工作实施方案（2026—2030年）"


def test_pasted_text_over_the_limit_says_both_numbers(client, office):
    response = client.post(ADDRESS, given(office, text="科" * 500_001))

    assert response.status_code == 422
    assert "正文有 500001 个字，超过了上限 500000 个字" in response.content.decode()
    assert not Plan.objects.exists()
