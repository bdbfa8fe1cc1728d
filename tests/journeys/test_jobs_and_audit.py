"""Background jobs and the audit log in a real browser."""

from __future__ import annotations

import pytest

from kepu.apps.audit.permissions import AuditPermission
from kepu.apps.jobs.enums import JobState
from kepu.apps.jobs.models import Job
from tests.factories.audit import make_row, make_sealed_rows
from tests.factories.jobs import make_failed_job, make_job, make_running_job
from tests.factories.people import make_user
from tests.journeys.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_progress_is_seen_left_and_found_again(visit, sign_in):
    owner = make_user()
    job = make_running_job(owner=owner, title="解析演示方案", done=3, of=12, sentence="正在读第 3 章")
    page = sign_in(visit(), owner)

    page.goto(job.get_absolute_url())
    page.get_by_text("3 / 12").wait_for()
    Job.objects.filter(pk=job.pk).update(done=7, sentence="正在读第 7 章")
    page.get_by_text("正在读第 7 章").wait_for()

    page.get_by_role("navigation", name="主菜单").get_by_role("link", name="后台任务").click()
    page.get_by_role("link", name="解析演示方案").click()
    page.get_by_text("7 / 12").wait_for()

    Job.objects.filter(pk=job.pk).update(state=JobState.DONE, result="/jobs/?state=done")
    page.wait_for_url("**/jobs/?state=done")
    page.get_by_role("link", name="解析演示方案").wait_for()


def test_failure_appears_by_itself_and_is_retried(visit, sign_in):
    owner = make_user()
    job = make_running_job(owner=owner)
    page = sign_in(visit(), owner)
    page.goto(job.get_absolute_url())

    Job.objects.filter(pk=job.pk).update(
        state=JobState.FAILED, error_code="jobs.gave_up", error_details={"attempts": 5}, cursor={"next": 3}
    )
    page.get_by_text("系统试了 5 次都没有做完").wait_for()
    page.get_by_role("button", name="重试").click()
    page.get_by_text("排队中").wait_for()

    job.refresh_from_db()
    assert (job.state, job.cursor) == (JobState.QUEUED, {"next": 3})


def test_progress_renews_itself_without_script(visit, sign_in):
    owner = make_user()
    job = make_running_job(owner=owner, sentence="正在读第 3 章")
    page = sign_in(visit(script=False), owner)
    page.goto(job.get_absolute_url())
    page.get_by_text("正在读第 3 章").wait_for()

    Job.objects.filter(pk=job.pk).update(sentence="正在读第 7 章")

    page.get_by_text("正在读第 7 章").wait_for()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_pages_of_jobs_have_no_fault_that_axe_finds(visit, sign_in, faults_of, width):
    owner = make_user()
    jobs = [
        make_job(owner=owner),
        make_running_job(owner=owner, done=3, of=12, sentence="正在读第 3 章"),
        make_failed_job(owner=owner),
        make_job(owner=owner, state=JobState.DONE, result="/jobs/"),
        make_job(owner=owner, state=JobState.CANCELLED),
    ]
    page = sign_in(visit(width), owner)

    for address in ("/jobs/", "/jobs/?state=done&name=audit.check_chain", *(job.get_absolute_url() for job in jobs)):
        page.goto(address)
        assert faults_of(page) == [], address


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_pages_of_the_log_have_no_fault_that_axe_finds(visit, sign_in, faults_of, width):
    auditor = make_user(permissions=[AuditPermission.VIEW])
    make_sealed_rows(3)
    row = make_row(obj=auditor, before={"name": "甲"}, after={"name": "乙", "phone": "1"}, personal=("phone",))
    page = sign_in(visit(width), auditor)

    for address in ("/audit/", "/audit/?q=不会有的", f"/audit/{row.pk}/"):
        page.goto(address)
        assert faults_of(page) == [], address


def test_log_is_filtered_by_its_form(visit, sign_in):
    auditor = make_user(permissions=[AuditPermission.VIEW])
    make_row("tests.renamed", after={"title": "找到我"})
    make_row("tests.moved", after={"title": "别找我"})
    page = sign_in(visit(), auditor)
    page.goto("/audit/")

    page.get_by_label("操作", exact=True).select_option("tests.renamed")
    page.get_by_role("button", name="筛选").click()

    page.get_by_text("找到我").wait_for()
    assert page.get_by_text("别找我").count() == 0
    assert "action=tests.renamed" in page.url
