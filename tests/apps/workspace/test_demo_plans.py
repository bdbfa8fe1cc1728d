"""The plans of the demonstration."""

from datetime import date

import pytest

from kepu.apps.ledger.enums import PlanState
from kepu.apps.ledger.models import Facet, Plan, Task, TaskUnit
from kepu.apps.workspace import demo
from kepu.apps.workspace.demo import plans

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 3)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA = tmp_path


def test_four_plans_overlap_in_the_ledger_and_one_waits():
    demo.load(seed=1, size="small", as_of=DAY)

    confirmed = Plan.objects.filter(state=PlanState.CONFIRMED)
    waiting = Plan.objects.get(state=PlanState.REVIEW)
    assert sorted(confirmed.values_list("n_tasks", flat=True)) == [8, 10, 12, 28]
    assert all(not plan.warnings for plan in confirmed)
    assert waiting.title == "2026年青禾区科普月活动分工方案"
    assert len(waiting.parse.result["tasks"]) == 4


def test_units_of_the_demonstration_plans_are_known():
    demo.load(seed=1, size="small", as_of=DAY)

    unknown = TaskUnit.objects.filter(organisation=None).values_list("name", flat=True)
    assert set(unknown) == {"各镇街", "各成员单位"}


def test_loading_again_adds_nothing(monkeypatch):
    monkeypatch.setattr(plans, "MANY_PLANS", 3)
    monkeypatch.setattr(plans, "TASKS_EACH", 20)

    counts = []
    for _ in range(2):
        demo.load(seed=1, size="100k", as_of=DAY)
        counts.append((Plan.objects.count(), Task.objects.count(), Facet.objects.count()))

    assert counts[0] == counts[1]
    assert Plan.objects.filter(n_tasks=20).count() == 3
