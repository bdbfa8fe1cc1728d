"""What a unit opens: its report of a period, and the page about it; with 8 and with 200 tasks, beside bare views.

The bare view stands behind the same middleware and session, asks for the rows with one `values_list`, and writes as many
controls (the report) or cells (the page about the unit). What is shown is compared first: every task, each once.
"""

from __future__ import annotations

import re
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks import board

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.test import Client

SIZES = (8, 200)
AIM = 10  # times the bare view: a guard; what is promised is the number of queries
OK = 200
TASKS = ("task__text", "answer", "progress", "reason", "problems", "next_step", "version")
PARTS = ("task_id", "task__position", "task__text", "role", "task__due_on", "task__state", "task__n_targets")
FORM = """<!doctype html><title>Report</title><form method="post">{% csrf_token %}{% for row in rows %}<fieldset>
<legend>{{ row.0 }}</legend><input type="hidden" name="v{{ forloop.counter }}" value="{{ row.6 }}">
{% for choice in choices %}<label><input type="radio" name="a{{ forloop.parentloop.counter }}" value="{{ choice }}"
{% if choice == row.1 %} checked{% endif %}>{{ choice }}</label>{% endfor %}
<textarea name="p{{ forloop.counter }}">{{ row.2 }}</textarea><textarea name="r{{ forloop.counter }}">{{ row.3 }}</textarea>
<textarea name="q{{ forloop.counter }}">{{ row.4 }}</textarea><textarea name="n{{ forloop.counter }}">{{ row.5 }}</textarea>
</fieldset>{% endfor %}</form>"""
CHOICES = ("progress", "same", "none", "not_applicable")


class Made(NamedTuple):
    """A unit with so many tasks: its page of the period, the page about it, the keys of its tasks."""

    size: int
    report: Any
    organisation: Any
    tasks: list[int]


def run() -> list[dict[str, Any]]:
    """Fill a database of its own and measure."""
    with tempfile.TemporaryDirectory(prefix="kepu-bench-") as folder:
        board.prepare(Path(folder))
        from django.conf import settings
        from django.test import Client, override_settings

        storages = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
        with override_settings(ROOT_URLCONF=addresses(), STORAGES={**settings.STORAGES, **storages}):
            office = board.office()
            made = [make_unit(size, office) for size in SIZES]
            rows = []
            for each in made:
                client = Client()
                client.force_login(liaison(each))
                rows.append(measure(client, f"report, {each.size} tasks", *pages(each)[0]))
                rows.append(measure(client, f"about the unit, {each.size} tasks", *pages(each)[1]))
    return [*rows, queries_row(rows)]


def addresses() -> Any:
    """The site's addresses and the bare views."""
    from django.urls import include, path

    class Addresses:
        urlpatterns = (
            path("bare/report/<int:pk>/", bare_report),
            path("bare/unit/<int:pk>/", bare_unit),
            path("", include("kepu.config.urls")),
        )

    return Addresses


def pages(made: Made) -> list[tuple[str, str, set[int]]]:
    """Address, address of the bare view, tasks that have to be there."""
    tasks = set(made.tasks)
    return [
        (made.report.get_absolute_url(), f"/bare/report/{made.report.pk}/", tasks),
        (f"/ledger/units/{made.organisation.pk}/", f"/bare/unit/{made.organisation.pk}/", tasks),
    ]


def bare_report(request: HttpRequest, pk: int) -> HttpResponse:
    """One query, one form."""
    from django.http import HttpResponse

    from kepu.apps.ledger.models import Entry

    rows = Entry.objects.filter(report_id=pk).order_by("pk").values_list(*TASKS)
    return HttpResponse(template("report", FORM).render({"rows": rows, "choices": CHOICES}, request))


def bare_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """One query, one table."""
    from django.http import HttpResponse

    from kepu.apps.ledger.models import TaskUnit

    rows = TaskUnit.objects.filter(organisation_id=pk).order_by("pk").values_list(*PARTS)
    return HttpResponse(template("unit", board.BARE).render({"rows": rows}, request))


_made: dict[str, Any] = {}


def template(name: str, source: str) -> Any:
    """Compiled once, as templates of the site are."""
    if name not in _made:
        from django.template import engines

        _made[name] = engines["django"].from_string(source)
    return _made[name]


