"""Addresses of a unit's page of a period; the first one is sent in messages."""

from django.urls import path

from kepu.apps.ledger.views import entry, report, reporting_files, reporting_support
from kepu.apps.ledger.views import report_filing as filing

PAGE = "reports/<uuid:key>/"
ENTRY = f"{PAGE}entries/<int:pk>/"
urlpatterns = [
    path(PAGE, report.report, name="report"),
    path(f"{PAGE}same/", report.same, name="report_same"),
    path(f"{PAGE}file/", filing.file, name="report_file"),
    path(f"{PAGE}sheet/", filing.sheet, name="report_sheet"),
    path(f"{PAGE}receipt/", filing.receipt, name="report_receipt"),
    path(ENTRY, entry.save, name="entry_save"),
    path(f"{ENTRY}evidence/", reporting_files.evidence, name="entry_evidence"),
    path(f"{ENTRY}evidence/<int:evidence_pk>/remove/", reporting_files.remove, name="evidence_remove"),
    path(f"{ENTRY}support/", reporting_support.support, name="entry_support"),
    path(f"{ENTRY}support/<int:request_pk>/withdraw/", reporting_support.withdraw, name="support_withdraw"),
    path(f"{ENTRY}answer/", reporting_support.answer, name="entry_answer"),
]
