"""The days of a loan: from the draft over the desks to the last repayment, and on to enterprise and title."""

from collections.abc import Iterator
from datetime import date, timedelta

from simulator.days import Span, later
from simulator.dice import Dice
from simulator.goals import DESKS, End, Goal
from simulator.people import Woman
from simulator.steps import Step

# working days a desk may take (domain facts §2.3): what is late is later than that
LIMITS = {"village": 3, "township": 5, "county": 10, "site_visit": 10, "hr": 5, "guarantee": 5, "bank": 7}
OPEN_AT_DESK = (End.REVIEW, End.RETURNED)
DRAFTS = (End.DRAFT, End.LAPSED)
TITLE_STEPS = ("nominate", "check", "review", "notice", "recognise")
TITLE_ENDS = {"nominated": 1, "checked": 2, "reviewed": 3, "noticed": 4, "recognised": 5, "watched": 5, "revoked": 5}


def loan_road(dice: Dice, span: Span, woman: Woman, goal: Goal, after: date) -> Iterator[Step]:
    """Yield the steps of her application, none before `after`, ending at her goal."""

    def act(on: date, verb: str, nth: int = 0, **facts: object) -> Step:
        return Step(on, woman.county, verb, woman.no, nth, facts)

    if goal.end is End.DRAFT:
        yield act(span.between(dice.at("draft"), 930, 1000), "loan.start")
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
        yield act(day, "desk.pass", nth, desk=desk)
    yield from _ending(dice, span, woman, goal, day)


def _desks_behind(goal: Goal) -> tuple[str, ...]:
    if goal.end in OPEN_AT_DESK:
        return DESKS[: DESKS.index(goal.at)]
    if goal.end is End.REJECTED:
        return DESKS[:2]
    return DESKS[:1] if goal.end is End.LAPSED else DESKS


def _days_at(dice: Dice, desk: str) -> int:
    return dice.at("days", desk).whole(1, min(4, LIMITS[desk]))


def _submitted(dice: Dice, span: Span, goal: Goal, after: date) -> date:
    """Return the day of the hand-in: counted back from today for a case that lies at a desk now."""
    behind = sum(_days_at(dice, desk) for desk in _desks_behind(goal))
    match goal.end:
        case End.REVIEW:
            limit = LIMITS[goal.at]
            lies = limit + dice.at("late").whole(2, 5) if goal.late else dice.at("lies").whole(0, limit - 1)
            return later(span.today, -(behind + lies))
        case End.RETURNED:
            return later(span.today, -(behind + 1 + dice.at("lies").whole(1, 5)))
        case End.APPROVED | End.CONTRACTED:
            return later(span.today, -(behind + dice.at("lies").whole(4, 8)))
        case End.REJECTED | End.WITHDRAWN:
            return span.between(dice.at("on"), 620, 900)
        case End.LAPSED:
            return span.between(dice.at("on"), 620, 760)
    return max(later(after, dice.at("soon").whole(2, 12)), span.share(150))


def _ending(dice: Dice, span: Span, woman: Woman, goal: Goal, day: date) -> Iterator[Step]:
    def act(on: date, verb: str, nth: int = 0, **facts: object) -> Step:
        return Step(on, woman.county, verb, woman.no, nth, facts)

    match goal.end:
        case End.REVIEW | End.APPROVED:
            return
        case End.RETURNED | End.LAPSED:
            yield act(later(day, 1), "desk.return", 9)
            return
        case End.REJECTED:
            yield act(later(day, 2), "desk.reject")
            return
    yield act(later(day, 2), "loan.sign")
    if goal.end is End.CONTRACTED:
        return
    paid = later(day, 4)
    yield act(paid, "loan.disburse")
    yield from _repayments(dice, span, woman, goal, paid)
    if goal.end in (End.TRADING, End.NOMINATED, End.TITLED):
        yield from _enterprise(dice, span, woman, goal, paid)


def _repayments(dice: Dice, span: Span, woman: Woman, goal: Goal, paid: date) -> Iterator[Step]:
    """Yield monthly repayments of what is due; who is overdue stops, who settles pays all one day."""
    months = max(0, (span.today - paid).days // 30)
    kept = {End.OVERDUE: max(0, months - 2), End.SUBROGATED: 0, End.SETTLED: max(1, months - 1)}.get(goal.end, months)
    for nth in range(1, kept + 1):
        yield Step(later(paid + timedelta(days=31 * nth), 0), woman.county, "loan.repay", woman.no, nth)
    if goal.end is End.SETTLED:
        on = later(span.today, -dice.at("settles").whole(2, 15))
        yield Step(on, woman.county, "loan.repay", woman.no, 99, {"all": True})
    if goal.end is End.SUBROGATED:
        yield Step(later(span.today, -3), woman.county, "loan.subrogate", woman.no)


def _enterprise(dice: Dice, span: Span, woman: Woman, goal: Goal, paid: date) -> Iterator[Step]:
    def act(on: date, verb: str, **facts: object) -> Step:
        return Step(on, woman.county, verb, woman.no, 0, facts)

    opened = later(paid, dice.at("opens").whole(3, 10))
    yield act(opened, "firm.register")
    reported = later(opened, dice.at("reports").whole(5, 15))
    yield act(reported, "firm.report")
    if goal.end is End.TRADING:
        return
    kind = dice.at("title").whole(0, 3)
    count = 1 if goal.end is End.NOMINATED else TITLE_ENDS.get(goal.at, 3)
    days = [later(reported, after) for after in (3, 7, 13, 18, 27)]
    if count < len(TITLE_STEPS):  # still on its way: let it lie where it is since a few days
        days = [later(span.today, -2 - 4 * (count - 1 - nth)) for nth in range(count)]
    for verb, on in list(zip(TITLE_STEPS, days, strict=False))[:count]:
        yield act(on, f"title.{verb}", kind=kind, refused=goal.at == "refused" and verb == "review")
    if goal.at in ("watched", "revoked"):
        yield act(later(days[-1], 5), "title.watch", kind=kind)
    if goal.at == "revoked":
        yield act(later(days[-1], 9), "title.revoke", kind=kind)
