"""Splitting and merging: every part keeps the exact words it is printed with; the result is what the ledger gets."""

import pytest

from kepu.apps.base.errors import Refused
from kepu.apps.ledger import services
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import CandidateState
from kepu.apps.ledger.models import Decision
from kepu.apps.ledger.services.deciding import edit, judge, take_back, undo
from kepu.apps.ledger.services.reshaping import merge, split
from kepu.apps.ledger.services.result import final_result
from tests.factories.findings import at_once, kinds_of, make_found_plan, tasks_of
from tests.factories.ledger import make_office, make_result, make_section, make_target, make_task

PARTS = ["举办科普月活动；", "建设社区科普馆5个。"]


def cut_first(plan, user=None, places=(8,)):
    task = tasks_of(plan)[0]
    return split(candidate_id=task.pk, user=user or plan.created_by, version=task.version, places=places)


def rows(table):
    """The cells of a printed table by row: column → (text, rows)."""
    found = {}
    for cell in table["cells"]:
        found.setdefault(cell["row"], {})[cell["column"]] = (cell["text"], cell["rows"])
    return found


@pytest.mark.django_db
def test_a_task_is_split_and_each_part_keeps_its_place():
    plan = make_found_plan()

    made = cut_first(plan)

    assert [each.data["text"] for each in made] == PARTS
    assert [plan.text[slice(*span)] for each in made for span in each.spans] == PARTS
    assert [each.data["lead"] for each in made] == [["区科协"], ["区科协"]]
    assert [each.words for each in tasks_of(plan)] == [*PARTS, "组织科学家进校园。", "开展银龄行动。"]


@pytest.mark.django_db
def test_units_that_are_printed_in_the_sentence_go_with_their_part():
    text = "甲局办科普月；乙局建科普馆，丙局配合。"
    result = make_result([make_task(id=1, text=text, lead=["甲局", "乙局"], support=["丙局"])])
    start = result["tasks"][0]["span"][0]
    places = {name: [start + text.index(name), start + text.index(name) + 2] for name in ("甲局", "乙局", "丙局")}
    result["tasks"][0] |= {"lead_spans": [places["甲局"], places["乙局"]], "support_spans": [places["丙局"]]}
    plan = make_found_plan(result)

    made = cut_first(plan, places=(7,))

    assert [(each.data["lead"], each.data["support"]) for each in made] == [(["甲局"], []), (["乙局"], ["丙局"])]


@pytest.mark.django_db
def test_a_split_is_taken_back_whole_as_long_as_its_parts_are_untouched():
    plan = make_found_plan()
    whole = tasks_of(plan)[0]
    first, second = cut_first(plan)
    judge(candidate_id=second.pk, user=plan.created_by, version=1, state=CandidateState.REJECTED)

    with pytest.raises(Refused) as refusal:
        take_back(candidate_id=first.pk, user=plan.created_by, version=1)
    assert refusal.value.code == LedgerCode.DECIDED_SINCE

    take_back(candidate_id=second.pk, user=plan.created_by, version=2)
    assert take_back(candidate_id=first.pk, user=plan.created_by, version=1) is None
    assert tasks_of(plan)[0].pk == whole.pk
    assert tasks_of(plan)[0].state == CandidateState.OPEN


@pytest.mark.django_db
def test_tasks_are_merged_and_printed_in_both_places():
    plan = make_found_plan()
    first, second, _third = tasks_of(plan)

    made = merge(plan_id=plan.pk, user=plan.created_by, ids=[second.pk, first.pk])

    assert made.data["text"] == "举办科普月活动；建设社区科普馆5个。组织科学家进校园。"
    assert (made.data["lead"], made.data["support"]) == (["区科协", "区教委"], ["各镇街"]), "who leads does not support"
    assert "".join(plan.text[slice(*span)] for span in made.spans) == made.data["text"]
    assert tasks_of(plan)[0].pk == made.pk
    undo(decision_id=Decision.objects.get().pk, user=plan.created_by)
    assert [each.pk for each in tasks_of(plan)] == [first.pk, second.pk, _third.pk]


@pytest.mark.django_db
@pytest.mark.parametrize("places", [(), (0,), (18,), (99,)])
def test_a_cut_with_nothing_beside_it_is_refused(places):
    plan = make_found_plan()

    with pytest.raises(Refused) as refusal:
        cut_first(plan, places=places)
    assert refusal.value.code == LedgerCode.NOTHING_TO_SPLIT


@pytest.mark.django_db
def test_only_tasks_are_split_and_merged_and_only_several():
    plan = make_found_plan()
    unit = plan.candidates.filter(kind="unit").first()
    task = tasks_of(plan)[0]

    for call, code in (
        (lambda: split(candidate_id=unit.pk, user=plan.created_by, version=1, places=[1]), LedgerCode.ONLY_TASKS),
        (lambda: merge(plan_id=plan.pk, user=plan.created_by, ids=[unit.pk, task.pk]), LedgerCode.ONLY_TASKS),
        (lambda: merge(plan_id=plan.pk, user=plan.created_by, ids=[task.pk]), LedgerCode.NOTHING_TO_MERGE),
    ):
        with pytest.raises(Refused) as refusal:
            call()
        assert refusal.value.code == code


