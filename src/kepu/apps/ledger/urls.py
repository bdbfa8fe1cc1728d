"""Addresses of the ledger."""

from django.urls import path

from kepu.apps.ledger.enums import InstructionStep
from kepu.apps.ledger.report_urls import urlpatterns as report_patterns
from kepu.apps.ledger.round_urls import urlpatterns as round_patterns
from kepu.apps.ledger.target_urls import urlpatterns as target_patterns
from kepu.apps.ledger.task_urls import urlpatterns as task_patterns
from kepu.apps.ledger.views import board, correcting, ending, exports, importing, outline, plans, task
from kepu.apps.ledger.views import instructing as give
from kepu.apps.ledger.views import instruction as one_instruction
from kepu.apps.ledger.views import instructions as instruction_list
from kepu.apps.ledger.wizard_urls import urlpatterns as wizard_patterns

app_name = "ledger"
urlpatterns = [
    path("", plans.plans, name="plans"),
    path("import/", importing.import_page, name="import"),
    path("plans/<int:pk>/", board.plan_board, name="plan"),
    path("plans/<int:pk>/units/", board.plan_board, {"by": board.BY_UNIT}, name="plan_units"),
    path("plans/<int:pk>/outline/", outline.outline, name="outline"),
    path("plans/<int:pk>/text/", outline.document, name="document"),
    path("plans/<int:pk>/progress/", plans.progress, name="progress"),
    *wizard_patterns,
    path("plans/<int:pk>/correct/", correcting.correct, name="correct"),
    path("plans/<int:pk>/after-end/", ending.after_end, name="after_end"),
    path("plans/<int:pk>/export/", exports.plan_export, name="plan_export"),
    path("tasks/", board.task_list, name="tasks"),
    path("tasks/units/", board.task_list, {"by": board.BY_UNIT}, name="tasks_by_unit"),
    path("tasks/export/", exports.task_export, name="task_export"),
    path("tasks/<int:pk>/", task.task, name="task"),
    *round_patterns,
    *task_patterns,
    *target_patterns,
    *report_patterns,
    path("instructions/", instruction_list.instructions, name="instructions"),
    path("instructions/print/", instruction_list.printed, name="instructions_print"),
    path("instructions/export/", instruction_list.export, name="instructions_export"),
    path("instructions/new/", give.instruct, name="instruct"),
    path("instructions/supervise/", give.supervise, name="supervise"),
    path("instructions/<int:pk>/", one_instruction.instruction, name="instruction"),
    *(
        path(
            f"instructions/<int:pk>/{step.value}/",
            one_instruction.instruction,
            {"step": step.value},
            name=f"instruction_{step.value}",
        )
        for step in InstructionStep
    ),
]
