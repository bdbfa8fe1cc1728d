"""Rows for the test of rules."""

from tests.factories.people import make_user


def user_row(region, organisation):
    """A person of a region."""
    return make_user(region=region)


MAKERS = {"people.User": user_row}
