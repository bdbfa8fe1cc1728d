"""Makers of targets that stand in the ledger."""

from tests.factories.ledger import make_confirmed_plan, make_result, make_task
from tests.factories.ledger import make_target as printed_target


def make_shown_target(*, region=None, title="青禾区科普工作方案", plan_values=None, printed=None, **columns):
    """A target of a confirmed plan from 2026 to 2030, led by 区科协; `columns` are set afterwards."""
    result = make_result(
        [make_task(id=1, lead=["区科协"], support=["区教委"])],
        title=title,
        targets=[printed_target(**{"task_id": 1, **(printed or {})})],
    )
    years = {"period_start": 2026, "period_end": 2030}
    plan = make_confirmed_plan(result, region=region, title=title, **{**years, **(plan_values or {})})
    target = plan.targets.get()
    for name, value in columns.items():
        setattr(target, name, value)
    target.save()
    target.refresh_from_db()
    return target
