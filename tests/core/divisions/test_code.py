"""Codes of divisions: levels, ancestry, ranges."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kepu.core.divisions import DivisionsCode, Level, ancestors, level_of, pad, parent_of, parse_code, subtree_range
from kepu.core.errors import InputError


def group(width, *, zero=False):
    return st.integers(0 if zero else 1, 10**width - 1).map(lambda number: str(number).zfill(width))


@st.composite
def codes(draw):
    level = draw(st.sampled_from(Level))
    widths = (2, 2, 2, 3, 3)[:level]
    direct = level >= Level.TOWN and draw(st.booleans())
    digits = ["00" if direct and index == 2 else draw(group(width)) for index, width in enumerate(widths)]
    return "".join(digits).ljust(12, "0")


def within(code, place):
    low, high = subtree_range(place)
    return low <= code < high


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("000000000000", Level.NATION),
        ("50", Level.PROVINCE),
        ("5001", Level.CITY),
        ("500106", Level.COUNTY),
        ("500106001", Level.TOWN),
        ("500106001001", Level.VILLAGE),
        ("429004000000", Level.COUNTY),
        ("441900003000", Level.TOWN),
        ("441900003001", Level.VILLAGE),
    ],
)
def test_level_is_told_by_the_last_digits(code, level):
    assert level_of(code) is level


@pytest.mark.parametrize(
    "text",
    ["", "5", "50010", "5001060010010", "50010a", "５００１０６", "005001", "500001", "500106000001", "500000003000"],
)
def test_what_is_no_code_is_refused(text):
    with pytest.raises(InputError) as refusal:
        parse_code(text)

    assert refusal.value.code == DivisionsCode.BAD_CODE
    assert refusal.value.details == {"text": text}


def test_districts_and_counties_of_chongqing_share_the_province_only():
    assert ancestors("500106") == ("500000000000", "500100000000")
    assert ancestors("500229") == ("500000000000", "500200000000")
    assert within("500229000000", "50")
    assert not within("500229000000", "5001")


def test_a_county_directly_under_its_province_says_so():
    assert parse_code("429004").is_directly_under_province
    assert not parse_code("420106").is_directly_under_province


def test_a_town_directly_under_a_city_has_the_city_above_it():
    assert ancestors("441900003000") == ("440000000000", "441900000000")
    assert parent_of("441900003000") == "441900000000"
    assert within("441900003000", "4419")


def test_a_zone_with_a_local_code_lies_in_its_city():
    assert parse_code("130171").is_zone
    assert not parse_code("130102").is_zone
    assert within("130171000000", "1301")


def test_parents_end_at_the_nation():
    assert parent_of("50") == "000000000000"
    assert parent_of("000000000000") is None


def test_the_last_province_and_the_nation_end_after_all_digits():
    assert within("999999999999", "99")
    assert within("999999999999", "000000000000")
    assert not within("989999999999", "99")


@given(codes())
def test_a_code_lies_in_itself_in_its_ancestors_and_in_the_nation(code):
    assert all(within(code, place) for place in (code, *ancestors(code), "000000000000"))


@given(codes(), codes())
def test_a_range_holds_exactly_what_has_the_place_among_its_ancestors(code, place):
    assume(level_of(place) > Level.NATION)

    assert within(code, place) == (code == place or place in ancestors(code))


@given(codes())
def test_levels_of_ancestors_rise_and_the_last_is_the_parent(code):
    levels = [level_of(above) for above in ancestors(code)]

    assert levels == sorted(set(levels))
    assert all(level < level_of(code) for level in levels)
    assert not levels or parent_of(code) == ancestors(code)[-1]


@given(codes())
def test_reading_what_was_read_changes_nothing(code):
    assert parse_code(pad(code)) == parse_code(code)
    assert pad(parse_code(code).prefix or "0" * 12) == code


@given(st.text(max_size=14))
def test_any_text_is_read_or_refused(text):
    try:
        read = parse_code(text)
    except InputError:
        return

    assert len(read.text) == 12
