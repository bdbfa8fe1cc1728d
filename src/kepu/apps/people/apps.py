"""Who may do what: accounts, roles, memberships, pseudonyms."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    """Accounts and permissions."""

    name = "kepu.apps.people"
    label = "people"

    def ready(self) -> None:
        from kepu.apps.people import roles

        post_migrate.connect(roles.create_after_migrate, sender=self, dispatch_uid="people.roles")