@pytest.mark.django_db(transaction=True)
def test_two_people_splitting_and_merging_the_same_task_at_once_leave_one_of_both():
    plan = make_found_plan()
    first, second, _third = tasks_of(plan)
    people = make_office(), make_office()

    outcomes = at_once(
        lambda: cut_first(plan, people[0]),
        lambda: merge(plan_id=plan.pk, user=people[1], ids=[first.pk, second.pk]),
    )

    words = [each.words for each in tasks_of(plan)]
    split_won = len(words) == 4
    assert words in (
        [*PARTS, "组织科学家进校园。", "开展银龄行动。"],
        ["举办科普月活动；建设社区科普馆5个。组织科学家进校园。", "开展银龄行动。"],
    )
    codes = kinds_of(outcomes)
    assert codes in (["done", LedgerCode.FINDING_GONE], [str(LedgerCode.FINDING_GONE), "done"]) or not split_won
    assert Decision.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_merging_overlapping_pairs_lose_no_word():
    plan = make_found_plan()
    first, second, third = tasks_of(plan)
    people = make_office(), make_office()

    at_once(
        lambda: merge(plan_id=plan.pk, user=people[0], ids=[first.pk, second.pk]),
        lambda: merge(plan_id=plan.pk, user=people[1], ids=[second.pk, third.pk]),
    )

    text = "".join(each.words for each in tasks_of(plan))
    assert text == "举办科普月活动；建设社区科普馆5个。组织科学家进校园。开展银龄行动。"
    assert len(tasks_of(plan)) == 2


@pytest.mark.django_db
def test_the_ledger_gets_what_was_decided():
    plan = make_found_plan()
    user = plan.created_by
    cut_first(plan)
    *_, second, third = tasks_of(plan)
    edit(candidate_id=second.pk, user=user, version=1, changes={"text": "组织院士进校园。", "lead": ["区科协"]})
    judge(candidate_id=third.pk, user=user, version=1, state=CandidateState.REJECTED)

    services.confirm_plan(plan_id=plan.pk, user=user)

    plan.refresh_from_db()
    tasks = list(plan.tasks.order_by("position"))
    assert [task.text for task in tasks] == [*PARTS, "组织院士进校园。"]
    assert [plan.text[slice(*task.span)] for task in tasks] == [*PARTS, "组织科学家进校园。"], "where it was printed"
    assert tasks[2].lead_names == "区科协"
    assert len({task.printed_id for task in tasks}) == 3
    table = rows(plan.tables[0])
    assert [table[row][2][0] for row in (1, 2, 3)] == [*PARTS, "组织院士进校园。"]
    assert table[1][0] == ("1", 2), "the printed number goes over both parts"
    assert plan.tables[0]["tasks"] == [0, *(task.printed_id for task in tasks)]
    assert plan.tables[0]["n_rows"] == 4


@pytest.mark.django_db
def test_untouched_findings_give_the_reader_s_own_result():
    result = make_result(
        [make_task(id=1, section=1), make_task(id=2)],
        sections=[make_section(), make_section("子章节", level=2, parent=0)],
        targets=[make_target(task_id=1, span=[3, 9], section=1)],
    )
    plan = make_found_plan(result)

    final = final_result(plan)

    read = plan.parse.result
    assert final["tables"] == read["tables"]
    for kind in ("sections", "tasks", "targets", "units"):
        for now, before in zip(final[kind], read[kind], strict=True):
            assert {name: now[name] for name in before} == before


@pytest.mark.django_db
def test_what_refers_to_a_rejected_finding_is_led_elsewhere():
    result = make_result(
        [make_task(id=1, section=1), make_task(id=2, section=2)],
        sections=[
            make_section(),
            make_section("子章节", level=2, parent=0),
            make_section("孙章节", level=3, parent=1),
        ],
        targets=[make_target(task_id=1, section=2), make_target(task_id=2)],
    )
    plan = make_found_plan(result)
    user = plan.created_by
    middle = plan.candidates.get(kind="section", item=1)
    judge(candidate_id=middle.pk, user=user, version=1, state=CandidateState.REJECTED)
    judge(candidate_id=tasks_of(plan)[0].pk, user=user, version=1, state=CandidateState.REJECTED)

    final = final_result(plan)

    assert [section["parent"] for section in final["sections"]] == [None, 0]
    assert [task["section"] for task in final["tasks"]] == [1]
    assert [(target["task_id"], target["section"]) for target in final["targets"]] == [(None, 1), (2, None)]


@pytest.mark.django_db
def test_targets_go_with_the_part_that_prints_them():
    result = make_result([make_task(id=1, text="".join(PARTS))])
    at = result["text"].index("5个")
    result["targets"] = [make_target(task_id=1, span=[at, at + 2])]
    plan = make_found_plan(result)

    cut_first(plan)

    final = final_result(plan)
    assert final["targets"][0]["task_id"] == final["tasks"][1]["id"] != final["tasks"][0]["id"]


@pytest.mark.django_db
def test_units_are_renamed_and_left_out_in_every_task():
    plan = make_found_plan()
    user = plan.created_by
    wrong = plan.candidates.get(kind="unit", data__name="各镇街")
    short = plan.candidates.get(kind="unit", data__name="区教委")
    judge(candidate_id=wrong.pk, user=user, version=1, state=CandidateState.REJECTED)
    edit(candidate_id=short.pk, user=user, version=1, changes={"name": "区教育委"})

    final = final_result(plan)

    assert {name for task in final["tasks"] for name in (*task["lead"], *task["support"])} == {"区科协", "区教育委"}
    assert sorted(unit["name"] for unit in final["units"]) == ["区教育委", "区科协"]


@pytest.mark.django_db
def test_a_level_that_was_corrected_moves_a_section():
    sections = [make_section("甲"), make_section("乙"), make_section("丙", level=2, parent=1)]
    plan = make_found_plan(make_result(sections=sections))
    second = plan.candidates.get(kind="section", item=1)

    edit(candidate_id=second.pk, user=plan.created_by, version=1, changes={"level": 2})

    assert [section["parent"] for section in final_result(plan)["sections"]] == [None, 0, 1]
