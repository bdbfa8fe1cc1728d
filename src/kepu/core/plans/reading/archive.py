"""The parts of a .docx archive, taken out within limits."""

from __future__ import annotations

import io
import zipfile

from kepu.core.errors import InputError
from kepu.core.plans.codes import PlanCode

MAX_PART = 64_000_000  # bytes that one part says it has
MAX_READ = 32_000_000  # bytes of one part that is taken out: a tree of them stays below a gigabyte
MAX_TAKEN = 150_000_000  # bytes of all parts that are taken out
MAX_TOTAL = 400_000_000  # bytes that all parts say they have
MAX_ENTRIES = 10_000
MAX_RATIO = 400  # a part above a megabyte that shrinks more than this is no document
_CHUNK = 1 << 20
_ENCRYPTED_FLAG = 0x1


class Archive:
    """A .docx file, opened from its bytes.

    Parameters
    ----------
    data : bytes
        The archive.
    name : str
        The file name, for messages.

    Raises
    ------
    InputError
        ``plans.broken_document``, ``plans.password_protected`` or ``plans.zip_bomb``.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._taken = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except Exception as error:  # a broken archive breaks zipfile in many ways
            raise broken(name, "its archive cannot be opened") from error
        if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
            raise InputError(
                PlanCode.PASSWORD_PROTECTED, "The document is protected by a password; save it without one.", name=name
            )
        total = sum(entry.file_size for entry in entries)
        if len(entries) > MAX_ENTRIES or total > MAX_TOTAL or any(_is_bomb(entry) for entry in entries):
            raise _bomb(name, total)

    def part(self, path: str) -> bytes | None:
        """Take out one part.

        Parameters
        ----------
        path : str
            Its name in the archive.

        Returns
        -------
        bytes or None
            None when there is no such part.

        Raises
        ------
        InputError
            ``plans.zip_bomb`` or ``plans.broken_document``.
        """
        try:
            entry = self._zip.getinfo(path)
        except KeyError:
            return None
        chunks, size = [], 0
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    chunks.append(chunk)
                    if size > MAX_READ:
                        break
        except Exception as error:  # as above
            raise broken(self.name, f"its part {path} cannot be taken out") from error
        self._taken += size
        if size > MAX_READ or self._taken > MAX_TAKEN:
            raise _bomb(self.name, max(size, self._taken))
        return b"".join(chunks)


def broken(name: str, reason: str) -> InputError:
    """Make the refusal of a document that cannot be opened."""
    return InputError(
        PlanCode.BROKEN_DOCUMENT,
        f"The document is broken: {reason}. Open it in Word or WPS and save it again.",
        name=name,
    )


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > MAX_PART or (
        entry.file_size > _CHUNK and entry.file_size > MAX_RATIO * max(1, entry.compress_size)
    )


def _bomb(name: str, size: int) -> InputError:
    return InputError(
        PlanCode.ZIP_BOMB,
        f"The document unpacks to more than a document can be ({size} bytes were seen).",
        name=name,
        size=size,
        limit=MAX_PART,
    )
