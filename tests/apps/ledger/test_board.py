"""The board: arranged, narrowed, paged, always with the same number of queries."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kepu.apps.base.codes import BaseCode
from kepu.apps.ledger.models import Task, TaskUnit
from kepu.apps.ledger.selectors.board import duty_board, task_board
from kepu.apps.ledger.selectors.facets import offer_across, plan_offer
from tests.factories.ledger import (
    make_confirmed_plan,
    make_office,
    make_reader,
    make_result,
    make_review_plan,
    make_target,
    make_task,
)
from tests.factories.territory import SIBLING, make_organisation, make_region

pytestmark = pytest.mark.django_db
MIXED = [
    make_task(id=1, category="行动", group="甲", lead=["区科协"], support=["区教委"], text="办科学营"),
    make_task(id=2, category="行动", group="甲", lead=["区教委"], support=["区科协", "区财政局"], text="办科普月"),
    make_task(id=3, category="工程", group="乙", lead=["区科协"], support=[], text="建科普馆"),
    make_task(id=4, category="工程", group="丙", lead=[], support=["区财政局"], text="建5G展台"),
]


def mixed_plan(**overrides):
    return make_confirmed_plan(
        make_result([dict(task) for task in MIXED], targets=[make_target(task_id=3)]), **overrides
    )


def board(plan, arrange=task_board, **query):
    asked = QueryDict(mutable=True)
    asked.update(query)
    return arrange(plan.created_by, asked, plan_offer(plan), plan=plan)


def numbers(found):
    return [getattr(row, "task", row).printed_id for row in found.page]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, [1, 2, 3, 4]),
        ({"category": "工程"}, [3, 4]),
        ({"group": "甲"}, [1, 2]),
        ({"unit": "n区科协"}, [1, 2, 3]),
        ({"unit": "n区科协", "role": "lead"}, [1, 3]),
        ({"unit": "n区科协", "role": "support"}, [2]),
        ({"unit": "n区财政局", "category": "行动"}, [2]),
        ({"role": "lead"}, [1, 2, 3]),
        ({"target": "yes"}, [3]),
        ({"target": "no", "category": "工程"}, [4]),
        ({"q": "科普"}, [2, 3]),
        ({"q": "5g"}, [4]),
        ({"q": "财政局", "group": "丙"}, [4]),
        ({"q": "没有这样的任务"}, []),
    ],
)
def test_tasks_are_narrowed_and_counted(query, expected):
    found = board(mixed_plan(), **query)

    assert numbers(found) == expected
    assert found.page.paginator.count == len(expected) == found.queryset.count()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            {},
            [
                ("区科协", 1),
                ("区科协", 2),
                ("区科协", 3),
                ("区教委", 1),
                ("区教委", 2),
                ("区财政局", 2),
                ("区财政局", 4),
            ],
        ),
        ({"unit": "n区科协"}, [("区科协", 1), ("区科协", 2), ("区科协", 3)]),
        ({"role": "lead"}, [("区科协", 1), ("区科协", 3), ("区教委", 2)]),
        ({"unit": "n区科协", "role": "lead"}, [("区科协", 1), ("区科协", 3)]),
        ({"category": "工程"}, [("区科协", 3), ("区财政局", 4)]),
        ({"q": "科普馆"}, [("区科协", 3)]),
    ],
)
def test_parts_are_arranged_by_unit(query, expected):
    found = board(mixed_plan(), duty_board, **query)

    assert [(part.unit_label, part.task.printed_id) for part in found.page] == expected
    assert found.page.paginator.count == len(expected)


def test_units_stand_in_official_order_and_unmatched_names_last():
    office = make_office()
    names = {}
    for kind, position, name in (
        ("township", 1, "某镇"),
        ("government", 2, "乙局"),
        ("government", 1, "甲局"),
        ("party", 9, "某部"),
    ):
        names[name] = make_organisation(region=office.region, kind=kind, position=position, name=name)
    names = {name: type(each).objects.get(pk=each.pk) for name, each in names.items()}  # with its generated sequence
    result = make_result([make_task(lead=["不认识的单位", "某镇", "乙局"], support=["甲局", "某部"])])

    from kepu.apps.ledger.services.filling import fill_plan

    plan = mixed_plan(owner=office)
    plan.tasks.all().delete()
    plan.facets.all().delete()
    fill_plan(plan, result, names)

    assert [part.unit_label for part in board(plan, duty_board).page] == [
        "某部",
        "甲局",
        "乙局",
        "某镇",
        "不认识的单位",
    ]


@pytest.mark.parametrize("arrange", [task_board, duty_board])
@pytest.mark.parametrize("query", [{}, {"unit": "n区科协"}, {"q": "活动"}])
def test_every_page_of_a_list_together_is_the_list(arrange, query):
    plan = make_confirmed_plan(120)

    whole = [row.pk for row in board(plan, arrange, **query).queryset]
    pages = [
        [row.pk for row in board(plan, arrange, page=str(number), **query).page]
        for number in range(1, board(plan, arrange, **query).page.paginator.num_pages + 1)
    ]

    assert [key for page in pages for key in page] == whole
    assert all(len(page) <= 200 for page in pages)
    assert [row.pk for row in board(plan, arrange, page="9" * 30, **query).page] == pages[-1]


@pytest.mark.parametrize(
    "path",
    ["", "units/", "?unit=n区科协&role=lead", "?page=99", "units/?unit=n区科协", "?group=青少年行动&unit=n区教委"],
)
def test_queries_do_not_grow_with_the_plan(client, path):
    user = make_office()
    small, large = (make_confirmed_plan(n, owner=user) for n in (3, 300))
    client.force_login(user)
    client.get("/ledger/")  # the session's first request writes its time

    counts = []
    for plan in (small, large):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(plan.get_absolute_url() + path).status_code == 200
        counts.append(len([q for q in queries.captured_queries if "base_cache" not in q["sql"]]))

    assert counts[0] == counts[1] <= 8


@pytest.mark.parametrize("path", ["/ledger/tasks/", "/ledger/tasks/units/", "/ledger/tasks/?unit=n区科协"])
def test_queries_over_all_plans_do_not_grow(client, path):
    user = make_office()
    make_confirmed_plan(1, owner=user)
    client.force_login(user)
    client.get("/ledger/")

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    first = count()
    for number in (3, 300):
        make_confirmed_plan(number, owner=user)

    assert count() == first


def test_the_page_shows_rows_filters_and_the_way_back(client):
    plan = mixed_plan()
    client.force_login(plan.created_by)

    page = client.get(plan.get_absolute_url(), {"unit": "n区科协", "role": "lead", "q": "科普"}).content.decode()

    assert "建科普馆" in page
    assert "办科学营" not in page
    assert "去掉筛选：单位：区科协（3）" in page
    assert "责任部门" in page, "columns keep their printed names"
    assert "?unit=n%E5%8C%BA%E7%A7%91%E5%8D%8F&amp;role=lead" in page


def test_words_of_the_plan_are_written_as_they_are_printed(client):
    plan = mixed_plan()
    plan.lead_label = "牵头{0}<部门>"
    plan.save()
    task = plan.tasks.first()
    task.text = "办好{名}<节>"
    task.save()
    client.force_login(plan.created_by)

    page = client.get(plan.get_absolute_url()).content.decode()

    assert 'data-label="牵头{0}&lt;部门&gt;"' in page
    assert "办好{名}&lt;节&gt;</a>" in page


def test_htmx_gets_the_part_and_the_tabs(client):
    plan = mixed_plan()
    client.force_login(plan.created_by)

    part = client.get(plan.get_absolute_url(), {"category": "工程"}, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in part
    assert 'id="board"' in part
    assert "units/?category=" in part


def test_a_filter_that_is_not_offered_is_refused(client):
    plan = mixed_plan()
    client.force_login(plan.created_by)

    response = client.get(plan.get_absolute_url(), {"unit": "n没有这个单位"})

    assert response.status_code == 422
    assert BaseCode.UNKNOWN_FILTER in response.content.decode()


def test_nothing_found_says_how_to_go_on(client):
    plan = mixed_plan()
    client.force_login(plan.created_by)

    assert "没有符合条件的任务" in client.get(plan.get_absolute_url(), {"q": "天文台"}).content.decode()


def test_a_plan_that_is_not_confirmed_leads_to_where_it_stands(client):
    plan = make_review_plan()
    client.force_login(plan.created_by)

    assert client.get(plan.get_absolute_url()).url == reverse("ledger:review", args=[plan.pk])


def test_readers_do_not_see_plans_before_they_are_confirmed(client):
    waiting, mine = make_review_plan(title="还没确认的方案"), make_confirmed_plan(title="已确认的方案")
    client.force_login(make_reader())

    page = client.get("/ledger/").content.decode()

    assert mine.title in page
    assert waiting.title not in page
    assert client.get(waiting.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("n_plans", [1, 3])
def test_plans_are_listed_newest_first(client, n_plans):
    user = make_office()
    plans = [make_confirmed_plan(owner=user) for _ in range(n_plans)]
    make_confirmed_plan(region=make_region(SIBLING), title="别处的方案")
    client.force_login(user)

    response = client.get("/ledger/")

    assert [plan.pk for plan in response.context["page"]] == [plan.pk for plan in reversed(plans)]
    assert "别处的方案" not in response.content.decode()


def test_the_list_of_plans_asks_the_same_number_of_questions(client):
    user = make_office()
    client.force_login(user)
    client.get("/ledger/")
    counts = []
    for _ in range(2):
        for _ in range(3):
            make_confirmed_plan(owner=user)
        with CaptureQueriesContext(connection) as queries:
            client.get("/ledger/")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_plans_are_searched_and_filtered(client):
    user = make_office()
    make_confirmed_plan(owner=user, title="青少年方案")
    make_review_plan(owner=user, title="老年人方案")
    client.force_login(user)

    assert [p.title for p in client.get("/ledger/", {"q": "青少年"}).context["page"]] == ["青少年方案"]
    assert [p.title for p in client.get("/ledger/", {"state": "review"}).context["page"]] == ["老年人方案"]


def test_empty_lists_say_how_to_begin(client):
    client.force_login(make_office())
    assert "导入第一份方案" in client.get("/ledger/").content.decode()
    assert "还没有任务" in client.get("/ledger/tasks/").content.decode()

    client.force_login(make_reader())
    page = client.get("/ledger/").content.decode()
    assert "您所在地区的方案确认以后会出现在这里" in page
    assert "/ledger/import/" not in page


def test_tasks_of_all_plans_can_be_narrowed_to_one(client):
    user = make_office()
    one, other = (mixed_plan(owner=user, title=title) for title in ("甲方案", "乙方案"))
    mixed_plan(region=make_region(SIBLING), title="别处的方案")
    client.force_login(user)

    everything = client.get("/ledger/tasks/")
    only = client.get("/ledger/tasks/", {"plan": one.pk, "category": "工程"})

    assert [row.plan_id for row in everything.context["page"]] == [one.pk] * 4 + [other.pk] * 4
    assert everything.context["page"].paginator.count == 8
    assert "别处的方案" not in everything.content.decode()
    assert [row.printed_id for row in only.context["page"]] == [3, 4]


def test_units_of_all_plans_are_one_list():
    user = make_office()
    for title in ("甲方案", "乙方案"):
        mixed_plan(owner=user, title=title)
    offer = offer_across(user, None)

    found = duty_board(user, QueryDict("unit=n区科协"), offer)
    tasks = task_board(user, QueryDict("unit=n区科协&role=lead"), offer)

    assert found.page.paginator.count == len(found.page.object_list) == TaskUnit.objects.filter(name="区科协").count()
    assert tasks.page.paginator.count == len(tasks.page.object_list) == 4
    assert duty_board(user, QueryDict(), offer).page.paginator.count == TaskUnit.objects.count()
    assert task_board(user, QueryDict(), offer).page.paginator.count == Task.objects.count()


def test_searching_is_limited_on_every_list(client, settings):
    settings.KEPU = settings.KEPU.model_copy(update={"rate_search": "1/h"})
    plan = mixed_plan()
    client.force_login(plan.created_by)

    lists = [plan.get_absolute_url(), reverse("ledger:plans"), reverse("jobs:list")]
    statuses = [client.get(each, {"q": "科"}).status_code for each in lists]

    assert statuses == [200, 429, 429]
    assert client.get(plan.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(("query", "is_open"), [("", False), ("q=科普", False), ("role=lead", True)])
def test_filters_start_open_on_a_phone_only_when_one_is_used(client, query, is_open):
    plan = mixed_plan()
    client.force_login(plan.created_by)

    html = client.get(f"{reverse('ledger:plan', args=[plan.pk])}?{query}").content.decode()

    assert f'id="filters-open"{" checked" if is_open else ""}>' in html


def test_filter_in_use_is_shown_once_in_the_part_that_is_swapped(client):
    plan = mixed_plan()
    client.force_login(plan.created_by)
    address = reverse("ledger:plan", args=[plan.pk])

    whole = client.get(address, {"role": "lead"}).content.decode()
    part = client.get(address, {"role": "lead"}, headers={"HX-Request": "true"}).content.decode()

    assert whole.count('class="k-chip"') == part.count('class="k-chip"') == 1


def test_counters_say_what_the_rows_say():
    plan = mixed_plan()

    for facet in plan.facets.exclude(kind="target"):
        assert board(plan, **{facet.kind: facet.value}).queryset.count() == facet.n_tasks
        if facet.kind == "unit":
            parts = TaskUnit.objects.filter(plan=plan, unit_key=facet.value)
            counts = (parts.filter(role="lead").count(), parts.filter(role="support").count())
            assert counts == (facet.n_lead, facet.n_support)
    assert plan.facets.get(kind="target", value="yes").n_tasks == plan.tasks.filter(n_targets__gt=0).count() == 1
