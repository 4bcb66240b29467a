"""The monthly dispatch: the city sets targets with two hands and locks months, counties report what no event counts."""

from datetime import datetime, time

from shared.clock import SHANGHAI
from simulator.dice import Dice
from simulator.goals import COUNTIES, End
from simulator.players import Players
from simulator.steps import Step

FUNDED = frozenset({End.ACTIVE, End.OVERDUE, End.SETTLED, End.SUBROGATED, End.TRADING, End.NOMINATED, End.TITLED})
TRAINED = FUNDED | {End.CERTIFIED, End.DRAFT, End.REVIEW, End.RETURNED, End.REJECTED, End.APPROVED, End.CONTRACTED}
EACH_FEN, EACH_JOBS, EACH_WOMEN = 11_000_000, 3, 25
ASKED = (90, 140)  # per cent of what the year will bring: some counties are ahead, some behind
AFTERNOON = time(14)


def targets(play: Players, step: Step) -> None:
    """The city's officer puts yearly totals forward, its leader confirms them."""
    officer, leader = (play.atlas.officer(role, play.atlas.root) for role in ("city_officer", "city_leader"))
    code, year = str(step.who), step.on.year
    totals = {play.atlas.county(one).id: _total(play, code, one) for one in COUNTIES}
    play.stage.applicant.once(step.key, lambda use: use.dispatch.targets.propose(year, code, totals, by=officer))
    if not step.facts.get("waits"):
        play.stage.applicant.once(f"{step.key}/second", lambda use: use.dispatch.targets.confirm(year, code, by=leader))


def report(play: Players, step: Step) -> None:
    """A county's officer fills in its form of the month."""
    month = str(step.facts["month"])
    by = play.atlas.officer("county_officer", play.atlas.county(step.county))
    dice = Dice(f"report/{step.county}")
    grown = int(month[5:])
    asked = play.stage.applicant.ask(lambda use: use.dispatch.report.asked())
    values = {one.code: dice.at(one.code).whole(2, 12) * grown // 12 for one in asked}
    play.stage.applicant.once(step.key, lambda use: use.dispatch.report(month, values, by=by))


def lock(play: Players, step: Step) -> None:
    """The city locks a month at its cut-off."""
    month = str(step.facts["month"])
    by = play.atlas.officer("city_officer", play.atlas.root)
    play.stage.clock.start(datetime.combine(step.on, AFTERNOON, SHANGHAI))
    play.stage.applicant.once(step.key, lambda use: use.dispatch.lock(month, by=by).month)


def _total(play: Players, indicator: str, county: str) -> int:
    ends = [goal.end for no, goal in play.plan.goals.items() if play.plan.women[no].county == county]
    funded, trained = sum(end in FUNDED for end in ends), sum(end in TRAINED for end in ends)
    titled = sum(end is End.TITLED for end in ends)
    due = {
        "funded": funded,
        "funded_fen": funded * EACH_FEN,
        "jobs": funded * EACH_JOBS,
        "trained": trained,
        "classes": sum(one.county == county and one.road == "closed" for one in play.plan.classes.values()),
        "titled": titled,
        "women_employed": titled * EACH_WOMEN,
    }.get(indicator, 10)
    return max(1, (due * Dice(f"target/{indicator}/{county}").whole(*ASKED) + 50) // 100)
