"""Addresses of the audit log."""

from django.urls import path

from kepu.apps.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.row_list, name="list"),
    path("check/", views.check, name="check"),
    path("<uuid:row_id>/", views.row_detail, name="detail"),
]
