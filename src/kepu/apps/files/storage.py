"""Where the content of files is: the data folder, or S3."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage

if TYPE_CHECKING:
    from django.core.files import File


class LocalStorage(FileSystemStorage):
    """The data folder: what has been acknowledged survives a power cut, because the disk has the file and its folders."""

    def _save(self, name: str, content: File[Any]) -> str:
        saved: str = super()._save(name, content)  # type: ignore[misc]  # not in the stubs
        path = Path(self.path(saved))
        _sync(path)
        for folder in path.parents:
            _sync(folder)
            if folder == Path(self.location):
                break
        return saved


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def storage_errors() -> tuple[type[Exception], ...]:
    """What the storage raises when it cannot be reached or does not have an object."""
    if settings.KEPU.storage != "s3":
        return (OSError,)
    from boto3.exceptions import Boto3Error
    from botocore.exceptions import BotoCoreError, ClientError

    return (OSError, Boto3Error, BotoCoreError, ClientError)
