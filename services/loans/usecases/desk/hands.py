"""Who may act on a case: the officer or the leader of the office where it lies, by the posts they hold."""

from services.loans.domain.access import RULES
from services.loans.domain.application import Application
from services.loans.domain.review import Hand, Stop
from services.loans.domain.route import Step
from services.loans.usecases.application.reach import reach
from services.loans.usecases.desk.ports import Claims, Lies, Row
from services.loans.usecases.ports import Applications
from shared.access import Actor, scope
from shared.errors import Conflict, Refused, Stale

WORK = "desk.work"


def offices(by: Actor) -> frozenset[str]:
    """Return the units at whose desks an officer works."""
    return scope(RULES, by, WORK).units or frozenset()


def holds(by: Actor, step: Step, role: str) -> bool:
    """Tell whether the actor holds a role at the office of a stop."""
    return bool(role) and any(post.unit == step.office and post.role == role for post in by.posts)


def hand(by: Actor, step: Step, *roles: str) -> Hand:
    """Return the hand with which an actor acts at a stop; raises Refused("not_your_desk") when no post fits."""
    role = next((one for one in roles if holds(by, step, one)), None)
    if role is None:
        raise Refused("not_your_desk")
    return Hand(by.id, by.name, role, by.mark)


def face(application: Application, by: Actor) -> None:
    """Look at the desk of a case that is this actor's to work at now, else at one of his office."""
    if application.review is None:
        return
    review = application.review
    review.face(lambda _, step: any(holds(by, step, role) for role in (step.officer, *step.seconds)))
    review.face(lambda stop, step: any(holds(by, step, role) for role in _roles(stop, step)))


def may_take(by: Actor, row: Row) -> bool:
    """Tell whether a case may come to an officer: by post, and not if he passed it over, wrote, voted or is near."""
    me = {by.id, by.mark} - {""}
    posted = any(post.unit == row.office and post.role in row.roles for post in by.posts)
    wrote = row.preparer is not None and bool({row.preparer.id, row.preparer.mark} & me)
    return posted and not wrote and row.given in ("", by.id) and me.isdisjoint((*row.skipped_by, *row.voted, *row.near))


def _roles(stop: Stop, step: Step) -> tuple[str, ...]:
    return step.seconds if stop.proposal else (step.officer, step.leader)


def opened(
    applications: Applications, claims: Claims, application_id: str, *, by: Actor, seen: int | None
) -> Application:
    """Return a case that is about to be decided.

    Raises NotFound outside reach, Stale("case_changed") with who and when if it is not as the form showed it, and
    Conflict("held_by_other") while somebody else's lease runs.
    """
    found = reach(applications, application_id, by=by, action=WORK)
    face(found, by)
    if seen is not None and found.review is not None and not found.case.stop.since <= seen <= found.version:
        raise changed(found)
    claim = claims.of(lies(found))
    if claim is not None and claim.by != by.id:
        raise Conflict("held_by_other", who=claim.name, minutes=claim.minutes)
    return found


def lies(application: Application) -> Lies:
    """Return the desk of a case that is looked at, as leases know it."""
    return Lies(application.id, application.case.at if application.review else 0)


def changed(application: Application) -> Stale:
    """Return the refusal that says who did what last, as far as the case knows."""
    review = application.review
    if review is None:
        return Stale("changed_meanwhile")
    if review.proposal is not None:
        return Stale("case_proposed", who=review.proposal.by.name, on=review.proposal.on)
    last = review.entries[-1] if review.entries else None
    if last is None or last.by is None:
        return Stale("changed_meanwhile")
    who = last.seconded or last.by
    return Stale("case_changed", who=who.name, on=last.on, what=last.finding.outcome.value)
