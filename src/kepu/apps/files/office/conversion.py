"""One call of LibreOffice: its own folder and profile, limits, and nothing left running behind it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from kepu.apps.files.codes import FilesCode
from kepu.core.errors import InputError, KepuError
from kepu.core.plans.reading.kinds import Kind, recognise

if TYPE_CHECKING:
    from collections.abc import Sequence

LAUNCHER = Path(__file__).with_name("launcher.py")
PROFILE = Path(__file__).with_name("registrymodifications.xcu")
PROGRAMS = ("soffice", "libreoffice")
SECONDS = 90.0
CPU_SECONDS = 60
MEMORY = 3 << 30  # address space; what is used is a tenth of it
LARGEST = 64_000_000  # bytes of what comes out
READER, WRITER = "MS Word 97", "MS Word 2007 XML"


def program() -> str | None:
    """Where LibreOffice is."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def is_available() -> bool:
    """Tell whether old Word documents can be read here."""
    return program() is not None


def modern(data: bytes, name: str) -> bytes:
    """Give a document in a form that core reads: an old Word document as .docx, everything else as it is.

    Raises `KepuError` with a code of `FilesCode` when it cannot be done, and what `recognise` raises. Takes seconds:
    never inside a transaction.
    """
    if recognise(data, name) is not Kind.DOC:
        return data
    found = program()
    if found is None:
        raise KepuError(
            FilesCode.NO_CONVERTER,
            "Old Word documents (.doc, .wps) are read with LibreOffice, which is not installed here. Save the document "
            "as .docx, or install libreoffice-writer-nogui.",
            name=name,
        )
    with tempfile.TemporaryDirectory(prefix="kepu-office-", ignore_cleanup_errors=True) as folder:
        return _converted(found, Path(folder), data, name)


def _converted(found: str, folder: Path, data: bytes, name: str) -> bytes:
    (folder / "profile" / "user").mkdir(parents=True)
    shutil.copyfile(PROFILE, folder / "profile" / "user" / PROFILE.name)
    (folder / "document.doc").write_bytes(data)
    _run(_command(found, folder), folder, name)
    result = folder / "document.docx"
    if not result.is_file() or not 0 < result.stat().st_size <= LARGEST:
        raise InputError(
            FilesCode.NOT_CONVERTED,
            "LibreOffice could not open the document. Open it in Word or WPS and save it as .docx.",
            name=name,
        )
    return result.read_bytes()


def _command(found: str, folder: Path) -> list[str]:
    return [
        *(sys.executable, "-I", str(LAUNCHER), str(MEMORY), str(CPU_SECONDS), str(LARGEST), found),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo", "--nofirststartwizard"),
        f"--infilter={READER}",  # otherwise whatever is no document would be taken for a text
        *("--convert-to", f"docx:{WRITER}", "--outdir", str(folder), str(folder / "document.doc")),
    ]


def _run(command: Sequence[str], folder: Path, name: str) -> None:
    """Run to the end or to the limit; in both cases nothing of it stays alive."""
    surroundings = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
    }
    with subprocess.Popen(  # noqa: S603  our own launcher
        command,
        cwd=folder,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            process.wait(timeout=SECONDS)
        except subprocess.TimeoutExpired as error:
            raise KepuError(
                FilesCode.TOO_SLOW_TO_READ, "LibreOffice did not finish the document in time.", name=name
            ) from error
        finally:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
