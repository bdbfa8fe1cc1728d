"""A plan enters the demonstration district."""

from __future__ import annotations

from django.urls import reverse

from kepu.apps.ledger.services import confirm_plan
from kepu.apps.ledger.services import import_plan as import_into_ledger
from kepu.apps.people.models import User
from kepu.apps.workspace.demo.context import DISTRICT


def import_plan(name: str, data: bytes) -> str:
    """Import and confirm a document as the district's office; give the address of its board."""
    office = User.objects.get(username="office")
    plan = import_into_ledger(user=office, region_code=DISTRICT, name=name, data=data)
    confirmed = confirm_plan(plan_id=plan.pk, user=office)
    return reverse("ledger:plan", args=[confirmed.pk])
