"""Kinds of roles, identifiers, posts and seats."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Part(models.TextChoices):
    """The three administrators: none may do another's part."""

    NONE = "", _("业务角色")
    SYSTEM = "system", _("系统管理")
    SECURITY = "security", _("安全管理")
    AUDIT = "audit", _("审计管理")


class Identifier(models.TextChoices):
    """What a person can be told by."""

    ID_NUMBER = "id_number", _("身份证号")
    PHONE = "phone", _("电话")
    CHAT = "chat", _("微信等账号")
    CARD = "card", _("志愿者证号")


class PostKind(models.IntegerChoices):
    """Who answers for a unit, in the order of lists."""

    LEADER = 1, _("分管领导")
    SECTION_HEAD = 2, _("科室负责人")
    LIAISON = 3, _("联络员")


class SeatKind(models.IntegerChoices):
    """Seats of a leading group, in the order of a notice."""

    HEAD = 1, _("组长")
    DEPUTY = 2, _("副组长")
    MEMBER = 3, _("成员")
    OFFICE_DIRECTOR = 4, _("办公室主任")
    OFFICE = 5, _("办公室")


class Purpose(models.TextChoices):
    """What telephone numbers were shown for."""

    PAGE = "page", _("页面查看")
    PRINT = "print", _("打印")
    EXPORT = "export", _("导出")
    MESSAGE = "message", _("催报消息")


class RowAction(models.TextChoices):
    """What a pasted row does."""

    ADD = "add", _("新增")
    UPDATE = "update", _("更新")
    TAKE_OVER = "take_over", _("接任")
    SAME = "same", _("不变")
