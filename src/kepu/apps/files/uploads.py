"""The limit of uploads, held while the bytes arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

if TYPE_CHECKING:
    from django.http import HttpRequest


class LimitHandler(FileUploadHandler):
    """Counts the bytes of each file and stops the reading when one is over the limit; keeps nothing itself."""

    request: HttpRequest

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002  Django's signature
        self.received += len(raw_data)
        if self.received > settings.UPLOAD_LIMIT:
            self.request.upload_too_large = True  # type: ignore[attr-defined]  # read by the middleware
            raise StopUpload(connection_reset=False)  # what is left is at most a megabyte: see the middleware
        return raw_data

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002  Django's signature
        return None
