"""Rows for the test of rules."""

from tests.factories.territory import make_organisation


def organisation_row(region, organisation):
    """An organisation in a region."""
    return make_organisation(region=region)


def region_row(region, organisation):
    """The region itself."""
    return region


MAKERS = {"territory.Organisation": organisation_row, "territory.Region": region_row}
