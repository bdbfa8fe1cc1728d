"""Printed time limits become days."""

from datetime import date

import pytest

from kepu.apps.ledger.services.dues import due_date, is_standing


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2025年底前", date(2025, 12, 31)),
        ("2025年", date(2025, 12, 31)),
        ("2024年2月", date(2024, 2, 29)),
        ("2026年6月15日前", date(2026, 6, 15)),
        ("2026年三季度", date(2026, 9, 30)),
        ("2026年第2季度", date(2026, 6, 30)),
        ("2026年上半年", date(2026, 6, 30)),
        ("2023年6月启动，2025年12月完成", date(2025, 12, 31)),
        ("10月底前", date(2030, 10, 31)),
        ("", date(2030, 12, 31)),
        ("年底前", date(2030, 12, 31)),
        ("长期坚持", None),
        ("每年12月", None),
        ("2026年13月", None),
        ("2026年2月30日", None),
    ],
)
def test_due_date_of_a_printed_limit(printed, day):
    assert due_date(printed, 2030) == day


def test_due_date_without_limit_and_period_is_unknown():
    assert due_date("", None) is None


def test_standing_work_is_recognised():
    assert is_standing("长期坚持")
    assert not is_standing("2026年")
