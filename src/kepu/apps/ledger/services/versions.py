"""A new version takes the place of an earlier one: what was reported goes on under the tasks that continue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.http import Http404

from kepu.apps.audit.services import record
from kepu.apps.base.errors import Refused
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import CandidateKind, PlanState, Role
from kepu.apps.ledger.models import Facet, Plan, Section, Target, Task, TaskUnit, VersionMatch
from kepu.apps.ledger.selectors.targets import SUBJECT
from kepu.apps.ledger.selectors.versions import is_same_document, target_pairs, task_changes
from kepu.apps.ledger.services.deciding import finding
from kepu.apps.ledger.services.states import move
from kepu.apps.measures.models import Reading

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.db.models import Model

    from kepu.apps.people.models import User

    Found = Mapping[str, Any]

BATCH = 500
# What belongs to the text of a version and stays with it; everything else that hangs on a task goes on.
OF_THE_TEXT: tuple[type[Model], ...] = (TaskUnit, Target, Section, VersionMatch, Facet)
NOWHERE = ""
ASIDE = 1_000_000
MOST_VERSIONS = 50
# What people added to a target; the text of a new version does not take it away.
BY_HAND = (
    "stretch_value",
    "baseline_value",
    "baseline_year",
    "due_on",
    "schedule",
    "schedule_points",
    "counted_as",
)


def lock_family(plan_id: int) -> Plan:
    """Lock a plan with every version of its document, in one order, and give it: two confirmations follow each other."""
    plan = Plan.objects.light().filter(pk=plan_id).first()
    if plan is None:
        raise Http404
    near = Plan.objects.light().filter(
        region_code=plan.region_code, state__in=[PlanState.REVIEW, PlanState.CONFIRMED, PlanState.REPLACED]
    )
    keys = {plan.pk, *(other.pk for other in near if is_same_document(plan, other))}
    keys |= {plan.earlier_version_id} if plan.earlier_version_id else set()
    rows = Plan.objects.select_for_update().select_related(None).filter(pk__in=keys).order_by("pk")
    return {row.pk: row for row in rows}[plan_id]


def refuse_unseen(plan: Plan, found: Collection[Plan], seen: Collection[int]) -> None:
    """Refuse while there is a confirmed version that this person was not shown."""
    for other in found:
        if other.pk not in seen and other.pk != plan.earlier_version_id:
            who = other.closed_by.name if other.closed_by else ""
            raise Refused(LedgerCode.VERSION_CONFIRMED, who=who, title=other.title)


def earlier_of(plan: Plan) -> Plan | None:
    """The version that is to be replaced; refused when another one was quicker."""
    if plan.earlier_version_id is None:
        return None
    earlier = Plan.objects.select_for_update().get(pk=plan.earlier_version_id)
    if earlier.state == PlanState.CONFIRMED:
        return earlier
    later = earlier.later_versions.filter(state__in=[PlanState.CONFIRMED, PlanState.REPLACED]).first()
    who = later.closed_by.name if later and later.closed_by else ""
    raise Refused(LedgerCode.VERSION_REPLACED, who=who, title=later.title if later else earlier.title)


def replace_version(earlier: Plan, plan: Plan, result: Found) -> int:
    """Let a confirmed plan replace an earlier version, in the caller's transaction; give the number of tasks that go on."""
    new_tasks = dict(zip((each["candidate"] for each in result["tasks"]), plan.tasks.order_by("position"), strict=True))
    by_hand = {row.candidate_id: row.by for row in plan.version_matches.select_related("by").all()}
    pairs = [
        (change.new["candidate"], change.old, new_tasks[change.new["candidate"]])
        for change in task_changes(plan, earlier, result["tasks"])
        if change.old and change.new
    ]
    plan.version_matches.all().delete()
    VersionMatch.objects.bulk_create(
        [
            VersionMatch(plan=plan, candidate_id=candidate, old_task=old, new_task=new, by=by_hand.get(candidate))
            for candidate, old, new in pairs
        ],
        BATCH,
    )
    _carry_on([(old, new) for _candidate, old, new in pairs])
    _move({old.pk: new.pk for _candidate, old, new in pairs})
    _go_on_as(earlier, plan)
    _leave_the_boards(earlier)
    move(earlier, PlanState.REPLACED)
    earlier.save(update_fields=["state"])
    record("ledger.replace_plan", earlier, after={"by": plan.pk, "title": plan.title, "n_tasks": len(pairs)})
    return len(pairs)


def _carry_on(pairs: list[tuple[Task, Task]]) -> None:
    """How far the work is, who consolidates and what means the same does not begin again."""
    changed, unlinked = [], []
    for old, new in pairs:
        state, basis = old.open_state
        due = (old.due_on or new.due_on) if new.due_on is None or new.due == old.due else new.due_on
        if (new.state, new.state_basis, new.link_id, new.due_on) != (state, basis, old.link_id, due):
            new.state, new.state_basis, new.link_id, new.due_on = state, basis, old.link_id, due
            changed.append(new)
        if old.link_id:
            old.link = None
            unlinked.append(old)
    Task.objects.bulk_update(changed, ["state", "state_basis", "link", "due_on"], BATCH)
    Task.objects.bulk_update(unlinked, ["link"], BATCH)
    _consolidators({old.pk: new.pk for old, new in pairs})


