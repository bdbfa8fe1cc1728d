"""Rows for the test of rules."""

from datetime import date, timedelta

from kepu.apps.territory.models import Policy
from tests.factories.territory import make_organisation, make_policy


def organisation_row(region, organisation):
    """An organisation in a region."""
    return make_organisation(region=region)


def region_row(region, organisation):
    """The region itself."""
    return region


def policy_row(region, organisation):
    """A decision of the region."""
    return make_policy(region=region, valid_from=date(2020, 1, 1) + timedelta(days=Policy.objects.count()))


MAKERS = {
    "territory.Organisation": organisation_row,
    "territory.Policy": policy_row,
    "territory.Region": region_row,
}
