"""Every address of the site; each app owns those below its name."""

from django.urls import include, path

handler400 = "kepu.apps.base.errors.bad_request"
handler403 = "kepu.apps.base.errors.forbidden"
handler404 = "kepu.apps.base.errors.not_found"
handler500 = "kepu.apps.base.errors.server_error"

urlpatterns = [
    path("", include("kepu.apps.workspace.urls")),
    path("", include("kepu.apps.base.urls")),
    path("accounts/", include("kepu.apps.people.urls")),
    path("contacts/", include("kepu.apps.people.contact_urls")),
    path("jobs/", include("kepu.apps.jobs.urls")),
    path("files/", include("kepu.apps.files.urls")),
    path("territory/", include("kepu.apps.territory.urls")),
    path("audit/", include("kepu.apps.audit.urls")),
    path("ledger/", include("kepu.apps.ledger.urls")),
]
