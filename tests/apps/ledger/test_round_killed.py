"""A server that is killed in the middle of a write: nothing of it is there, and the same press does it whole."""

import json

from tests.factories.site import prepared, run_site

BEGIN = """
import json, os, signal
from unittest import mock
from kepu.apps.ledger.models import Entry, EntryText, Round, UnitReport
from kepu.apps.ledger.services import handing_in, rounds
from kepu.apps.people.models import User
"""
PREPARE = (
    BEGIN
    + """
from tests.factories.rounds import make_checker, make_led_plan
from tests.factories.territory import make_organisation
make_led_plan([make_organisation(), make_organisation()])
make_checker(username="office")
"""
)
OPEN = (
    BEGIN
    + """
from datetime import date
from kepu.core.measures import parse_period
from tests.factories.territory import make_region
KILLED = {killed}
def die(*_arguments, **_options):
    os.kill(os.getpid(), signal.SIGKILL)
with mock.patch.object(rounds, "record", die) if KILLED else mock.MagicMock():
    rounds.open_round(region=make_region(), period=parse_period("2026Q3"), opens_on=date(2026, 9, 20),
                      due_on=date(2026, 12, 31), note="", user=User.objects.get(username="office"))
"""
)
HAND_IN = (
    BEGIN
    + """
from tests.apps.ledger.test_workbooks import DONE, take_all
from tests.factories.rounds import filled, returned
KILLED = {killed}
def die(*_arguments, **_options):
    os.kill(os.getpid(), signal.SIGKILL)
report = UnitReport.objects.select_related("round", "organisation").order_by("pk").first()
with mock.patch.object(handing_in, "file_report", die) if KILLED else mock.MagicMock():
    take_all(report, User.objects.get(username="office"), returned(report, filled(DONE)))
"""
)
COUNT = (
    BEGIN
    + """
print(json.dumps([Round.objects.count(), UnitReport.objects.count(), Entry.objects.exclude(answer="").count(),
                  EntryText.objects.count(), UnitReport.objects.filter(state="filed").count()]))
"""
)


def count(data):
    """Rounds, pages, answers, texts, pages that are filed."""
    return json.loads(run_site(COUNT, data).stdout.splitlines()[-1])


def test_a_kill_leaves_nothing_half_done(tmp_path):
    data = prepared(tmp_path / "site")
    run_site(PREPARE, data)

    killed = run_site(OPEN.replace("{killed}", "True"), data, check=False)
    assert (killed.returncode, count(data)) == (-9, [0, 0, 0, 0, 0])
    run_site(OPEN.replace("{killed}", "False"), data)
    assert count(data) == [1, 2, 0, 0, 0]

    killed = run_site(HAND_IN.replace("{killed}", "True"), data, check=False)
    assert (killed.returncode, count(data)) == (-9, [1, 2, 0, 0, 0])
    run_site(HAND_IN.replace("{killed}", "False"), data)
    assert count(data) == [1, 2, 1, 1, 1]
