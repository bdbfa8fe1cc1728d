"""Addresses of the ledger."""

from django.core.files.uploadedfile import SimpleUploadedFile

from kepu.apps.base import clock
from kepu.apps.files.services import prepare
from kepu.apps.ledger.enums import ReportState
from kepu.apps.ledger.models import Target, TaskLink, UnitReport
from kepu.apps.ledger.services.candidates import prepare_review
from kepu.apps.ledger.services.handing_in import keep_workbook
from kepu.apps.ledger.workbooks import unit_workbook
from tests.addresses import FORBIDDEN, FOUND, MARK, NOT_ALLOWED, REFUSED, Address, page
from tests.factories.ledger import make_confirmed_plan, make_plan, make_result, make_review_plan, make_task
from tests.factories.ledgers import make_column_reading
from tests.factories.measures import make_reading
from tests.factories.reporting import give_task, make_entry, make_instruction, make_unit_report
from tests.factories.targets import make_shown_target
from tests.factories.territory import make_organisation


def confirmed(world):
    """A plan in the ledger."""
    result = make_result([make_task(id=1, text=f"{MARK}：办好科普月。")], title=f"{MARK}方案")
    return make_confirmed_plan(result, region=world.district, title=f"{MARK}方案")


def plan(world):
    """A plan in the ledger, by its key."""
    return {"pk": confirmed(world).pk}


def over(world):
    """A plan in the ledger whose years are over."""
    found = confirmed(world)
    found.period_start, found.period_end = 2021, 2025
    found.save(update_fields=["period_start", "period_end"])
    return {"pk": found.pk}


def listed(world):
    """Something to list."""
    confirmed(world)
    return {}


def importing(world):
    """A plan that is being read."""
    return {"pk": make_plan(region=world.district, title=f"{MARK}方案").pk}


def waiting(world):
    """A plan that waits for a person."""
    return {"pk": make_review_plan(region=world.district, title=f"{MARK}方案").pk}


def newer(world):
    """A plan that waits, of which another version is in the ledger."""
    confirmed(world)
    return waiting(world)


def finding(world):
    """A task that was found."""
    result = make_result([make_task(id=1, text=f"{MARK}：办好科普月。")], title=f"{MARK}方案")
    found = make_review_plan(result, region=world.district, title=f"{MARK}方案")
    prepare_review(found.pk)
    return {"pk": found.candidates.get(kind="task").pk}


def newer_finding(world):
    """The same, with another version in the ledger."""
    confirmed(world)
    return finding(world)


def task(world):
    """A task."""
    return {"pk": confirmed(world).tasks.get().pk}


def unit(world):
    """A unit that leads a task."""
    organisation = make_organisation(region=world.district, name=f"{MARK}局")
    give_task(confirmed(world).tasks.get(), organisation)
    return {"pk": organisation.pk}


def instruction(world):
    """An instruction that a unit has to reply to."""
    return {"pk": make_instruction(region=world.district, text=f"{MARK}：请抓紧办。").pk}


def instructed(world):
    """An instruction to list."""
    instruction(world)
    return {}


def target(world):
    """A target in the ledger."""
    found = make_shown_target(region=world.district, printed={"indicator": f"{MARK}指标"})
    return {"pk": found.pk}


def linked_target(world):
    """A target of a task that means the same as another plan's."""
    found = target(world)
    task = Target.objects.get(**found).task
    task.link = TaskLink.objects.create(region_code=task.region_code, created_by=task.plan.created_by)
    task.save(update_fields=["link"])
    return found


def targets(world):
    """Targets to list."""
    target(world)
    return {}


def reading(world):
    """An accepted reading of a target."""
    found = target(world)
    return {**found, "reading": make_reading(subject_id=found["pk"]).pk}


def asked_columns(world):
    """A workbook whose columns nobody knows."""
    return {"pk": make_column_reading(region=world.district, title=f"{MARK}台账").plan_id}


def unit_report(world):
    """A unit's page, with a task in it."""
    organisation = make_organisation(region=world.district, name=f"{MARK}局")
    entry = make_entry(make_unit_report(world.district, organisation), confirmed(world).tasks.get())
    return {"key": entry.report.key}


def filed_report(world):
    """A unit's page that has been filed."""
    address = unit_report(world)
    UnitReport.objects.update(state=ReportState.FILED, filed_by=world.owner, filed_at=clock.now())
    return address


def unit_entry(world):
    """One entry of a unit's page."""
    address = unit_report(world)
    return {**address, "pk": UnitReport.objects.get(**address).entries.get().pk}


def unit_evidence(world):
    """A file that is not there."""
    return {**unit_entry(world), "evidence_pk": 1}


def support_request(world):
    """A question that is not there."""
    return {**unit_entry(world), "request_pk": 1}


def round_of(world):
    """A round in which one unit reports."""
    report = asked(world)
    return {"pk": report.round_id}


def rounds(world):
    """A round to list."""
    round_of(world)
    return {}


def asked(world):
    """The page of a unit, with one task."""
    organisation = make_organisation(region=world.district, name=f"{MARK}局")
    report = make_unit_report(world.district, organisation)
    make_entry(report, confirmed(world).tasks.get(), return_note=MARK)
    return report


def asked_report(world):
    """The same, by its key."""
    return {"key": asked(world).key}


def asked_entry(world):
    """The answer that it asks for."""
    return {"pk": asked(world).entries.get().pk}


def sent_workbook(world):
    """A workbook that came back."""
    report = asked(world)
    upload = SimpleUploadedFile("报送表.xlsx", unit_workbook(report))
    stored = keep_workbook(report=report, upload=prepare(upload), user=world.owner)
    return {"key": report.key, "file": stored.pk}


