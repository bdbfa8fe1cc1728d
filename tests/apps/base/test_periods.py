"""What periods are called, in both languages' source."""

import pytest

from kepu.apps.base.periods import period_label
from kepu.core.measures import parse_period


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("2026", "2026年"),
        ("2026H1", "2026年上半年"),
        ("2026H2", "2026年下半年"),
        ("2026Q3", "2026年三季度"),
        ("2026-03", "2026年3月"),
        ("2026-W07", "2026年第7周"),
        ("2026YTD09", "2026年1—9月累计"),
        ("2026YTD01", "2026年1月累计"),
        ("2021/2025", "2021—2025年"),
    ],
)
def test_period_is_called_as_people_say_it(code, label):
    assert period_label(code) == label
    assert period_label(parse_period(code)) == label
