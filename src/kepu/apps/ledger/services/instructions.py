"""Instructions of leaders and chasing by the office: given, forwarded, replied to, returned, closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from kepu.apps.audit.services import record
from kepu.apps.base import clock
from kepu.apps.base.errors import Refused, Stale
from kepu.apps.base.services import save_version
from kepu.apps.ledger import rules
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import STEP_FROM, InstructionKind, InstructionState, InstructionStep, ReplyEvent
from kepu.apps.ledger.models import Instruction, InstructionReply, InstructionUnit
from kepu.apps.territory.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from kepu.apps.people.models import User

CONFLICT = 409


class Closed(Refused):
    """Somebody closed it meanwhile."""

    status = CONFLICT


@dataclass(frozen=True)
class Demand:
    """What is asked, in which region, perhaps about a task."""

    region_code: str
    text: str
    kind: InstructionKind = InstructionKind.LEADER
    given_by_words: str = ""
    task_id: int | None = None
    organisation_ids: tuple[int, ...] = ()
    due_on: date | None = None


@transaction.atomic
def give_instruction(*, user: User, demand: Demand) -> Instruction:
    """Write an instruction down: by the leader, by the office in the leader's words, or the office's own chasing."""
    by_leader = demand.kind == InstructionKind.LEADER and not demand.given_by_words
    scope = rules.INSTRUCT if by_leader else rules.SUPERVISE
    if not scope.reaches(user, demand.region_code):
        raise PermissionDenied(_("您的账号没有这一项工作的权限。"))
    if demand.kind == InstructionKind.OFFICE and not demand.organisation_ids:
        raise Refused(LedgerCode.INSTRUCTION_UNITS)
    units = _units(demand.region_code, demand.organisation_ids)
    made = Instruction.objects.create(
        region_code=demand.region_code,
        kind=demand.kind,
        task_id=demand.task_id,
        text=demand.text,
        given_by_words=demand.given_by_words if demand.kind == InstructionKind.LEADER else "",
        due_on=demand.due_on,
        created_by=user,
    )
    InstructionUnit.objects.bulk_create([InstructionUnit(instruction=made, organisation=unit) for unit in units])
    after = {"text": made.text, "kind": made.kind, "task": made.task_id, "units": _names(units), "due_on": _day(made)}
    record("ledger.give_instruction", made, after={**after, "given_by": made.given_by_words})
    return made


@transaction.atomic
def forward_instruction(
    *, user: User, instruction_id: int, version: int, organisation_ids: Collection[int], due_on: date | None
) -> Instruction:
    """Say which units have to reply, and by when; those that have replied stay."""
    row = _locked(instruction_id, user, InstructionStep.FORWARD, version)
    held = {unit.organisation_id: unit for unit in row.units.select_related("organisation")}
    wanted = _units(row.region_code, organisation_ids, held)
    if not wanted:
        raise Refused(LedgerCode.INSTRUCTION_UNITS)
    before = {"units": _names(unit.organisation for unit in held.values()), "due_on": _day(row)}
    dropped = [unit for key, unit in held.items() if key not in {each.pk for each in wanted}]
    if replied := _names(unit.organisation for unit in dropped if unit.replied_at):
        raise Refused(LedgerCode.INSTRUCTION_REPLIED_ALREADY, units=_("、").join(replied))
    InstructionUnit.objects.filter(pk__in=[unit.pk for unit in dropped]).delete()
    fresh = [InstructionUnit(instruction=row, organisation=each) for each in wanted if each.pk not in held]
    InstructionUnit.objects.bulk_create(fresh)
    row.due_on = due_on
    _save(row, ["due_on"])
    after = {"units": _names(wanted), "due_on": _day(row)}
    record("ledger.forward_instruction", row, before=before, after=after)
    return row


@transaction.atomic
def reply_to_instruction(
    *, user: User, instruction_id: int, organisation_id: int | None, text: str
) -> InstructionReply:
    """Keep what a unit answers; the office may enter it for the unit, or answer itself what no unit was asked."""
    row = _locked(instruction_id, user, InstructionStep.REPLY)
    own = organisation_id is not None and rules.FILE_REPORT.reaches(user, row.region_code, organisation_id)
    if not own and not rules.SUPERVISE.allows(user, row):
        raise PermissionDenied(_("您的账号不能代表这家单位回复。"))
    units = {unit.organisation_id: unit for unit in row.units.all()}
    if (organisation_id is None) == bool(units) or (organisation_id is not None and organisation_id not in units):
        raise Refused(LedgerCode.INSTRUCTION_UNITS)
    is_proxy = organisation_id is not None and not own
    reply = InstructionReply.objects.create(
        instruction=row, organisation_id=organisation_id, text=text, is_proxy=is_proxy, by=user
    )
    if organisation_id is not None:
        units[organisation_id].replied_at = reply.at
        units[organisation_id].save(update_fields=["replied_at"])
    _save(row)
    record("ledger.reply_to_instruction", row, after={"unit": organisation_id, "text": text, "is_proxy": is_proxy})
    return reply


@transaction.atomic
def return_reply(*, user: User, instruction_id: int, version: int, organisation_id: int, text: str) -> InstructionReply:
    """Send a reply back with the reason: the unit owes another one."""
    row = _locked(instruction_id, user, InstructionStep.RETURN, version)
    unit = row.units.filter(organisation_id=organisation_id, replied_at__isnull=False).first()
    if unit is None:
        raise Refused(LedgerCode.NOTHING_TO_RETURN)
    note = InstructionReply.objects.create(
        instruction=row, organisation_id=organisation_id, text=text, event=ReplyEvent.RETURNED, by=user
    )
    unit.replied_at = None
    unit.save(update_fields=["replied_at"])
    _save(row)
    record("ledger.return_reply", row, after={"unit": organisation_id, "text": text})
    return note


@transaction.atomic
def close_instruction(*, user: User, instruction_id: int, version: int, note: str) -> Instruction:
    """Close what was replied to; nobody closes what they replied themselves."""
    row = _locked(instruction_id, user, InstructionStep.CLOSE, version)
    if row.state not in STEP_FROM[InstructionStep.CLOSE] and not is_givers(user, row):
        waiting = row.units.filter(replied_at__isnull=True).select_related("organisation")
        names = _names(unit.organisation for unit in waiting) or [_("尚未转办")]
        raise Refused(LedgerCode.INSTRUCTION_NOT_REPLIED, units=_("、").join(names))
    if row.replies.filter(by=user, event=ReplyEvent.REPLIED).exists():
        raise Refused(LedgerCode.CLOSING_OWN_REPLY)
    before = {"state": row.state}
    row.state, row.close_note = InstructionState.CLOSED, note
    row.closed_by, row.closed_at = user, clock.now()
    save_version(row, row.version, ["state", "close_note", "closed_by", "closed_at"])
    record("ledger.close_instruction", row, before=before, after={"state": row.state, "close_note": note})
    return row


def is_givers(user: User, row: Instruction) -> bool:
    """Whether this leader gave it: who asked may take it back before everybody has replied."""
    gave = row.created_by_id == user.pk and row.kind == InstructionKind.LEADER and not row.given_by_words
    return gave and rules.INSTRUCT.allows(user, row)


def _locked(pk: int, user: User, step: InstructionStep, version: int | None = None) -> Instruction:
    """The row for a step: seen by this user, in a state that allows it, as its author saw it."""
    row = Instruction.objects.select_for_update(of=("self",)).select_related("closed_by").get(pk=pk)
    if step == InstructionStep.FORWARD:
        may = rules.SUPERVISE.allows(user, row)
    elif step == InstructionStep.REPLY:
        may = True  # asked for the unit in question
    else:
        may = rules.SUPERVISE.allows(user, row) or rules.INSTRUCT.allows(user, row)
    if not may:
        raise PermissionDenied(_("您可以看到这一项，但这一步需要另外的权限。"))
    # Closing before everybody has replied is refused with the names of those who have not.
    if row.state not in STEP_FROM[step] | ({InstructionState.OPEN} if step == InstructionStep.CLOSE else set()):
        raise Closed(LedgerCode.INSTRUCTION_CLOSED, who=row.closed_by.name if row.closed_by else "")
    if version is not None and row.version != version:
        raise Stale(row)
    return row


def _save(row: Instruction, fields: Iterable[str] = ()) -> None:
    """Replied when every unit has answered (or the office, where none was asked); every change counts as one."""
    units = list(row.units.all())
    if units:
        done = all(unit.replied_at for unit in units)
    else:
        done = row.replies.filter(organisation__isnull=True, event=ReplyEvent.REPLIED).exists()
    row.state = InstructionState.REPLIED if done else InstructionState.OPEN
    save_version(row, row.version, ["state", *fields])


def _units(region_code: str, keys: Collection[int], held: Collection[int] = ()) -> list[Organisation]:
    """These units of the region or of what lies in it, in official order; one that was merged away may stay."""
    current = Organisation.objects.subtree(region_code).current(clock.today())
    asked = (current | Organisation.objects.filter(pk__in=held)).filter(pk__in=set(keys))
    found = list(asked.official_order())
    if len(found) != len(set(keys)):
        raise Refused(LedgerCode.INSTRUCTION_UNITS)
    return found


def _names(units: Iterable[Organisation]) -> list[str]:
    return [unit.name for unit in units]


def _day(row: Instruction) -> str:
    return row.due_on.isoformat() if row.due_on else ""
