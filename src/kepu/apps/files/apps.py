"""Uploads: type by content, size, hash, optional virus scan; storage local or S3."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Keeps what people upload and gives it to those who may see it."""

    name = "kepu.apps.files"
    label = "files"
