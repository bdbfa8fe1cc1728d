"""Three quarters of reports: on time, late, returned, unchanged, entered by the office; the last one is still going on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from kepu.apps.base import clock
from kepu.apps.ledger.enums import Answer, EntryState, Filing
from kepu.apps.ledger.models import Round, UnitReport
from kepu.apps.ledger.same_figures import quantities
from kepu.apps.ledger.selectors.entries import previous_texts, targets_of
from kepu.apps.ledger.services.answering import save_answer
from kepu.apps.ledger.services.checking import accept_entries, return_entry
from kepu.apps.ledger.services.filing import file_report
from kepu.apps.ledger.services.rounds import close_round, open_round
from kepu.apps.people.enums import PostKind
from kepu.apps.people.models import Membership, Post, Role, User
from kepu.apps.workspace.demo import sentences
from kepu.apps.workspace.demo.context import DISTRICT

if TYPE_CHECKING:
    from random import Random

    from kepu.apps.ledger.models import Entry, Target
    from kepu.apps.territory.models import Organisation
    from kepu.apps.workspace.demo.context import DemoContext
    from kepu.core.measures import Period

DAYS_TO_FILE = 10
# The round that goes on: how long ago it began, when it ends.
BEGAN, ENDS = timedelta(days=8), timedelta(days=3)
LATE, CHECKED, CLOSED = timedelta(days=4), timedelta(days=6), timedelta(days=9)
QUARTERS = ("一季度", "二季度", "三季度", "四季度")
FINAL_SHARE = Decimal("0.96")  # how far a year's figure comes by its end


@dataclass(frozen=True)
class Habit:
    """How a unit reports."""

    is_late: bool = False
    by_office: bool = False
    is_returned: bool = False
    is_silent: bool = False
    is_drafting: bool = False
    is_unchanged: bool = False


def load_reports(ctx: DemoContext) -> None:
    """Make the rounds of the last three quarters, each in its own time; what is there stays as it is."""
    for period in ctx.periods:
        if not Round.objects.filter(region_code=DISTRICT, period=period.code).exists():
            _round(ctx, period, is_last=period == ctx.periods[-1])


def _round(ctx: DemoContext, period: Period, *, is_last: bool) -> None:
    opens_on, due_on = (
        (ctx.as_of - BEGAN, ctx.as_of + ENDS) if is_last else (period.last, period.last + timedelta(days=DAYS_TO_FILE))
    )
    with transaction.atomic(), clock.standing_at(_at(opens_on, 9)):
        note = "请对照分工填写本单位牵头任务的进展；有数字的填累计数。"
        opened = open_round(
            region=ctx.district, period=period, opens_on=opens_on, due_on=due_on, note=note, user=ctx.office
        ).round
    reports = UnitReport.objects.filter(round=opened).select_related("organisation", "round")
    for place, report in enumerate(reports.order_by("organisation__sequence", "organisation__position")):
        _page(ctx, report, _habit_of(report, place, is_last=is_last), place)
    if not is_last:
        with clock.standing_at(_at(due_on + CLOSED, 17)):
            close_round(round_id=opened.pk, user=ctx.office)


def habit(place: int, *, is_last: bool) -> Habit:
    """What the unit in this place of the official order does; of the last round some are still to come."""
    return Habit(
        is_late=_every(7, place, 3),
        by_office=_every(4, place, 1),
        is_returned=_every(6, place, 1),
        is_silent=is_last and _every(5, place),
        is_drafting=is_last and _every(9, place, 8),
        is_unchanged=_every(8, place, 4),
    )


# Whose accounts one looks around with: the one has its page before it, the other has something to mend.
WAITING, MENDING = "990102-203", "990102-304"


def _habit_of(report: UnitReport, place: int, *, is_last: bool) -> Habit:
    code = report.organisation.code
    if code in {WAITING, MENDING}:
        return Habit(is_silent=is_last and code == WAITING, is_returned=is_last and code == MENDING)
    return habit(place, is_last=is_last)


def _every(n: int, place: int, first: int = 0) -> bool:
    return place % n == first


def _page(ctx: DemoContext, report: UnitReport, chosen: Habit, place: int) -> None:
    random = ctx.random(f"report/{report.round.period}/{report.organisation.code}")
    due_on = report.round.due_on
    if chosen.is_silent:
        return
    day = report.round.opens_on + timedelta(days=1 + place % 6)
    if chosen.is_late and due_on < ctx.as_of:
        day = due_on + LATE
    filing = Filing.PROXY if chosen.by_office else Filing.OWN
    user = ctx.office if chosen.by_office else liaison(ctx, report.organisation)
    with clock.standing_at(_at(day, 10)):
        _answer_all(report, user, filing, chosen, random)
        if chosen.is_drafting:
            return
        file_report(report, user, filing)
    checked_on = min(max(day, due_on) + CHECKED, ctx.as_of) if due_on < ctx.as_of else day + timedelta(days=1)
    if checked_on > ctx.as_of or (due_on >= ctx.as_of and _every(3, place) and not chosen.is_returned):
        return  # still to be checked
    returned = _return(ctx, report, checked_on, random) if chosen.is_returned else None
    if returned is not None and due_on >= ctx.as_of:
        return  # the unit has not mended it yet
    if returned is not None:
        _mend(returned, user, filing, checked_on)
    with clock.standing_at(_at(checked_on, 17)):
        filed = report.entries.filter(state=EntryState.FILED)
        versions = dict(filed.values_list("pk", "version"))
        accept_entries(report_id=report.pk, versions=versions, user=ctx.users["office-checker"])


def _answer_all(report: UnitReport, user: User, filing: Filing, chosen: Habit, random: Random) -> None:
    entries = list(report.entries.select_related("task__plan", "report__round").order_by("pk"))
    targets, before = targets_of(report, entries), previous_texts(report, entries)
    if chosen.is_drafting:
        entries = entries[: max(1, len(entries) // 2)]
    for entry in entries:
        is_same = chosen.is_unchanged and entry.pk in before
        save_answer(entry, user, answer(entry, targets[entry.pk], random, is_same=is_same), entry.version, filing)


def answer(entry: Entry, targets: list[Target], random: Random, *, is_same: bool) -> dict[str, Any]:
    """What a unit says about a task."""
    if is_same:
        return {"answer": Answer.SAME}
    if not targets and random.random() < 0.12:  # noqa: PLR2004  about one in eight stands still
        return {"answer": Answer.NONE, "reason": random.choice(sentences.REASONS)}
    content: dict[str, Any] = {
        "answer": Answer.PROGRESS,
        "progress": random.choice(sentences.PROGRESS),
        "problems": random.choice(sentences.PROBLEMS),
        "next_step": random.choice(sentences.NEXT_STEPS),
    }
    if not targets:
        return content
    quarter = (entry.period_end.month - 1) // 3
    share = FINAL_SHARE * (quarter + 1) / 4 + Decimal(random.randint(-8, 8)) / 100
    asked = [each.target for each in quantities(targets)]
    figures = {target.pk: _rounded(target.value * share, target) for target in asked}
    first = targets[0]
    reached = figures[first.pk]
    added = _rounded(reached / (quarter + 1), first)
    content["progress"] = sentences.with_figure(
        random,
        quarter=QUARTERS[quarter],
        indicator=first.indicator,
        added=f"{added:f}{first.unit}",
        reached=f"{reached:f}{first.unit}",
    )
    content["figures"] = {str(pk): {"state": "value", "value": f"{value:f}"} for pk, value in figures.items()}
    content["percent"] = f"{(100 * reached / first.value).quantize(Decimal(1)) if first.value else 0:f}"
    return content


def _rounded(value: Decimal, target: Target) -> Decimal:
    """Things are counted, shares are measured."""
    is_counted = target.unit != "%" and target.value == target.value.to_integral_value()
    return max(value, Decimal(0)).quantize(Decimal(1) if is_counted else Decimal("0.1"))


def _return(ctx: DemoContext, report: UnitReport, day: date, random: Random) -> Entry | None:
    """The first answer with a text goes back, with its first sentence."""
    told = report.entries.filter(state=EntryState.FILED).exclude(progress="").order_by("pk").first()
    if told is None:
        return None
    quote, note = told.progress.split("。")[0] + "。", random.choice(sentences.RETURN_NOTES)
    with clock.standing_at(_at(day, 15)):
        checker = ctx.users["office-checker"]
        return return_entry(entry_id=told.pk, quote=quote, note=note, version=told.version, user=checker)


def _mend(told: Entry, user: User, filing: Filing, day: date) -> None:
    with clock.standing_at(_at(day, 16)):
        mended = {"progress": f"{told.progress}其中本季度完成部分已列入台账，年底前全部完成。"}
        save_answer(told, user, mended, told.version, filing)
        file_report(told.report, user, filing)


def liaison(ctx: DemoContext, unit: Organisation) -> User:
    """The account of a unit's liaison officer; nobody signs in with those that have no password."""
    known = Membership.objects.filter(organisation=unit, role__code="liaison").select_related("user").first()
    if known is not None:
        return known.user
    post = Post.objects.current(ctx.as_of).filter(organisation=unit, kind=PostKind.LIAISON).first()
    user = User(username=f"liaison-{unit.code}", name=post.name if post else unit.name[:50], region=ctx.district)
    user.set_unusable_password()
    user.save()
    Membership.objects.create(
        user=user,
        role=Role.objects.get(code="liaison"),
        organisation=unit,
        region=ctx.district,
        since=date(ctx.as_of.year - 2, 1, 1),
    )
    if post is not None:
        post.user = user
        post.save(update_fields=["user"])
    return user


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
