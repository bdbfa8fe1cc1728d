"""Pages of files: the content, and where it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kepu.apps.base.errors import Refused
from kepu.apps.files import selectors
from kepu.apps.files.codes import FilesCode
from kepu.apps.files.enums import Kind
from kepu.apps.files.kinds import BY_KIND
from kepu.apps.files.storage import storage_errors

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from kepu.apps.files.models import StoredFile

# Nothing that was uploaded may act under our address.
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@login_required
@require_safe
def file(request: HttpRequest, pk: UUID) -> FileResponse:
    """The content, to who may see it; only pictures and PDFs are shown, everything else is saved."""
    stored = _visible(request, pk)
    shown = BY_KIND[Kind(stored.kind)].inline and "download" not in request.GET
    try:
        content = stored.open()
    except storage_errors() as error:
        raise Refused(FilesCode.CONTENT_MISSING, name=stored.name) from error
    response = FileResponse(content, as_attachment=not shown, filename=stored.name, content_type=stored.content_type)
    response["Content-Length"] = stored.size
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response


@login_required
@require_safe
def about(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a file is, and where the same content is used."""
    stored = _visible(request, pk)
    same = selectors.same_content(stored, request.user)
    uses = selectors.uses([stored, *same], request.user)
    return render(request, "files/file_about.html", {"file": stored, "same": same, "uses": uses})


def _visible(request: HttpRequest, pk: UUID) -> StoredFile:
    stored = selectors.visible_file(request.user, pk)
    if stored is None:
        raise Http404
    return stored
