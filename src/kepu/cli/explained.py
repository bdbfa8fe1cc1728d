"""Refusals of the site in words: the command line says the sentence that the page would."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from kepu.core.errors import KepuError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def explained() -> Iterator[None]:
    """Give every refusal of an app its sentence (Django has been started)."""
    from kepu.apps.base.errors import Refused

    try:
        yield
    except Refused as refusal:
        raise KepuError(refusal.code, refusal.sentence, **refusal.details) from refusal
