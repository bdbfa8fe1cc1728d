"""Regions, their population, the organisations in them and what these are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from kepu.apps.base.models import Versioned
from kepu.apps.territory.enums import (
    SEQUENCE,
    Audience,
    Change,
    OrganisationKind,
    RegionKind,
    RegionLevel,
    Sex,
)
from kepu.core.divisions import subtree_range

if TYPE_CHECKING:
    from datetime import date

# The upper end of an open interval of ages.
OLDEST = 150


def in_force(on: date, *, since: str = "valid_from", until: str = "valid_until") -> Q:
    """Whether a row holds on a day; both ends belong to it, an empty end is open."""
    begun = Q(**{f"{since}__isnull": True}) | Q(**{f"{since}__lte": on})
    return begun & (Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gte": on}))


def ordered_dates(name: str) -> models.CheckConstraint:
    """The end of a period is not before its beginning."""
    return models.CheckConstraint(
        name=name,
        condition=Q(valid_until__isnull=True) | Q(valid_from__isnull=True) | Q(valid_until__gte=F("valid_from")),
        violation_error_message=_("结束日期不能早于开始日期。"),
    )


class RegionQuerySet(models.QuerySet["Region"]):
    """Questions about regions."""

    def subtree(self, code: str) -> Self:
        """A region and everything in it, as a range of keys."""
        low, high = subtree_range(code)
        return self.filter(code__gte=low, code__lt=high)

    def current(self, on: date) -> Self:
        """Those in force on a day."""
        return self.filter(in_force(on))


class Region(models.Model):
    """An administrative division with its statistical code, or a zone with a local one."""

    code = models.CharField(_("区划代码"), max_length=12, primary_key=True)
    name = models.CharField(_("名称"), max_length=60)
    full_name = models.CharField(_("全称"), max_length=200)
    level = models.PositiveSmallIntegerField(_("级别"), choices=RegionLevel)
    is_virtual = models.BooleanField(
        _("只用于统计"), default=False, help_text=_("例如重庆的“市辖区”“县”：统计里有这一级，地址里没有。")
    )
    kind = models.CharField(_("代码来源"), max_length=12, choices=RegionKind, default=RegionKind.STATISTICAL)
    edition = models.DateField(_("区划版本"), help_text=_("这一行来自哪一天发布的区划。"))
    valid_from = models.DateField(_("启用日期"), null=True, blank=True)
    valid_until = models.DateField(_("停用日期"), null=True, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("区划")
        constraints = [
            models.CheckConstraint(
                name="territory_region_code_length",
                condition=Q(Exact(Length("code"), 12)),
                violation_error_message=_("区划代码是 12 位数字。"),
            ),
            ordered_dates("territory_region_dates"),
        ]
        indexes = [models.Index(fields=["level", "code"]), models.Index(fields=["name"])]

    def __str__(self) -> str:
        return self.full_name


class RegionSuccession(models.Model):
    """One region became another: codes change every year."""

    predecessor = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="succeeded_by")
    successor = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="succeeds")
    on = models.DateField(_("生效日期"))
    kind = models.CharField(_("变更方式"), max_length=10, choices=Change)

    class Meta:
        verbose_name = _("区划沿革")
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor", "on"], name="territory_regionsuccession_once"),
            models.CheckConstraint(
                name="territory_regionsuccession_other",
                condition=~Q(predecessor=F("successor")),
                violation_error_message=_("区划不能由自己承接。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class Population(models.Model):
    """How many people live somewhere: by year, sex, ages and group, with the source that says so."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="population")
    year = models.PositiveSmallIntegerField(_("年份"))
    sex = models.CharField(_("性别"), max_length=6, choices=Sex, default=Sex.ALL)
    age_low = models.PositiveSmallIntegerField(_("年龄下限"), default=0, help_text=_("含。"))
    age_high = models.PositiveSmallIntegerField(_("年龄上限"), default=OLDEST, help_text=_("含；没有上限时为 150。"))
    audience = models.CharField(_("人群"), max_length=10, choices=Audience, default=Audience.ALL)
    persons = models.PositiveBigIntegerField(_("人数"))
    source = models.CharField(_("来源"), max_length=100)

    class Meta:
        verbose_name = _("人口")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "year", "sex", "age_low", "age_high", "audience", "source"],
                name="territory_population_once",
            ),
            models.CheckConstraint(
                name="territory_population_ages",
                condition=Q(age_high__gte=F("age_low")) & Q(age_high__lte=OLDEST),
                violation_error_message=_("年龄上限不能小于下限。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.year}: {self.persons}"


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Questions about organisations."""

    def subtree(self, code: str) -> Self:
        """Those of a region and of everything in it."""
        low, high = subtree_range(code)
        return self.filter(region_id__gte=low, region_id__lt=high)

    def current(self, on: date) -> Self:
        """Those that exist on a day."""
        return self.filter(in_force(on))

    def official_order(self) -> Self:
        """The order of lists and documents (机构序列)."""
        return self.order_by("sequence", "position", "code")


class Organisation(Versioned):
    """A unit that leads, supports or takes part."""

    code = models.CharField(_("单位代码"), max_length=40, unique=True)
    name = models.CharField(_("单位名称"), max_length=100)
    kind = models.CharField(_("单位类别"), max_length=20, choices=OrganisationKind)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="organisations")
    position = models.PositiveIntegerField(_("类内次序"), default=0)
    sequence = models.GeneratedField(
        expression=Case(*(When(kind=kind, then=Value(rank)) for kind, rank in SEQUENCE.items()), default=Value(4)),
        output_field=models.PositiveSmallIntegerField(_("机构序列")),
        db_persist=True,
    )
    valid_from = models.DateField(_("成立日期"), null=True, blank=True)
    valid_until = models.DateField(_("撤销日期"), null=True, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("单位")
        constraints = [ordered_dates("territory_organisation_dates")]
        indexes = [
            models.Index(fields=["region", "name"]),
            models.Index(fields=["sequence", "position", "code"], name="territory_organisation_order"),
        ]

    def __str__(self) -> str:
        return self.name


class Alias(models.Model):
    """A short form as documents print it, with the time in which it is used."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="aliases")
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="+", help_text=_("简称在哪个区划内通用；同一区划内不能重复。")
    )
    name = models.CharField(_("简称"), max_length=100)
    valid_from = models.DateField(_("启用日期"), null=True, blank=True)
    valid_until = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("简称")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "name"],
                condition=Q(valid_until__isnull=True),
                name="territory_alias_one_in_use",
                violation_error_message=_("这个简称正由另一家单位使用。"),
            ),
            models.UniqueConstraint(fields=["organisation", "name", "valid_from"], name="territory_alias_once"),
            ordered_dates("territory_alias_dates"),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationSuccession(models.Model):
    """One organisation became another (merged, split, renamed)."""

    predecessor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="succeeded_by")
    successor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="succeeds")
    on = models.DateField(_("生效日期"))
    kind = models.CharField(_("变更方式"), max_length=10, choices=Change)

    class Meta:
        verbose_name = _("单位沿革")
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "on"], name="territory_organisationsuccession_once"
            ),
            models.CheckConstraint(
                name="territory_organisationsuccession_other",
                condition=~Q(predecessor=F("successor")),
                violation_error_message=_("单位不能由自己承接。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class Collective(models.Model):
    """A name for several organisations (各成员单位, 各镇街): those of the kinds, and those named one by one."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="collectives")
    name = models.CharField(_("集合名称"), max_length=60)
    other_names = models.JSONField(_("其他写法"), default=list, blank=True)
    kinds = models.JSONField(_("包含的单位类别"), default=list, blank=True, help_text=_("本区划内这些类别的单位都算。"))

    class Meta:
        verbose_name = _("统称")
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="territory_collective_once")]

    def __str__(self) -> str:
        return self.name


class CollectiveMember(models.Model):
    """An organisation that belongs to a collective for a time."""

    collective = models.ForeignKey(Collective, on_delete=models.CASCADE, related_name="members")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="collectives")
    valid_from = models.DateField(_("加入日期"), null=True, blank=True)
    valid_until = models.DateField(_("退出日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("统称成员")
        constraints = [
            models.UniqueConstraint(
                fields=["collective", "organisation", "valid_from"], name="territory_collectivemember_once"
            ),
            ordered_dates("territory_collectivemember_dates"),
        ]

    def __str__(self) -> str:
        return f"{self.collective_id}: {self.organisation_id}"


class Policy(Versioned):
    """What a place has decided about one kind of rule, from a day on; a new decision is a new row."""

    kind = models.CharField(_("规则"), max_length=60)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="policies")
    valid_from = models.DateField(_("从哪一天起"))
    valid_until = models.DateField(_("到哪一天止"), null=True, blank=True)
    values = models.JSONField(_("内容"), default=dict)
    source = models.CharField(_("依据"), max_length=200, help_text=_("写明文号，或者会议名称和日期。"))

    class Meta:
        verbose_name = _("地方规则")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "region", "valid_from"],
                name="territory_policy_once",
                violation_error_message=_("这一天已经有一条规则开始执行。"),
            ),
            ordered_dates("territory_policy_dates"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.region_id} {self.valid_from}"
