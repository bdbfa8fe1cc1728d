"""Instructions: given, forwarded, replied to, returned, closed; the list, paper and workbook."""

import io
import threading
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from kepu.apps.audit.models import AuditRow
from kepu.apps.base import clock
from kepu.apps.base.errors import Refused, Stale
from kepu.apps.ledger.codes import LedgerCode
from kepu.apps.ledger.enums import InstructionKind, InstructionState, ReplyEvent, Role
from kepu.apps.ledger.models import Instruction, InstructionReply
from kepu.apps.ledger.permissions import LedgerPermission
from kepu.apps.ledger.services.instructions import (
    Demand,
    close_instruction,
    forward_instruction,
    give_instruction,
    reply_to_instruction,
    return_reply,
)
from tests.factories.ledger import make_confirmed_plan
from tests.factories.people import make_user
from tests.factories.reporting import give_task, make_instruction
from tests.factories.territory import DISTRICT, SIBLING, make_organisation, make_region

pytestmark = pytest.mark.django_db
ID = "6f0c2a52-93cc-4b8e-8f0e-0d7d35d4ab11"


@pytest.fixture
def unit():
    return make_organisation(name="区教委")


@pytest.fixture
def leader():
    return make_user("leader", region=make_region())


@pytest.fixture
def office():
    return make_user("office", region=make_region())


@pytest.fixture
def liaison(unit):
    return make_user("liaison", organisation=unit)


def give(user, *units, **values):
    demand = Demand(region_code=DISTRICT, text="请抓紧。", organisation_ids=tuple(u.pk for u in units), **values)
    return give_instruction(user=user, demand=demand)


def reply(user, row, unit, text="已经开工。"):
    return reply_to_instruction(user=user, instruction_id=row.pk, organisation_id=unit.pk if unit else None, text=text)


def close(user, row, note="同意办结。"):
    row.refresh_from_db()
    return close_instruction(user=user, instruction_id=row.pk, version=row.version, note=note)


def forward(user, row, *units, due_on=None):
    row.refresh_from_db()
    return forward_instruction(
        user=user, instruction_id=row.pk, version=row.version, organisation_ids=[u.pk for u in units], due_on=due_on
    )


def send_back(user, row, unit, text="请补充数据。"):
    row.refresh_from_db()
    return return_reply(user=user, instruction_id=row.pk, version=row.version, organisation_id=unit.pk, text=text)


