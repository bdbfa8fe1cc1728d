"""Addresses of the workspace; without a namespace, because every page links home."""

from django.urls import path

from kepu.apps.workspace import gallery, views

urlpatterns = [
    path("", views.home, name="home"),
    path("gallery/", gallery.gallery, name="gallery"),
]
