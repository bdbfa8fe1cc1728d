"""Chinese sentences of every code: each app adds its own table in its `messages` module."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kepu.apps.base.codes import BaseCode
from kepu.core.measures import MeasuresCode

if TYPE_CHECKING:
    from collections.abc import Mapping

MESSAGES = {
    BaseCode.STALE: _("您打开这一页之后，别人已经改过它。两份内容都在下面，请确认后再保存。"),
    BaseCode.TOO_MANY_REQUESTS: _("操作太频繁了。请在 %(seconds)s 秒后再试，已经保存的内容不受影响。"),
    BaseCode.UNKNOWN_FILTER: _("没有“%(value)s”这个筛选条件。请从列表里重新选择。"),
    BaseCode.METHOD_NOT_ALLOWED: _("这个网址不能这样打开。请回到上一页，用页面上的按钮操作。"),
    BaseCode.BUSY: _("数据库正忙，这次没有保存。请稍等几秒再提交一次，不会重复。"),
    MeasuresCode.BAD_PERIOD: _("“%(period)s”不是时期的写法。请照这样填写：2025、2025H1、2025Q4、2025-10、2025-W07。"),
    MeasuresCode.NO_SUCH_PERIOD: _("日历里没有“%(period)s”这个时期，或者它没有可比的时期。请换一个时期。"),
    MeasuresCode.BAD_SCHEDULE: _(
        "进度安排算不出应达到的数：须有起点和终点，节点的日期从早到晚、不重复。请补齐后再保存。"
    ),
    MeasuresCode.NOT_DIVIDED: _("“%(period)s”不能正好分成所选的较短时期。请换一个时期。"),
}


@cache
def catalogue() -> dict[str, Any]:
    """Every sentence by code."""
    sentences: dict[str, Any] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("kepu.") and find_spec(f"{config.name}.messages"):
            sentences |= {str(code): text for code, text in import_module(f"{config.name}.messages").MESSAGES.items()}
    return sentences


def sentence(code: str, details: Mapping[str, Any] | None = None) -> str:
    """Say why something was refused, in the reader's language."""
    text = catalogue().get(str(code))
    if text is None:
        return gettext("这次操作没有完成（%(code)s）。") % {"code": code}
    return str(text) % dict(details or {})
