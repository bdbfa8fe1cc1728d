"""Organisations by name, collectives, successors, regions below."""

from datetime import date

import pytest

from kepu.apps.territory.enums import Change, OrganisationKind, RegionKind
from kepu.apps.territory.models import Organisation, OrganisationSuccession, Region
from kepu.apps.territory.selectors import (
    OrganisationNames,
    chain,
    children,
    find_organisation,
    is_demonstration,
    resolve_collective,
    successors,
    suggestions,
)
from tests.factories.territory import (
    CITY,
    DISTRICT,
    SIBLING,
    make_alias,
    make_collective,
    make_organisation,
    make_region,
)

pytestmark = pytest.mark.django_db
DAY = date(2025, 7, 1)


def test_official_order_is_by_kind_then_position():
    kinds = [OrganisationKind.TOWNSHIP, OrganisationKind.GROUP, OrganisationKind.ENTERPRISE]
    kinds += [OrganisationKind.MASS_ORGANISATION, OrganisationKind.GOVERNMENT, OrganisationKind.PARTY]
    for position, kind in enumerate(kinds):
        make_organisation(kind=kind, position=position)
    make_organisation(kind=OrganisationKind.PARTY, position=1)

    ordered = Organisation.objects.official_order()

    assert [each.kind for each in ordered] == [
        OrganisationKind.PARTY,
        OrganisationKind.PARTY,
        OrganisationKind.GOVERNMENT,
        OrganisationKind.MASS_ORGANISATION,
        OrganisationKind.GROUP,
        OrganisationKind.ENTERPRISE,
        OrganisationKind.TOWNSHIP,
    ]
    assert ordered[0].position == 1


@pytest.mark.parametrize(
    "name",
    ["区农业农村委(区乡村振兴局)", "区农业农村委（区乡村振兴局）", " 区农业 农村委\u3000（区乡村振兴局）", "区农委"],
)
def test_an_organisation_is_found_by_its_name_or_short_form(name):
    wanted = make_organisation(name="区农业农村委（区乡村振兴局）", aliases=["区农委"])
    make_organisation(name="区农业农村局")

    assert find_organisation(name, DISTRICT, DAY) == wanted


@pytest.mark.parametrize("name", ["区农", "农委", "区农委办公室", ""])
def test_likeness_is_no_identity(name):
    make_organisation(name="区农业农村委", aliases=["区农委"])

    assert find_organisation(name, DISTRICT, DAY) is None


def test_the_own_region_comes_first_then_what_lies_in_it_then_what_it_lies_in():
    own = make_organisation(name="科协", region=make_region(DISTRICT))
    town = make_organisation(name="科协", region=make_region("990102101"))
    city = make_organisation(name="科协", region=make_region(CITY))
    make_organisation(name="科协", region=make_region(SIBLING))

    found = []
    for _ in range(3):
        found.append(find_organisation("科协", DISTRICT, DAY))
        found[-1].name = "甲"
        found[-1].save()

    assert found == [own, town, city]
    assert find_organisation("科协", DISTRICT, DAY) is None


def test_two_organisations_equally_near_are_not_decided():
    make_organisation(name="社区服务中心", region=make_region("990102101"))
    make_organisation(name="社区服务中心", region=make_region("990102102"))

    assert find_organisation("社区服务中心", DISTRICT, DAY) is None


def test_short_forms_and_organisations_have_their_time():
    old = make_organisation(name="区科学技术局", valid_until=date(2024, 12, 31))
    new = make_organisation(name="区科技工业局", valid_from=date(2025, 1, 1))
    make_alias(old, "区科技局", valid_until=date(2024, 12, 31))
    make_alias(new, "区科技局", valid_from=date(2025, 1, 1))

    assert find_organisation("区科技局", DISTRICT, date(2024, 12, 31)) == old
    assert find_organisation("区科技局", DISTRICT, date(2025, 1, 1)) == new
    assert find_organisation("区科学技术局", DISTRICT, DAY) is None


def test_many_names_cost_two_queries(django_assert_num_queries):
    for number in range(5):
        make_organisation(name=f"区第{number}局", aliases=[f"{number}局"])

    with django_assert_num_queries(2):
        names = OrganisationNames(DISTRICT, DAY)
        assert all(names.find(f"{number}局") for number in range(5))


def test_suggestions_begin_with_the_likest():
    wanted = make_organisation(name="青禾区科学技术协会", aliases=["区科协"])
    other = make_organisation(name="青禾区科学技术局")
    make_organisation(name="国网供电公司")

    assert suggestions("区科学技术协会", DISTRICT, DAY) == [wanted, other]
    assert suggestions("区科学技术协会", DISTRICT, DAY, limit=1) == [wanted]
    assert suggestions("xyz", DISTRICT, DAY) == []


def test_successors_are_followed_through_every_change():
    first, second, third, fourth = (make_organisation() for _ in range(4))
    for old, new, on in ((first, second, date(2024, 1, 1)), (second, third, DAY), (second, fourth, DAY)):
        OrganisationSuccession.objects.create(predecessor=old, successor=new, on=on, kind=Change.SPLIT)

    assert successors(first, date(2023, 1, 1)) == [first]
    assert successors(first, date(2024, 6, 1)) == [second]
    assert successors(first, DAY) == [third, fourth]


def test_successors_of_a_ring_end():
    one, two = make_organisation(), make_organisation()
    for old, new in ((one, two), (two, one)):
        OrganisationSuccession.objects.create(predecessor=old, successor=new, on=DAY, kind=Change.RENAMED)

    assert successors(one, DAY) == []


def test_a_collective_resolves_to_its_members_of_the_day():
    early, late, gone = make_organisation(), make_organisation(), make_organisation(valid_until=date(2025, 1, 1))
    collective = make_collective("各成员单位", members=[early, gone], other_names=["领导小组成员单位"])
    collective.members.create(organisation=late, valid_from=date(2025, 6, 1))

    assert resolve_collective("各成员单位", DISTRICT, date(2025, 5, 31)) == [early]
    assert resolve_collective("领导小组成员单位", DISTRICT, DAY) == [early, late]
    assert resolve_collective("各单位", DISTRICT, DAY) is None


def test_a_collective_of_a_kind_holds_what_lies_in_its_region():
    towns = [make_organisation(kind=OrganisationKind.TOWNSHIP, region=make_region(f"99010210{n}")) for n in (1, 2)]
    make_organisation(kind=OrganisationKind.TOWNSHIP, region=make_region("990103101"))
    make_collective("各镇街", kinds=[OrganisationKind.TOWNSHIP])

    assert resolve_collective("各镇街", DISTRICT, DAY) == towns
    assert resolve_collective("各镇街", "990102101", DAY) == towns
    assert resolve_collective("各镇街", SIBLING, DAY) is None


def test_children_pass_over_levels_of_statistics_and_keep_those_that_skip_one():
    city, direct, town = make_region("990100"), make_region("999004", name="直管市"), make_region("990200101")
    Region.objects.filter(code="999000000000").update(is_virtual=True)
    make_region("990102")

    below = children(make_region("99"), DAY)

    assert below == [city, make_region("9902"), direct]
    assert children(make_region("9902"), DAY) == [town]
    assert children(town, DAY) == []
    assert [each.code for each in chain(direct)] == ["990000000000"]


def test_a_region_that_has_ended_is_no_child():
    make_region("990102", valid_until=date(2025, 1, 1))

    assert children(make_region("9901"), DAY) == []


def test_an_installation_with_demonstration_regions_says_so():
    make_region()
    assert not is_demonstration()

    make_region(kind=RegionKind.DEMO)
    assert is_demonstration()
