"""What the database refuses about regions and organisations."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from kepu.apps.territory.models import Organisation, Region
from tests.factories.territory import (
    SIBLING,
    make_alias,
    make_collective,
    make_organisation,
    make_population,
    make_region,
)

pytestmark = pytest.mark.django_db


def refused(do):
    with pytest.raises(IntegrityError), transaction.atomic():
        do()
    return True


def test_a_subtree_is_a_range_of_regions_and_of_organisations():
    town, district, sibling = (make_region(code) for code in ("990102101", "990102", SIBLING))
    for region in (town, district, sibling):
        make_organisation(region=region)

    assert set(Region.objects.subtree("990102")) == {town, district}
    assert {each.region for each in Organisation.objects.subtree("990102")} == {town, district}


def test_a_region_code_has_twelve_digits():
    assert refused(
        lambda: Region.objects.create(code="990102", name="x", full_name="x", level=3, edition=date(2025, 1, 1))
    )


def test_a_short_form_belongs_to_one_organisation_of_a_region_at_a_time():
    first, second = make_organisation(), make_organisation()
    elsewhere = make_organisation(region=make_region(SIBLING))
    make_alias(first, "区科协")

    assert refused(lambda: make_alias(second, "区科协"))
    assert make_alias(elsewhere, "区科协").pk
    assert make_alias(second, "区科协", valid_until=date(2020, 1, 1)).pk


def test_dates_are_in_order():
    assert refused(lambda: make_organisation(valid_from=date(2025, 1, 2), valid_until=date(2025, 1, 1)))


def test_a_count_of_people_stands_once_and_its_ages_are_in_order():
    row = make_population(age_low=0, age_high=17)

    assert refused(lambda: make_population(region=row.region, age_low=0, age_high=17, persons=5))
    assert refused(lambda: make_population(region=row.region, age_low=18, age_high=17))


def test_a_collective_has_its_name_once_in_a_region():
    make_collective("各镇街")

    assert refused(lambda: make_collective("各镇街"))
