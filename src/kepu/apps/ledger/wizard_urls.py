"""Addresses of the import, from the findings to the confirmation."""

from django.urls import path

from kepu.apps.ledger.views import columns, confirming, decisions, findings, names, review, versions

urlpatterns = [
    path("plans/<int:pk>/columns/", columns.columns, name="columns"),
    path("plans/<int:pk>/review/", review.review, name="review"),
    path("plans/<int:pk>/review/many/", review.review_many, name="review_many"),
    path("plans/<int:pk>/decisions/", decisions.decisions, name="decisions"),
    path("plans/<int:pk>/names/", names.names, name="names"),
    path("plans/<int:pk>/confirm/", confirming.confirm, name="confirm"),
    path("plans/<int:pk>/changes/", versions.changes, name="changes"),
    path("plans/<int:pk>/discard/", confirming.discard, name="discard"),
    path("findings/<int:pk>/", findings.finding, name="finding"),
    path("findings/<int:pk>/edit/", findings.finding_edit, name="finding_edit"),
    path("findings/<int:pk>/split/", findings.finding_split, name="finding_split"),
    path("findings/<int:pk>/match/", versions.match, name="finding_match"),
]
