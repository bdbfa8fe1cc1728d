"""All checks, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kepu.cli.maintenance.doctor import database, environment, folder, work
from kepu.cli.maintenance.doctor.finding import Finding, fail

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Check = Callable[[], Iterable[Finding]]

CHECKS: tuple[Check, ...] = (
    environment.variables,
    environment.time_zone,
    folder.data_folder,
    folder.disk_space,
    folder.keys,
    folder.assets,
    database.database,
    database.append_only,
    work.worker,
    work.sealing,
    work.storage,
    work.scanner,
    work.old_documents,
)


def findings(checks: Iterable[Check] = CHECKS) -> list[Finding]:
    """Run every check; one that cannot be made is a finding too."""
    found: list[Finding] = []
    for check in checks:
        try:
            found += check()
        except Exception as error:  # noqa: BLE001  # whatever is broken, the other checks go on
            name = check.__name__
            found.append(
                fail(
                    name,
                    f"检查“{name}”没有做成（{type(error).__name__}）。",
                    "请先解决上面的问题，再运行一次 kepu doctor。",
                )
            )
    return found
