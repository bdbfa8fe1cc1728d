"""The board beside a bare view of the same table: 3, 1,000 and 100,000 tasks; first, filtered and last page.

The bare view stands behind the same middleware and session, asks for the rows of one page in key order with one
`values_list`, and writes as many cells. Results are compared first: the rows of each page are those of the plain query.
"""

from __future__ import annotations

import gc
import os
import re
import statistics
import tempfile
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.test import Client

SIZES = (3, 1000, 100_000)
AIM = 3  # times the bare view
RUNS, EACH, WARM, DEPTH = 5, 10, 3, 32
OK = 200
CELLS = {
    "task": ("number", "text", "lead_names", "support_names", "due_on", "state", "n_targets"),
    "taskunit": ("unit_key", "unit_label", "name", "role", "task_position", "plan_id", "task_id"),
}
PAGE = 50
REGION = "990102000000"
BARE = """<!doctype html><title>Board</title><table>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>
{% endfor %}</tr>{% endfor %}</table>"""


def run() -> list[dict[str, Any]]:
    """Fill a database of its own and measure."""
    with tempfile.TemporaryDirectory(prefix="kepu-bench-") as folder:
        prepare(Path(folder))
        from django.test import Client, override_settings

        client = Client()
        storages = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
        from django.conf import settings

        with override_settings(ROOT_URLCONF=addresses(), STORAGES={**settings.STORAGES, **storages}):
            client.force_login(office())
            rows = [
                measure(client, page, size, f"/bare/{page.table}/") for size in SIZES for page in pages(make_plan(size))
            ]
    return [*rows, queries_row(rows)]


def prepare(folder: Path) -> None:
    """Start Django on an empty database."""
    os.environ |= {
        "KEPU_DATA": str(folder),
        "KEPU_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "kepu.config.settings",
        "KEPU_RATE_SEARCH": "1000000/s",
        "KEPU_HOSTS": "*",
    }
    os.environ.pop("DATABASE_URL", None)
    (folder / "static").mkdir()
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def addresses() -> Any:
    """The site's addresses and the bare view."""
    from django.urls import include, path

    class Addresses:
        urlpatterns = (path("bare/<slug:table>/", bare), path("", include("kepu.config.urls")))

    return Addresses


def bare(request: HttpRequest, table: str) -> HttpResponse:
    """One query, one table."""
    from django.apps import apps
    from django.http import HttpResponse
    from django.template import engines

    model: Any = apps.get_model("ledger", table)
    rows = model.objects.order_by("pk").values_list(*CELLS[table])[:PAGE]
    return HttpResponse(_bare_template(engines["django"]).render({"rows": rows}, request))


_made: list[Any] = []


def _bare_template(engine: Any) -> Any:
    """Compiled once, as templates of the site are."""
    if not _made:
        _made.append(engine.from_string(BARE))
    return _made[0]


def office() -> Any:
    """Somebody who may read and export."""
    from datetime import date

    from kepu.apps.base import clock
    from kepu.apps.people.models import Membership, Role, User
    from kepu.apps.territory.models import Region

    values = {"name": "演示区", "full_name": "演示区", "level": 3, "edition": date(2026, 1, 1)}
    region = Region.objects.create(code=REGION, **values)
    user = User.objects.create(username="office", name="周岚", region=region, password_changed_at=clock.now())
    Membership.objects.create(user=user, role=Role.objects.get(code="office"), region=region, since=date(2020, 1, 1))
    return user


def make_plan(size: int) -> Any:
    """A confirmed plan with so many tasks, one in ten of them overdue."""
    from datetime import date

    from django.core.files.base import ContentFile
    from django.db import transaction

    from kepu.apps.base import clock
    from kepu.apps.files.services import store
    from kepu.apps.ledger.models import Plan
    from kepu.apps.ledger.services.filling import fill_plan
    from kepu.apps.people.models import User
    from kepu.apps.workspace.demo.synthetic import synthetic_result

    user = User.objects.get(username="office")
    title = f"演示区实施方案（{size} 项）"
    stored = store(ContentFile(title.encode(), name="a.txt"), owner_id=user.pk, purpose="ledger.plan")
    with transaction.atomic():
        plan = Plan.objects.create(
            title=title, region_code=REGION, region_name="演示区", source_file=stored, created_by=user
        )
        fill_plan(plan, synthetic_result(Random(size), size, title=title), {})  # noqa: S311  # data to look at
        plan.tasks.update(due_on=date(2099, 12, 31))
        plan.tasks.filter(pk__in=plan.tasks.filter(number__endswith="3").values("pk")).update(due_on=date(2020, 6, 30))
        plan.state, plan.closed_by, plan.closed_at = "confirmed", user, clock.now()
        plan.save()
    return plan


class Page(NamedTuple):
    """A page, the keys of the tasks that the plain query gives for it, and the table of its rows."""

    name: str
    address: str
    given: dict[str, Any]
    expected: list[int]
    table: str = "task"


