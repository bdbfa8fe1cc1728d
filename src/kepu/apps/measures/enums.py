"""What a reading says, how far it is, and where it is from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Standing(models.TextChoices):
    """What is known: a number, that it is missing, or that there is none to be had."""

    VALUE = "value", _("有数据")
    MISSING = "missing", _("缺报")
    NOT_APPLICABLE = "not_applicable", _("不适用")


class ReadingState(models.TextChoices):
    """How far a reading is; an accepted one never changes."""

    DRAFT = "draft", _("填写中")
    REPORTED = "reported", _("已报")
    ACCEPTED = "accepted", _("已通过")

    @property
    def tone(self) -> str:
        """The shape and colour of its status."""
        return {"draft": "idle", "reported": "info", "accepted": "good"}[self]


class Origin(models.TextChoices):
    """Where a reading is from."""

    HAND = "hand", _("手工录入")
    REPORT = "report", _("单位报送")
    IMPORTED = "imported", _("随台账导入")
    PUBLISHED = "published", _("上级公布")
