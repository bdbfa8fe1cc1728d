"""The pages of the import: what was typed is kept, what is proposed is said, the way back leads where one was."""

import uuid

import pytest
from django.urls import reverse

from kepu.apps.ledger import services
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import CandidateState, PlanState
from kepu.apps.ledger.models import Decision, Plan
from kepu.apps.ledger.services.deciding import judge
from kepu.apps.ledger.services.describing import read_bases, write_bases
from tests.factories.findings import make_found_plan, tasks_of, three_tasks
from tests.factories.ledger import make_confirmed_plan, make_office, make_reader, make_result, make_target, make_task

pytestmark = pytest.mark.django_db


def post(client, name, pk, **values):
    return client.post(reverse(f"ledger:{name}", args=[pk]), {"request_id": uuid.uuid4(), **values})


def head(plan, **values):
    kept = {"version": plan.version, "title": plan.title, "region": plan.region_code, "kind": "implementation"}
    return {**kept, **values}


@pytest.fixture
def plan(client):
    found = make_found_plan()
    client.force_login(found.created_by)
    return found


def test_one_press_is_saved_and_leads_back_to_the_same_place(client, plan):
    task = tasks_of(plan)[1]

    response = post(client, "finding", task.pk, do="accept", version=1, back="kind=task&page=2&evil=//x")

    assert response.url == f"{reverse('ledger:review', args=[plan.pk])}?kind=task&page=2#{task.key}"
    assert tasks_of(plan)[1].state == CandidateState.ACCEPTED


def test_a_long_search_does_not_outgrow_the_address(client, plan):
    task = tasks_of(plan)[1]

    response = post(client, "finding", task.pk, do="accept", version=1, back=f"kind=task&q={'科普' * 50}")

    assert response.url == f"{reverse('ledger:review', args=[plan.pk])}?kind=task#{task.key}"


def test_the_same_press_twice_counts_once(client, plan):
    task = tasks_of(plan)[1]
    values = {"request_id": uuid.uuid4(), "do": "accept", "version": 1}

    for _time in range(2):
        client.post(reverse("ledger:finding", args=[task.pk]), values)

    assert Decision.objects.count() == 1


def test_a_part_of_the_page_answers_htmx(client, plan):
    task = tasks_of(plan)[2]

    response = client.post(
        reverse("ledger:finding", args=[task.pk]),
        {"request_id": uuid.uuid4(), "do": "reject", "version": 1},
        headers={"HX-Request": "true"},
    )

    text = response.content.decode()
    assert "<html" not in text
    assert 'data-state="rejected"' in text
    assert 'id="finding-counts" class="k-finding-counts" hx-swap-oob="true"' in text


def test_merging_with_the_next_task_leads_to_what_came_of_it(client, plan):
    task = tasks_of(plan)[0]

    response = client.post(
        reverse("ledger:finding", args=[task.pk]),
        {"request_id": uuid.uuid4(), "do": "merge", "version": 1},
        headers={"HX-Request": "true"},
    )

    made = tasks_of(plan)[0]
    assert response.headers["HX-Redirect"] == f"{reverse('ledger:review', args=[plan.pk])}?at={made.pk}"
    assert client.get(response.headers["HX-Redirect"]).url.endswith(f"?kind=task&page=1#{made.key}")


def test_the_address_of_a_finding_leads_to_its_page_of_the_list(client):
    plan = make_found_plan(make_result(120))
    client.force_login(plan.created_by)
    last = tasks_of(plan)[-1]

    response = client.get(reverse("ledger:finding", args=[last.pk]), follow=True)

    assert response.redirect_chain[-1][0].endswith(f"?kind=task&page=3#{last.key}")
    assert f'id="{last.key}"' in response.content.decode()


def test_a_page_that_is_behind_says_so_and_changes_nothing(client, plan):
    task = tasks_of(plan)[0]
    judge(candidate_id=task.pk, user=make_office(name="周岚"), version=1, state=CandidateState.REJECTED)

    page = post(client, "finding", task.pk, do="accept", version=1)

    assert "刚刚有人改过这一条" in client.get(page.url).content.decode()
    assert tasks_of(plan)[0].state == CandidateState.REJECTED


