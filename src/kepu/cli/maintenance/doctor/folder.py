"""Checks of the data folder: writable, private, with room; its keys; the assets."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from kepu.cli.maintenance.doctor.finding import Finding, fail, ok, warn

if TYPE_CHECKING:
    from collections.abc import Iterator

GIGABYTE = 1 << 30
LITTLE, TOO_LITTLE = 5 * GIGABYTE, GIGABYTE // 2
OTHERS = 0o077
OTHERS_READ_OR_WRITE = 0o026
KEY_LENGTH = 32


def data_folder() -> Iterator[Finding]:
    """Whether the data folder can be written to, and by whom."""
    folder = Path(settings.DATA)
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        yield fail("data", f"数据目录 {folder} 不能写入（{error.strerror}）。", "请检查 KEPU_DATA 和目录的属主、权限。")
        return
    mode = folder.stat().st_mode & 0o777
    if mode & OTHERS_READ_OR_WRITE:
        yield warn("data", f"数据目录 {folder} 的权限是 {mode:o}，别的用户可以读写。", f"请运行 chmod 700 {folder}。")
    else:
        yield ok("data", f"数据目录 {folder} 可以写入。")


def disk_space() -> Iterator[Finding]:
    """Whether there is room."""
    free = shutil.disk_usage(settings.DATA).free
    left = f"数据目录所在的磁盘还剩 {free / GIGABYTE:.1f} GB。"
    if free < TOO_LITTLE:
        yield fail("disk", left, "请立即清理磁盘或扩容，否则无法保存。")
    elif free < LITTLE:
        yield warn("disk", left, "请尽快清理磁盘或扩容。")
    else:
        yield ok("disk", left)


def keys() -> Iterator[Finding]:
    """Whether the keys are whole, and readable by their owner only."""
    folder = Path(settings.DATA) / "keys"
    paths = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    short = [path.name for path in paths if path.stat().st_size < KEY_LENGTH]
    if short:
        yield fail("keys", f"密钥 {'、'.join(short)} 不完整。", "请从备份恢复 keys 目录。")
    open_ones = [path for path in (folder, *paths) if path.stat().st_mode & OTHERS]
    if open_ones:
        names = "、".join(path.name for path in open_ones)
        yield fail("keys", f"密钥 {names} 可以被别的用户读到。", f"请运行 chmod 700 {folder}; chmod 600 {folder}/*。")
    foreign = [path.name for path in paths if path.stat().st_uid != os.geteuid()]
    if foreign:
        yield warn("keys", f"密钥 {'、'.join(foreign)} 属于别的用户。", f"请把 {folder} 的属主改为运行本系统的用户。")
    if not (short or open_ones or foreign):
        yield ok("keys", f"{len(paths)} 个密钥完整，只有本用户可读。")


def assets() -> Iterator[Finding]:
    """Whether the styles and scripts of the pages are there."""
    built = any((Path(folder) / "kepu/app.css").is_file() for folder in settings.STATICFILES_DIRS)
    collected = settings.DEBUG or (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file()
    if not built:
        yield fail("assets", "页面的样式和脚本没有构建。", "请运行 bin/up，或安装正式发布的安装包。")
    elif not collected:
        yield fail("assets", "页面的样式和脚本还没有收集到数据目录。", "请运行 kepu migrate。")
    else:
        yield ok("assets", "页面的样式和脚本齐全。")
