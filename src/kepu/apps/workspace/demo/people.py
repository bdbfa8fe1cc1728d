"""Accounts of the demonstration: one for each role, with passwords that exist in one file only."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from kepu.apps.base import clock
from kepu.apps.people.models import Membership, Role, User
from kepu.apps.people.services import one_time_password
from kepu.apps.workspace.demo import names
from kepu.apps.workspace.demo.context import CITY, DISTRICT, SIBLING, DemoContext

if TYPE_CHECKING:
    from random import Random

ACCOUNTS_FILE = "demo-accounts.txt"


@dataclass(frozen=True)
class Account:
    """An account: its role in a region, perhaps for an organisation."""

    username: str
    role: str
    region: str = DISTRICT
    organisation: str = ""


ACCOUNTS = (
    Account("office", "office"),
    Account("office-checker", "office"),
    Account("leader", "leader"),
    Account("liaison", "liaison", organisation="990102-304"),
    Account("liaison-education", "liaison", organisation="990102-203"),
    Account("section-head", "section_head", organisation="990102-304"),
    Account("town", "town", region="990102100000", organisation="990102100"),
    Account("inspector", "inspector"),
    Account("statistician", "statistician"),
    Account("interviewer", "interviewer"),
    Account("volunteer", "volunteer"),
    Account("venue", "venue", organisation="990102-403"),
    Account("reviewer", "reviewer"),
    Account("level-above", "level_above", region=CITY),
    Account("neighbour-office", "office", region=SIBLING),
    Account("system-admin", "system_admin", region=CITY),
    Account("security-admin", "security_admin", region=CITY),
    Account("audit-admin", "audit_admin", region=CITY),
)


def accounts_path() -> Path:
    """Where the passwords are."""
    return Path(settings.DATA) / ACCOUNTS_FILE


def load_people(ctx: DemoContext) -> None:
    """Make the accounts; those that exist keep their password while the file still has it."""
    random, kept = ctx.random("people"), read_passwords()
    with transaction.atomic():
        for account in ACCOUNTS:
            add(ctx, account, random, is_known=account.username in kept)
    if ctx.passwords:
        write_passwords({**kept, **ctx.passwords})


def add(ctx: DemoContext, account: Account, random: Random, *, is_known: bool) -> None:
    """One account with its membership."""
    name = random.choice(names.FAMILY) + random.choice(names.GIVEN)
    user = User.objects.filter(username=account.username).first() or User(username=account.username)
    if user.pk is None or not is_known:
        ctx.passwords[account.username] = password = one_time_password()
        user.set_password(password)
        # Known to nobody but the reader of the file; changing it first would only be in the way of a look around.
        user.password_changed_at = clock.now()
    user.name, user.region = name, ctx.regions[account.region]
    user.save()
    role = Role.objects.get(code=account.role)
    Membership.objects.get_or_create(
        user=user,
        role=role,
        region=ctx.regions[account.region],
        organisation=ctx.organisations[account.organisation] if account.organisation else None,
        defaults={
            "since": date(ctx.as_of.year - 2, 1, 1),
            "until": date(ctx.as_of.year, 12, 31) if role.is_inspection else None,
        },
    )
    ctx.users[account.username] = user


def read_passwords() -> dict[str, str]:
    """What the file says: username → password."""
    path = accounts_path()
    if not path.is_file():
        return {}
    lines = (line.split() for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {words[0]: words[1] for words in lines if len(words) > 1}


def write_passwords(passwords: dict[str, str]) -> None:
    """Write the file anew, readable by its owner only."""
    lines = ["# 演示账号（用户名 密码 职务）。密码随机产生，只在这个文件里。", *account_lines(passwords)]
    path = accounts_path()
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write("\n".join(lines) + "\n")
    draft.replace(path)


def account_lines(passwords: dict[str, str]) -> list[str]:
    """Username, password and role, in the order of the roles."""
    labels = dict(Role.objects.values_list("code", "label"))
    places = {CITY: "云溪市", SIBLING: "白石区"}
    return [
        f"{each.username:<18} {passwords[each.username]}  {places.get(each.region, '青禾区')} {labels[each.role]}"
        for each in ACCOUNTS
        if each.username in passwords
    ]
