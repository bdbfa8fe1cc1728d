"""What every page says about where it is."""

import pytest
from django.contrib.auth.models import AnonymousUser

from kepu.apps.people.context import place
from kepu.apps.territory.enums import RegionKind
from tests.factories.people import make_user
from tests.factories.territory import DISTRICT, make_region

pytestmark = pytest.mark.django_db


def test_a_page_names_the_readers_region_and_a_demonstration(rf, django_assert_num_queries):
    district = make_region(DISTRICT, kind=RegionKind.DEMO)
    request = rf.get("/")
    request.user = make_user("office", region=district)

    assert place(request) == {"region_name": "青禾区", "is_demonstration": True}
    with django_assert_num_queries(0):
        assert place(request)["region_name"] == "青禾区"


def test_a_guest_is_nowhere(rf):
    request = rf.get("/")
    request.user = AnonymousUser()

    assert place(request) == {"region_name": "", "is_demonstration": False}
