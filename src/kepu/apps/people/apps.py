"""Who may do what: accounts, roles, memberships, pseudonyms."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Accounts and permissions."""

    name = "kepu.apps.people"
    label = "people"
