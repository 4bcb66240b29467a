"""The days of a loan: from the draft over the desks to the last repayment, and on to enterprise and title."""

from collections.abc import Iterator
from datetime import date, timedelta

from simulator.days import Span, later
from simulator.dice import Dice
from simulator.goals import ALONE, DESKS, PANEL, End, Goal
from simulator.people import Woman
from simulator.steps import Step

# working days a desk may take (domain facts §2.3): what is late is later than that
LIMITS = {
    "village": 3, "township": 5, "county": 10, "site_visit": 10, "recommend": 10, "hr": 5, "guarantee": 5, "bank": 7,
    PANEL: 5,
}  # fmt: skip
SHARED = ("county", "site_visit", "recommend")  # one clock of ten days for the three
OPEN_AT_DESK = (End.REVIEW, End.RETURNED)
SIGNED = frozenset(list(End)[list(End).index(End.CONTRACTED) :])
SETTLES_ON = 20
UNPAID = {End.OVERDUE: 2, End.SUBROGATED: 3}  # settlements missed; with four the bank would give no new loans (V26)
LATEST = {
    End.ACTIVE: 650,
    End.TRADING: 450,
    End.OVERDUE: 450,
    End.SETTLED: 450,
}  # handed in by then, so that money flows all year
TITLE_STEPS = {
    "nominated": ("nominate",),
    "checked": ("nominate", "check"),
    "proposed": ("nominate", "check", "publish"),
    "noticed": ("nominate", "check", "publish"),
    "recognised": ("nominate", "check", "publish"),  # a job recognises it when the notice comes down
    "watched": ("nominate", "check", "publish", "watch"),
    "revoked": ("nominate", "check", "publish", "watch", "revoke"),
    "refused": ("nominate", "check", "refuse"),
}
HELD = ("recognised", "watched", "revoked", "refused")


def loan_road(dice: Dice, span: Span, woman: Woman, goal: Goal, after: date) -> Iterator[Step]:
    """Yield the steps of her application, none before `after`, ending at her goal."""

    def act(on: date, verb: str, nth: int = 0, **facts: object) -> Step:
        return Step(on, woman.county, verb, woman.no, nth, facts)

    if goal.at == ALONE:
        begun = span.between(dice.at("draft"), 700, 950)
        yield act(begun, "loan.start")
        yield act(later(begun, 3), "loan.keep_try")
        return
    if goal.end is End.DRAFT:
        yield act(span.between(dice.at("draft"), 930, 1000), "loan.start", draft=True)
        return
    submitted = _submitted(dice, span, goal, after)
    yield act(later(submitted, -dice.at("draft").whole(1, 6)), "loan.start")
    yield act(submitted, "loan.submit")
    if goal.end is End.WITHDRAWN:
        yield act(later(submitted, 2), "desk.pass", desk=DESKS[0])
        yield act(later(submitted, 4), "loan.withdraw")
        return
    day = submitted
    for nth, desk in enumerate(_desks_behind(goal)):
        if desk == "township" and dice.at("again").chance(250) and goal.end not in OPEN_AT_DESK:
            yield act(later(day, 1), "desk.return", nth)
            yield act(later(day, 3), "loan.resubmit", nth)
            day = later(day, 3)
        day = later(day, _days_at(dice, desk))
        before_panel = goal.at == PANEL and desk == DESKS[-1]
        yield act(day, "desk.pass", nth, desk=desk, **({"votes": int(goal.waits)} if before_panel else {}))
    yield from _ending(dice, span, woman, goal, day)


def _desks_behind(goal: Goal) -> tuple[str, ...]:
    if goal.end in OPEN_AT_DESK and goal.at != PANEL:
        return DESKS[: DESKS.index(goal.at)]
    if goal.end is End.REJECTED:
        return DESKS[:2]
    return DESKS[:1] if goal.end is End.LAPSED else DESKS


def _days_at(dice: Dice, desk: str) -> int:
    return dice.at("days", desk).whole(1, 2 if desk in SHARED else min(4, LIMITS[desk]))