def test_many_are_decided_and_the_decision_is_taken_back_from_the_record(client, plan):
    ids = [each.pk for each in tasks_of(plan)[:2]]

    post(client, "review_many", plan.pk, do="reject", kind="task", ids=ids)
    assert [each.state for each in tasks_of(plan)] == ["rejected", "rejected", "open"]
    page = client.get(reverse("ledger:decisions", args=[plan.pk])).content.decode()
    assert "共 2 条" in page

    post(client, "decisions", plan.pk, decision=Decision.objects.get().pk)
    assert {each.state for each in tasks_of(plan)} == {"open"}
    assert "已撤销" in client.get(reverse("ledger:decisions", args=[plan.pk])).content.decode()

    post(client, "review_many", plan.pk, do="accept_sure", kind="task")
    post(client, "review_many", plan.pk, do="accept_kind", kind="task")
    assert {each.state for each in tasks_of(plan)} == {"accepted"}
    post(client, "review_many", plan.pk, do="merge", kind="task", ids=ids)
    assert len(tasks_of(plan)) == 2


def test_too_few_to_merge_is_explained(client, plan):
    response = post(client, "review_many", plan.pk, do="merge", kind="task", ids=[tasks_of(plan)[0].pk])

    assert response.status_code == 422
    assert "合并需要选中两项" in response.content.decode()


def test_a_task_is_split_by_a_line_break_and_its_words_are_left_alone(client, plan):
    task = tasks_of(plan)[0]

    response = post(client, "finding_split", task.pk, version=1, text="举办科普月活动；建设社区科技馆5个。")
    assert response.status_code == 422
    assert str(LedgerCode.TEXT_CHANGED) == "ledger.text_changed"
    assert "文字不能改动" in response.content.decode()

    response = post(client, "finding_split", task.pk, version=1, text="举办科普月活动；建设社区科普馆5个。")
    assert "没有找到要分开的地方" in response.content.decode()

    post(client, "finding_split", task.pk, version=1, text="举办科普月活动；\r\n建设社区\n科普馆5个。")
    assert [each.words for each in tasks_of(plan)][:3] == ["举办科普月活动；", "建设社区", "科普馆5个。"]


def test_an_edit_that_came_second_shows_both_texts(client, plan):
    task = tasks_of(plan)[1]
    mine = {"text": "我的。", "lead": "区教委、区科协，区教委", "support": "", "version": 1}
    post(client, "finding_edit", task.pk, **{**mine, "text": "先改的。"})

    response = post(client, "finding_edit", task.pk, **mine)

    text = response.content.decode()
    assert response.status_code == 409
    assert "先改的。" in text
    assert "我的。" in text
    post(client, "finding_edit", task.pk, **{**mine, "version": 2})
    now = tasks_of(plan)[1]
    assert (now.data["text"], now.data["lead"], now.data["lead_spans"]) == (
        "我的。",
        ["区教委", "区科协"],
        [None, None],
    )


def test_figures_are_corrected_with_their_fields(client):
    plan = make_found_plan(make_result(targets=[make_target()]))
    client.force_login(plan.created_by)
    target = plan.candidates.get(kind="target")
    values = {"version": 1, "indicator": "公民具备科学素质的比例", "comparator": ">=", "unit": "%", "period": "by_end"}

    wrong = post(client, "finding_edit", target.pk, **values, value="30", value_high="20")
    assert "上限不能小于数值" in wrong.content.decode()
    post(client, "finding_edit", target.pk, **values, value="30", due_year="2028", aspiration="on")

    services.confirm_plan(plan_id=plan.pk, user=plan.created_by)
    row = plan.targets.get()
    assert (int(row.value), row.due_year, row.is_aspiration, row.period) == (30, 2028, True, "by_end")


def test_doubtful_findings_are_confirmed_knowingly(client, plan):
    address = "confirm"

    refused = post(client, address, plan.pk, **head(plan), do="confirm")
    assert refused.status_code == 422
    assert str(LedgerCode.DOUBTFUL_OPEN) == "ledger.doubtful_open"
    assert "还有 1 处存疑没有核对" in refused.content.decode()

    assert post(client, address, plan.pk, **head(plan), do="confirm", with_doubtful="on").status_code == 302
    assert Plan.objects.get(pk=plan.pk).state == PlanState.CONFIRMED


