"""Makers of readings."""

from kepu.apps.measures.enums import Origin, ReadingState
from kepu.apps.measures.services import Said, state_reading
from tests.factories.people import make_user
from tests.factories.territory import DISTRICT

SUBJECT = "ledger.target"


def make_reading(value="10", *, subject_id=1, period="2026Q1", user=None, region_code=DISTRICT, **overrides):
    """A reading of a target; accepted unless another state is given."""
    state = overrides.pop("state", ReadingState.ACCEPTED)
    said = Said(**{"value": value, "origin": Origin.HAND, "source": "统计年报", **overrides})
    return state_reading(
        subject=SUBJECT,
        subject_id=subject_id,
        region_code=region_code,
        period=period,
        said=said,
        state=state,
        user_id=(user or make_user()).pk,
    )
