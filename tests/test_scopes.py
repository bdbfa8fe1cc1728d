"""One rule, two forms: what `allows` says of each row is what `visible` finds."""

import random
from datetime import date, timedelta

import pytest

from kepu.apps.base import clock
from kepu.apps.people.registry import permissions
from kepu.apps.people.rules import declared
from tests.factories.people import make_membership, make_role, make_user
from tests.factories.territory import make_organisation, make_region
from tests.scope_rows import makers

pytestmark = pytest.mark.django_db
RULES = declared()
MAKERS = makers()
# What has no maker fails once, below.
MADE = [rule for rule in RULES if rule.model in MAKERS]
CODES = ("99", "9901", "990102", "990102101", "990102101001", "990103", "990103101", "9902", "990201", "980101")


def test_rows_of_every_declared_rule_can_be_made():
    assert sorted({rule.model for rule in RULES} - set(MAKERS)) == []


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("rule", MADE, ids=lambda rule: rule.name)
def test_both_forms_of_a_rule_agree(rule, seed):
    draw = random.Random(f"{rule.name}{seed}")  # noqa: S311  # rows, not secrets
    places = [(region, make_organisation(region=region)) for region in map(make_region, CODES)]
    rows = [MAKERS[rule.model](*draw.choice(places)) for _ in range(8)]
    user = make_user()
    today = clock.today()
    for _ in range(draw.randint(0, 3)):
        region, organisation = draw.choice(places)
        held = draw.sample(sorted(permissions()), k=draw.randint(1, len(permissions())))
        since = draw.choice([date(2020, 1, 1), today])
        make_membership(
            user,
            make_role(permissions=held),
            region=region,
            organisation=draw.choice([None, organisation]),
            since=since + draw.choice([timedelta(), timedelta(days=1)]),
        )

    model = rule.model_class()
    found = set(model.objects.filter(rule.visible(user)).values_list("pk", flat=True))

    fresh = model.objects.filter(pk__in=[row.pk for row in rows])
    assert {row.pk for row in fresh if rule.allows(user, row)} == found & {row.pk for row in rows}