def test_what_was_saved_is_there_for_the_next_person(client, plan):
    bases = "《青禾区规划》（青禾府〔2025〕1号）\n《省方案》"

    response = post(client, "confirm", plan.pk, **head(plan, kind="annual", title="改过的标题"), bases=bases, do="save")

    assert response.url == reverse("ledger:confirm", args=[plan.pk])
    client.force_login(make_office())
    page = client.get(response.url).content.decode()
    assert 'value="改过的标题"' in page
    assert '<option value="annual" selected>' in page
    assert "《青禾区规划》（青禾府〔2025〕1号）\n《省方案》" in page
    assert Plan.objects.get(pk=plan.pk).state == PlanState.REVIEW


def test_two_people_saving_the_last_step_see_both_texts(client, plan):
    post(client, "confirm", plan.pk, **head(plan, title="先改的"), do="save")

    response = post(client, "confirm", plan.pk, **head(plan, title="后改的"), do="confirm", with_doubtful="on")

    assert response.status_code == 409
    assert "先改的" in response.content.decode()
    assert "后改的" in response.content.decode()
    assert Plan.objects.get(pk=plan.pk).state == PlanState.REVIEW


def test_a_line_that_names_no_instrument_is_refused_beside_the_field(client, plan):
    response = post(client, "confirm", plan.pk, **head(plan), bases="随便写的", do="save")

    assert response.status_code == 422
    assert "这一行认不出标题：随便写的" in response.content.decode()


@pytest.mark.parametrize(
    ("line", "title", "number"),
    [
        ("《甲方案》（国发〔2021〕9号）", "甲方案", "国发〔2021〕9号"),
        ("1. 《甲方案（2021—2025年）》；", "甲方案（2021—2025年）", None),
        ("《关于印发〈甲〉的通知》(国发[2021]9号)", "关于印发〈甲〉的通知", "国发[2021]9号"),
    ],
)
def test_bases_are_read_line_by_line(line, title, number):
    bases, others = read_bases(f"{line}\n\n")

    assert (bases, others) == ([{"title": title, "doc_number": number}], [])
    assert read_bases(write_bases(bases)) == (bases, [])


def test_the_plan_above_is_proposed_and_shown_as_a_chain(client):
    office = make_office()
    top = make_result(title="远山省方案")
    top["document"]["based_on"] = [{"title": "国家纲要", "doc_number": "国发〔2021〕9号"}]
    above = make_confirmed_plan(top, owner=office, title="远山省科学素质实施方案", doc_number="远府发〔2026〕1号")
    result = make_result(three_tasks(), title="青禾区科普工作实施方案")
    result["document"]["based_on"] = [{"title": "远山省的通知", "doc_number": "远府发[2026]1号"}]
    plan = make_found_plan(result, owner=office)
    client.force_login(office)

    page = client.get(reverse("ledger:confirm", args=[plan.pk])).content.decode()
    assert f'<option value="{above.pk}" selected>' in page
    post(
        client,
        "confirm",
        plan.pk,
        **head(plan, implements=above.pk),
        bases="《远山省的通知》（远府发[2026]1号）",
        with_doubtful="on",
        do="confirm",
    )

    client.force_login(make_reader())
    page = client.get(reverse("ledger:outline", args=[plan.pk])).content.decode()
    assert f'<a href="{above.get_absolute_url()}">《远山省的通知》</a>' in page
    assert "《国家纲要》（国发〔2021〕9号）" in page
    assert Plan.objects.get(pk=plan.pk).implements == above


def test_readers_of_the_office_see_the_findings_but_no_buttons(client):
    plan = make_found_plan()
    viewer = make_office()
    client.force_login(viewer)
    assert "与下一项合并" in client.get(reverse("ledger:review", args=[plan.pk])).content.decode()

    reader = make_reader()
    client.force_login(reader)
    assert client.get(reverse("ledger:review", args=[plan.pk])).status_code == 404
    assert post(client, "finding", tasks_of(plan)[0].pk, do="accept", version=1).status_code == 404


def test_the_list_is_narrowed_and_searched(client):
    plan = make_found_plan(make_result([make_task(id=1, text="甲𠮷。"), make_task(id=2, text="乙。", confidence=0.3)]))
    client.force_login(plan.created_by)
    address = reverse("ledger:review", args=[plan.pk])

    def found(query):
        page = client.get(f"{address}?{query}", headers={"HX-Request": "true"}).content.decode()
        return [words for words in ("甲𠮷。", "乙。") if f'k-found__text">{words}<' in page]

    assert found("") == ["甲𠮷。", "乙。"]
    assert found("q=𠮷") == ["甲𠮷。"]
    assert found("show=todo") == ["乙。"]
    assert found("show=rejected") == []
