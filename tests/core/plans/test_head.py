"""The head of a document: notice, title, number, dates, period, place, status, basis."""

import pytest

from kepu.core.plans import parse_plan
from kepu.core.plans.places import place_in

NOTICE = (
    "青政发〔2026〕3号\n青禾县人民政府\n关于印发青禾县全民科学素质行动\n实施方案（2026―2030年）的通知\n各乡镇人民政府：\n"
    "《青禾县全民科学素质行动实施方案（2026―2030年）》已经县政府常务会议审议通过，现印发给你们。\n青禾县人民政府\n2026年3月5日\n"
    "青禾县全民科学素质行动\n实施方案\n（2026―2030年）\n根据《云溪市科普规划》（云政发〔2025〕2号）要求，按照《科普条例》，制定本方案。\n一、工作目标\n做好工作。\n"
)


class Divisions:
    """Knows one county."""

    def full_name(self, name, context_text):
        return "云岭省云溪市青禾县" if name == "青禾县" and "云溪市" in context_text else None


def test_notice_gives_title_number_issuer_and_date():
    document = parse_plan(NOTICE).document

    assert document.title == "青禾县全民科学素质行动实施方案（2026―2030年）"
    assert document.notice_title == "青禾县人民政府关于印发青禾县全民科学素质行动实施方案（2026―2030年）的通知"
    assert (document.doc_number, document.issuer, document.issued_on) == (
        "青政发〔2026〕3号",
        "青禾县人民政府",
        "2026-03-05",
    )
    assert (document.period_start, document.period_end, document.status) == (2026, 2030, "issued")
    assert document.approved_by == "县政府常务会议"
    assert [(basis.title, basis.doc_number) for basis in document.based_on] == [
        ("云溪市科普规划", "云政发〔2025〕2号"), ("科普条例", None),
    ]  # fmt: skip


def test_fields_have_their_places():
    plan = parse_plan(NOTICE)

    assert plan.text[slice(*plan.document.spans["doc_number"])] == "青政发〔2026〕3号"
    assert "".join(plan.text[slice(*plan.document.spans["title"])].split()) == plan.document.title


def test_region_is_completed_by_the_division_table():
    assert parse_plan(NOTICE, Divisions()).document.region == "云岭省云溪市青禾县"
    assert parse_plan(NOTICE).document.region == "云溪市青禾县"


def test_district_of_a_municipality_is_completed_by_mentions():
    text = "江北区科普任务分工\n一、任务\n依托重庆科技馆，用好重庆网络学院，推进重庆科普。"

    assert parse_plan(text).document.region == "重庆市江北区"


def test_draft_is_known():
    document = parse_plan("青禾区科普方案（2026—2030年）\n（征求意见稿）\n一、目标\n做好工作。").document

    assert (document.status, document.title) == ("draft", "青禾区科普方案（2026—2030年）")


def test_forwarding_notice_gives_the_forwarded_title():
    text = "青禾县人民政府办公室\n转发县科协关于加强科普工作实施方案的通知\n各乡镇：\n附件1\n关于加强科普工作实施方案\n一、目标\n做好工作。"
    document = parse_plan(text).document

    assert (document.title, document.issuer) == ("关于加强科普工作实施方案", "青禾县人民政府办公室")


def test_date_in_chinese_numerals():
    text = NOTICE.replace("2026年3月5日", "二〇二六年三月五日")

    assert parse_plan(text).document.issued_on == "2026-03-05"


def test_period_comes_from_the_year_of_a_title():
    assert parse_plan("青禾区2027年科普工作要点\n一、工作\n做好“十五五”开局。").document.period_end == 2027


def test_period_comes_from_the_five_year_plan_when_no_year_is_printed():
    assert parse_plan("青禾区“十五五”科普规划\n一、目标\n做好工作。").document.period_start == 2026


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("云溪市青禾区全民科学素质行动方案", "云溪市青禾区"), ("青禾区涌泉街道办事处", "青禾区涌泉街道"), ("宁川省全民科学素质方案", "宁川省"),
        ("山阳市城区科普方案", "山阳市城区"), ("青禾区2026—2030年科普任务", "青禾区"), ("全民科学素质行动规划纲要", None),
        ("国务院关于印发", None),
    ],
)  # fmt: skip
def test_places_are_read_from_titles(title, place):
    assert place_in(title) == place


BODY = "\n为落实工作部署，制定本方案。\n一、总体要求\n面向基层。\n二、重点任务\n（一）办好赛事。\n"


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("2026年青禾市全民科学素质工作要点", "青禾市"), ("“十五五”期间青禾市科普工作方案", "青禾市"),
        ("关于青禾市科普工作的实施方案", "青禾市"), ("青禾州全民科学素质行动实施方案", "青禾州"),
        ("青禾工业园区科普工作方案", "青禾工业园区"),
    ],
)  # fmt: skip
def test_place_is_found_behind_what_a_title_begins_with(title, place):
    assert place_in(title) == place


