"""Kinds of regions, organisations and successions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kepu.core.divisions import Level


class RegionLevel(models.IntegerChoices):
    """Levels of regions, from the top."""

    NATION = Level.NATION.value, _("全国")
    PROVINCE = Level.PROVINCE.value, _("省级")
    CITY = Level.CITY.value, _("地级")
    COUNTY = Level.COUNTY.value, _("县级")
    TOWN = Level.TOWN.value, _("乡级")
    VILLAGE = Level.VILLAGE.value, _("村级")


class RegionKind(models.TextChoices):
    """Where a region's code comes from."""

    STATISTICAL = "statistical", _("统计用区划")
    LOCAL = "local", _("本地自编")
    DEMO = "demo", _("演示")


class Change(models.TextChoices):
    """How one thing became another."""

    RENAMED = "renamed", _("更名")
    MERGED = "merged", _("合并")
    SPLIT = "split", _("拆分")
    RECODED = "recoded", _("代码变更")


class Sex(models.TextChoices):
    """Whom a population row counts."""

    ALL = "all", _("合计")
    MALE = "male", _("男")
    FEMALE = "female", _("女")


class Audience(models.TextChoices):
    """The groups of people that plans speak of."""

    ALL = "all", _("全体居民")
    YOUTH = "youth", _("青少年")
    FARMER = "farmer", _("农民")
    WORKER = "worker", _("产业工人")
    OLDER = "older", _("老年人")
    OFFICIAL = "official", _("领导干部和公务员")


class OrganisationKind(models.TextChoices):
    """Kinds of organisations."""

    PARTY = "party", _("党委部门")
    GOVERNMENT = "government", _("政府部门")
    MASS_ORGANISATION = "mass_organisation", _("群团组织")
    TOWNSHIP = "township", _("镇街")
    INSTITUTION = "institution", _("事业单位")
    ENTERPRISE = "enterprise", _("企业")
    GROUP = "group", _("其他组织")


# 机构序列: the order of lists and documents. Members without a place of their own stand between 群团 and 镇街.
SEQUENCE = {
    OrganisationKind.PARTY: 1,
    OrganisationKind.GOVERNMENT: 2,
    OrganisationKind.MASS_ORGANISATION: 3,
    OrganisationKind.INSTITUTION: 4,
    OrganisationKind.ENTERPRISE: 4,
    OrganisationKind.GROUP: 4,
    OrganisationKind.TOWNSHIP: 5,
}
