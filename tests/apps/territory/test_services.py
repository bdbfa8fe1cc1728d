"""Short forms of organisations: one owner at a time."""

from datetime import date

import pytest

from kepu.apps.base.errors import Refused
from kepu.apps.territory import services
from kepu.apps.territory.codes import TerritoryCode
from tests.factories.territory import make_alias, make_organisation

pytestmark = pytest.mark.django_db
JANUARY, JUNE, DECEMBER = date(2025, 1, 1), date(2025, 6, 30), date(2025, 12, 31)


def add(organisation, begin=None, end=None):
    return services.add_alias(
        organisation, name="区科协", version=organisation.version, valid_from=begin, valid_until=end
    )


def refusal(do):
    with pytest.raises(Refused) as caught:
        do()
    assert "%(" not in caught.value.sentence
    return caught.value.code


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        ((None, None), (None, None)),
        ((None, None), (JANUARY, JUNE)),
        ((JANUARY, JUNE), (JUNE, DECEMBER)),
        ((JANUARY, JUNE), (None, JANUARY)),
        ((None, JUNE), (JUNE, None)),
    ],
)
def test_a_short_form_is_not_used_twice_in_one_time(held, wanted):
    make_alias(make_organisation(), "区科协", valid_from=held[0], valid_until=held[1])
    other = make_organisation()

    assert refusal(lambda: add(other, *wanted)) == TerritoryCode.ALIAS_IN_USE
    assert not other.aliases.exists()


@pytest.mark.parametrize("wanted", [(date(2025, 7, 1), None), (None, date(2024, 12, 31))])
def test_before_and_after_it_is_free(wanted):
    make_alias(make_organisation(), "区科协", valid_from=JANUARY, valid_until=JUNE)

    assert add(make_organisation(), *wanted).pk


def test_dates_are_in_order():
    alias = make_alias(make_organisation(), "区科协", valid_from=JUNE)

    assert refusal(lambda: add(make_organisation(), JUNE, JANUARY)) == TerritoryCode.ALIAS_DATES
    assert refusal(lambda: services.end_alias(alias, on=JANUARY, version=1)) == TerritoryCode.ALIAS_DATES


def test_what_has_ended_does_not_end_again():
    alias = make_alias(make_organisation(), "区科协", valid_until=JUNE)

    assert refusal(lambda: services.end_alias(alias, on=DECEMBER, version=1)) == TerritoryCode.ALIAS_ENDED
