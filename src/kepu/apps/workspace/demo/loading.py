"""Loading the demonstration: the same arguments give the same data, and loading again changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kepu.apps.audit.services import record
from kepu.apps.base import clock
from kepu.apps.base.errors import Refused
from kepu.apps.people.models import User
from kepu.apps.territory.enums import RegionKind
from kepu.apps.territory.models import Organisation, Region
from kepu.apps.workspace.codes import WorkspaceCode
from kepu.apps.workspace.demo.context import PROVINCE, SIZES, DemoContext
from kepu.apps.workspace.demo.instructions import load_instructions
from kepu.apps.workspace.demo.matters import load_matters
from kepu.apps.workspace.demo.people import account_lines, accounts_path, load_people, read_passwords
from kepu.apps.workspace.demo.places import load_places
from kepu.apps.workspace.demo.plans import load_plans
from kepu.apps.workspace.demo.posts import load_posts
from kepu.apps.workspace.demo.reports import load_reports
from kepu.core.divisions import subtree_range

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

# In this order; a loader finds in the context what the earlier ones made.
LOADERS: list[Callable[[DemoContext], None]] = [
    load_places,
    load_people,
    load_posts,
    load_plans,
    load_matters,
    load_reports,
    load_instructions,
]


@dataclass(frozen=True)
class Loaded:
    """What there is now."""

    regions: int
    organisations: int
    accounts: tuple[str, ...]

    def lines(self) -> list[str]:
        """What the command prints."""
        head = f"演示数据：区划 {self.regions} 个，单位 {self.organisations} 家。账号和密码在 {accounts_path()}："
        return [head, *self.accounts]


def is_loaded() -> bool:
    """Whether this installation holds the demonstration."""
    return Region.objects.filter(kind=RegionKind.DEMO).exists() and User.objects.filter(username="office").exists()


def load(*, seed: int, size: str, as_of: date | None = None) -> Loaded:
    """Load the demonstration; an installation with accounts of its own is left alone."""
    if size not in SIZES:
        raise Refused(WorkspaceCode.UNKNOWN_SIZE, size=size, allowed="、".join(SIZES))
    low, high = subtree_range(PROVINCE)
    if User.objects.exclude(region_id__gte=low, region_id__lt=high).exists():
        raise Refused(WorkspaceCode.NOT_A_DEMONSTRATION)
    ctx = DemoContext(seed=seed, size=size, as_of=as_of or clock.today())
    for loader in LOADERS:
        loader(ctx)
    record("workspace.demonstration_loaded", after={"seed": seed, "size": size, "as_of": ctx.as_of.isoformat()})
    return Loaded(
        len(ctx.regions), Organisation.objects.subtree(PROVINCE).count(), tuple(account_lines(read_passwords()))
    )
