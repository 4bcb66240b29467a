"""One woman's applications as the other services are told of them: where each lies, what is missing, until when."""

from datetime import date
from typing import Any

from services.loans.domain.application import Application, State
from services.loans.domain.review import Outcome, Review
from services.loans.domain.route import Step

Row = dict[str, Any]


def line(application: Application, today: date) -> Row:
    """Return one application with its road; its loan is told beside it."""
    case = application.review
    asked = case.asked if case else None
    waiting = application.state is State.RETURNED and asked is not None
    return {
        "application_id": application.id,
        "number": application.number,
        "state": application.state.value,
        "desk": _desk(application),
        "started_on": application.origin.started_on,
        "amount_fen": application.amount_fen if case else application.draft.need.amount_fen,
        "round": case.round if case else 1,
        "due_on": case.due_on if case and application.state is State.IN_REVIEW else None,
        "answer_by": asked.due_on if waiting and asked else None,
        "missing": list(asked.reasons) if waiting and asked else [],
        "steps": steps(application, today),
    }


def _desk(application: Application) -> str | None:
    """Return the desk that waits for her, else the first of those where it lies."""
    case = application.review
    if case is None or application.state not in (State.IN_REVIEW, State.RETURNED):
        return None
    return case.entries[-1].desk if application.state is State.RETURNED else case.desk


def steps(application: Application, today: date) -> list[Row]:
    """Return the road, one step for each desk whose clock is its own: a visit belongs to its county."""
    case = application.review
    if case is None:
        return []
    stretches: list[list[int]] = []
    for n, step in enumerate(case.route.steps):
        if step.from_fen > application.asked.amount_fen:
            continue
        if step.goes_on and stretches:
            stretches[-1].append(n)
        else:
            stretches.append([n])
    return [_step(application, case, places, today) for places in stretches]


def _step(application: Application, case: Review, places: list[int], today: date) -> Row:
    """Return one desk; `days` are working days: those it took, those so far, or those it may take."""
    own = [case.route.steps[n] for n in places]
    state = _state(application, case, places)
    days, on = None, None
    if state == "done":
        passed = [one for one in case.passed if _belongs(one.act, own)]
        days, on = sum(one.days for one in passed), passed[-1].on if passed else None
    elif state == "to_come":
        days = own[0].limit_workdays
    else:
        days = next(one.clock.used(today) for one in case.stops if one.at in places)
    return {"desk": own[0].desk, "state": state, "on": on, "days": days}


def _belongs(act: str, own: list[Step]) -> bool:
    return act in {step.act for step in own}


def _state(application: Application, case: Review, places: list[int]) -> str:
    if application.state in (State.APPROVED, State.CONTRACTED, State.FUNDED):
        return "done"
    if not any(one.at in places for one in case.stops):
        return "done" if case.where(places[-1]) == "done" else "to_come"
    last = case.entries[-1].finding.outcome if case.entries else None
    return "returned" if application.state is State.RETURNED and last is Outcome.RETURNED else "here"