def test_place_is_completed_by_the_provinces_that_the_text_names():
    basis = "根据《云岭省科普条例》和《云溪市科普规划》，制定本方案。"

    assert parse_plan(f"青禾区科普方案（2026—2030年）\n{basis}{BODY}").document.region == "云岭省云溪市青禾区"
    assert parse_plan(f"云溪市青禾区科普方案（2026—2030年）\n{basis}{BODY}").document.region == "云岭省云溪市青禾区"
    assert (
        parse_plan(f"青禾镇科普方案（2026—2030年）\n落实云岭省、云溪市部署。{BODY}").document.region
        == "云岭省云溪市青禾镇"
    )


@pytest.mark.parametrize(
    ("place", "basis", "region"),
    [
        ("青禾县", "落实国家和省、市部署，根据《云岭省科普条例》和《云溪市科普规划》", "云岭省云溪市青禾县"),
        ("青禾区", "根据《中共云溪市委办公室 云溪市人民政府办公室关于加强科普工作的实施意见》", "云溪市青禾区"),
        ("青禾市", "根据《云溪市人民政府办公室关于印发云溪市科普规划的通知》", "云溪市青禾市"),
        ("青禾区涌泉街道", "涌泉街道位于云溪市青禾区中部，每月举办科普展览、科普集市", "云溪市青禾区涌泉街道"),
        ("青禾区", "达到12%、位居全市前3位，举办科普展览、科普集市，对照《全国文明城市测评体系》", "青禾区"),
    ],
)  # fmt: skip
def test_place_is_completed_by_what_it_lies_in(place, basis, region):
    assert parse_plan(f"{place}科普方案（2026—2030年）\n{basis}，制定本方案。{BODY}").document.region == region


def test_places_named_in_passing_complete_nothing():
    text = f"青禾市科普方案（2026—2030年）\n学习借鉴云岭省的做法，对标全省先进。{BODY}"

    assert parse_plan(text).document.region == "青禾市"


def test_remark_above_a_title_is_no_part_of_it():
    document = parse_plan(f"征求意见稿\n\n青禾市全民科学素质行动\n实施方案（2026—2030年）{BODY}").document

    assert (document.title, document.status) == ("青禾市全民科学素质行动实施方案（2026—2030年）", "draft")


def test_title_inside_a_notice_keeps_the_marks_of_titles_inside_it():
    text = (
        "关于印发《青禾市贯彻〈云岭省科普规划（2026—2030年）〉的实施方案》的通知\n各县区：\n现印发给你们。\n青禾市人民政府\n"
        f"2026年3月5日\n青禾市贯彻《云岭省科普规划（2026—2030年）》的实施方案{BODY}"
    )
    document = parse_plan(text).document

    assert document.title == "青禾市贯彻《云岭省科普规划（2026—2030年）》的实施方案"
    assert document.issuer == "青禾市人民政府"


def test_notice_that_asks_for_views_gives_the_title_of_the_draft():
    text = f"关于公开征求《青禾市科普方案（2026—2030年）（征求意见稿）》意见的公告\n现公开征求意见。\n青禾市科学技术协会\n2026年3月5日\n青禾市科普方案（2026—2030年）\n（征求意见稿）{BODY}"
    document = parse_plan(text).document

    assert (document.title, document.status) == ("青禾市科普方案（2026—2030年）", "draft")


@pytest.mark.parametrize(
    ("head", "issuer", "day"),
    [
        ("青禾市科学素质工作领导小组办公室文件\n{0}", "青禾市科学素质工作领导小组办公室", None),
        ("{0}\n青禾市科学技术协会\n（2026年3月）", "青禾市科学技术协会", None),
        ("关于印发《{0}》的通知\n各单位：\n现印发。\n青禾市科学技术协会\n（市科协代章）\n2026年3月5日\n{0}", "青禾市科学技术协会", "2026-03-05"),
        ("索引号：001 成文日期：2026年3月5日 发布日期：2026-03-09\n{0}", None, "2026-03-05"),
    ],
)  # fmt: skip
def test_issuer_and_day_stand_in_many_places(head, issuer, day):
    document = parse_plan(head.format("青禾市科普方案（2026—2030年）") + BODY).document

    assert (document.issuer, document.issued_on) == (issuer, day)


def test_signature_at_the_foot_names_issuer_and_day():
    document = parse_plan(f"青禾市科普方案（2026—2030年）{BODY}\n青禾市科学技术协会\n2026年3月5日\n").document

    assert (document.issuer, document.issued_on) == ("青禾市科学技术协会", "2026-03-05")


