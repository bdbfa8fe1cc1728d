"""Labels of the audit log."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CheckState(TextChoices):
    """How a verification ended."""

    SOUND = "sound", _("完好")
    BROKEN = "broken", _("有异常")


class ProblemKind(TextChoices):
    """What a verification can find."""

    EDITED = "edited", _("内容被改动")
    SWAPPED = "swapped", _("与另一条对调")
    INSERTED = "inserted", _("未经系统写入")
    MISSING = "missing", _("缺失")
    REORDERED = "reordered", _("封存次序被改动")
    CUT = "cut", _("末尾被截断")
    HEAD_DIFFERS = "head_differs", _("与导出的链头不一致")
