"""Files that commands read, and refusals that name their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepu.cli.codes import CliCode
from kepu.core.errors import InputError, KepuError

if TYPE_CHECKING:
    from pathlib import Path

    from kepu.core.tables import Table


def in_lines(error: KepuError, table: Table) -> KepuError:
    """The same refusal with the lines of the file beside the rows of the arrays."""
    rows = error.details.get("rows")
    if isinstance(rows, list):
        error.details["lines"] = [row + table.first_line for row in rows]
        error.message = f"{error.message} In the file: line {', '.join(map(str, error.details['lines']))}."
        error.args = (error.message,)
    return error


def read(path: Path) -> bytes:
    """The bytes of a file, or a refusal."""
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}."
        raise InputError(CliCode.FILE_UNREADABLE, message, file=str(path)) from error
