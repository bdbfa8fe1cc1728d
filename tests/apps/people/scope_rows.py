"""Rows for the test of rules."""

from tests.factories.people import make_user
from tests.factories.posts import make_group, make_post


def user_row(region, organisation):
    """A person of a region."""
    return make_user(region=region)


def post_row(region, organisation):
    """A liaison of a unit."""
    return make_post(organisation=organisation)


def group_row(region, organisation):
    """A leading group of a region."""
    return make_group(region=region)


MAKERS = {"people.User": user_row, "people.Post": post_row, "people.LeadingGroup": group_row}
