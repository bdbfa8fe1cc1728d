"""Addresses of files."""

from django.urls import path

from kepu.apps.files import views

app_name = "files"
urlpatterns = [
    path("<uuid:pk>/", views.file, name="file"),
    path("<uuid:pk>/about/", views.about, name="about"),
]
