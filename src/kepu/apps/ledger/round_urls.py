"""Addresses of rounds, of checking what came in, and of workbooks."""

from django.urls import path

from kepu.apps.ledger.views import chasing, checking, round_exports, round_page, rounds, workbook

urlpatterns = [
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/open/", rounds.round_open, name="round_open"),
    path("rounds/<int:pk>/", round_page.round_page, name="round"),
    path("rounds/<int:pk>/compare/", round_page.round_compare, name="round_compare"),
    path("rounds/<int:pk>/extend/", round_page.round_extend, name="round_extend"),
    path("rounds/<int:pk>/close/", round_page.round_close, name="round_close"),
    path("rounds/<int:pk>/reopen/", round_page.round_reopen, name="round_reopen"),
    path("rounds/<int:pk>/chase/", chasing.round_chase, name="round_chase"),
    path("rounds/<int:pk>/export/", round_exports.round_export, name="round_export"),
    path("rounds/<int:pk>/print/", round_exports.round_print, name="round_print"),
    path("rounds/<int:pk>/workbooks/", round_exports.round_workbooks, name="round_workbooks"),
    path("reports/<uuid:key>/check/", checking.check, name="check"),
    path("reports/<uuid:key>/workbook/", workbook.workbook, name="workbook"),
    path("reports/<uuid:key>/workbook/download/", workbook.workbook_download, name="workbook_download"),
    path("reports/<uuid:key>/workbook/<uuid:file>/", workbook.workbook_preview, name="workbook_preview"),
    path("entries/<int:pk>/return/", checking.entry_return, name="entry_return"),
    path("entries/<int:pk>/history/", checking.entry_history, name="entry_history"),
    path("entries/<int:pk>/correct/", checking.entry_correct, name="entry_correct"),
]
