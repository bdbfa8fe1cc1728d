"""Findings: each decision saved at once, by one person or two, and taken back as it was."""

import pytest
from django.core.exceptions import PermissionDenied

from kepu.apps.audit.models import AuditRow
from kepu.apps.base.codes import BaseCode
from kepu.apps.base.errors import Refused, Stale
from kepu.apps.ledger import services
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import CandidateState, PlanState
from kepu.apps.ledger.kinds import guess_kind
from kepu.apps.ledger.models import Candidate, Decision
from kepu.apps.ledger.services.candidates import prepare_review
from kepu.apps.ledger.services.deciding import edit, judge, judge_many, take_back, undo
from kepu.apps.ledger.services.states import Decided
from tests.factories.findings import at_once, kinds_of, make_found_plan, tasks_of
from tests.factories.ledger import (
    make_office,
    make_plan,
    make_reader,
    make_result,
    make_section,
    make_target,
    make_task,
)

ACCEPTED, REJECTED, OPEN = CandidateState.ACCEPTED, CandidateState.REJECTED, CandidateState.OPEN


def judged(candidate, user, state, version=None):
    return judge(candidate_id=candidate.pk, user=user, version=version or candidate.version, state=state)


@pytest.mark.django_db
def test_reading_makes_a_row_of_every_finding():
    plan = make_plan()
    result = make_result(
        [make_task(id=1), make_task(id=2, lead=[])], sections=[make_section()], targets=[make_target(confidence=0.3)]
    )

    services.store_parse(plan_id=plan.pk, result=result)

    plan.refresh_from_db()
    rows = plan.candidates.values_list("kind", "item", "is_doubtful").order_by("kind", "item")
    assert [row for row in rows if row[0] != "unit"] == [
        ("section", 0, False),
        ("target", 0, True),
        ("task", 0, False),
        ("task", 1, True),
    ]
    task = plan.candidates.get(kind="task", item=0)
    assert [plan.text[slice(*span)] for span in task.spans] == [task.data["text"]]
    assert (plan.title, plan.kind) == (result["document"]["title"], "implementation")


@pytest.mark.django_db
def test_plans_of_an_earlier_release_get_their_findings_once():
    plan = make_found_plan()
    n = plan.candidates.count()

    prepare_review(plan.pk)

    assert plan.candidates.count() == n > 3


@pytest.mark.django_db
def test_decisions_say_who_and_when_and_are_taken_back():
    plan = make_found_plan()
    first, second = make_office(name="周岚"), make_office()
    task = tasks_of(plan)[2]

    now = judged(task, first, REJECTED)
    assert (now.state, now.decided_by, now.version) == (REJECTED, first, 2)

    back = take_back(candidate_id=task.pk, user=second, version=2)
    assert (back.state, back.decided_by, back.decided_at, back.last_decision) == (OPEN, None, None, None)
    decision = Decision.objects.get()
    assert (decision.by, decision.undone_by, decision.words) == (first, second, "开展银龄行动。")
    assert AuditRow.objects.filter(action__in=["ledger.decide_finding", "ledger.undo_finding"]).count() == 2


@pytest.mark.django_db
def test_who_edits_a_finding_accepts_it_and_the_reader_keeps_its_own():
    plan = make_found_plan()
    task = tasks_of(plan)[1]

    now = edit(candidate_id=task.pk, user=plan.created_by, version=1, changes={"text": "组织院士进校园。"})

    assert (now.data["text"], now.state, now.is_edited, now.spans) == (
        "组织院士进校园。",
        ACCEPTED,
        True,
        task.spans,
    )
    assert plan.parse.result["tasks"][1]["text"] == "组织科学家进校园。"
    back = take_back(candidate_id=task.pk, user=plan.created_by, version=now.version)
    assert (back.data, back.is_edited, back.state) == (task.data, False, OPEN)


@pytest.mark.django_db
def test_many_are_judged_at_once_and_one_of_them_is_taken_back_alone():
    plan = make_found_plan()

    n = judge_many(plan_id=plan.pk, user=plan.created_by, state=ACCEPTED, sure_only=True)

    first, second, doubtful = tasks_of(plan)
    assert n == plan.candidates.filter(is_doubtful=False).count()
    assert (first.state, second.state, doubtful.state) == (ACCEPTED, ACCEPTED, OPEN)
    take_back(candidate_id=first.pk, user=plan.created_by, version=first.version)
    assert [each.state for each in tasks_of(plan)] == [OPEN, ACCEPTED, OPEN]
    bulk = Decision.objects.get(n_taken=n)
    assert undo(decision_id=bulk.pk, user=plan.created_by) == n - 1, "what was decided since stays"
    assert undo(decision_id=bulk.pk, user=plan.created_by) == 0, "twice is once"
    assert not plan.candidates.exclude(state=OPEN).exists()


