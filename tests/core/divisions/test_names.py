"""Names of divisions: which place a text means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kepu.core.divisions import Divisions, is_virtual

ROWS = [
    ("13", "河北省"),
    ("120105", "河北区"),
    ("12", "天津市"),
    ("33", "浙江省"),
    ("3302", "宁波市"),
    ("330205", "江北区"),
    ("42", "湖北省"),
    ("4290", "省直辖县级行政区划"),
    ("429004", "仙桃市"),
    ("44", "广东省"),
    ("4419", "东莞市"),
    ("441900003", "东城街道"),
    ("4415", "汕尾市"),
    ("441502", "城区"),
    ("14", "山西省"),
    ("1407", "长治市"),
    ("140702", "城区"),
    ("35", "福建省"),
    ("3504", "三明市"),
    ("350403", "三元区"),
    ("350404", "三元区"),
    ("50", "重庆市"),
    ("5001", "市辖区"),
    ("5002", "县"),
    ("500105", "江北区"),
    ("500106", "沙坪坝区"),
    ("500229", "城口县"),
]


@pytest.fixture(scope="module")
def table():
    return Divisions(ROWS)


@pytest.mark.parametrize(
    ("name", "context", "expected"),
    [
        ("江北区", "重庆市江北区人民政府办公室关于印发方案的通知", "重庆市江北区"),
        ("江北区", "落实宁波市有关要求，宁波的各单位参加", "浙江省宁波市江北区"),
        ("江北区", "落实《重庆市科普条例》，重庆科技馆参加；与宁波交流一次，重庆再办一次", "重庆市江北区"),
        ("江 北 区", "重庆 市江北区", "重庆市江北区"),
        ("城区", "广东省汕尾市", "广东省汕尾市城区"),
        ("沙坪坝区", "", "重庆市沙坪坝区"),
        ("城口县", "", "重庆市城口县"),
        ("仙桃市", "", "湖北省仙桃市"),
        ("东城街道", "", "广东省东莞市东城街道"),
        ("三元区", "", "福建省三明市三元区"),
        ("重庆市", "", "重庆市"),
        ("重庆市江北区", "", "重庆市江北区"),
        ("宁波市江北区", "", "浙江省宁波市江北区"),
        ("重庆江北区", "", "重庆市江北区"),
    ],
)
def test_a_name_is_completed_by_what_the_text_mentions(table, name, context, expected):
    assert table.full_name(name, context) == expected


@pytest.mark.parametrize(
    ("name", "context"),
    [
        ("江北区", ""),
        ("江北区", "重庆与宁波"),
        ("江北区", "重庆江北区与宁波江北区结对"),
        ("青禾区", "云溪市青禾区"),
        ("杭州市江北区", "重庆"),
        ("市辖区", "重庆市"),
        ("", "重庆市"),
    ],
)
def test_an_unknown_or_undecided_name_is_left_alone(table, name, context):
    assert table.full_name(name, context) is None


def test_the_name_of_a_district_does_not_count_for_a_province():
    rows = [*ROWS, ("130199", "新区"), ("120199", "新区")]

    assert Divisions(rows).full_name("新区", "天津市：河北区与新区，河北区") == "天津市新区"


def test_levels_of_statistics_are_in_no_address(table):
    assert table.address("500106") == "重庆市沙坪坝区"
    assert is_virtual("市辖区")
    assert not is_virtual("城区")


def test_the_table_answers_by_code_and_by_name(table):
    assert len(table) == len(ROWS)
    assert table.name("500106") == "沙坪坝区"
    assert table.name("990102") is None
    assert table.codes("江北区") == ("330205000000", "500105000000")
    assert table.codes("县") == ()
    assert table.level("500106").name == "COUNTY"


@given(st.text(alphabet="重庆宁波市江北区浙江省与的 ", max_size=60))
def test_an_answer_is_always_a_place_of_that_name(context):
    table = Divisions(ROWS)

    answer = table.full_name("江北区", context)

    assert answer in {None, "重庆市江北区", "浙江省宁波市江北区"}


def test_names_of_peoples_may_be_left_out():
    table = Divisions([("53", "云岭省"), ("5329", "青禾白族自治州"), ("532926", "南禾彝族自治县")])

    assert table.full_name("青禾州", "") == "云岭省青禾白族自治州"
    assert table.full_name("南禾县", "") == "云岭省青禾白族自治州南禾彝族自治县"
    assert table.full_name("北禾州", "") is None
