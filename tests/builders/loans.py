"""Women, places and applications for tests of loans."""

from datetime import date, timedelta
from typing import Any

from services.loans.domain.application import Application, Ask, Origin, State
from services.loans.domain.draft import Step as Sheet
from services.loans.domain.draft import Terms
from services.loans.domain.judge import Criterion, Verdict
from services.loans.domain.lifecycle import Contract
from services.loans.domain.review import Asked, Finding, Hand, Outcome
from services.loans.domain.route import Route, Step
from shared.access import Actor, Kind, Post
from shared.regions import Level
from shared.replica import Card, Unit

CITY, COUNTY, TOWN, VILLAGE = "1" * 32, "2" * 32, "3" * 32, "4" * 32
OTHER_COUNTY = "5" * 32
OFFICES = {"hr": "6" * 32, "guarantee": "7" * 32, "bank": "8" * 32}
OFFICE_TITLES = {"hr": "人社局", "guarantee": "担保中心", "bank": "农商行"}
TREASURY = "9" * 32
PATH = (CITY, COUNTY, TOWN, VILLAGE)
ELSEWHERE = (CITY, OTHER_COUNTY)
TERMS = Terms("N2023", 30_000_000, 36)
DAY = date(2026, 11, 24)
BANDS = {"as_of": "2026-11-01", "age": "36_45", "education": "70", "hukou": "rural", "groups": ["POVERTY_OUT"]}
NEED: dict[str, Any] = {
    "amount_fen": 15_000_000,
    "term_months": 36,
    "own_money_fen": 2_000_000,
    "uses": ("equipment", "stock"),
}
WHO: dict[str, Any] = {"standing": "none", "loans_before": 0}
BUSINESS: dict[str, Any] = {"form": "individual", "trade": "craft", "licence": "no", "months_trading": 8, "hands": 3}
FORECAST: dict[str, Any] = {
    "monthly_income_fen": 1_200_000,
    "monthly_cost_fen": 700_000,
    "consumer_loans_fen": 0,
    "other_loans_fen": 0,
    "plan": "再添两台织机",
}
FAMILY: dict[str, Any] = {
    "married": "yes",
    "spouse_name": "石建军",
    "guarantee": "person",
    "guarantor_name": "杨秀英",
    "guarantor_relation": "relative",
    "guarantor_busy": "no",
    "guarantor_overdue": "no",
}
SHEETS: dict[Sheet, dict[str, Any]] = {
    Sheet.WHO: WHO,
    Sheet.BUSINESS: BUSINESS,
    Sheet.NEED: NEED,
    Sheet.FORECAST: FORECAST,
    Sheet.FAMILY: FAMILY,
}


def a_card(person_id: str = "a" * 32, seq: int = 1, path: tuple[str, ...] = PATH) -> Card:
    """Return a woman of 芋头村, 双江镇, 通道."""
    return Card(person_id, path, BANDS, seq)


def units() -> list[Unit]:
    """Return 怀化, two of its counties, one town, one village."""

    def unit(path: tuple[str, ...], level: Level, title: str, division: str | None, kind: str = "federation") -> Unit:
        parent = path[-2] if len(path) > 1 else None
        return Unit(path[-1], parent, path, kind, level, title, division, date(2026, 1, 1))

    return [
        unit(PATH[:1], Level.CITY, "怀化市", None),
        unit(PATH[:2], Level.COUNTY, "通道侗族自治县", "431230"),
        unit(PATH[:3], Level.TOWNSHIP, "双江镇", "431230100"),
        unit(PATH, Level.VILLAGE, "芋头村", None),
        *(
            unit((*PATH[:2], one), Level.COUNTY, f"通道县{OFFICE_TITLES[kind]}", None, kind)
            for kind, one in OFFICES.items()
        ),
        unit((*PATH[:2], TREASURY), Level.COUNTY, "通道县财政局", None, "finance"),
        unit(ELSEWHERE, Level.COUNTY, "靖州苗族侗族自治县", "431229"),
    ]


def an_application(person_id: str = "a" * 32, number: int = 1, **changes: Any) -> Application:
    """Return a draft she began herself."""
    origin = Origin(person_id, PATH, "self", DAY, person_id)
    started = Application.start(f"{number:032x}", f"DK-431230-2026-{number:06d}", origin)
    started.news.clear()
    for name, value in changes.items():
        setattr(started, name, value)
    return started


