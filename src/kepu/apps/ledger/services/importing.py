"""A document comes in: kept as it is, then read as a job."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from kepu.apps.audit.services import record
from kepu.apps.files.enums import Kind
from kepu.apps.files.services import Prepared, attach_to, prepare, store
from kepu.apps.jobs.services import enqueue
from kepu.apps.ledger import rules
from kepu.apps.ledger.models import Plan
from kepu.apps.ledger.services.reading import read_plan, store_parse
from kepu.apps.territory.models import Region

if TYPE_CHECKING:
    from kepu.apps.files.models import StoredFile
    from kepu.apps.people.models import User

KINDS = (Kind.DOCX, Kind.XLSX, Kind.PDF, Kind.TXT, Kind.HTML, Kind.DOC, Kind.XLS, Kind.OFD, Kind.MHTML)
PURPOSE = "ledger.plan"
PASTED_NAME = "粘贴的正文.txt"


@transaction.atomic
def create_plan(
    *,
    user: User,
    region: Region,
    document: Prepared | StoredFile,
    is_pasted: bool = False,
    is_queued: bool = True,
    kind: str = "",
) -> Plan:
    """Begin a plan from a document that is in the storage; a worker reads it."""
    stored = store(document, owner_id=user.pk, purpose=PURPOSE) if isinstance(document, Prepared) else document
    plan = Plan(
        region_code=region.code,
        region_name=region.full_name,
        title=PurePath(stored.name).stem[:300],
        source_file=stored,
        source_name=stored.name,
        sha256=stored.sha256,
        is_pasted=is_pasted,
        kind=kind,
        created_by=user,
    )
    if not rules.IMPORT.allows(user, plan):
        raise PermissionDenied
    plan.save()
    attach_to(stored, PURPOSE, plan.pk)
    record("ledger.import_plan", plan, after={"region_code": plan.region_code, "sha256": plan.sha256})
    if is_queued:
        queue_reading(plan, user)
        plan.save(update_fields=["job_id"])
    return plan


def queue_reading(plan: Plan, user: User) -> None:
    """Let a worker read the document; the caller saves the plan."""
    title = _("识别方案：%(name)s") % {"name": plan.source_name}
    key = f"plan-{plan.pk}"
    plan.job_id = enqueue("ledger.parse_plan", owner_id=user.pk, key=key, title=title, plan_id=plan.pk).pk


def import_plan(*, user: User, region_code: str, name: str, data: bytes) -> Plan:
    """Import and read a document at once, without a worker: for the command line and the demonstration."""
    region = Region.objects.get(code=region_code)
    prepared = prepare(ContentFile(data, name=name), kinds=KINDS)
    plan = create_plan(user=user, region=region, document=prepared, is_queued=False)
    return store_parse(plan_id=plan.pk, result=read_plan(plan))
