"""`kepu people`: the first accounts, and passwords of administrators, from the server."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction


def add_parser(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Add the commands."""
    people = commands.add_parser("people", help="账号：建立第一批管理员，重置管理员密码")
    parts = people.add_subparsers(dest="part", metavar="PART", required=True)
    add = parts.add_parser("add", help="建立账号并授予一项职务，打印一次性密码")
    add.add_argument("username", help="用户名")
    add.add_argument("--name", required=True, help="姓名")
    add.add_argument("--role", required=True, help="角色代码，例如 system_admin、security_admin、audit_admin")
    add.add_argument("--region", required=True, metavar="CODE", help="区划代码")
    add.add_argument("--until", type=date.fromisoformat, metavar="DATE", help="最后一天，例如 2026-12-31；督查人员须填")
    add.set_defaults(run=run_add)
    password = parts.add_parser("password", help="重置密码，打印一次性密码")
    password.add_argument("username", help="用户名")
    password.set_defaults(run=run_password)


def run_add(chosen: Namespace) -> int:
    """Make an account with one membership; the first three administrators come from here."""
    from kepu.cli.django_start import start

    start()
    from django.db import transaction

    from kepu.apps.base import clock
    from kepu.apps.base.errors import Refused
    from kepu.apps.people import services
    from kepu.apps.people.codes import PeopleCode
    from kepu.apps.people.models import Role
    from kepu.apps.territory.models import Region
    from kepu.core.divisions import pad

    with transaction.atomic():
        role = Role.objects.filter(code=chosen.role).first()
        region = Region.objects.filter(code=pad(chosen.region)).first()
        if role is None or region is None:
            code = PeopleCode.UNKNOWN_ROLE if role is None else PeopleCode.UNKNOWN_REGION
            raise Refused(code, value=chosen.role if role is None else chosen.region)
        user, password = services.create_user(actor=None, username=chosen.username, name=chosen.name, region=region)
        services.add_membership(
            actor=None, user=user, role=role, region=region, since=clock.today(), until=chosen.until
        )
    print(f"{user.username} {password}")
    return 0


def run_password(chosen: Namespace) -> int:
    """Give a one-time password to any account."""
    from kepu.cli.django_start import start

    start()
    from kepu.apps.base.errors import Refused
    from kepu.apps.people import services
    from kepu.apps.people.codes import PeopleCode
    from kepu.apps.people.models import User

    user = User.objects.filter(username__iexact=chosen.username).first()
    if user is None:
        raise Refused(PeopleCode.UNKNOWN_PERSON, username=chosen.username)
    print(f"{user.username} {services.reset_password(actor=None, user=user)}")
    return 0
