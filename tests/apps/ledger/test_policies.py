"""What the local rules about reporting mean."""

from datetime import date

import pytest

from kepu.apps.ledger.policies import KINDS, ledger_policies, ledger_policies_for, reporting_policy
from kepu.core.measures import PeriodKind, parse_period
from tests.factories.territory import CITY, DISTRICT, SIBLING, make_policy, make_region

DEFAULT = reporting_policy(KINDS[1].defaults)
Q3 = parse_period("2026Q3")


def test_report_is_due_after_the_period_and_support_before_it():
    assert DEFAULT.due_on(Q3) == date(2026, 10, 10)
    assert DEFAULT.support_due_on(Q3) == date(2026, 10, 5)


def test_support_is_never_due_before_the_period_is_over():
    short = reporting_policy({**KINDS[1].defaults, "due_days": 2})

    assert short.support_due_on(Q3) == date(2026, 9, 30)


def test_day_lies_in_a_period_of_the_cadence():
    assert DEFAULT.period_on(date(2026, 9, 30)).code == "2026Q3"
    assert reporting_policy({**KINDS[1].defaults, "cadence": "half"}).period_on(date(2026, 9, 30)).code == "2026H2"


@pytest.mark.parametrize(("by_other", "checker", "may"), [(True, 1, False), (True, 2, True), (False, 1, True)])
def test_nobody_checks_what_they_wrote_where_the_rule_says_so(by_other, checker, may):
    policy = reporting_policy({**KINDS[1].defaults, "check_by_other": by_other})

    assert policy.may_check(checker_id=checker, author_ids=[1, None]) == may


@pytest.mark.django_db
def test_rules_of_several_regions_cost_one_query(django_assert_num_queries):
    make_region(SIBLING)
    make_policy("ledger.reporting", region=make_region(CITY), cadence="month")
    make_policy("ledger.reporting", region=make_region(DISTRICT), cadence="half")

    with django_assert_num_queries(1):
        held = ledger_policies_for([DISTRICT, SIBLING], date(2026, 7, 1))

    assert (held[DISTRICT].reporting.cadence, held[SIBLING].reporting.cadence) == (PeriodKind.HALF, PeriodKind.MONTH)
    assert ledger_policies(DISTRICT, date(2026, 7, 1)) == held[DISTRICT]
