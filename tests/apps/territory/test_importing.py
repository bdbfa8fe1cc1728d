"""Importing editions of the tree of divisions."""

import gzip
import json
from datetime import date

import pytest

from kepu.apps.base.errors import Refused
from kepu.apps.territory import importing, national
from kepu.apps.territory.codes import TerritoryCode
from kepu.apps.territory.enums import Change, RegionKind
from kepu.apps.territory.models import Region, RegionSuccession
from kepu.cli.main import main
from tests.factories.territory import make_region

pytestmark = pytest.mark.django_db
FIRST, SECOND = date(2021, 12, 31), date(2024, 12, 31)
ROWS = [
    ("500000000000", "重庆市"),
    ("500105000000", "江北区"),
    ("500105001000", "样例街道"),
    ("500229000000", "城口县"),
    ("429000000000", "省直辖县级行政区划"),
    ("420000000000", "湖北省"),
    ("429004000000", "仙桃市"),
]


def counts(result):
    return (result.created, result.changed, result.ended, result.unchanged)


def stored():
    return list(Region.objects.order_by("code").values_list("code", "name", "edition", "valid_from", "valid_until"))


def test_the_first_edition_fills_the_levels_that_the_list_leaves_out():
    result = importing.import_edition(ROWS, FIRST)

    assert counts(result) == (9, 0, 0, 0)
    districts = Region.objects.get(code="500100000000")
    assert (districts.name, districts.is_virtual, districts.full_name) == ("市辖区", True, "重庆市（市辖区）")
    street = Region.objects.get(code="500105001000")
    assert (street.full_name, street.level, street.valid_from) == ("重庆市江北区样例街道", 4, None)
    assert Region.objects.get(code="429004000000").full_name == "湖北省仙桃市"


def test_importing_again_changes_nothing():
    importing.import_edition(ROWS, FIRST)
    before = stored()

    assert counts(importing.import_edition(ROWS, FIRST)) == (0, 0, 0, 9)
    assert stored() == before


def test_a_new_edition_ends_what_has_vanished_and_keeps_successions():
    importing.import_edition(ROWS, FIRST)
    old, new = Region.objects.get(code="500229000000"), Region.objects.get(code="500105000000")
    RegionSuccession.objects.create(predecessor=old, successor=new, on=SECOND, kind=Change.MERGED)

    later = [row for row in ROWS if row[0] != old.code] + [("500106000000", "新区")]
    result = importing.import_edition(later, SECOND)

    assert (result.created, result.ended) == (1, 2)  # with the level 县, which nothing needs any more
    old.refresh_from_db()
    assert (old.valid_until, old.edition) == (date(2024, 12, 30), FIRST)
    assert Region.objects.get(code="500106000000").valid_from == SECOND
    assert RegionSuccession.objects.get().predecessor == old
    assert counts(importing.import_edition(later, SECOND)) == (0, 0, 0, 8)


def test_a_code_that_comes_back_is_in_force_again():
    importing.import_edition(ROWS, FIRST)
    importing.import_edition(ROWS[:3], SECOND)

    importing.import_edition(ROWS, date(2025, 12, 31))

    assert not Region.objects.exclude(valid_until=None).exists()


def test_an_earlier_edition_changes_nothing_that_is_newer():
    importing.import_edition(ROWS, SECOND)
    before = stored()

    result = importing.import_edition([("500000000000", "旧名")], FIRST)

    assert counts(result) == (0, 0, 0, 1)
    assert stored() == before


def test_demonstration_and_local_regions_are_left_alone():
    make_region("990102", kind=RegionKind.DEMO)
    make_region("500171", kind=RegionKind.LOCAL, name="本地园区")
    Region.objects.exclude(code__in=["990102000000", "500171000000"]).delete()

    importing.import_edition([*ROWS, ("500171000000", "别的名字")], FIRST)
    importing.import_edition(ROWS, SECOND)

    assert Region.objects.get(code="500171000000").name == "本地园区"
    assert Region.objects.get(code="990102000000").valid_until is None


@pytest.mark.parametrize(("bad", "row"), [(("50010x", "甲"), 9), (("500109", ""), 9), (("500105", "江北区"), 9)])
def test_a_row_that_cannot_be_read_stops_everything(bad, row):
    with pytest.raises(Refused) as refusal:
        importing.import_edition([*ROWS, bad], FIRST)

    assert refusal.value.code == TerritoryCode.BAD_FILE
    assert f"第 {row} 行" in refusal.value.sentence
    assert not Region.objects.exists()


def test_an_import_that_was_cut_off_is_finished_by_the_next(monkeypatch):
    monkeypatch.setattr(importing, "PIECE", 4)

    def power_cut(done, of):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        importing.import_edition(ROWS, FIRST, power_cut)
    assert Region.objects.count() == 4

    assert counts(importing.import_edition(ROWS, FIRST)) == (5, 0, 0, 4)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_the_command_reads_plain_and_packed_files(tmp_path, capsys, pack):
    file = tmp_path / "rows.csv"
    file.write_bytes(pack("\ufeffcode,name,level\n50,重庆市,1\n500105,江北区,3\n".encode()))

    assert main(["territory", "import", "--file", str(file), "--edition", "2024-12-31", "--format", "json"]) == 0

    assert json.loads(capsys.readouterr().out) == {"created": 3, "changed": 0, "ended": 0, "unchanged": 0}
    assert Region.objects.get(code="500105000000").full_name == "重庆市江北区"


def test_the_command_refuses_a_missing_and_a_foreign_file(tmp_path, capsys):
    foreign = tmp_path / "x.csv"
    foreign.write_text("a,b\n1,2\n", encoding="utf-8")

    for file in (tmp_path / "none.csv", foreign):
        assert main(["territory", "import", "--file", str(file), "--format", "json"]) == 1

    errors = [json.loads(line)["error"] for line in capsys.readouterr().err.splitlines()]
    assert [error["code"] for error in errors] == [TerritoryCode.NO_NATIONAL_FILE, TerritoryCode.BAD_FILE]
    assert "没有找到全国区划数据文件" in errors[0]["message"]


@pytest.mark.parametrize("content", [b"\x1f\x8bbroken", b"\xff\xfe\x00", b"", b"code,name\n50,\n", b'code,name\n"'])
def test_the_command_refuses_a_broken_file(tmp_path, capsys, content):
    broken = tmp_path / "x.csv.gz"
    broken.write_bytes(content)

    done = main(["territory", "import", "--file", str(broken), "--format", "json"])

    assert (done, Region.objects.count()) in {(1, 0), (0, 0)}
    assert "Traceback" not in capsys.readouterr().err


def test_a_missing_national_file_gives_an_empty_table(monkeypatch):
    monkeypatch.setattr(national, "NAME", "missing.csv.gz")

    assert len(national.open_national()) == 0
