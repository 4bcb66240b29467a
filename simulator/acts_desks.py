"""Cases at the desks: the office where one lies passes it on, returns it or ends it, with as many hands as it needs."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from io import BytesIO
from typing import Any

from PIL import Image

from services.loans.domain.application import Application, State
from services.loans.domain.review import Finding, Outcome
from services.loans.usecases.desk.ports import Picture
from services.loans.usecases.desk.send_back import Words
from shared.access import SYSTEM, Actor
from shared.errands.photos import cleaned
from shared.ids import new_id
from simulator.dice import Dice
from simulator.players import Players
from simulator.steps import Step

RATES = (395, 415, 435, 450)  # basis points, below LPR + 150
ACTS = {"hr": "certify", "guarantee": "guarantee"}  # the desks that may lie beside one another
HOURS = ("9:20", "10:05", "14:40", "15:30")
HOMES, HOUSES = ("lives_here", "lives_here", "away"), ("seen", "known")  # answers of the desks' own forms


def pass_on(play: Players, step: Step) -> None:
    """The officer writes down what was found; where two hands are needed the leader confirms, unless it is to wait."""
    _decide(play, step, Outcome.PASSED, ())


def reject(play: Players, step: Step) -> None:
    """It ends here, with a reason."""
    _decide(play, step, Outcome.REJECTED, (str(step.facts.get("reason", "X05")),))


def send_back(play: Players, step: Step) -> None:
    """Something is missing: it waits for her."""
    case = _case(play, step)
    by = play.atlas.at_office(case.case.step.office, case.case.step.officer)
    reasons = Dice(step.key).one((("R02",), ("R06", "R03"), ("R05",), ("R04", "R02")))
    words = Words("照片对着光再拍一张就行。", "打过电话，她说明天补。")
    play.stage.loans.once(step.key, lambda use: use.desk.send_back(case.id, reasons, words, by=by).id)


def _decide(play: Players, step: Step, outcome: Outcome, reasons: tuple[str, ...]) -> None:
    loans, waits = play.stage.loans, bool(step.facts.get("waits"))
    prepared = loans.done(step.key)
    if prepared and (waits or loans.done(f"{step.key}/second")):
        return None if waits else _vote(play, step)
    case = _case(play, step)
    if case.review is not None:
        case.review.face(lambda _, one: one.act == ACTS.get(str(step.facts.get("desk")), one.act))
    if prepared and (case.review is None or case.case.proposal is None):
        return None  # one hand was enough
    stop, hot = case.case.step, _hot(play, step, case)
    if not prepared:
        officer = play.atlas.at_office(stop.office, stop.officer)
        facts = _facts(play, case, step, officer) if outcome is Outcome.PASSED else {}
        words = "情况属实。" if outcome is Outcome.PASSED else "不符合条件。"
        finding, pictures = Finding(outcome, words, facts, reasons), (*PHOTOS, SHEET) if "photos" in facts else ()
        loans.once(step.key, lambda use: use.desk.decide(case.id, finding, by=officer, pictures=pictures).id, hot=hot)
    if stop.hands > 1 and not waits:
        leader = play.atlas.at_office(stop.office, stop.leader)
        loans.once(f"{step.key}/second", lambda use: use.desk.second.confirm(case.id, by=leader).id, hot=hot)
    return None if waits else _vote(play, step)


def _vote(play: Players, step: Step) -> None:
    """Where a panel decides behind the bank its members say yes: all of them, or as many as have voted so far."""
    if step.facts.get("desk") != "bank":
        return
    case = _case(play, step)
    if case.state is not State.IN_REVIEW or not case.case.step.seats:
        return
    stop, yes = case.case.step, Finding(Outcome.PASSED, "项目实在，同意。")
    for number in range(1, 1 + int(step.facts.get("votes", stop.seats))):
        by = play.atlas.officer(stop.officer, play.atlas.units[stop.office], number)
        say = partial(_say, case.id, yes, by)
        play.stage.loans.once(f"{step.key}/vote{number}", say)


def _say(case_id: str, finding: Finding, by: Actor, use: Any) -> str:
    done: Application = use.desk.decide(case_id, finding, by=by)
    return done.id


def _case(play: Players, step: Step) -> Application:
    found: Application = play.stage.loans.ask(
        lambda use: use.desk.queue.applications.get(SYSTEM, play.memory.cases[int(step.who)])
    )
    return found


def _hot(play: Players, step: Step, case: Application) -> str | None:
    return f"fund:{play.atlas.county(step.county).id}" if case.case.step.act == "guarantee" else None


def _photo(nth: int) -> Picture:
    dice, kept = Dice(f"photo/{nth}"), BytesIO()
    image = Image.new("RGB", (320, 240), (150 + dice.at("r").whole(0, 80), 140, 110 + nth * 20))
    image.save(kept, "JPEG", quality=60)
    return Picture(cleaned(kept.getvalue()))


PHOTOS, SHEET = (_photo(1), _photo(2)), _photo(3)
Facts = Callable[[Application, Step, Actor], dict[str, Any]]
FACTS: dict[str, Facts] = {
    "verify": lambda _case, step, _by: {
        "residence": Dice(step.key).at("home").one(HOMES),
        "household": Dice(step.key).one(HOUSES),
    },
    "first_review": lambda _case, _step, _by: {"project": "micro"},
    "schedule": lambda _case, step, by: {
        "visit_on": (step.on + timedelta(days=2)).isoformat(),
        "visitors": (by.name, f"{by.name.rstrip('1')}2"),
    },
    "report": lambda case, step, _by: {
        "visited_on": step.on.isoformat(),
        "arrived": Dice(step.key).at("hour").one(HOURS),
        **_where(Dice(step.key).at("spot")),
        "sheet": len(PHOTOS) + 1,
        "place_kind": "workshop",
        "photos": len(PHOTOS),
        "album": new_id(),
        "own_money_fen": case.draft.need.own_money_fen or 1_000_000,
        "amount_fen": case.asked.amount_fen,
    },
    "recommend": lambda case, _step, _by: {"amount_fen": case.amount_fen, "settled": _unknown(case)},
    "certify": lambda case, step, _by: {"group": _group(case), "evidence": f"就业登记 {step.who:0>6}", "times_used": 0},
    "approve": lambda case, step, _by: {
        "amount_fen": case.amount_fen,
        "term_months": case.asked.term_months,
        "rate_bp": Dice(step.key).one(RATES),
        "credit_report_on": step.on.isoformat(),
    },
    "panel": lambda _case, _step, _by: {},
}


def _where(dice: Dice) -> dict[str, Any]:
    """Return where the phone says it was, or, where there is no signal, what the officers say."""
    if dice.chance(200):
        return {"spot_said": "寨门口往里第三家", "no_spot": "no_signal"}
    north, east = 26_150_000 + dice.at("n").whole(0, 90_000), 109_700_000 + dice.at("e").whole(0, 90_000)
    said = ", ".join(f"{one // 1_000_000}.{one % 1_000_000:06d}" for one in (north, east))
    return {"spot": f"{said} ({dice.at('m').whole(4, 30)} m)"}


def _facts(play: Players, case: Application, step: Step, by: Actor) -> dict[str, Any]:
    return _counter(play, case) if case.case.step.act == "guarantee" else FACTS[case.case.step.act](case, step, by)


def _counter(play: Players, case: Application) -> dict[str, Any]:
    """Choose as an officer does: whoever she named, else the first reason for which her policy asks for nobody."""
    if case.draft.family.guarantee == "person":
        return {"counter": "person"}
    reasons = play.stage.loans.ask(lambda use: use.desk.bounds.counter(case)).reasons
    return {"counter": "exempt", "exempt_reason": reasons[0]} if reasons else {"counter": "credit_village"}


def _unknown(case: Application) -> tuple[str, ...]:
    return tuple(one.slug for one in case.verdict.unknown) if case.verdict else ()


def _group(case: Application) -> str:
    return str(case.verdict.criteria[0].facts.get("group", "RURAL_SELF")) if case.verdict else "RURAL_SELF"
