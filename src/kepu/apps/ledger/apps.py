"""The ledger of a plan: what it asks for, of whom, by when, and where it says so."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Pages of units and answers belong to the rounds.
OF_REPORTS = ("/ledger/reports/", "/ledger/entries/")


class LedgerConfig(AppConfig):
    """Registers what the ledger gives to the floors below."""

    name = "kepu.apps.ledger"
    label = "ledger"
    verbose_name = _("任务台账")

    def ready(self) -> None:
        from kepu.apps.base import navigation, triggers
        from kepu.apps.files import access
        from kepu.apps.ledger import policies as own
        from kepu.apps.ledger.permissions import INSTRUCTION_READERS, ROUND_READERS, LedgerPermission
        from kepu.apps.ledger.selectors.evidence import describe_entry, may_see_entry
        from kepu.apps.ledger.selectors.plans import describe_plan, may_see_plan
        from kepu.apps.ledger.selectors.targets import PURPOSE, describe_source, may_see_source
        from kepu.apps.ledger.selectors.workbook_files import describe_workbook, may_see_workbook
        from kepu.apps.territory import policies

        for kind in own.KINDS:
            policies.register(kind)
        triggers.append_only("ledger_parse")
        triggers.append_only("ledger_entrytext")
        triggers.append_only("ledger_roundevent")
        triggers.append_only("ledger_instructionreply")
        access.register("ledger.plan", may_see_plan, label=pgettext_lazy("one", "方案"), describe=describe_plan)
        access.register("ledger.entry", may_see_entry, label=_("任务填报"), describe=describe_entry)
        access.register("ledger.workbook", may_see_workbook, label=_("报送表"), describe=describe_workbook)
        access.register(PURPOSE, may_see_source, label=_("指标数据"), describe=describe_source)
        view = LedgerPermission.VIEW_PLAN
        navigation.register(navigation.Entry(_("方案"), "ledger:plans", 20, view, icon="plan"))
        navigation.register(navigation.Entry(_("任务台账"), "ledger:tasks", 30, view, icon="board"))
        targets = pgettext_lazy("several", "指标")
        navigation.register(navigation.Entry(targets, "ledger:targets", 35, view, icon="target"))
        navigation.register(navigation.Entry(_("日历"), "ledger:calendar", 37, view, icon="clock"))
        followers = tuple(map(str, ROUND_READERS))
        navigation.register(
            navigation.Entry(_("报送"), "ledger:rounds", 40, followers, icon="calendar", also=OF_REPORTS)
        )
        readers = tuple(map(str, INSTRUCTION_READERS))
        navigation.register(navigation.Entry(_("批示和督办"), "ledger:instructions", 60, readers, icon="edit"))
