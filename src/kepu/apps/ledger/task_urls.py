"""Addresses of tasks, units and days."""

from django.urls import path

from kepu.apps.ledger.views import unit

urlpatterns = [
    path("units/<int:pk>/", unit.unit, name="unit"),
]