def _consolidators(going_on: Mapping[int, int]) -> None:
    units = TaskUnit.objects.filter(task_id__in=going_on, is_consolidator=True)
    chosen = {going_on[task]: unit for task, unit in units.values_list("task_id", "unit_key")}
    leads = list(
        TaskUnit.objects.filter(task_id__in=chosen, role=Role.LEAD).only("task_id", "unit_key", "is_consolidator")
    )
    kept = {part.task_id for part in leads if part.unit_key == chosen[part.task_id]}
    changed = []
    for part in leads:
        is_chosen = part.unit_key == chosen[part.task_id]
        if part.task_id in kept and part.is_consolidator != is_chosen:
            part.is_consolidator = is_chosen
            changed.append(part)
    TaskUnit.objects.bulk_update(changed, ["is_consolidator"], BATCH)


def _move(keys: Mapping[int, int]) -> None:
    """Let what hangs on the old tasks hang on the new ones: reports, requests, instructions, whatever comes."""
    for relation in Task._meta.related_objects:  # noqa: SLF001  # Django's documented name for it
        other: Any = relation.related_model
        if other in OF_THE_TEXT or not (relation.one_to_many or relation.one_to_one):
            continue
        name = relation.field.name
        rows = list(other._default_manager.filter(**{f"{name}__in": keys}))  # noqa: SLF001  # the same
        for row in rows:
            setattr(row, f"{name}_id", keys[getattr(row, f"{name}_id")])
        other._default_manager.bulk_update(rows, [name], BATCH)  # noqa: SLF001  # the same


def _go_on_as(earlier: Plan, plan: Plan) -> None:
    """Let the targets that were measured keep their key: accepted readings name it and are never changed again.

    The rows of both versions exchange what they say; what people set by hand goes with the key.
    """
    old = list(earlier.targets.order_by("position"))
    new = list(plan.targets.order_by("position"))
    read = set(Reading.objects.of(SUBJECT, [each.pk for each in old]).values_list("subject_id", flat=True))
    found = target_pairs(old, [_as_found(place, each) for place, each in enumerate(new)])
    continued = [(one, new[other["place"]]) for one, other in found if one and other]
    pairs = [(one, other) for one, other in continued if one.pk in read or _was_set_by_hand(one, other)]
    names = [field.attname for field in Target._meta.concrete_fields if not field.primary_key]  # noqa: SLF001  # documented
    for one, other in pairs:
        said, now = ({name: getattr(each, name) for name in names} for each in (one, other))
        now |= {name: said[name] for name in BY_HAND if not now[name]}
        for each, values in ((one, now), (other, said)):
            for name, value in values.items():
                setattr(each, name, value)
    rows = [row for pair in pairs for row in pair]
    # Out of the way first: positions are unique in a plan at every moment.
    Target.objects.filter(pk__in=[row.pk for row in rows]).update(position=F("position") + ASIDE)
    fields = [field.name for field in Target._meta.concrete_fields if not field.primary_key]  # noqa: SLF001  # documented
    Target.objects.bulk_update(rows, fields, BATCH)


def _was_set_by_hand(old: Target, new: Target) -> bool:
    return any(getattr(old, name) and not getattr(new, name) for name in BY_HAND)


def _as_found(place: int, target: Target) -> dict[str, Any]:
    """A row as the reader would give it, for the comparison."""
    return {
        "quote": target.quote,
        "indicator": target.indicator,
        "is_baseline": target.is_baseline,
        "place": place,
    }


def _leave_the_boards(earlier: Plan) -> None:
    """Rows without a region are on no board, in no list and in no export across plans; their plan still has one."""
    for model in (Task, TaskUnit, Target, Facet):
        rows: Any = model
        rows.objects.filter(plan=earlier).update(region_code=NOWHERE)


@transaction.atomic
def match_task(*, candidate_id: int, user: User, old_task_id: int | None) -> None:
    """Say which task of the earlier version a task continues, or that it is new; an old task goes on once."""
    plan, candidate = finding(candidate_id, user)
    if candidate.kind != CandidateKind.TASK:
        raise Http404
    old = None
    if old_task_id is not None:
        old = Task.objects.filter(
            pk=old_task_id, plan__region_code=plan.region_code, plan__state=PlanState.CONFIRMED
        ).first()
        if old is None:
            raise Http404
        plan.version_matches.filter(old_task=old).exclude(candidate=candidate).update(old_task=None, by=user)
    VersionMatch.objects.update_or_create(plan=plan, candidate=candidate, defaults={"old_task": old, "by": user})
    record("ledger.match_task", plan, after={"finding": candidate.pk, "task": old_task_id})


def continued_by(task_id: int) -> Task | None:
    """The task of the newest version that a task of a replaced plan goes on as."""
    found = None
    for _step in range(MOST_VERSIONS):
        # Through the task: a key from an address may be larger than any that a database takes.
        here = VersionMatch.objects.filter(old_task__in=Task.objects.filter(pk=task_id), new_task__isnull=False)
        match = here.select_related("new_task").first()
        if match is None or match.new_task is None:
            break
        found, task_id = match.new_task, match.new_task.pk
    return found