ADDRESSES = {
    "ledger:rounds": page(make=rounds),
    "ledger:round_open": page(make=rounds),
    "ledger:round": Address(round_of, shows_mark=True),
    "ledger:round_compare": Address(round_of),
    "ledger:round_extend": Address(round_of),
    "ledger:round_close": Address(round_of, shows_mark=True),
    "ledger:round_reopen": Address(round_of),
    "ledger:round_chase": Address(round_of, shows_mark=True),
    "ledger:round_export": Address(round_of),
    "ledger:round_print": Address(round_of, shows_mark=True),
    "ledger:round_workbooks": Address(round_of),
    "ledger:check": Address(asked_report, shows_mark=True),
    "ledger:workbook": Address(asked_report, shows_mark=True),
    "ledger:workbook_download": Address(asked_report),
    "ledger:workbook_preview": Address(sent_workbook, shows_mark=True),
    "ledger:entry_return": Address(asked_entry, shows_mark=True),
    "ledger:entry_history": Address(asked_entry, shows_mark=True),
    "ledger:entry_correct": Address(asked_entry, shows_mark=True),
    "ledger:targets": page(make=targets, shows_mark=True),
    "ledger:target_export": page(make=targets),
    "ledger:target": Address(target, shows_mark=True),
    "ledger:target_edit": Address(target, shows_mark=True),
    "ledger:target_schedule": Address(target, shows_mark=True),
    "ledger:target_same": Address(linked_target, shows_mark=True),
    "ledger:reading_add": Address(target, shows_mark=True),
    "ledger:reading_correct": Address(reading, shows_mark=True),
    "ledger:plans": page(make=listed, shows_mark=True),
    "ledger:import": page(),
    "ledger:plan": Address(plan, shows_mark=True),
    "ledger:plan_units": Address(plan, shows_mark=True),
    "ledger:outline": Address(plan, shows_mark=True),
    "ledger:document": Address(plan, shows_mark=True),
    "ledger:progress": Address(importing, shows_mark=True),
    "ledger:columns": Address(asked_columns, shows_mark=True),
    "ledger:review": Address(waiting, shows_mark=True),
    "ledger:review_many": Address(waiting, neighbour=NOT_ALLOWED, owner=NOT_ALLOWED),
    "ledger:decisions": Address(waiting, shows_mark=True),
    "ledger:names": Address(waiting, shows_mark=True),
    "ledger:confirm": Address(waiting, shows_mark=True),
    "ledger:changes": Address(newer, shows_mark=True),
    "ledger:finding": Address(finding, owner=FOUND),
    "ledger:finding_edit": Address(finding, shows_mark=True),
    "ledger:finding_split": Address(finding, shows_mark=True),
    "ledger:finding_match": Address(newer_finding, shows_mark=True),
    "ledger:discard": Address(waiting, shows_mark=True),
    "ledger:correct": Address(plan, shows_mark=True),
    "ledger:after_end": Address(over, shows_mark=True),
    "ledger:plan_export": Address(plan),
    "ledger:tasks": page(make=listed, shows_mark=True),
    "ledger:tasks_by_unit": page(make=listed, shows_mark=True),
    "ledger:task_export": page(make=listed),
    "ledger:task": Address(task, shows_mark=True),
    "ledger:task_change": Address(task, shows_mark=True),
    "ledger:tasks_change": page(neighbour=REFUSED, owner=REFUSED),  # none is chosen
    "ledger:task_link": Address(task, shows_mark=True),
    "ledger:task_unlink": Address(task, shows_mark=True),
    "ledger:unit": Address(unit, shows_mark=True),
    "ledger:calendar": page(make=listed),
    "ledger:task_ledger": page(make=listed),
    "ledger:plan_ledger": Address(plan),
    "ledger:instructions": page(make=instructed, shows_mark=True),
    "ledger:instructions_print": page(make=instructed, shows_mark=True),
    "ledger:instructions_export": page(make=instructed),
    "ledger:instruct": page(),
    "ledger:supervise": page(),
    "ledger:instruction": Address(instruction, shows_mark=True),
    "ledger:instruction_forward": Address(instruction, shows_mark=True),
    "ledger:instruction_reply": Address(instruction, shows_mark=True),
    "ledger:instruction_return": Address(instruction, shows_mark=True),
    "ledger:instruction_close": Address(instruction, shows_mark=True),
    "ledger:report": Address(unit_report, shows_mark=True),
    "ledger:report_same": Address(unit_report, owner=NOT_ALLOWED, neighbour=NOT_ALLOWED, lower=NOT_ALLOWED),
    "ledger:report_file": Address(unit_report, owner=FORBIDDEN),
    "ledger:report_sheet": Address(unit_report, shows_mark=True),
    "ledger:report_receipt": Address(filed_report, shows_mark=True),
    "ledger:entry_save": Address(unit_entry, owner=NOT_ALLOWED, neighbour=NOT_ALLOWED, lower=NOT_ALLOWED),
    "ledger:entry_evidence": Address(unit_entry, owner=FORBIDDEN),
    "ledger:evidence_remove": Address(unit_evidence, owner=NOT_ALLOWED, neighbour=NOT_ALLOWED, lower=NOT_ALLOWED),
    "ledger:entry_support": Address(unit_entry, shows_mark=True),
    "ledger:support_withdraw": Address(support_request, owner=NOT_ALLOWED, neighbour=NOT_ALLOWED, lower=NOT_ALLOWED),
    "ledger:entry_answer": Address(unit_entry, owner=NOT_ALLOWED, neighbour=NOT_ALLOWED, lower=NOT_ALLOWED),
}