ROUTE = Route(
    "TD-ROUTE",
    (
        Step("village", "verify", 1, 3, VILLAGE, "village_officer"),
        Step("township", "first_review", 2, 5, TOWN, "township_officer", "township_leader"),
        Step("county", "schedule", 1, 10, COUNTY, "county_officer"),
        Step(
            "site_visit",
            "report",
            2,
            10,
            COUNTY,
            "county_officer",
            "county_leader",
            goes_on=True,
            also="county_officer",
        ),
        Step("county", "recommend", 2, 10, COUNTY, "county_officer", "county_leader", goes_on=True),
        Step("hr", "certify", 2, 5, OFFICES["hr"], "hr_officer", "hr_leader"),
        Step("guarantee", "guarantee", 2, 5, OFFICES["guarantee"], "guarantee_officer", "guarantee_leader"),
        Step("bank", "approve", 2, 7, OFFICES["bank"], "bank_officer", "bank_leader"),
    ),
)
ASK = Ask(15_000_000, 36)
OFFICER, LEADER = Hand("c" * 32, "张敏", "county_officer"), Hand("d" * 32, "杨晓燕", "county_leader")
FACTS: dict[str, dict[str, Any]] = {
    "recommend": {"amount_fen": 14_000_000},
    "approve": {"amount_fen": 13_000_000, "term_months": 24, "rate_bp": 395},
}


def a_verdict(*, met: bool | None = True, on: date = DAY) -> Verdict:
    """Return what was judged: one condition, met, not met or unknown."""
    age = Criterion("age", 38, (18, 55), met, "财金〔2023〕75号")
    return Verdict("N2023", on, on, (age,))


def submitted(person_id: str = "a" * 32, number: int = 1, *, on: date = DAY) -> Application:
    """Return an application she handed in on that day, without its news."""
    application = an_application(person_id, number)
    application.submit(ask=ASK, verdict=a_verdict(on=on), route=ROUTE, today=on)
    application.news.clear()
    return application


def passed(step: Step) -> Finding:
    """Return a finding with which a desk passes a case on."""
    return Finding(Outcome.PASSED, "情况属实", FACTS.get(step.act, {}))


def at_desk(act: str, *, on: date = DAY) -> Application:
    """Return one that lies where `act` is to be done, everything before it passed on the same day."""
    application = submitted(on=on)
    while application.case.step.act != act:
        application.pass_on(passed(application.case.step), by=OFFICER, today=on)
    application.news.clear()
    return application


def in_state(state: State) -> Application:
    """Return an application in a state, brought there by what leads to it."""
    if state in (State.DRAFT, State.IN_REVIEW, State.RETURNED, State.REJECTED, State.WITHDRAWN):
        application = an_application() if state is State.DRAFT else submitted()
    else:
        application = at_desk("approve")
        application.pass_on(passed(application.case.step), by=OFFICER, today=DAY)
    _onwards(application, state)
    application.news.clear()
    return application


def _onwards(application: Application, state: State) -> None:
    match state:
        case State.RETURNED:
            asked = Asked(("R07",), "", DAY, date(2026, 12, 8))
            application.return_to_her(asked, Finding(Outcome.RETURNED, reasons=("R07",)), by=OFFICER)
        case State.REJECTED:
            application.reject(Finding(Outcome.REJECTED, reasons=("X04",)), by=OFFICER, today=DAY)
        case State.WITHDRAWN:
            application.withdraw(today=DAY)
        case State.LAPSED:
            application.lapse(today=DAY)
        case State.CONTRACTED | State.FUNDED:
            application.sign(Contract("HT-1", 13_000_000, 395, DAY, DAY + timedelta(days=28)))
            if state is State.FUNDED:
                application.disburse(today=DAY)


ACTS: dict[str, dict[str, Any]] = {
    "verify": {"residence": "lives_here", "household": "seen"},
    "first_review": {"project": "micro"},
    "schedule": {"visit_on": "2027-12-01", "visitors": ("吴桂芝", "杨志红")},
    "report": {
        "visited_on": "2026-01-05",
        "arrived": "9:30",
        "spot": "26.157300, 109.784500 (12 m)",
        "her_name": "石银花",
        "place_kind": "workshop",
        "photos": 2,
        "own_money_fen": 2_000_000,
        "amount_fen": 15_000_000,
    },
    "recommend": {"amount_fen": 14_000_000},
    "certify": {"group": "POVERTY_OUT", "evidence": "脱贫户 2020-118", "times_used": 0},
    "guarantee": {"counter": "exempt", "exempt_reason": "HONOUR"},
    "approve": {"amount_fen": 13_000_000, "term_months": 24, "rate_bp": 345, "credit_report_on": "2026-11-20"},
}


def at_office(role: str, unit: str, account: str = "") -> Actor:
    """Return somebody who holds one post: a role at a unit."""
    return Actor(account or f"{role:x<32}"[:32], Kind.STAFF, (Post(role, unit, (*PATH[:2], unit)),), name=role)


def officer(step: Step) -> Actor:
    """Return the officer of a stop."""
    return at_office(step.officer, step.office)


def leader(step: Step) -> Actor:
    """Return the leader of a stop."""
    return at_office(step.leader, step.office)


def finding(step: Step) -> Finding:
    """Return what the office of a stop writes down when it agrees."""
    return Finding(Outcome.PASSED, "情况属实", ACTS[step.act])