def make_unit(size: int, office: Any) -> Made:
    """A unit that leads so many tasks of one plan, with last quarter's answers and this quarter's open page."""
    from kepu.apps.ledger.enums import Answer, EntryEvent, EntryState, ReportState, Role
    from kepu.apps.ledger.models import Entry, EntryText, Round, TaskUnit, UnitReport
    from kepu.apps.territory.models import Organisation

    plan = board.make_plan(size)
    code = f"bench-{size}"
    organisation = Organisation.objects.create(
        code=code, name=f"演示{size}局", kind="government", region_id=board.REGION
    )
    tasks = list(plan.tasks.order_by("position"))
    TaskUnit.objects.filter(plan=plan, role=Role.LEAD, position=0).update(
        organisation=organisation, unit_key=f"o{organisation.pk}", unit_label=organisation.name
    )
    for period, last in (("2026Q2", date(2026, 6, 30)), ("2026Q3", date(2026, 9, 30))):
        asked, _is_new = Round.objects.get_or_create(
            region_code=board.REGION,
            period=period,
            defaults={
                "period_end": last,
                "opens_on": last,
                "due_on": last,
                "region_name": "演示区",
                "created_by": office,
            },
        )
        report = UnitReport.objects.create(
            round=asked, region_code=board.REGION, organisation=organisation, n_entries=size
        )
        is_past = period == "2026Q2"
        values = {"region_code": board.REGION, "period_end": last, "role": Role.LEAD}
        said = {
            "answer": Answer.PROGRESS,
            "progress": "按计划办了三场活动，参加群众约四百人次。",
            "state": EntryState.ACCEPTED,
        }
        entries = Entry.objects.bulk_create(
            Entry(report=report, task=task, **values, **(said if is_past else {})) for task in tasks
        )
        if is_past:
            blank: dict[str, Any] = {"percent": None, "problems": "", "next_step": "", "reason": "", "figures": []}
            content = {"answer": "progress", "progress": said["progress"], **blank}
            EntryText.objects.bulk_create(
                EntryText(entry=entry, event=EntryEvent.FILED, content=content, by=office) for entry in entries
            )
            UnitReport.objects.filter(pk=report.pk).update(state=ReportState.ACCEPTED)
    return Made(size, report, organisation, [task.pk for task in tasks])


def liaison(made: Made) -> Any:
    """Who files for the unit."""
    from kepu.apps.base import clock
    from kepu.apps.people.models import Membership, Role, User

    user = User.objects.create(
        username=f"liaison{made.size}", name="陈青", region_id=board.REGION, password_changed_at=clock.now()
    )
    Membership.objects.create(
        user=user,
        role=Role.objects.get(code="liaison"),
        region_id=board.REGION,
        organisation=made.organisation,
        since=date(2020, 1, 1),
    )
    return user


def measure(client: Client, name: str, address: str, peer: str, expected: set[int]) -> dict[str, Any]:
    """Compare what is shown, count the queries, then time both in turn."""

    def ours() -> Any:
        return client.get(address)

    def bare_view() -> Any:
        return client.get(peer)

    response = ours()
    shown = {int(key) for key in re.findall(r'href="/ledger/tasks/(\d+)/"', response.content.decode())}
    equal = response.status_code == bare_view().status_code == OK and shown == expected
    n_queries = board.count_queries(ours)
    our_time, peer_time = board.alternate(ours, bare_view)
    ratio = peer_time / our_time
    return {
        "name": f"unit page: {name}",
        "figure": round(our_time * 1000, 2),
        "unit": "ms",
        "peer": f"bare view, {peer_time * 1000:.2f} ms" if equal else f"other tasks than the unit has ({len(shown)})",
        "ratio": round(ratio, 3),
        "aim": f"within {AIM} × of the bare view (ratio ≥ {1 / AIM:.3f})",
        "met": bool(equal and ratio >= 1 / AIM),
        "queries": n_queries,
    }


def queries_row(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Whether each page makes the same number of queries with 8 tasks and with 200."""
    by_page: dict[str, set[int]] = {}
    for row in rows:
        by_page.setdefault(row["name"].rpartition(",")[0], set()).add(row["queries"])
    differing = sorted(page for page, counts in by_page.items() if len(counts) > 1)
    return {
        "name": "unit page: queries, the same for 8 tasks and for 200",
        "figure": len(differing),
        "unit": "pages that differ",
        "peer": f"queries: {sorted({count for counts in by_page.values() for count in counts})}",
        "ratio": 1.0 if not differing else 0.0,
        "aim": "none differs",
        "met": not differing,
    }
