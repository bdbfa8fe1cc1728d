"""Addresses of accounts: those of allauth that are in use, and our own."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import path

from kepu.apps.people.views import own, people, roles

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("2fa/", mfa.index, name="mfa_index"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("2fa/recovery-codes/download/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("me/", own.me, name="people_me"),
    path("people/", people.people, name="people_people"),
    path("people/new/", people.person_add, name="people_person_add"),
    path("people/<int:pk>/", people.person, name="people_person"),
    path("people/<int:pk>/password/", people.password_reset, name="people_password_reset"),
    path("people/<int:pk>/switch/", people.person_switch, name="people_person_switch"),
    path("people/<int:pk>/memberships/new/", people.membership_add, name="people_membership_add"),
    path("memberships/<int:pk>/end/", people.membership_end, name="people_membership_end"),
    path("roles/", roles.roles, name="people_roles"),
    path("roles/<slug:code>/", roles.role_edit, name="people_role_edit"),
]
