"""Addresses of background jobs."""

from tests.addresses import MARK, MISSING, NOT_ALLOWED, Address, personal
from tests.factories.jobs import make_job


def job(world):
    """A job of somebody of the district."""
    return {"job_id": make_job(owner=world.owner, title=MARK).pk}


def listed(world):
    """Something to list."""
    job(world)
    return {}


ADDRESSES = {
    "jobs:list": personal(make=listed, shows_mark=True),
    "jobs:detail": Address(job, lower=MISSING, shows_mark=True),
    "jobs:progress": Address(job, lower=MISSING),
    "jobs:retry": Address(job, lower=MISSING, owner=NOT_ALLOWED),
    "jobs:cancel": Address(job, lower=MISSING, owner=NOT_ALLOWED),
}
