"""Who may do what: accounts, roles, memberships, pseudonyms."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Accounts and permissions."""

    name = "kepu.apps.people"
    label = "people"

    def ready(self) -> None:
        from kepu.apps.people import accounts, roles

        user_logged_in.connect(accounts.note_sign_in, dispatch_uid="people.signed_in")
        user_logged_out.connect(accounts.note_sign_out, dispatch_uid="people.signed_out")
        post_migrate.connect(roles.create_after_migrate, sender=self, dispatch_uid="people.roles")

        from kepu.apps.base.navigation import Entry, register
        from kepu.apps.people import permissions
        from kepu.apps.territory import links

        register(Entry(_("通讯录"), "people_posts", 62, permissions.VIEW_POSTS, icon="phone"))
        register(Entry(_("领导小组"), "people_groups", 63, permissions.VIEW_GROUPS, icon="star"))
        links.register_organisation(
            links.PlaceLink(_("通讯录"), "people_unit_posts", permissions.VIEW_POSTS, icon="phone")
        )
        links.register_region(links.PlaceLink(_("通讯录"), "people_region_posts", permissions.VIEW_POSTS, icon="phone"))
        register(Entry(_("账号"), "people_people", 80, permissions.VIEW_PEOPLE, icon="users"))
        register(Entry(_("角色和权限"), "people_roles", 81, permissions.MANAGE_ROLES, icon="key"))
