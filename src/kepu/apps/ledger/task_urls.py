"""Addresses of tasks, units and days."""

from django.urls import path

from kepu.apps.ledger.views import calendar, ledger_export, task_change, task_links, unit

urlpatterns = [
    path("tasks/change/", task_change.change_several, name="tasks_change"),
    path("tasks/<int:pk>/change/", task_change.change, name="task_change"),
    path("tasks/<int:pk>/link/", task_links.link, name="task_link"),
    path("tasks/<int:pk>/unlink/", task_links.unlink, name="task_unlink"),
    path("tasks/ledger/", ledger_export.ledger_export, name="task_ledger"),
    path("plans/<int:pk>/ledger/", ledger_export.ledger_export, name="plan_ledger"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("units/<int:pk>/", unit.unit, name="unit"),
]
