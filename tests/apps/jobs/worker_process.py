"""A worker in a process of its own, on the database of the test that starts it: python -m … DATABASE_NAME."""

from __future__ import annotations

import sys
import time

import django
from django.conf import settings

PIECES = 24
NAME = "tests.pieces"


def write_pieces(job):
    """Write one row per piece; most of the time is spent inside the transaction, where a kill hurts most."""
    from kepu.apps.jobs.models import Job

    for n in range(job.cursor.get("next", 0), PIECES):
        with job.commit():
            Job.objects.create(name="tests.piece", state="done", ids={"n": n})
            time.sleep(0.04)
            job.checkpoint({"next": n + 1})
            job.progress(n + 1, PIECES)
        time.sleep(0.01)


def main(database: str) -> None:
    """Work until told to stop."""
    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    from kepu.apps.jobs import registry
    from kepu.apps.jobs.worker import run_worker

    registry._PERIODS.clear()
    registry.task(NAME)(write_pieces)
    run_worker()


if __name__ == "__main__":
    main(sys.argv[1])
