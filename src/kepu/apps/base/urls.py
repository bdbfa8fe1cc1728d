"""Addresses that every page uses."""

from django.urls import path

from kepu.apps.base.language import choose_language

urlpatterns = [path("language/", choose_language, name="set_language")]
