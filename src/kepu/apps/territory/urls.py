"""Addresses of regions and organisations."""

from django.urls import URLPattern

app_name = "territory"
urlpatterns: list[URLPattern] = []