def code_of(do, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        do(*args, **kwargs)
    return refusal.value.code


def test_an_instruction_is_given_forwarded_replied_to_and_closed(leader, office, liaison, unit):
    row = give(leader)
    forward(office, row, unit, due_on=date(2026, 9, 30))
    reply(liaison, row, unit)
    row.refresh_from_db()
    replied = row.state
    close(leader, row)
    row.refresh_from_db()

    assert (replied, row.state, row.closed_by, row.close_note) == (
        InstructionState.REPLIED,
        InstructionState.CLOSED,
        leader,
        "同意办结。",
    )
    actions = list(AuditRow.objects.order_by("pk").values_list("action", flat=True))
    assert sorted(actions) == [
        "ledger.close_instruction",
        "ledger.forward_instruction",
        "ledger.give_instruction",
        "ledger.reply_to_instruction",
    ]


def test_it_is_replied_when_the_last_unit_has_answered(leader, liaison, unit):
    other = make_organisation(name="区财政局")
    row = give(leader, unit, other)

    reply(liaison, row, unit)
    row.refresh_from_db()
    after_one = row.state
    reply(make_user("liaison", organisation=other), row, other)
    row.refresh_from_db()

    assert (after_one, row.state) == (InstructionState.OPEN, InstructionState.REPLIED)


def test_a_reply_for_another_unit_is_refused(leader, liaison, unit):
    other = make_organisation(name="区财政局")
    row = give(leader, unit, other)

    with pytest.raises(PermissionDenied):
        reply(liaison, row, other)
    assert InstructionReply.objects.count() == 0


def test_a_unit_that_was_not_asked_has_nothing_to_reply(leader, office, unit):
    row = give(leader, unit)

    assert code_of(reply, office, row, make_organisation(name="区财政局")) == LedgerCode.INSTRUCTION_UNITS
    assert code_of(reply, office, row, None) == LedgerCode.INSTRUCTION_UNITS


def test_the_office_enters_a_reply_which_says_so_and_cannot_close_it_itself(leader, office, unit):
    row = give(leader, unit)

    made = reply(office, row, unit)

    assert made.is_proxy
    assert code_of(close, office, row) == LedgerCode.CLOSING_OWN_REPLY
    close(make_user("office", region=make_region()), row)


def test_the_office_answers_what_no_unit_was_asked(leader, office):
    row = give(leader)

    made = reply(office, row, None)
    row.refresh_from_db()

    assert (made.organisation, made.is_proxy, row.state) == (None, False, InstructionState.REPLIED)


def test_a_returned_reply_is_owed_again_and_both_texts_stay(leader, office, liaison, unit):
    row = give(leader, unit)
    reply(liaison, row, unit, "第一次")

    send_back(office, row, unit)
    row.refresh_from_db()
    returned = row.state
    reply(liaison, row, unit, "第二次")
    row.refresh_from_db()

    assert (returned, row.state) == (InstructionState.OPEN, InstructionState.REPLIED)
    assert [(each.event, each.text) for each in row.replies.all()] == [
        (ReplyEvent.REPLIED, "第一次"),
        (ReplyEvent.RETURNED, "请补充数据。"),
        (ReplyEvent.REPLIED, "第二次"),
    ]


def test_nothing_to_return_before_a_reply(leader, office, unit):
    assert code_of(send_back, office, give(leader, unit), unit) == LedgerCode.NOTHING_TO_RETURN


def test_the_office_closes_only_what_was_replied_to_and_says_who_is_missing(leader, office, unit):
    row = give(leader, unit)

    with pytest.raises(Refused) as refusal:
        close(office, row)

    assert refusal.value.code == LedgerCode.INSTRUCTION_NOT_REPLIED
    assert refusal.value.details == {"units": "区教委"}


def test_who_gave_it_may_close_it_before_the_reply_and_other_leaders_may_not(leader, unit):
    row = give(leader, unit)

    assert code_of(close, make_user("leader", region=make_region()), row) == LedgerCode.INSTRUCTION_NOT_REPLIED
    close(leader, row)


def test_a_closed_one_takes_nothing_more(leader, office, liaison, unit):
    row = give(leader, unit)
    reply(liaison, row, unit)
    close(leader, row)

    assert code_of(reply, liaison, row, unit) == LedgerCode.INSTRUCTION_CLOSED
    assert code_of(forward, office, row, unit) == LedgerCode.INSTRUCTION_CLOSED
    assert code_of(send_back, office, row, unit) == LedgerCode.INSTRUCTION_CLOSED
    assert code_of(close, office, row) == LedgerCode.INSTRUCTION_CLOSED


def test_closing_without_having_seen_the_last_reply_is_stale(leader, liaison, unit):
    row = give(leader, unit)
    seen = row.version
    reply(liaison, row, unit)

    with pytest.raises(Stale):
        close_instruction(user=leader, instruction_id=row.pk, version=seen, note="办结。")


def test_forwarding_changes_units_until_they_have_replied(leader, office, liaison, unit):
    other, third = make_organisation(name="区财政局"), make_organisation(name="区科协")
    row = give(leader, unit, other)
    reply(liaison, row, unit)

    assert code_of(forward, office, row, third) == LedgerCode.INSTRUCTION_REPLIED_ALREADY
    forward(office, row, unit)
    row.refresh_from_db()

    # The one that never replied is gone, so that nobody owes anything.
    assert [each.organisation for each in row.units.all()] == [unit]
    assert row.state == InstructionState.REPLIED


def test_a_unit_of_elsewhere_or_of_the_past_cannot_be_asked(leader, office):
    far = make_organisation(region=make_region(SIBLING))
    gone = make_organisation(valid_until=date(2020, 1, 1))
    row = give(leader)

    for units in ([far], [gone], []):
        assert code_of(forward, office, row, *units) == LedgerCode.INSTRUCTION_UNITS


def test_a_unit_that_was_merged_away_may_stay_or_be_replaced(leader, office, unit):
    row = give(leader, unit)
    successor = make_organisation(name="区教育局")
    type(unit).objects.filter(pk=unit.pk).update(valid_until=date(2020, 1, 1))

    forward(office, row, unit, due_on=date(2026, 12, 1))
    forward(office, row, successor)

    assert [each.organisation for each in row.units.all()] == [successor]


def test_a_unit_that_is_gone_is_marked_for_the_office(client, leader, office, unit):
    row = give(leader, unit)
    type(unit).objects.filter(pk=unit.pk).update(valid_until=date(2020, 1, 1))
    client.force_login(office)

    assert "单位已撤并" in client.get(row.get_absolute_url()).content.decode()


def test_only_leaders_instruct_and_only_the_office_chases(leader, office, liaison, unit):
    for user, values in (
        (office, {}),
        (liaison, {}),
        (leader, {"kind": InstructionKind.OFFICE}),
        (leader, {"given_by_words": "李区长"}),
        (make_user("leader", region=make_region(SIBLING)), {}),
    ):
        with pytest.raises(PermissionDenied):
            give(user, unit, **values)
    give(office, unit, given_by_words="李区长")
    give(office, unit, kind=InstructionKind.OFFICE)

    assert Instruction.objects.count() == 2


def test_chasing_names_somebody(office):
    assert code_of(give, office, kind=InstructionKind.OFFICE) == LedgerCode.INSTRUCTION_UNITS


def test_replies_cannot_be_changed_or_deleted(leader, liaison, unit):
    row = give(leader, unit)
    made = reply(liaison, row, unit)

    for change in (lambda: InstructionReply.objects.update(text="改过"), made.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


# pages


def post(client, name, data, **lookup):
    query = lookup.pop("query", {})
    path = reverse(f"ledger:{name}", kwargs=lookup) + (f"?{urlencode(query)}" if query else "")
    return client.post(path, {"request_id": ID, **data})


def test_a_leader_writes_from_a_task_and_its_consolidator_is_asked(client, leader, unit):
    task = make_confirmed_plan().tasks.get()
    task.units.all().delete()
    give_task(task, unit, Role.LEAD)
    client.force_login(leader)

    form = client.get(reverse("ledger:instruct"), {"task": task.pk}).content.decode()
    response = post(client, "instruct", {"text": "请抓紧。", "task": task.pk})

    made = Instruction.objects.get()
    assert task.text in form
    assert response["Location"] == made.get_absolute_url()
    assert (made.task, [each.organisation for each in made.units.all()]) == (task, [unit])


def test_a_leader_writes_from_a_unit_once_however_often_it_is_sent(client, leader, unit):
    client.force_login(leader)

    for _ in range(2):
        post(client, "instruct", {"text": "请抓紧。", "unit": unit.pk})

    assert [each.organisation for each in Instruction.objects.get().units.all()] == [unit]


def test_the_field_in_a_line_answers_with_a_sentence_or_with_what_is_wrong(client, leader, unit):
    client.force_login(leader)
    head = {"HX-Request": "true", "HX-Target": f"instruct-unit-{unit.pk}"}

    empty = client.post(
        reverse("ledger:instruct"), {"request_id": ID, "unit": unit.pk, "text": ""}, headers=head
    ).content.decode()
    sent = client.post(
        reverse("ledger:instruct"), {"request_id": ID, "unit": unit.pk, "text": "请抓紧。"}, headers=head
    ).content.decode()

    assert "k-field__error" in empty
    assert f'id="instruct-unit-{unit.pk}"' in empty
    assert Instruction.objects.get().get_absolute_url() in sent


def test_nobody_instructs_about_what_lies_elsewhere(client, leader):
    far = make_organisation(region=make_region(SIBLING))
    task = make_confirmed_plan(region=make_region(SIBLING)).tasks.get()
    client.force_login(leader)

    assert post(client, "instruct", {"text": "请抓紧。", "unit": far.pk}).status_code == 404
    assert post(client, "instruct", {"text": "请抓紧。", "task": task.pk}).status_code == 404
    assert Instruction.objects.count() == 0


def test_the_office_enters_words_with_the_name_of_who_gave_them(client, office, unit):
    client.force_login(office)
    data = {"kind": "leader", "text": "请抓紧。", "units": [unit.pk], "due_on": "2026-12-01"}

    without = post(client, "supervise", data)
    response = post(client, "supervise", {**data, "given_by_words": "李区长 9 月 3 日批示"})
    page = client.get(response["Location"]).content.decode()

    assert without.status_code == 422
    assert "请写明是谁的批示" in without.content.decode()
    assert "李区长 9 月 3 日批示" in page
    assert f"{office.name}代为录入" in page


def test_chasing_needs_units_and_a_day_and_says_that_it_is_no_inspection(client, office, unit):
    client.force_login(office)

    page = client.get(reverse("ledger:supervise"), {"unit": unit.pk}).content.decode()
    without = post(client, "supervise", {"kind": "office", "text": "请尽快报送。"})
    asked = {"kind": "office", "text": "请尽快报送。", "units": [unit.pk]}
    late = post(client, "supervise", {**asked, "due_on": str(clock.today() - timedelta(days=1))})
    post(client, "supervise", {**asked, "due_on": str(clock.today())})

    assert "它不是政府督查" in page
    assert without.status_code == 422
    assert "请至少选一家承办单位" in without.content.decode()
    assert "督办要有回复期限" in without.content.decode()
    assert "回复期限已经过去了" in late.content.decode()
    assert Instruction.objects.get().kind == InstructionKind.OFFICE


def test_a_unit_replies_on_the_page_and_reads_only_its_own_part(client, leader, liaison, unit):
    other = make_organisation(name="区财政局")
    row = give(leader, unit, other)
    reply(make_user("liaison", organisation=other), row, other, "财政局的回复")
    client.force_login(liaison)

    response = post(client, "instruction_reply", {"organisation": unit.pk, "text": "本单位的回复"}, pk=row.pk)
    page = client.get(response["Location"]).content.decode()

    assert "本单位的回复" in page
    assert "财政局的回复" not in page
    assert "办结意见" not in page
    assert post(client, "instruction_close", {"version": 1, "note": "办结"}, pk=row.pk).status_code == 403


def test_a_section_head_reads_what_the_unit_owes(client, leader, unit):
    row = give(leader, unit)
    client.force_login(make_user("section_head", organisation=unit))

    assert client.get(row.get_absolute_url()).status_code == 200


def test_another_unit_does_not_find_it(client, leader, unit):
    row = give(leader, unit)
    client.force_login(make_user("liaison", organisation=make_organisation()))

    assert client.get(row.get_absolute_url()).status_code == 404
    assert "请抓紧" not in client.get(reverse("ledger:instructions")).content.decode()


def test_a_town_below_the_region_replies(client, leader):
    town = make_organisation(region=make_region("990102101000"), name="柳溪镇")
    row = give(leader, town)
    client.force_login(make_user("town", organisation=town))

    response = post(client, "instruction_reply", {"organisation": town.pk, "text": "已经落实。"}, pk=row.pk)

    assert response.status_code == 302
    assert row.replies.get().text == "已经落实。"


def test_whoever_was_slower_sees_what_is_new_and_keeps_the_text(client, leader, office, liaison, unit):
    row = give(leader, unit)
    reply(liaison, row, unit)
    row.refresh_from_db()
    seen = row.version
    send_back(leader, row, unit)
    client.force_login(office)

    response = post(client, "instruction_close", {"version": seen, "note": "我写的意见"}, pk=row.pk)

    assert response.status_code == 409
    assert "我写的意见" in response.content.decode()
    row.refresh_from_db()
    assert row.state == InstructionState.OPEN


def test_a_refused_step_stands_in_the_page_with_its_text(client, leader, office, unit):
    row = give(leader, unit)
    client.force_login(office)

    response = post(client, "instruction_close", {"version": row.version, "note": "我写的意见"}, pk=row.pk)

    assert response.status_code == 422
    assert "还有单位没有回复" in response.content.decode()
    assert "我写的意见" in response.content.decode()


@time_machine.travel("2026-11-20T10:00:00+08:00")
def test_the_list_is_narrowed_by_state_day_and_person(client, office, liaison, unit):
    late = give(office, unit, kind=InstructionKind.OFFICE, due_on=date(2026, 11, 19))
    today = give(office, unit, kind=InstructionKind.OFFICE, due_on=date(2026, 11, 20))
    waiting = make_instruction(text="待转", region=make_region())
    waiting.units.all().delete()
    client.force_login(office)

    def found(**query):
        return {line.row.pk for line in client.get(reverse("ledger:instructions"), query).context["lines"]}

    assert found() == {late.pk, today.pk, waiting.pk}
    assert found(state="overdue") == {late.pk}
    assert found(state="unforwarded") == {waiting.pk}
    assert found(who="mine") == {late.pk, today.pk}
    assert found(q="教委") == {late.pk, today.pk}
    assert found(state="closed") == set()
    client.force_login(liaison)
    assert found(who="mine") == {late.pk, today.pk}
    assert client.get(reverse("ledger:instructions"), {"state": "nonsense"}).status_code == 422


@pytest.mark.parametrize(
    ("today", "word"),
    [("2026-11-12", None), ("2026-11-13", "临期"), ("2026-11-20", "临期"), ("2026-11-21", "逾期")],
)
def test_the_light_of_the_day_before_the_day_and_the_day_after(client, office, unit, today, word):
    give(office, unit, kind=InstructionKind.OFFICE, due_on=date(2026, 11, 20))
    client.force_login(office)

    with time_machine.travel(f"{today}T09:00:00+08:00"):
        [line] = client.get(reverse("ledger:instructions")).context["lines"]

    assert (line.light.word if word else line.light.word in ("", "正常")) == (word or True)


@pytest.mark.parametrize("name", ["instructions", "instructions_print"])
def test_the_list_asks_the_same_number_of_questions(client, office, unit, name):
    client.force_login(office)
    counts = []
    for _ in range(2):
        for _ in range(3):
            reply(office, give(office, unit, kind=InstructionKind.OFFICE, due_on=date(2026, 11, 20)), unit)
        client.get(reverse(f"ledger:{name}"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(f"ledger:{name}"))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_an_instruction_about_a_task_that_cannot_be_is_not_written(client, office):
    client.force_login(office)

    response = client.post(reverse("ledger:supervise"), {"task": "9" * 23, "text": "请抓紧。"})

    assert response.status_code == 404
    assert not Instruction.objects.exists()


def test_who_only_reads_takes_no_workbook_away(client, office, unit):
    give(office, unit, kind=InstructionKind.OFFICE)
    reader = make_user(region=unit.region, permissions=(LedgerPermission.VIEW_PLAN, LedgerPermission.VIEW_REPORTS))
    client.force_login(reader)

    assert client.get(reverse("ledger:instructions")).status_code == 200
    assert client.get(reverse("ledger:instructions_export")).status_code == 403


def test_paper_and_workbook_have_the_rows_of_the_list(client, office, unit):
    row = give(office, unit, kind=InstructionKind.OFFICE, due_on=date(2026, 11, 20))
    reply(office, row, unit, "𠮷日开工")
    client.force_login(office)

    page = client.get(reverse("ledger:instructions_print"), {"state": "replied"}).content.decode()
    response = client.get(reverse("ledger:instructions_export"), {"state": "replied"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()

    assert "𠮷日开工" in page
    assert "𠮷日开工" in str(rows)
    assert "办公室代录" in str(rows)
    assert AuditRow.objects.filter(action="ledger.export_instructions").exists()


@pytest.mark.parametrize(("role", "words"), [("leader", "发出批示"), ("office", "instructions/supervise/?")])
def test_task_and_unit_have_the_place_for_an_instruction(client, unit, role, words):
    task = make_confirmed_plan().tasks.get()
    client.force_login(make_user(role, region=make_region()))

    pages = [
        client.get(address).content.decode() for address in (f"/ledger/tasks/{task.pk}/", f"/ledger/units/{unit.pk}/")
    ]

    assert [words in page for page in pages] == [True, True]


def test_readers_have_no_place_for_an_instruction(client, unit):
    task = make_confirmed_plan().tasks.get()
    client.force_login(make_user("level_above", region=make_region()))

    for address in (f"/ledger/tasks/{task.pk}/", f"/ledger/units/{unit.pk}/"):
        page = client.get(address).content.decode()
        assert "发出批示" not in page
        assert "/supervise/" not in page


@pytest.mark.django_db(transaction=True)
def test_two_people_who_close_at_once_close_it_once():
    leader, unit = make_user("leader", region=make_region()), make_organisation(name="区教委")
    row = give(leader, unit)
    reply(make_user("liaison", organisation=unit), row, unit)
    row.refresh_from_db()
    outcomes, start = [], threading.Barrier(2)

    def work(user):
        start.wait()
        try:
            close_instruction(user=user, instruction_id=row.pk, version=row.version, note=user.name)
            outcomes.append("closed")
        except Refused as refusal:
            outcomes.append(str(refusal.code))
        finally:
            connection.close()

    threads = [
        threading.Thread(target=work, args=[user]) for user in (leader, make_user("office", region=make_region()))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert outcomes.count("closed") == 1
    assert set(outcomes) <= {"closed", "ledger.instruction_closed", "base.stale"}
    assert AuditRow.objects.filter(action="ledger.close_instruction").count() == 1