def pages(plan: Any) -> list[Page]:
    """What is measured."""
    from kepu.apps.ledger.models import Task, TaskUnit

    own = plan.get_absolute_url()
    tasks = Task.objects.filter(plan=plan).order_by("position")
    parts = TaskUnit.objects.filter(plan=plan).order_by("unit_rank", "task_position", "role")
    unit = parts[0].unit_key
    of_unit = tasks.filter(pk__in=parts.filter(unit_key=unit).values("task_id"))
    category = of_unit[0].category
    both = of_unit.filter(category=category)
    everything = Task.objects.order_by("region_code", "plan_id", "position")
    all_parts = TaskUnit.objects.order_by("unit_order", "plan_id", "task_position", "role")
    late, waiting = tasks.filter(due_on__lt="2021-01-01"), tasks.filter(state="not_started")
    last = {"page": 10**6}
    return [
        Page("first page", own, {}, page_keys(tasks)),
        Page("filtered by unit", own, {"unit": unit}, page_keys(of_unit)),
        Page("filtered by unit and category", own, {"unit": unit, "category": category}, page_keys(both)),
        Page("last page", own, last, page_keys(tasks, last=True)),
        Page("last page of a unit", own, {"unit": unit, **last}, page_keys(of_unit, last=True)),
        Page("by unit, first page", f"{own}units/", {}, page_keys(parts, "task_id"), "taskunit"),
        Page("by unit, last page", f"{own}units/", last, page_keys(parts, "task_id", last=True), "taskunit"),
        Page("overdue", own, {"light": "overdue"}, page_keys(late)),
        Page("filtered by state, last page", own, {"state": "not_started", **last}, page_keys(waiting, last=True)),
        Page("sorted by day", own, {"sort": "due"}, page_keys(tasks.order_by("due_on", "position"))),
        Page("all plans, first page", "/ledger/tasks/", {}, page_keys(everything)),
        Page("all plans, last page", "/ledger/tasks/", last, page_keys(everything, last=True)),
        Page("all plans by unit", "/ledger/tasks/units/", {}, page_keys(all_parts, "task_id"), "taskunit"),
    ]


def page_keys(rows: Any, key: str = "pk", *, last: bool = False) -> list[int]:
    """The keys of the tasks on the first or the last page, by the plain query."""
    keys = list(rows.values_list(key, flat=True))
    start = (len(keys) - 1) // PAGE * PAGE if last else 0
    return keys[start : start + PAGE]


def measure(client: Client, page: Page, size: int, peer: str) -> dict[str, Any]:
    """Compare the rows, count the queries, then time both in turn."""

    def ours() -> Any:
        return client.get(page.address, page.given)

    def bare_view() -> Any:
        return client.get(peer)

    response = ours()
    equal = response.status_code == bare_view().status_code == OK and shown(response) == page.expected
    n_queries = count_queries(ours)
    our_time, peer_time = alternate(ours, bare_view)
    ratio = peer_time / our_time
    return {
        "name": f"board: {page.name}, {size} tasks",
        "figure": round(our_time * 1000, 2),
        "unit": "ms",
        "peer": f"bare view, {peer_time * 1000:.2f} ms" if equal else "other rows than the plain query gives",
        "ratio": round(ratio, 3),
        "aim": f"within {AIM} × of the bare view (ratio ≥ {1 / AIM:.3f})",
        "met": bool(equal and ratio >= 1 / AIM),
        "queries": n_queries,
    }


def shown(response: Any) -> list[int]:
    """The keys of the tasks on a page, from its links."""
    return [
        int(key) for key in re.findall(r'<th scope="row"><a href="/ledger/tasks/(\d+)/">', response.content.decode())
    ]


def count_queries(ask: Callable[[], Any]) -> int:
    """How many queries a request makes."""
    from django.db import connection

    seen = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001  # Django's signature
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        ask()
    return len(seen)


def alternate(ours: Callable[[], Any], peer: Callable[[], Any]) -> tuple[float, float]:
    """Medians of five runs; in a run the requests take turns, and its figure is their mean.

    Processor time: the database is in this process, and a shared machine's other work is in no clock but the wall's.
    Garbage is collected between the runs, as `timeit` does: a collection would be paid by whoever happens to trigger it.
    Each run begins at another depth of the stack: CPython 3.11 maps memory anew for every call that crosses the edge of
    one of the stack's 16 KiB pieces, so a loop that happens to stand on an edge takes twice its time.
    """
    for _ in range(WARM):
        ours()
        peer()
    runs = [deeper(DEPTH * number, lambda: one_run(ours, peer)) for number in range(RUNS)]
    return statistics.median(run[0] for run in runs), statistics.median(run[1] for run in runs)


def deeper(frames: int, do: Callable[[], tuple[float, float]]) -> tuple[float, float]:
    """Do it below so many frames of the stack."""
    return deeper(frames - 1, do) if frames else do()


def one_run(ours: Callable[[], Any], peer: Callable[[], Any]) -> tuple[float, float]:
    """The mean time of each, the requests taking turns."""
    spent = [0.0, 0.0]
    gc.collect()
    gc.disable()
    for _ in range(EACH):
        for which, ask in enumerate((ours, peer)):
            start = time.process_time()
            ask()
            spent[which] += time.process_time() - start
    gc.enable()
    return spent[0] / EACH, spent[1] / EACH


def queries_row(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Whether each page makes the same number of queries at every size; a remembered total saves one."""
    by_page: dict[str, set[int]] = {}
    for row in rows:
        page = row["name"].rpartition(",")[0]
        by_page.setdefault(page, set()).add(row["queries"])
    differing = sorted(page for page, counts in by_page.items() if len(counts) > 1)
    return {
        "name": "board: queries, the same at every size",
        "figure": len(differing),
        "unit": "pages that differ",
        "peer": f"at 3 tasks: {sorted({count for counts in by_page.values() for count in counts})}",
        "ratio": 1.0 if not differing else 0.0,
        "aim": "none differs",
        "met": not differing,
    }