@pytest.mark.parametrize("number", ["青政发﹝2026﹞3号", "青政发[2026]3号", "青政发【2026】3号", "纲要办发〔2026〕3号"])
def test_number_is_read_in_any_brackets(number):
    assert parse_plan(NOTICE.replace("青政发〔2026〕3号", number)).document.doc_number == number


@pytest.mark.parametrize("line", ["完成时间：2026年11月30日前", "反馈截止日期：2026年3月1日", "请于2026年3月1日前报送"])
def test_time_limit_on_the_last_line_is_not_the_day_of_issue(line):
    plan = parse_plan(f"甲县2026年科普工作计划\n一、重点任务\n办好科技节。\n{line}\n")

    assert plan.document.issued_on is None


@pytest.mark.parametrize(
    "title",
    ["提升全民科学素质行动方案", "“科学素质提升”三年行动计划", "进一步加强科普工作的意见", "新时代科普工作要点"],
)
def test_place_stands_before_whatever_a_title_begins_with(title):
    assert place_in(f"桐溪县{title}") == "桐溪县"


@pytest.mark.parametrize(
    ("notice", "issuer"),
    [
        ("青禾市科学技术协会等18部门关于印发《{0}》的通知", "青禾市科学技术协会等18部门"),
        ("中共青禾市委办公室 青禾市人民政府办公室\n印发《{0}》的通知", "中共青禾市委办公室青禾市人民政府办公室"),
    ],
)
def test_several_issuers_stand_before_the_notice(notice, issuer):
    title = "青禾市全民科学素质行动实施方案（2026—2030年）"
    document = parse_plan(f"{notice.format(title)}\n各单位：\n现印发给你们。\n{title}\n{BODY}\n").document

    assert (document.issuer, document.title, document.region) == (issuer, title, "青禾市")


def test_a_year_behind_the_years_of_the_plan_is_the_period():
    document = parse_plan(f"青禾市科普方案（2026—2030年）2027年重点任务分工\n{BODY}\n").document

    assert (document.period_start, document.period_end) == (2027, 2027)


def test_number_in_brackets_below_the_notice_is_its_own():
    document = parse_plan(
        NOTICE.replace("青政发〔2026〕3号\n", "").replace("的通知\n", "的通知\n（青政办〔2026〕26号）\n")
    ).document

    assert document.doc_number == "青政办〔2026〕26号"


def test_page_that_announces_a_plan_names_its_issuer():
    title = "青禾省科普方案（2026—2030年）"
    document = parse_plan(f"经省人民政府同意，近日，省政府办公厅印发《{title}》，全文如下：\n{title}{BODY}").document

    assert (document.title, document.issuer) == (title, "省政府办公厅")


def test_title_is_given_as_the_plan_prints_it_and_not_as_the_page_does():
    title = "青禾县科普方案（2026—2030年）"
    page = title.replace("（", "[").replace("）", "]")
    document = parse_plan(
        f"发文标题：青禾县人民政府关于印发{page}的通知\n各乡镇人民政府：\n现印发给你们。\n{title}{BODY}"
    ).document

    assert document.title == title


@pytest.mark.parametrize("day", ["二Ｏ二六年三月五日", "二0二六年三月五日", "二O二六年三月五日", "二〇二六年三月五日"])
def test_letters_and_digits_stand_for_zero_in_chinese_dates(day):
    assert parse_plan(NOTICE.replace("2026年3月5日", day)).document.issued_on == "2026-03-05"


@pytest.mark.parametrize(
    "line",
    [
        "来源：县政府办 时间：2026-03-09 浏览次数：123", "2026-03-09 10:20 作者：县科协", "发布日期：2026-03-09",
    ],
)  # fmt: skip
def test_day_of_writing_comes_before_the_day_a_page_was_published(line):
    title = "青禾县科普方案（2026—2030年）"
    facts = f"成文日期：2026-03-05 标题：{title}\n{title}\n{line}\n{BODY}"

    assert parse_plan(facts).document.issued_on == "2026-03-05"
    assert parse_plan(f"{title}\n{line}\n{BODY}").document.issued_on == "2026-03-09"


