"""Addresses of the workspace; without a namespace, because every page links home."""

from django.urls import path

from kepu.apps.workspace import views

urlpatterns = [path("", views.home, name="home")]
