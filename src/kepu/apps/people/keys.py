"""Keys that stand for people: the same person has the same key until they are forgotten."""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from hashlib import sha256
from typing import TYPE_CHECKING

from kepu.apps.audit import services as audit
from kepu.apps.base import secrets as site_secrets
from kepu.apps.people.models import PersonKey

if TYPE_CHECKING:
    from kepu.apps.people.enums import Identifier

KEY_BYTES = 16


def digest(kind: Identifier, identifier: str) -> str:
    """A keyed digest: who lacks this installation's key cannot try out numbers."""
    tidy = "".join(unicodedata.normalize("NFKC", identifier).split()).upper()
    return hmac.new(site_secrets.key("person"), f"{kind.value}:{tidy}".encode(), sha256).hexdigest()


def person_key(kind: Identifier, identifier: str) -> str:
    """The key of a person, made at first sight; the identifier is not stored."""
    row, _ = PersonKey.objects.get_or_create(
        digest=digest(kind, identifier), defaults={"kind": kind, "key": secrets.token_hex(KEY_BYTES)}
    )
    return row.key


def forget_person(kind: Identifier, identifier: str) -> bool:
    """Cut the tie between a person and their records: these stay, nobody can tell whose they are."""
    row = PersonKey.objects.filter(digest=digest(kind, identifier)).first()
    if row is None:
        return False
    audit.record("people.person_forgotten", row)
    row.delete()
    return True
