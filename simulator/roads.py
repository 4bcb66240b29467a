"""The days of one woman and of one class, from goal to steps: pure, the same for the same seed."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from simulator.classes import EXAM, OPEN, PAST, RUNNING, ClassPlan
from simulator.days import Span, later
from simulator.dice import Dice
from simulator.goals import BORROWS, COUNTIES, TONGDAO, WHOLE, End, Goal
from simulator.loan_roads import loan_road
from simulator.people import Woman
from simulator.steps import Step

FUND, WHOLE_FUND = 30_000_000, 250_000_000  # fen: 30 and 250 万元 guarantee five times as much
REPORTED_BY = 26
WAITING_TARGET = "women_employed"
LESSON_DAYS = 14
EXAMINED, CERTIFICATES, CLOSE = 15, 17, 18  # working days after the first
CHECKED = 3
CLAIM = (("hand_in", 2), ("review", 4), ("agree", 9), ("pay", 14))  # working days after the class is closed
CLAIMED_TO = {0: 4, 1: 3, 3: 2, 4: 1}  # of a county's past classes, first to last: how many of these; one is forgotten
INCOMES = CERTIFICATES + 70  # more than three months after the certificates, holidays or not


def class_road(plan: ClassPlan) -> Iterator[Step]:
    """Yield the steps of a class up to the state it stands in today."""
    for verb, on in _opening(plan):
        yield Step(on, plan.county, f"class.{verb}", plan.code)
    if plan.road in (PAST, RUNNING, EXAM):
        for nth in range(LESSON_DAYS):
            yield Step(later(plan.starts_on, nth), plan.county, "class.attend", plan.code, nth)
    if plan.road == EXAM:  # in one county the points are still missing, in the other the certificates
        points = {"points": plan.county != TONGDAO}
        yield Step(later(plan.starts_on, EXAMINED), plan.county, "class.examine", plan.code, facts=points)
    if plan.road == PAST:
        road = (("examine", EXAMINED), ("evaluate", EXAMINED), ("certify", CERTIFICATES), ("close", CLOSE))
        for verb, after in (*road, ("incomes", INCOMES)):
            yield Step(later(plan.starts_on, after), plan.county, f"class.{verb}", plan.code)


def settling_road(span: Span, plan: ClassPlan) -> Iterator[Step]:
    """Yield the checks of a past class of a whole county, and its claim as far as it has come."""
    if plan.road != PAST or plan.county not in WHOLE:
        return
    yield Step(later(plan.starts_on, CHECKED), plan.county, "check.class", plan.code)
    acts = CLAIM[: CLAIMED_TO.get(int(plan.code.rpartition("-")[2]), 0)]
    for nth, (verb, after) in enumerate(acts, 1):
        on = later(plan.starts_on, CLOSE + after)
        waits = nth == len(acts) < len(CLAIM)
        yield Step(max(on, later(span.today, -2)) if waits else on, plan.county, f"claim.{verb}", plan.code)


def fund_road(span: Span, county: str, women: int) -> Iterator[Step]:
    """Yield what the finance bureau pays into a county's fund: enough for its women, and one payment that waits."""
    amount = (WHOLE_FUND if county in WHOLE else FUND) * max(1, -(-women // 300))
    yield Step(span.first, county, "fund.top_up", county, 0, {"amount_fen": amount, "booked": True})
    if county in WHOLE:
        waits = {"amount_fen": amount // 10, "booked": False}
        yield Step(later(span.today, -2), county, "fund.top_up", county, 1, waits)


def officials_road(span: Span, county: str) -> Iterator[Step]:
    """Yield how a county's list of its executive members comes in: brought, checked over night, signed by two."""
    for verb, before in (("bring", 6), ("sign", 5)):
        yield Step(later(span.today, -before), county, f"officials.{verb}", county)


def dispatch_road(span: Span, indicators: Sequence[str]) -> Iterator[Step]:
    """Yield the year of the dispatch: targets in January, each county's form each month, months locked at the cut-off.

    One target waits for its second hand; the month that is open now has been reported by every second county.
    """
    city = COUNTIES[0]
    for nth, code in enumerate(indicators):
        day = later(span.first, 2 + nth)
        yield Step(day, city, "city.targets", code)
    yield Step(later(span.today, -1), city, "city.targets", WAITING_TARGET, 1, {"waits": True})
    months = sorted({f"{day.year}-{day.month:02d}" for day in _days(span) if day.year == span.today.year})
    for nth, month in enumerate(months):
        closes = date(int(month[:4]), int(month[5:]), REPORTED_BY)
        for n, county in enumerate(COUNTIES):
            if closes < span.today or n % 2 == 0:
                on = min(later(closes, -1), later(span.today, -1))
                yield Step(on, county, "county.report", county, nth, {"month": month})
        if later(closes, 2) < span.today:
            yield Step(later(closes, 2), city, "city.lock", "city", nth, {"month": month})


def _days(span: Span) -> Iterator[date]:
    return (span.first + timedelta(days=n) for n in range((span.today - span.first).days + 1))


def woman_road(dice: Dice, span: Span, woman: Woman, goal: Goal, joined: ClassPlan | None) -> Iterator[Step]:
    """Yield the steps of a woman up to her goal."""
    yield from _arrival(dice, span, woman, goal, joined)
    if goal.end in BORROWS:
        after = later(joined.starts_on, CLOSE) if joined else span.first
        yield from loan_road(dice.at("loan"), span, woman, goal, after)


def _opening(plan: ClassPlan) -> Sequence[tuple[str, date]]:
    filed = plan.filed_on
    steps = (
        ("plan", later(plan.planned_on, 0)),
        ("file", filed),
        ("approve", later(filed, 1)),
        ("open", later(filed, 2)),
    )
    return steps[: {"planned": 1, "filed": 2, "approved": 3}.get(plan.road, 4)]


def _arrival(dice: Dice, span: Span, woman: Woman, goal: Goal, joined: ClassPlan | None) -> Iterator[Step]:
    channel = dice.at("channel").weighed((("self", 70), ("officer", 30)))
    if joined is None:
        on = span.between(dice.at("on"), 100, 300) if goal.end in BORROWS else span.between(dice.at("on"), 200, 1000)
        yield Step(on, woman.county, "woman.register", woman.no, facts={"channel": channel})
        return
    opened = later(joined.filed_on, 3)
    last = later(span.today, -1) if joined.road == OPEN else later(joined.starts_on, -1)
    asks = opened + timedelta(days=dice.at("asks").whole(0, max(0, (last - opened).days)))
    asks = last if goal.end is End.WAITING else min(later(asks, 0), last)
    registered = max(span.first, asks - timedelta(days=dice.at("before").whole(0, 9)))
    yield Step(registered, woman.county, "woman.register", woman.no, facts={"channel": channel})
    yield Step(asks, woman.county, "woman.enrol", woman.no, facts={"class": joined.code})
    if goal.end is End.DROPPED:
        yield Step(_after(asks, span), woman.county, "woman.drop", woman.no)


def _after(day: date, span: Span) -> date:
    return min(later(day, 1), span.today)
