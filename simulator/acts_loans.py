"""Her own part of a loan: the draft, the papers as photos, handing in, giving what is missing, taking it back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.loans.domain.application import Application
from services.loans.domain.consent import PARTNER, Action
from services.loans.domain.hand_in import CONSENTS
from services.loans.domain.sheets import Step as Sheet
from services.loans.usecases import UseCases
from services.loans.usecases.staff.take import Sheet as Roster
from shared.access import SYSTEM, Actor
from shared.web.identity.codes import fingerprint
from simulator.acts_desks import PHOTOS
from simulator.acts_people import woman_of
from simulator.dice import Dice
from simulator.goals import FIRM
from simulator.loan_forms import (
    ENTERPRISE,
    INDIVIDUAL,
    LONGEST,
    WANTED,
    YUAN,
    business_of,
    enterprise_of,
    form_of,
    partners_of,
    sheet_of,
    staff_of,
)
from simulator.people import Woman
from simulator.players import Players
from simulator.steps import Step

HALF_A_YEAR = 200  # days, and some more
TRADES = ("craft", "craft", "farm", "shop", "lodging")
PLANS = (
    "开个侗锦小铺，先添两台织机，带村里三个姐妹一起做。",
    "把山货放到网上卖，租个打包的屋子。",
    "再养两百只鸡，修一下鸡棚。",
    "做绣片订单，先买线和布。",
)


def start(play: Players, step: Step) -> None:
    """She begins and fills in the sheets; who only drafts leaves the last ones empty."""
    no = int(step.who)
    person, woman = play.memory.persons[no], play.plan.women[no]
    by, loans = woman_of(person), play.stage.loans
    case = play.memory.cases[no] = loans.once(step.key, lambda use: use.application.start(person, by=by).id)
    drafts = {Sheet.FORECAST, Sheet.FAMILY} if step.facts.get("draft") else set()
    goal = play.plan.goals[no]
    form, wanted = form_of(woman, goal), WANTED.get(goal.at, ())
    answers = {sheet: found for sheet, found in _answers(woman, form, wanted).items() if sheet not in drafts}
    loans.once(f"{step.key}/sheets", lambda use: _fill(use, case, answers, by))
    if form != INDIVIDUAL:
        loans.once(f"{step.key}/partners", lambda use: _partners(use, case, woman, by))
    if form == ENTERPRISE:
        people = staff_of(woman, step.on, *([HALF_A_YEAR] if goal.at == FIRM else []))
        brought = Roster(people, 0, sheet_of(people))
        loans.once(f"{step.key}/staff", lambda use: use.staff.take(case, brought, partial=False, by=by).id)


def _fill(use: UseCases, case: str, answers: Mapping[Sheet, dict[str, Any]], by: Actor) -> str:
    for sheet, found in answers.items():
        use.application.fill(case, sheet, found, by=by)
    return case


def _partners(use: UseCases, case: str, woman: Woman, by: Actor) -> str:
    """They fill a page each; most agree on their own phones, the others sign the letter that she photographs."""
    by_phone = Dice(f"phones/{woman.no}").chance(600)
    for number, found in enumerate(partners_of(woman), 1):
        use.application.fill.partner(case, number, found, by=by)
        if by_phone:
            link = fingerprint(f"{case}{number}")
            use.consent.ask(case, f"{PARTNER}-{number}", link, by=by)
            use.consent.answer(link, Action.AGREE, found["name"])
    return case


def submit(play: Players, step: Step) -> None:
    """She photographs the papers that must be there and hands it in."""
    no = int(step.who)
    case, by = play.memory.cases[no], woman_of(play.memory.persons[no])
    if play.stage.loans.done(step.key):
        return
    found = _found(play, case)
    lacking = play.stage.loans.ask(lambda use: [one.code for one in use.paper.find.lacking(found)])
    _photograph(play, step, (case, by), lacking)
    _hand_in(play, step, case, by)


def keep_try(play: Players, step: Step) -> None:
    """Her partner has stepped back, and alone she may not borrow that much: she lets the county know."""
    no, loans = int(step.who), play.stage.loans
    case, by = play.memory.cases[no], woman_of(play.memory.persons[no])
    if loans.done(step.key):
        return
    alone = _answers(play.plan.women[no], INDIVIDUAL)[Sheet.BUSINESS]
    loans.once(f"{step.key}/alone", lambda use: use.application.fill(case, Sheet.BUSINESS, alone, by=by).id)
    lacking = loans.ask(lambda use: [one.code for one in use.paper.find.lacking(_found(play, case))])
    _photograph(play, step, (case, by), lacking)
    loans.wiring.errands.hand_in.keep_try(case, loans.mark(step.key), by=by)


def resubmit(play: Players, step: Step) -> None:
    """She gives what the desk asked for."""
    no = int(step.who)
    case, by = play.memory.cases[no], woman_of(play.memory.persons[no])
    if play.stage.loans.done(step.key):
        return
    found = _found(play, case)
    asked = play.stage.loans.ask(lambda use: use.paper.find.still_asked(found))
    listed = play.stage.loans.ask(lambda use: use.paper.find.list_at(found.place))
    _photograph(play, step, (case, by), dict.fromkeys(listed.ask(code).papers[0] for code in asked))
    _hand_in(play, step, case, by)


def withdraw(play: Players, step: Step) -> None:
    """She takes it back."""
    no = int(step.who)
    case, by = play.memory.cases[no], woman_of(play.memory.persons[no])
    play.stage.loans.once(step.key, lambda use: use.application.withdraw(case, by=by).id)


def _hand_in(play: Players, step: Step, case: str, by: Actor) -> None:
    loans = play.stage.loans
    loans.wiring.errands.hand_in(case, CONSENTS, loans.mark(step.key), by=by)


def _photograph(play: Players, step: Step, whose: tuple[str, Actor], kinds: Iterable[str]) -> None:
    case, by = whose
    wanted = list(kinds)
    if wanted:
        play.stage.loans.once(f"{step.key}/papers", lambda use: _add(use, case, wanted, by))


def _add(use: UseCases, case: str, kinds: Iterable[str], by: Actor) -> str:
    for kind in kinds:
        use.paper.add(case, kind, PHOTOS[0].content, by=by)
    return case


def _found(play: Players, case: str) -> Application:
    found: Application = play.stage.loans.ask(lambda use: use.loan.sign.applications.get(SYSTEM, case))
    return found


def _answers(woman: Woman, form: str, wanted: Sequence[int] = ()) -> Mapping[Sheet, dict[str, Any]]:
    rng = Dice(f"answers/{woman.no}").rng()
    amount = rng.choice(wanted or YUAN[form]) * 100
    income = rng.randrange(40, 120) * 10_000
    family = {"married": "no", "guarantee": "none"}
    if amount > 10_000_000:
        named = {"guarantor_name": "石建平", "guarantor_relation": "relative"}
        family = {"married": "no", "guarantee": "person", "guarantor_busy": "no", "guarantor_overdue": "no", **named}
    return {
        Sheet.WHO: {"standing": "none", "loans_before": 0},
        Sheet.BUSINESS: {
            "form": "individual",
            "trade": rng.choice(TRADES),
            "licence": rng.choice(("yes", "no")),
            "months_trading": rng.randrange(8, 60),
            "hands": rng.randrange(1, 6),
            **business_of(woman, form),
        },
        Sheet.NEED: {
            "amount_fen": amount,
            "term_months": min(rng.choice((24, 36, 36)), LONGEST.get(form, 36)),
            "own_money_fen": amount // 4,
            "uses": ("equipment", "stock"),
        },
        Sheet.FORECAST: {
            "monthly_income_fen": income,
            "monthly_cost_fen": income * 6 // 10,
            "consumer_loans_fen": 0,
            "other_loans_fen": 0,
            "plan": rng.choice(PLANS),
        },
        **({Sheet.ENTERPRISE: enterprise_of(woman)} if form == ENTERPRISE else {}),
        Sheet.FAMILY: family,
    }
