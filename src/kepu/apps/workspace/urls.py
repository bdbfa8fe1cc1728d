"""Addresses of the workspace; without a namespace, because every page links home."""

from django.urls import path

from kepu.apps.workspace import gallery
from kepu.apps.workspace.views import home, inspection, week

urlpatterns = [
    path("", home.home, name="home"),
    path("week/", week.week, name="week"),
    path("week/chase/<int:pk>/", week.chase, name="week_chase"),
    path("filed/", inspection.filed, name="filed"),
    path("filed/<uuid:key>/", inspection.filed_report, name="filed_report"),
    path("gallery/", gallery.gallery, name="gallery"),
]
