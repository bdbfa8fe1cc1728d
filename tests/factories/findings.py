"""Makers of findings: plans in review whose rows are there."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from django.db import connection

from kepu.apps.ledger.services.candidates import prepare_review
from tests.factories.ledger import make_result, make_review_plan, make_task

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kepu.apps.ledger.models import Candidate, Plan


def make_found_plan(result: dict[str, Any] | None = None, **overrides: Any) -> Plan:
    """A plan in review with a row for every finding; two of its three tasks say two things."""
    plan = make_review_plan(result or make_result(three_tasks()), **overrides)
    prepare_review(plan.pk)
    plan.refresh_from_db()
    return plan


def three_tasks() -> list[dict[str, Any]]:
    """One task that says two things, one that is sure, one that is doubtful."""
    return [
        make_task(id=1, text="举办科普月活动；建设社区科普馆5个。"),
        make_task(id=2, text="组织科学家进校园。", lead=["区教委"], support=["区科协"]),
        make_task(id=3, text="开展银龄行动。", confidence=0.4),
    ]


def tasks_of(plan: Plan) -> list[Candidate]:
    """The live tasks as printed."""
    return list(plan.candidates.live().filter(kind="task").in_order())


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Do several things at the same moment, each in its own connection; give results and refusals in any order."""
    barrier, outcomes = threading.Barrier(len(calls)), []

    def run(call: Callable[[], Any]) -> None:
        try:
            barrier.wait()
            outcomes.append(call())
        except Exception as error:  # noqa: BLE001  # what was raised is what is looked at
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def kinds_of(outcomes: Sequence[Any]) -> list[str]:
    """The refusals among some outcomes, by code; 'done' for the rest."""
    return sorted(str(getattr(each, "code", "")) if isinstance(each, Exception) else "done" for each in outcomes)
