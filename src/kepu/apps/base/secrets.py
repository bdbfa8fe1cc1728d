"""Keys of this installation: made once, kept in the data folder with mode 600, never in the database."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

LENGTH = 32


def key(name: str, data: Path | None = None) -> bytes:
    """Give the key called `name`, making it at the first call; two processes at once agree on one."""
    folder = (data or _data()) / "keys"
    path = folder / name
    if not path.exists():
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        draft = folder / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(secrets.token_bytes(LENGTH))
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(draft, path)  # refuses to replace: whoever comes second reads the first one's key
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_bytes()


def _data() -> Path:
    from django.conf import settings

    return Path(settings.DATA)
