"""The head of a plan in the ledger is corrected; who comes second sees both texts and loses neither."""

import uuid

import pytest
from django.urls import reverse

from kepu.apps.audit.models import AuditRow
from kepu.apps.ledger import services
from kepu.apps.ledger.services.header import HEAD
from kepu.apps.ledger.services.states import Decided
from tests.factories.ledger import make_confirmed_plan, make_reader, make_review_plan

pytestmark = pytest.mark.django_db


def form(plan, **values):
    head = {"title": plan.title, "doc_number": plan.doc_number, "issuer": plan.issuer, "status": plan.status}
    return {"request_id": uuid.uuid4(), "version": plan.version, **head, **values}


def address(plan):
    return reverse("ledger:correct", args=[plan.pk])


def test_a_correction_is_saved_and_audited(client):
    plan = make_confirmed_plan()
    client.force_login(plan.created_by)

    response = client.post(address(plan), form(plan, doc_number="青禾府办发〔2026〕5号", issued_on="2026-03-01"))

    plan.refresh_from_db()
    assert response.url == reverse("ledger:outline", args=[plan.pk])
    assert (plan.doc_number, str(plan.issued_on), plan.version) == ("青禾府办发〔2026〕5号", "2026-03-01", 2)
    assert "〔2026〕5号" in AuditRow.objects.get(action="ledger.correct_head").changes
    assert plan.tasks.count() == 1


def test_who_comes_second_sees_both_texts_and_may_still_save(client):
    plan = make_confirmed_plan()
    client.force_login(plan.created_by)
    mine = form(plan, issuer="我写的机关")
    client.post(address(plan), form(plan, issuer="别人写的机关"))

    response = client.post(address(plan), mine)

    page = response.content.decode()
    assert response.status_code == 409
    assert "我写的机关" in page
    assert "别人写的机关" in page
    plan.refresh_from_db()
    assert plan.issuer == "别人写的机关"
    client.post(address(plan), {**mine, "version": plan.version})
    plan.refresh_from_db()
    assert plan.issuer == "我写的机关"


def test_what_is_wrong_stands_beside_its_field(client):
    plan = make_confirmed_plan()
    client.force_login(plan.created_by)

    response = client.post(address(plan), form(plan, title="", period_start=2030, period_end=2026))

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"title", "period_end"}


def test_readers_do_not_correct(client):
    plan = make_confirmed_plan()
    client.force_login(make_reader())

    assert client.get(address(plan)).status_code == 403
    assert address(plan) not in client.get(reverse("ledger:outline", args=[plan.pk])).content.decode()


def test_a_plan_that_waits_is_corrected_by_its_confirmation(client):
    plan = make_review_plan()
    client.force_login(plan.created_by)

    assert client.get(address(plan)).status_code == 404
    with pytest.raises(Decided):
        services.correct_head(plan_id=plan.pk, user=plan.created_by, head=dict.fromkeys(HEAD), version=1)
