"""Start Django for the commands that need the database."""

from __future__ import annotations

import os
import sys


def start() -> None:
    """Load settings and apps, or end with the sentence that says which setting cannot be read."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kepu.config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        sys.exit(f"kepu: {error}")
