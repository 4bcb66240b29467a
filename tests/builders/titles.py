"""Enterprises and titles of tests."""

from datetime import date
from typing import Any

from services.applicant.domain.criteria import Criterion
from services.applicant.domain.enterprise import Details, Enterprise, Figures, Kind
from services.applicant.domain.nomination import Action, Holder, Nomination, Proposal, Step, Terms
from shared import uscc
from tests.builders.applicant import unit_id

TODAY = date(2026, 3, 2)
PATH = (unit_id("431200"), unit_id("431230"), unit_id("431230100"), unit_id("431230100201"))
OFFICER, LEADER = "o" * 32, "l" * 32


def a_uscc(kind: str = "91", body: str = "MA4L00012") -> str:
    """Return a code of 通道 whose check character is right."""
    return (first := f"{kind}431230{body}") + uscc.check_character(first)


def details(**changes: Any) -> Details:
    """Return what is known of a cooperative of weavers."""
    right: dict[str, Any] = {
        "name": "通道侗锦坊",
        "uscc": a_uscc("93"),
        "kind": Kind.COOPERATIVE,
        "trade": "craft",
        "founded_on": date(2020, 5, 1),
        "women_share": 1000,
    }
    return Details(**{**right, **changes})


def figures(**changes: Any) -> Figures:
    """Return figures that meet every threshold of the four titles."""
    right: dict[str, Any] = {
        "running": True,
        "staff": 40,
        "women": 36,
        "households": 25,
        "sales_fen": 600_000_000,
    }
    return Figures(**{**right, **changes})


def an_enterprise(person_id: str = "p" * 32) -> Enterprise:
    """Return an enterprise without reports and without news."""
    made = Enterprise.register("e" * 32, person_id, PATH, details(), TODAY)
    made.news.clear()
    return made


def terms(**changes: Any) -> Terms:
    """Return a title for enterprises with two conditions."""
    right: dict[str, Any] = {
        "code": "cooperative",
        "policy_id": "TI-cooperative-2018",
        "name": "“妇”字号专业合作组织",
        "kind": "entity",
        "valid_years": 3,
        "notice_workdays": 5,
        "watch_months": 3,
        "criteria": (
            Criterion("households", "households", 20, "count", "x"),
            Criterion("profit_by_trade", "profit_by_trade", 1, "flag", "x"),
        ),
        "document": "x",
        "verified": "no",
    }
    return Terms(**{**right, **changes})


def step(what: str, by: str = OFFICER, on: date = TODAY, **more: str) -> Step:
    """Return something done."""
    return Step(what, on, by, **more)


def nominated() -> Nomination:
    """Return a nomination without news."""
    begun = Nomination.begin("n" * 32, Holder("p" * 32, "e" * 32, PATH), terms(), step("nominate"))
    begun.news.clear()
    return begun


def checked() -> Nomination:
    """Return one the township has looked at."""
    one = nominated()
    one.check({"profit_by_trade": True}, step("check"))
    return one


def proposal(what: Action = Action.PUBLISH, by: str = OFFICER, reason: str = "") -> Proposal:
    """Return an officer's proposal."""
    return Proposal(what, by, TODAY, reason)


def noticed() -> Nomination:
    """Return one that hangs out."""
    one = checked()
    one.propose(proposal(), ())
    one.confirm(step("confirm", LEADER), terms())
    return one


def recognised() -> Nomination:
    """Return one that holds."""
    one = noticed()
    one.recognise("FZ-431230-2026-0001", "c0de", terms(), step("recognise", "system", date(2026, 3, 10)))
    one.news.clear()
    return one
