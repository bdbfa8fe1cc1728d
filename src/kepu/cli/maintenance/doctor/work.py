"""Checks of what goes on behind the pages: the worker, the sealing of the audit log, the storage, the scanner."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Max, Min

from kepu.apps.audit.enums import CheckState
from kepu.apps.audit.models import Check, Pending
from kepu.apps.base import clock
from kepu.apps.base.errors import Refused
from kepu.apps.files import office, scanning
from kepu.apps.files.kinds.base import Material, stream_of
from kepu.apps.files.storage import storage_errors
from kepu.apps.jobs import registry
from kepu.apps.jobs.enums import JobState
from kepu.apps.jobs.models import Job, Schedule
from kepu.cli.maintenance.doctor.finding import Finding, fail, ok, warn

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = timedelta(minutes=5)


def worker() -> Iterator[Finding]:
    """Whether a worker has shown itself lately: it queues the periodic tasks."""
    shortest = min(registry.periods().values(), default=60)
    last = Schedule.objects.aggregate(last=Max("last_at"))["last"]
    if last is None:
        yield warn("worker", "还没有后台进程运行过。", "请运行 kepu worker（kepu up 会同时启动它）。")
    elif clock.now() - last > PATIENCE + timedelta(seconds=2 * shortest):
        yield fail("worker", f"后台进程从 {_local(last)} 起没有动静。", "请启动 kepu worker，并设为开机自动运行。")
    else:
        yield ok("worker", "后台进程在运行。")
    oldest = Job.objects.filter(state=JobState.QUEUED).aggregate(oldest=Min("run_after"))["oldest"]
    if oldest is not None and clock.now() - oldest > PATIENCE:
        yield warn(
            "queue", f"有后台任务从 {_local(oldest)} 等到现在。", "请增加 kepu worker 进程，或查看正在运行的任务。"
        )


def sealing() -> Iterator[Finding]:
    """Whether the audit log is sealed as it grows, and was sound when it was last verified."""
    oldest = Pending.objects.aggregate(oldest=Min("row__at"))["oldest"]
    late = PATIENCE + timedelta(seconds=3 * settings.KEPU.audit_seal_seconds)
    if oldest is not None and clock.now() - oldest > late:
        yield fail("audit", f"审计记录从 {_local(oldest)} 起没有封存。", "请检查后台进程 kepu worker 是否在运行。")
    else:
        yield ok("audit", "审计记录按时封存。")
    last = Check.objects.order_by("-at", "-pk").first()
    if last is not None and last.state == CheckState.BROKEN:
        yield fail(
            "audit",
            f"{_local(last.at)} 核验审计记录时发现异常。",
            "请运行 kepu audit verify 查看是哪些记录，并报告审计员。",
        )


def storage() -> Iterator[Finding]:
    """Whether files can be written, read and removed where uploads are kept."""
    where = f"S3 存储桶 {settings.KEPU.s3_bucket}" if settings.KEPU.storage == "s3" else "数据目录的 files"
    try:
        name = default_storage.save(f".doctor-{uuid4()}", ContentFile(b"doctor"))
        with default_storage.open(name, "rb") as stream:
            same = stream.read() == b"doctor"
        default_storage.delete(name)
    except storage_errors() as error:
        yield fail(
            "storage",
            f"上传的文件存不进{where}（{type(error).__name__}）。",
            "请检查 KEPU_STORAGE 和 KEPU_S3_… 设置、权限和网络。",
        )
        return
    if same:
        yield ok("storage", f"上传的文件可以存进{where}。")
    else:
        yield fail("storage", f"存进{where}的文件读出来不一样。", "请检查存储服务。")


def scanner() -> Iterator[Finding]:
    """Whether the virus scanner answers, where there is one."""
    if not settings.KEPU.virus_scanner:
        yield warn(
            "scanner",
            "没有设置查毒程序，上传的文件不查毒。",
            "如单位要求查毒，请安装 clamd 并设置 KEPU_VIRUS_SCANNER。",
        )
        return
    try:
        scanning.scan(Material("doctor.txt", stream_of(b"doctor"), 6))
    except Refused:
        yield fail(
            "scanner",
            f"查毒程序 {settings.KEPU.virus_scanner} 没有回应，现在不能上传文件。",
            "请启动 clamd，或检查 KEPU_VIRUS_SCANNER。",
        )
    else:
        yield ok("scanner", "查毒程序在运行。")


def old_documents() -> Iterator[Finding]:
    """Whether old Word documents can be read."""
    if office.is_available():
        yield ok("old_documents", "旧版 Word、WPS 文档（.doc、.wps）可以读取。")
    else:
        yield warn(
            "old_documents",
            "没有安装 LibreOffice，旧版 Word、WPS 文档（.doc、.wps）读不了。",
            "需要时请安装 libreoffice-writer-nogui；不安装时请用户另存为 .docx。",
        )


def _local(moment: object) -> str:
    from django.utils import timezone

    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")  # type: ignore[arg-type]
