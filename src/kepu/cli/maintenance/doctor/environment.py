"""Checks of the settings themselves."""

from __future__ import annotations

import os
import zoneinfo
from typing import TYPE_CHECKING

from django.conf import settings

from kepu.cli.maintenance.doctor.finding import Finding, fail, ok, warn
from kepu.config.environment import Environment

if TYPE_CHECKING:
    from collections.abc import Iterator

# Read by the commands in bin/, not by the site.
OF_COMMANDS = {"KEPU_PYTHON", "KEPU_TEST_DATABASE_URL"}


def names() -> set[str]:
    """The variables that are read."""
    return {f"KEPU_{name.upper()}" for name in Environment.model_fields if name != "database_url"}


def variables() -> Iterator[Finding]:
    """Whether a variable is set that nobody reads, and whether the settings suit a real installation."""
    unknown = sorted(name for name in os.environ if name.startswith("KEPU_") and name not in names() | OF_COMMANDS)
    if unknown:
        yield warn(
            "settings",
            f"环境变量 {'、'.join(unknown)} 不是本系统的设置，没有起作用。",
            "请对照 docs/reference/settings.md 检查拼写。",
        )
    if settings.DEBUG:
        yield warn("settings", "调试模式开着，出错页面会显示内部细节。", "正式运行前请去掉 KEPU_DEBUG。")
    if not unknown and not settings.DEBUG:
        yield ok("settings", "设置都能读取。")


def time_zone() -> Iterator[Finding]:
    """Whether the machine knows our time zone."""
    try:
        zoneinfo.ZoneInfo(settings.TIME_ZONE)
    except zoneinfo.ZoneInfoNotFoundError:
        yield fail("time_zone", f"本机没有时区 {settings.TIME_ZONE} 的数据。", "请安装 tzdata。")
    else:
        yield ok("time_zone", f"时区是 {settings.TIME_ZONE}。")