def test_signature_behind_the_plan_dates_a_notice():
    notice = "青禾县人民政府办公室关于印发青禾县科普方案的通知\n各乡镇：\n现印发给你们。\n青禾县科普方案"

    signed = parse_plan(f"{notice}{BODY}青禾县人民政府办公室\n2026年3月5日\n")
    printed = parse_plan(f"{notice}{BODY}青禾县人民政府办公室  2026年3月6日印发\n")
    limited = parse_plan(f"{notice}{BODY}完成任务\n2026年3月5日\n")

    assert [plan.document.issued_on for plan in (signed, printed, limited)] == ["2026-03-05", "2026-03-06", None]


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("青禾区巩固提升全国科普示范区实施方案", "青禾区"), ("青禾市社会科学普及规划", "青禾市"), ("青禾县乡村科普方案", "青禾县"),
        ("青禾县各乡镇科普方案", "青禾县"), ("青禾县乡镇科普方案", "青禾县"), ("青禾市市直机关科普方案", "青禾市"),
        ("青禾区人民政府涌泉街道办事处", "青禾区涌泉街道"), ("青禾市科学技术局青禾市教育局", "青禾市"),
        ("创建全国科普示范区方案", None), ("农村社区科普方案", None),
    ],
)  # fmt: skip
def test_place_ends_where_its_first_name_ends(title, place):
    assert place_in(title) == place


def test_place_that_a_plan_is_adapted_to_is_its_own():
    text = "全民科学素质行动实施方案（2026—2030年）\n结合{0}实际，制定本方案。\n一、目标\n做好工作。\n"

    assert parse_plan(text.format("青禾区")).document.region == "青禾区"
    assert parse_plan(text.format("我区")).document.region is None


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("2026年度青禾区科普任务清单", (2026, 2026)), ("青禾区2026年度科普要点", (2026, 2026)),
        ("青禾区实施《科普规划（2026—2035年）》工作方案（2026—2030年）", (2026, 2030)),
        ("青禾区贯彻《科普规划（2026—2035年）》实施方案", (2026, 2035)),
    ],
)  # fmt: skip
def test_years_of_the_plan_stand_outside_the_titles_it_cites(title, years):
    document = parse_plan(f"{title}{BODY}").document

    assert (document.period_start, document.period_end) == years


def test_forwarded_title_may_stand_in_marks():
    title = "青禾区科普方案（2026—2030年）"
    document = parse_plan(
        f"青禾区人民政府办公室转发区科协《{title}》的通知\n各镇街：\n现转发给你们。\n{title}{BODY}"
    ).document

    assert document.notice_title == f"青禾区人民政府办公室转发区科协《{title}》的通知"
    assert (document.title, document.issuer) == (title, "青禾区人民政府办公室")


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("{0}-政策文件-青禾县人民政府\n首页 政策文件\n各乡镇：\n现将《{0}》印发给你们。\n{0}", {}),
        ("【政策文件】{0}\n（2026年3月5日印发）", {"issued_on": "2026-03-05"}),
        ("{0}\n（青政办发〔2026〕3号 2026年3月5日）", {"doc_number": "青政办发〔2026〕3号", "issued_on": "2026-03-05"}),
        ("关于印发{0}及任务分工的通知\n各乡镇：\n现印发给你们。\n青禾县科普\n工作方案（2026—2030年）", {}),
        ("县政府办公室关于印发{0}的通知\n各乡镇：\n现印发。\n青禾县人民政府办公室\n2026年3月5日\n{0}", {"issuer": "青禾县人民政府办公室"}),
        ("各乡镇：\n现将《{0}》印发给你们。\n青禾县人民政府办公室\n2026年3月5日\n{0}", {"issuer": "青禾县人民政府办公室"}),
    ],
)  # fmt: skip
def test_title_is_found_in_whatever_stands_around_it(head, expected):
    title = "青禾县科普工作方案（2026—2030年）"
    document = parse_plan(head.format(title) + BODY).document

    assert (document.title, document.region) == (title, "青禾县")
    assert {name: getattr(document, name) for name in expected} == expected


def test_title_may_have_a_comma_and_the_words_that_begin_a_plan_are_none():
    title = "青禾县提升科学素质，助力乡村振兴行动方案（2026—2030年）"

    assert parse_plan(f"{title}{BODY}").document.title == title
    assert parse_plan(f"为做好工作，结合实际，制定本方案{BODY}").document.title is None


@pytest.mark.parametrize(
    "page",
    [
        "{title}\n", "青禾县科普工作方案\n", "青禾县人民政府关于印发青禾县科普工作…\n",
        "青禾县人民政府关于印发{title}的通知\n来源：县政府办\n",
    ],
)  # fmt: skip
def test_name_of_a_page_above_the_document_is_not_its_title(page):
    title = "青禾县科普工作方案（2026—2030年）"
    notice = f"青禾县人民政府关于印发{title}的通知\n各乡镇：\n现印发给你们。\n2026年3月5日\n"

    for text in (f"{notice}{title}", title.replace("（", "\n（")):
        document = parse_plan(page.format(title=title) + text + BODY).document

        assert (document.title, document.period_end) == (title, 2030)
