"""What the audit log calls the actions of this app."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "ledger.import_plan": _("导入方案"),
    "ledger.decide_finding": _("核对识别条目"),
    "ledger.undo_finding": _("撤销核对"),
    "ledger.choose_unit": _("确定单位名称的含义"),
    "ledger.describe_plan": _("填写方案信息"),
    "ledger.match_task": _("对应新旧任务"),
    "ledger.replace_plan": _("用新版本替代方案"),
    "ledger.confirm_plan": _("确认方案"),
    "ledger.discard_plan": _("放弃方案"),
    "ledger.export_plan": _("导出分工表"),
    "ledger.correct_head": _("修改文件信息"),
    "ledger.change_task_state": _("修改任务状态"),
    "ledger.change_task_due": _("修改任务截止日期"),
    "ledger.change_consolidator": _("修改总牵头单位"),
    "ledger.link_task": _("关联任务"),
    "ledger.unlink_task": _("取消任务关联"),
    "ledger.export_ledger": _("导出工作台账"),
    "ledger.give_instruction": _("作出批示或督办"),
    "ledger.forward_instruction": _("转办批示"),
    "ledger.reply_to_instruction": _("回复批示或督办"),
    "ledger.return_reply": _("退回批示的回复"),
    "ledger.close_instruction": _("办结批示或督办"),
    "ledger.export_instructions": _("导出批示和督办"),
}
