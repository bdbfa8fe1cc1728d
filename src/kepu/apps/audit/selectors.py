"""Questions to the audit log."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kepu.apps.audit import digests, labels
from kepu.apps.audit.models import AuditRow, Check, Pending, Seal
from kepu.apps.audit.permissions import AuditPermission
from kepu.apps.audit.sealing import Head, head
from kepu.apps.base.lists import Column, Filter, ListPage
from kepu.apps.base.reach import within

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.http import QueryDict

COLUMNS = (
    Column("at", _("时间"), sort="at", optional=False),
    Column("actor", _("操作人")),
    Column("action", _("操作"), sort="action"),
    Column("object", _("对象")),
    Column("changes", _("内容")),
)
MOST_PEOPLE = 500
# One index probe per action, however long the log is; SELECT DISTINCT would read all of it.
ACTIONS_IN_USE = """WITH RECURSIVE used(action) AS (
  SELECT MIN(action) FROM audit_auditrow
  UNION ALL
  SELECT (SELECT MIN(action) FROM audit_auditrow WHERE action > used.action) FROM used WHERE used.action IS NOT NULL
) SELECT action FROM used WHERE action IS NOT NULL"""


@dataclass(frozen=True)
class FieldChange:
    """One field of a row as people read it."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Line:
    """One row as people read it."""

    row: AuditRow
    actor: str
    action: str
    object: str
    changes: list[FieldChange]


@dataclass(frozen=True)
class ChainState:
    """How far the chain is, and what the last verification said."""

    head: Head
    sealed_at: datetime | None
    waiting: int
    oldest: datetime | None
    check: Check | None


def row_list(user: Any, query: QueryDict) -> ListPage[AuditRow]:
    """What one may read of the log, newest first."""
    filters = (
        Filter("app", _("模块"), _apps, lambda value: Q(app=value)),
        Filter("action", _("操作"), _actions, lambda value: Q(action=value)),
        Filter(
            "person", _("操作人"), lambda: _people(user, query.get("person", "")), lambda value: Q(actor_id=int(value))
        ),
        Filter("day", _("日期"), lambda: _days(query.get("day", "")), _on_day),
    )
    return ListPage(AuditRow.objects.visible_to(user), query, COLUMNS, filters, search=_matching, order=("-at",))


def lines(rows: Iterable[AuditRow]) -> list[Line]:
    """Rows with the names of people, actions, objects and fields: one query for all of them."""
    rows = list(rows)
    people = get_user_model()._default_manager.in_bulk({row.actor_id for row in rows if row.actor_id})  # noqa: SLF001  # Django's documented name
    return [
        Line(
            row=row,
            actor=str(people.get(row.actor_id, f"#{row.actor_id}")) if row.actor_id else "",
            action=labels.action(row.action),
            object=f"{labels.model(row.app, row.model)} {row.object_id}" if row.model else "",
            changes=_field_changes(row),
        )
        for row in rows
    ]


def chain_state() -> ChainState:
    """What stands over the log."""
    oldest = Pending.objects.order_by("row_id").select_related("row").first()
    last = Seal.objects.order_by("-position").first()
    return ChainState(
        head=head(),
        sealed_at=last.sealed_at if last is not None else None,
        waiting=Pending.objects.count(),
        oldest=getattr(oldest, "row", None) and oldest.row.at if oldest is not None else None,
        check=Check.objects.order_by("-at", "-pk").first(),
    )


def seal_of(row_id: UUID) -> Seal | None:
    """The link of the chain that covers a row."""
    return Seal.objects.filter(row_id=row_id).first()


def is_sound(row: AuditRow, seal: Seal | None) -> bool:
    """Whether a row is as it was written, and as it was sealed."""
    return digests.row_mac(row) == row.mac and (seal is None or seal.row_mac == row.mac)


def _field_changes(row: AuditRow) -> list[FieldChange]:
    try:
        changes: dict[str, dict[str, Any]] = json.loads(row.changes) if row.changes else {}
        return [
            FieldChange(labels.field(row.app, row.model, name), _shown(sides.get("old")), _shown(sides.get("new")))
            for name, sides in changes.items()
        ]
    except (ValueError, AttributeError):  # edited by hand: the verification says so, the page still opens
        return [FieldChange("", "", row.changes)]


def _shown(value: Any) -> str:
    if isinstance(value, dict) and set(value) == {"digest"}:
        return str(_("（个人信息，仅留摘要 %(digest)s）")) % {"digest": str(value["digest"])[:8]}
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _matching(text: str) -> Q:
    users = get_user_model()
    named = Q(**{f"{users.USERNAME_FIELD}__icontains": text}) | Q(name__icontains=text)
    people = users._default_manager.filter(named).values("pk")  # noqa: SLF001  # Django's documented name
    ids = Q(object_id=text) | Q(request_id=text) | Q(job_id=text) | Q(action=text)
    return ids | Q(actor_id__in=people) | Q(changes__icontains=text)


def _apps() -> list[tuple[str, str]]:
    own = [config for config in apps.get_app_configs() if config.name.startswith("kepu.")]
    return [(config.label, labels.app(config.label)) for config in own]


def _actions() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(ACTIONS_IN_USE)
        return [(code, labels.action(code)) for (code,) in cursor.fetchall()]


def _people(user: Any, asked: str) -> list[tuple[str, str]]:
    """The people of the regions one audits; whoever else acted there can be asked for by number."""
    here = within(user, AuditPermission.VIEW, "region") | Q(region__isnull=True)
    found = get_user_model()._default_manager.filter(here).order_by("pk")[:MOST_PEOPLE]  # noqa: SLF001  # Django's documented name
    choices = [(str(each.pk), str(each)) for each in found]
    if asked.isdecimal() and len(asked) < 19 and asked not in dict(choices):  # noqa: PLR2004  # what a 64-bit key holds
        choices.append((asked, f"#{asked}"))
    return choices


def _days(asked: str) -> list[tuple[str, str]]:
    try:
        return [(asked, asked)] if date.fromisoformat(asked) else []
    except ValueError:
        return []


def _on_day(value: str) -> Q:
    begin = timezone.make_aware(datetime.combine(date.fromisoformat(value), datetime.min.time()))
    return Q(at__gte=begin, at__lt=begin + timedelta(days=1))