def _submitted(dice: Dice, span: Span, goal: Goal, after: date) -> date:
    """Return the day of the hand-in: counted back from today for a case that lies at a desk now."""
    behind = sum(_days_at(dice, desk) for desk in _desks_behind(goal))
    match goal.end:
        case End.REVIEW:
            limit = LIMITS[goal.at]
            in_time = dice.at("lies").whole(0, 2 if goal.at in SHARED else limit - 1)
            lies = limit + dice.at("late").whole(2, 5) if goal.late else in_time
            return later(span.today, -(behind + lies))
        case End.RETURNED:
            return later(span.today, -(behind + 1 + dice.at("lies").whole(1, 5)))
        case End.APPROVED | End.CONTRACTED:
            return later(span.today, -(behind + dice.at("lies").whole(4, 8)))
        case End.REJECTED | End.WITHDRAWN:
            return max(span.between(dice.at("on"), 620, 900), later(after, 7))
        case End.LAPSED:
            return max(span.between(dice.at("on"), 620, 760), later(after, 7))
    first = max(later(after, dice.at("soon").whole(2, 12)), span.share(150))
    room = (span.share(LATEST.get(goal.end, 0)) - first).days
    return later(first + timedelta(days=dice.at("begins").whole(0, max(0, room))), 0)


def _ending(dice: Dice, span: Span, woman: Woman, goal: Goal, day: date) -> Iterator[Step]:
    def act(on: date, verb: str, nth: int = 0, **facts: object) -> Step:
        return Step(on, woman.county, verb, woman.no, nth, facts)

    match goal.end:
        case End.REVIEW if goal.waits and goal.at != PANEL:
            yield act(span.today, "desk.pass", 8, desk=goal.at, waits=True)
        case End.RETURNED | End.LAPSED:
            yield act(later(day, 1), "desk.return", 9)
        case End.REJECTED:
            yield act(later(day, 2), "desk.reject")
        case _ if goal.end in SIGNED:
            yield act(later(day, 2), "loan.sign", waits=goal.at == "waits")
            if goal.end is not End.CONTRACTED:
                yield from _paid(dice, span, woman, goal, later(day, 4))


def _paid(dice: Dice, span: Span, woman: Woman, goal: Goal, paid: date) -> Iterator[Step]:
    yield Step(paid, woman.county, "loan.disburse", woman.no)
    yield from _repayments(span, woman, goal, paid)
    if goal.end in (End.TRADING, End.NOMINATED, End.TITLED):
        yield from _enterprise(dice, span, woman, goal, paid)


def _repayments(span: Span, woman: Woman, goal: Goal, paid: date) -> Iterator[Step]:
    """Yield a repayment on each settlement day; who is overdue has stopped, who settles pays all one day."""

    def act(on: date, verb: str, nth: int = 0, **facts: object) -> Step:
        return Step(on, woman.county, verb, woman.no, nth, facts)

    days = _settlements(paid, span.today)
    if goal.end in UNPAID:
        days = days[: -UNPAID[goal.end]]
    for nth, day in enumerate(days):
        yield act(day, "loan.repay", nth)
    if goal.end is End.SETTLED:
        yield act(
            later(max(days[-1] if days else paid, span.today - timedelta(days=12)), 1), "loan.repay", 99, all=True
        )
    steps = {"demanded": 1, "prepared": 2}.get(goal.at, 3 if goal.end is End.SUBROGATED else 0)
    for nth, verb in enumerate(("loan.demand", "loan.prepare_payment", "loan.pay")[:steps]):
        yield act(later(span.today, nth - 4), verb)


def _settlements(paid: date, today: date) -> list[date]:
    """Return the days, the 20th of each month, on which interest and parts of the principal are due."""
    day = date(paid.year, paid.month, SETTLES_ON)
    days = []
    while day <= today:
        if day > paid:
            days.append(day)
        day = (day.replace(day=1) + timedelta(days=32)).replace(day=SETTLES_ON)
    return days


def _enterprise(dice: Dice, span: Span, woman: Woman, goal: Goal, paid: date) -> Iterator[Step]:
    def act(on: date, verb: str, **facts: object) -> Step:
        return Step(on, woman.county, verb, woman.no, 0, facts)

    kind = dice.at("title").whole(0, 3)
    opened = later(paid, dice.at("opens").whole(3, 10))
    yield act(opened, "firm.register", kind=kind)
    reported = later(opened, dice.at("reports").whole(5, 15))
    yield act(reported, "firm.report", big=goal.end is not End.TRADING)
    if goal.end is End.TRADING:
        return
    steps = TITLE_STEPS[goal.at or "nominated"]
    days = [later(reported, 3), later(reported, 7), later(reported, 13), later(reported, 22), later(reported, 26)]
    if goal.at not in HELD:  # still on its way: let it lie where it is since a few days
        days = [later(span.today, -1 - 3 * (len(steps) - 1 - nth)) for nth in range(len(steps))]
    for verb, on in zip(steps, days, strict=False):
        yield act(on, f"title.{verb}", kind=kind, waits=goal.at == "proposed" and verb == "publish")
