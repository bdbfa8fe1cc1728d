"""Pages that lead back to the text: review, task, outline, document."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kepu.apps.base.marked import LONGEST_LINE
from kepu.apps.ledger import wording
from kepu.apps.ledger.selectors.findings import places_of
from kepu.apps.ledger.selectors.review import DOUBTFUL, SURE
from kepu.core.plans import PlanCode
from tests.factories.ledger import (
    make_confirmed_plan,
    make_office,
    make_reader,
    make_result,
    make_review_plan,
    make_section,
    make_target,
    make_task,
)
from tests.factories.territory import SIBLING, make_organisation, make_region

pytestmark = pytest.mark.django_db


def test_review_shows_what_is_doubtful_first_and_matches_units(client):
    office = make_office()
    make_organisation(region=office.region, name="青禾区科学技术协会", aliases=["区科协"])
    result = make_result(
        [make_task(id=1), make_task(id=2, confidence=DOUBTFUL - 0.1), make_task(id=3, lead=[])],
        warnings=[{"code": PlanCode.ROW_CUT, "message": "English", "span": [0, 4], "details": {}}],
    )
    plan = make_review_plan(result, owner=office)
    client.force_login(office)
    address = reverse("ledger:review", args=[plan.pk])

    page = client.get(address).content.decode()

    units = client.get(f"{address}?kind=unit").content.decode()

    keys = dict(plan.candidates.filter(kind="task").values_list("item", "pk"))
    listed = re.findall(r'<li class="k-found__item k-finding" data-item="(c\d+)"', page)
    assert listed == [f"c{keys[item]}" for item in (1, 2, 0)]
    assert "对应单位：青禾区科学技术协会" in units
    assert "单位名录里没有" in units
    assert "表格的最后一行不完整" in page
    assert "English" not in page.replace("English</button>", "")
    for item in listed:
        assert f'id="{item}-text"' in page
        assert f'href="#{item}-text"' in page


def words_of(page):
    """What is said of each finding: its number and how sure the reader is."""
    heads = re.findall(r'<div class="k-found__head">(.*?)</div>', page, re.DOTALL)
    return [re.findall(r"任务 \d|把握很大|较有把握|请核对|已通过|已剔除", head) for head in heads]


def test_review_says_in_words_how_sure_the_reader_is(client):
    result = make_result(
        [
            make_task(id=1, number="1", confidence=SURE),
            make_task(id=2, number="2", confidence=DOUBTFUL - 0.01),
            make_task(id=3, number="3", confidence=DOUBTFUL),
        ]
    )
    plan = make_review_plan(result)
    client.force_login(plan.created_by)
    address = reverse("ledger:review", args=[plan.pk])

    assert words_of(client.get(address).content.decode()) == [
        ["任务 2", "请核对"],
        ["任务 1", "把握很大"],
        ["任务 3", "较有把握"],
    ]
    assert words_of(client.get(f"{address}?show=fair").content.decode()) == [["任务 3", "较有把握"]]
    assert words_of(client.get(f"{address}?show=todo").content.decode()) == [["任务 2", "请核对"]]


def test_review_asks_about_no_name_that_the_step_of_units_asks_about(client):
    result = make_result([make_task(id=1, number="1")])
    result["units"] = [{**unit, "confidence": 0.1} for unit in result["units"]]
    plan = make_review_plan(result)
    client.force_login(plan.created_by)

    page = client.get(f"{reverse('ledger:review', args=[plan.pk])}?kind=unit").content.decode()

    assert words_of(page) == [["较有把握"]] * len(result["units"])


def test_review_stops_saying_how_sure_once_a_person_has_said_something(client):
    plan = make_review_plan(make_result([make_task(id=1, number="1", confidence=0.2)]))
    client.force_login(plan.created_by)
    address = reverse("ledger:review", args=[plan.pk])
    client.get(address)
    plan.candidates.filter(kind="task").update(state="accepted")

    assert words_of(client.get(address).content.decode()) == [["任务 1", "已通过"]]


def test_review_of_a_line_of_brackets_is_folded(client):
    plan = make_review_plan(make_result([make_task(text="（" * 20_000)]))
    client.force_login(plan.created_by)

    page = client.get(reverse("ledger:review", args=[plan.pk])).content.decode()

    assert max(map(len, re.findall("（+", page))) <= LONGEST_LINE


def test_review_escapes_the_document(client):
    plan = make_review_plan(make_result([make_task(text="<script>alert(1)</script>做好科普")]))
    client.force_login(plan.created_by)

    page = client.get(reverse("ledger:review", args=[plan.pk])).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_last_step_says_when_the_document_names_another_region(client):
    result = make_result()
    result["document"]["region"] = "远山省云溪市白石区"
    plan = make_review_plan(result)
    client.force_login(plan.created_by)

    assert (
        "文中写的地区是“远山省云溪市白石区”" in client.get(reverse("ledger:confirm", args=[plan.pk])).content.decode()
    )


def test_review_of_a_confirmed_plan_leads_to_its_board(client):
    plan = make_confirmed_plan()
    client.force_login(plan.created_by)

    assert client.get(reverse("ledger:review", args=[plan.pk])).url == plan.get_absolute_url()


def test_review_asks_the_same_number_of_questions_for_any_number_of_units(client):
    user = make_office()
    plans = [
        make_review_plan(make_result([make_task(id=1, lead=[f"单位{n}" for n in range(size)])]), owner=user)
        for size in (1, 60)
    ]
    client.force_login(user)
    client.get("/ledger/")

    for name in ("review", "names", "confirm"):
        counts = []
        for plan in plans:
            address = reverse(f"ledger:{name}", args=[plan.pk])
            client.get(address)  # the first visit gives plans of an earlier release their findings
            with CaptureQueriesContext(connection) as queries:
                client.get(f"{address}?kind=unit")
            counts.append(len(queries))
        assert counts[0] == counts[1], name


def test_items_that_are_not_printed_say_so(client):
    sections = [make_section(span=[0, 2], spans=[[0, 2], [3, 5]])]
    plan = make_review_plan(make_result(targets=[make_target(span=None)], sections=sections))
    client.force_login(plan.created_by)
    address = reverse("ledger:review", args=[plan.pk])

    assert "原文没有印出" in client.get(f"{address}?kind=target").content.decode()

    section = plan.candidates.get(kind="section")
    assert [(place.start, place.end) for place in places_of(plan) if place.id == section.key] == [(0, 2), (3, 5)]


def test_task_page_lights_its_sentence_and_names_its_neighbours(client):
    result = make_result(3, targets=[make_target(task_id=2, quote="每年20场")])
    plan = make_confirmed_plan(result)
    task = plan.tasks.get(position=2)
    client.force_login(plan.created_by)

    page = client.get(task.get_absolute_url()).content.decode()

    lit = re.search(r'<mark class="k-span k-span--task is-lit"[^>]*>([^<]*)</mark>', page)
    assert lit.group(1) == task.text
    assert "到 2030 年 不低于 20%" in page
    assert f'rel="prev" href="{plan.tasks.get(position=1).get_absolute_url()}"' in page
    assert f'rel="next" href="{plan.tasks.get(position=3).get_absolute_url()}"' in page
    assert plan.get_absolute_url() in page


def test_task_that_is_not_printed_in_one_piece_says_so(client):
    plan = make_confirmed_plan()
    plan.tasks.update(span_start=None, span_end=None)
    client.force_login(plan.created_by)

    assert "不是连续的一段" in client.get(plan.tasks.get().get_absolute_url()).content.decode()


def test_excerpt_begins_and_ends_with_whole_lines():
    from kepu.apps.ledger.selectors.task import excerpt

    plan = make_confirmed_plan(60)
    task = plan.tasks.get(position=30)

    cut = excerpt(task, [], [])

    assert cut.cut_before
    assert cut.cut_after
    assert cut.text in plan.text
    assert plan.text[plan.text.index(cut.text) - 1] == "\n"
    assert cut.text[slice(cut.places[0].start, cut.places[0].end)] == task.text


def test_outline_counts_what_stands_under_each_heading(client):
    result = make_result(
        [make_task(id=1, section=1), make_task(id=2, section=None)],
        sections=[make_section("重点任务", span=[0, 2]), make_section("青少年行动", level=2, parent=0)],
        targets=[make_target(section=1), make_target(section=0, is_baseline=True)],
    )
    plan = make_confirmed_plan(result)
    client.force_login(plan.created_by)

    response = client.get(reverse("ledger:outline", args=[plan.pk]))

    outline = response.context["outline"]
    (root,) = outline.roots
    assert (root.n_tasks, root.n_targets, root.heading) == (1, 1, "一、重点任务")
    assert [child.heading for child in root.children] == ["（一）青少年行动"]
    assert [task.printed_id for task in outline.tasks] == [2]
    assert "不在章节里的内容" in response.content.decode()


def test_document_page_lights_every_row(client):
    plan = make_confirmed_plan(make_result(2, sections=[make_section(span=[0, 3])]))
    client.force_login(plan.created_by)

    page = client.get(reverse("ledger:document", args=[plan.pk])).content.decode()

    for task in plan.tasks.all():
        assert f'id="t{task.pk}-text"' in page
        assert task.get_absolute_url() in page
    assert f'id="s{plan.sections.get().pk}-text"' in page


@pytest.mark.parametrize("name", ["outline", "document"])
def test_outline_and_document_ask_the_same_number_of_questions(client, name):
    user = make_office()
    plans = [make_confirmed_plan(number, owner=user) for number in (1, 40)]
    client.force_login(user)
    client.get("/ledger/")

    counts = []
    for plan in plans:
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(f"ledger:{name}", args=[plan.pk]))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_source_of_a_plan_is_for_its_readers_only(client):
    plan = make_confirmed_plan()
    address = plan.source_file.get_absolute_url()

    client.force_login(make_reader())
    assert client.get(address).getvalue()

    client.force_login(make_reader(make_region(SIBLING)))
    assert client.get(address).status_code == 404


def test_a_long_document_is_shown_whole(client):
    sentence = "开展科普活动，服务基层群众。" * 10
    result = make_result([make_task(id=number, text=f"第{number}项：{sentence}") for number in range(1, 320)])
    plan = make_review_plan(result)
    client.force_login(plan.created_by)

    response = client.get(reverse("ledger:review", args=[plan.pk]))

    assert len(result["text"]) > 45_000
    page = response.content.decode()
    assert page.count("<mark ") >= 319
    assert page.count("k-found__item k-finding") == 50, "the list comes in pages"


@pytest.mark.parametrize(
    ("comparator", "value", "high", "unit", "words"),
    [
        (">=", 20.0, None, "%", "不低于 20%"),
        (">", 0.15, None, "%", "超过 0.15%"),
        ("=", 12, None, "个", "12 个"),
        ("approx", 100, None, "%", "基本达到 100%"),
        (">=", 3, 5, "名", "不低于 3—5 名"),
        ("=", 1200000, None, "人次", "1200000 人次"),
    ],
)
def test_figures_are_said_in_words(comparator, value, high, unit, words):
    assert wording.figure(comparator=comparator, value=value, value_high=high, unit=unit) == words


@pytest.mark.parametrize(
    ("number", "level", "words"),
    [("一", 1, "一、标题"), ("二", 2, "（二）标题"), ("3", 3, "3. 标题"), ("4", 4, "（4）标题"), (None, 2, "标题")],
)
def test_headings_have_their_marks(number, level, words):
    assert wording.heading(number, level, "标题") == words


def test_review_names_the_headings_that_were_lost_and_added(client):
    warnings = [
        {"code": "plans.heading_lost", "message": "", "span": None, "details": {"after": "总体要求", "missing": 2}},
        {"code": "plans.heading_inferred", "message": "", "span": None, "details": {"title": "组织实施"}},
    ]
    plan = make_review_plan(make_result(warnings=warnings))
    client.force_login(plan.created_by)

    html = client.get(reverse("ledger:review", args=[plan.pk])).content.decode()

    assert "“总体要求”后面可能少了 2 个标题。" in html
    assert "标题“组织实施”原文里没有" in html
