"""Figures that come with a unit's page: of which period they are, and what was there before."""

import pytest

from kepu.apps.base.errors import Refused
from kepu.apps.ledger.enums import Answer, ReportState
from kepu.apps.ledger.lights import LightCode
from kepu.apps.ledger.selectors.entries import targets_of
from kepu.apps.ledger.selectors.targets import judged
from kepu.apps.ledger.services.answering import save_answer
from kepu.apps.ledger.services.checked_figures import accept_figures
from kepu.apps.ledger.services.filing import file_report
from kepu.apps.measures.codes import ReadingCode
from kepu.apps.measures.enums import Origin, ReadingState
from kepu.apps.measures.models import Reading
from tests.factories.answering import make_officer, make_page
from tests.factories.ledger import make_confirmed_plan, make_office, make_result, make_target
from tests.factories.measures import make_reading

pytestmark = pytest.mark.django_db


def make_asked(*targets):
    """The page of a unit that leads a task with these targets."""
    plan = make_confirmed_plan(make_result(1, targets=list(targets)), period_start=2026, period_end=2030)
    return make_page(plan=plan), list(plan.targets.order_by("position"))


def filed(report, target, value="12"):
    officer = make_officer(report.organisation)
    content = {"answer": Answer.PROGRESS, "progress": "办了。", "figures": {str(target.pk): {"value": value}}}
    for entry in report.entries.all():
        save_answer(entry, officer, content, entry.version)
    file_report(report, officer)
    report.refresh_from_db()
    return list(report.entries.select_related("report__round", "report__organisation"))


@pytest.mark.parametrize(
    ("period", "stated"), [("per_year", "2026YTD09"), ("by_date", "2026Q3"), ("per_quarter", "2026Q3")]
)
def test_figure_is_stated_for_the_period_that_its_target_counts_by(period, stated):
    report, (target,) = make_asked(make_target(task_id=1, period=period, unit="场", indicator="科普活动"))

    entries = filed(report, target)
    accept_figures(report, entries, make_office())

    reading = Reading.objects.get()
    assert (reading.period, reading.state, reading.origin) == (stated, ReadingState.ACCEPTED, Origin.REPORT)


def test_reported_figure_is_judged_with_what_the_place_agreed():
    report, (target,) = make_asked(make_target(task_id=1, period="per_year", unit="场", indicator="科普活动"))
    type(target).objects.filter(pk=target.pk).update(schedule="linear")
    target.refresh_from_db()

    filed(report, target, "10")

    assert judged([target], report.round.period_end)[target.pk].light.code == LightCode.BEHIND


def test_figure_that_the_office_accepted_before_stays_and_the_unit_can_file():
    report, (target,) = make_asked(make_target(task_id=1))
    make_reading("18", subject_id=target.pk, period="2026Q3")

    entries = filed(report, target, "19")
    accept_figures(report, entries, make_office())

    assert report.state == ReportState.FILED
    assert [each.value for each in Reading.objects.all()] == [18]


def test_hope_beside_its_target_is_not_asked_about_again():
    report, (target, _hoped) = make_asked(
        make_target(task_id=1), make_target(task_id=1, value=25, aspiration=True, quote="力争25%")
    )
    entry = report.entries.get()

    assert targets_of(report, [entry])[entry.pk] == [target]


def test_figure_that_would_be_rounded_is_refused_while_it_is_typed():
    report, (target,) = make_asked(make_target(task_id=1, unit="公里"))
    entry = report.entries.get()
    content = {"answer": Answer.PROGRESS, "progress": "办了。", "figures": {str(target.pk): {"value": "1.23456"}}}

    with pytest.raises(Refused) as refusal:
        save_answer(entry, make_officer(report.organisation), content, entry.version)

    assert refusal.value.code == ReadingCode.BAD_VALUE
