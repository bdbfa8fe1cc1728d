"""Addresses of targets and their readings."""

from django.urls import path

from kepu.apps.ledger.views import counting, readings, target, targets

urlpatterns = [
    path("targets/", targets.target_list, name="targets"),
    path("targets/export/", targets.target_export, name="target_export"),
    path("targets/<int:pk>/", target.target, name="target"),
    path("targets/<int:pk>/edit/", target.edit, name="target_edit"),
    path("targets/<int:pk>/schedule/", target.schedule, name="target_schedule"),
    path("targets/<int:pk>/same/", counting.same, name="target_same"),
    path("targets/<int:pk>/readings/new/", readings.add, name="reading_add"),
    path("targets/<int:pk>/readings/<int:reading>/correct/", readings.correct, name="reading_correct"),
]