@pytest.mark.django_db
def test_chosen_ones_and_one_kind_are_judged():
    plan = make_found_plan()
    first, second, third = tasks_of(plan)

    judge_many(plan_id=plan.pk, user=plan.created_by, state=REJECTED, ids=[first.pk, third.pk])
    judge_many(plan_id=plan.pk, user=plan.created_by, state=ACCEPTED, kind="task")

    assert [each.state for each in tasks_of(plan)] == [REJECTED, ACCEPTED, REJECTED]
    assert plan.candidates.filter(kind="unit").exclude(state=OPEN).count() == 0
    assert second.pk


@pytest.mark.django_db
def test_a_page_that_is_behind_is_refused_but_the_same_word_is_no_conflict():
    plan = make_found_plan()
    task = tasks_of(plan)[0]
    judged(task, make_office(), ACCEPTED)

    same = judged(task, plan.created_by, ACCEPTED)
    assert same.version == 2
    with pytest.raises(Stale) as refusal:
        judged(task, plan.created_by, REJECTED)
    assert refusal.value.code == BaseCode.STALE
    assert tasks_of(plan)[0].state == ACCEPTED


@pytest.mark.django_db
def test_readers_and_neighbours_decide_nothing():
    plan = make_found_plan()
    task = tasks_of(plan)[0]

    for user in (make_reader(),):
        with pytest.raises(PermissionDenied):
            judged(task, user, ACCEPTED)
        with pytest.raises(PermissionDenied):
            judge_many(plan_id=plan.pk, user=user, state=ACCEPTED)
    assert tasks_of(plan)[0].state == OPEN


@pytest.mark.django_db
def test_nothing_is_decided_about_a_confirmed_plan():
    plan = make_found_plan()
    task = tasks_of(plan)[0]
    judged(task, plan.created_by, ACCEPTED)
    services.confirm_plan(plan_id=plan.pk, user=plan.created_by)

    with pytest.raises(Decided) as refusal:
        judged(task, plan.created_by, REJECTED, version=2)
    assert refusal.value.code == LedgerCode.ALREADY_CONFIRMED
    with pytest.raises(Decided):
        undo(decision_id=Decision.objects.get().pk, user=plan.created_by)


@pytest.mark.django_db(transaction=True)
def test_two_people_judging_one_finding_at_once_leave_one_word():
    plan = make_found_plan()
    task = tasks_of(plan)[0]
    people = make_office(), make_office()

    outcomes = at_once(lambda: judged(task, people[0], ACCEPTED), lambda: judged(task, people[1], REJECTED))

    assert kinds_of(outcomes) == [BaseCode.STALE, "done"]
    assert Decision.objects.count() == 1
    assert tasks_of(plan)[0].version == 2


@pytest.mark.django_db(transaction=True)
def test_a_decision_and_a_confirmation_at_once_follow_each_other():
    plan = make_found_plan()
    task = tasks_of(plan)[0]
    people = make_office(), make_office()

    outcomes = at_once(
        lambda: judged(task, people[0], REJECTED),
        lambda: services.confirm_plan(plan_id=plan.pk, user=people[1]),
    )

    plan.refresh_from_db()
    assert plan.state == PlanState.CONFIRMED
    rejected = Candidate.objects.get(pk=task.pk).state == REJECTED
    assert plan.n_tasks == (2 if rejected else 3), "what was decided before is in, what came too late was refused"
    assert kinds_of(outcomes) == (["done", "done"] if rejected else ["done", LedgerCode.ALREADY_CONFIRMED])


@pytest.mark.django_db
def test_an_undone_step_under_a_later_one_is_refused():
    plan = make_found_plan()
    task = tasks_of(plan)[0]
    edit(candidate_id=task.pk, user=plan.created_by, version=1, changes={"text": "甲。"})
    edit(candidate_id=task.pk, user=plan.created_by, version=2, changes={"text": "乙。"})

    with pytest.raises(Refused) as refusal:
        undo(decision_id=Decision.objects.earliest("pk").pk, user=plan.created_by)
    assert refusal.value.code == LedgerCode.DECIDED_SINCE
    undo(decision_id=Decision.objects.latest("pk").pk, user=plan.created_by)
    undo(decision_id=Decision.objects.earliest("pk").pk, user=plan.created_by)
    assert tasks_of(plan)[0].data == task.data


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("青禾区全民科学素质行动规划纲要实施方案（2026—2030年）", "implementation"),
        ("青禾区2026—2030年度全国科普示范区工作重点任务分工", "demonstration"),
        ("2026年青禾区科普工作要点", "annual"),
        ("2026年青禾区全国科普月活动方案", "campaign"),
        ("青禾区科普工作台账", "ledger"),
    ],
)
def test_the_kind_of_a_plan_is_guessed_from_its_title(title, kind):
    assert guess_kind(title) == kind
    assert guess_kind(title, has_history=True) == "ledger"


@pytest.mark.django_db
def test_a_name_in_the_running_text_is_not_asked_about_among_the_findings():
    plan, said = make_plan(), make_result(1)
    said["units"] = [{**unit, "confidence": 0.1} for unit in said["units"]]

    services.store_parse(plan_id=plan.pk, result=said)

    units = plan.candidates.filter(kind="unit")
    assert units.exists()
    assert not units.filter(is_doubtful=True).exists()
