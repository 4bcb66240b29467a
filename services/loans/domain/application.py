"""A loan application: what may happen to it, and what it tells of itself (states and moves: lifecycle.py)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from services.loans.domain import news as told
from services.loans.domain.draft import Draft
from services.loans.domain.judge import Verdict
from services.loans.domain.lifecycle import MOVES, ON_DESKS, OPEN, Action, Ask, Contract, Grant, Origin, State
from services.loans.domain.near import Near
from services.loans.domain.news import News
from services.loans.domain.review import Asked, Fact, Finding, Hand, Outcome, Proposal, Review
from services.loans.domain.route import Route
from shared.errors import Refused
from shared.machine import move

__all__ = ["MOVES", "ON_DESKS", "OPEN", "Action", "Application", "Ask", "Contract", "Grant", "Origin", "State"]


@dataclass(slots=True)
class Application:
    """One woman's application; `number` is the one people read, DK-431230-2026-000123."""

    id: str
    number: str
    origin: Origin
    state: State = State.DRAFT
    draft: Draft = field(default_factory=Draft)
    ask: Ask | None = None
    verdicts: list[Verdict] = field(default_factory=list)
    review: Review | None = None
    near: Near = field(default_factory=Near)
    guarantee: str | None = None
    grant: Grant | None = None
    contract: Contract | None = None
    ended_on: date | None = None
    withdrawn_on: date | None = None
    version: int = 0
    news: list[News] = field(default_factory=list)

    @property
    def person_id(self) -> str:
        """Return whose it is."""
        return self.origin.person_id

    @property
    def place(self) -> tuple[str, ...]:
        """Return the units it lies in, root first."""
        return self.origin.place

    @property
    def scope(self) -> tuple[str, ...]:
        """Return the units that may know of it: her own, and every office whose desk it has reached, which stays."""
        return tuple(dict.fromkeys([*self.place, *(self.review.reached if self.review else ())]))

    @property
    def open(self) -> bool:
        """Tell whether it still goes on; she may have one open application."""
        return self.state in OPEN

    @property
    def case(self) -> Review:
        """Return its review; before it was handed in there is none (a bug, never a refusal)."""
        if self.review is None:
            raise RuntimeError("an application that was never handed in has no review")
        return self.review

    @property
    def asked(self) -> Ask:
        """Return what she asks for; before it was handed in that is not settled."""
        if self.ask is None:
            raise RuntimeError("an application that was never handed in asks for nothing yet")
        return self.ask

    @property
    def verdict(self) -> Verdict | None:
        """Return the verdict of her latest hand-in."""
        return self.verdicts[-1] if self.verdicts else None

    @property
    def applied_on(self) -> date | None:
        """Return the day of the first hand-in; it does not move."""
        return self.verdicts[0].applied_on if self.verdicts else None

    @property
    def amount_fen(self) -> int:
        """Return the amount as it stands: granted, else what the last office agreed to, else what she asks for."""
        if self.grant is not None:
            return self.grant.amount_fen
        agreed = self.case.fact("amount_fen")
        return agreed if isinstance(agreed, int) else self.asked.amount_fen

    @property
    def waits_until(self) -> date | None:
        """Return the last day it may wait for her, for a contract or for its money, None when it does not wait."""
        if self.state is State.RETURNED and self.case.asked is not None:
            return self.case.asked.on + timedelta(days=self.case.route.limits.returned_days)
        if self.state is State.CONTRACTED and self.contract is not None:
            return self.contract.draw_by
        return self.grant.lapses_on if self.state is State.APPROVED and self.grant is not None else None

    def require_on_desk(self) -> None:
        """Raise Conflict("not_in_this_state") unless it lies on a desk now."""
        move(MOVES, self.state, Action.REJECT)

    @classmethod
    def start(cls, application_id: str, number: str, origin: Origin) -> "Application":
        """Return a new draft, with its news."""
        begun = cls(application_id, number, origin)
        who = (origin.person_id, origin.place, origin.channel, origin.started_on)
        begun.news.append(told.ApplicationStarted(application_id, *who))
        return begun

    def require_draft(self) -> None:
        """Raise Conflict("not_in_this_state") unless it can be handed in for the first time."""
        move(MOVES, self.state, Action.SUBMIT)

    def require_refused(self) -> None:
        """Raise Conflict("not_in_this_state") unless it ended with a no."""
        move(MOVES, self.state, Action.APPEAL)

    def require_returned(self) -> None:
        """Raise Conflict("not_in_this_state") unless a desk waits for her."""
        move(MOVES, self.state, Action.RESUBMIT)

    def fill(self, write: Callable[[Draft], Draft]) -> None:
        """Write on the form, of a draft or of what came back to her; raises Conflict, and what `write` raises."""
        after = move(MOVES, self.state, Action.SAVE)
        self.draft, self.state = write(self.draft), after

    def submit(self, *, ask: Ask, verdict: Verdict, route: Route, today: date) -> None:
        """Hand it in at the first desk; raises Conflict outside a draft, Refused("not_eligible") with the reasons."""
        after = move(MOVES, self.state, Action.SUBMIT)
        _eligible(verdict)
        self.state, self.ask, self.review = after, ask, Review.begin(route, today)
        self.verdicts.append(verdict)
        submitted = told.ApplicationSubmitted(
            application_id=self.id,
            person_id=self.person_id,
            place=self.place,
            number=self.number,
            form=ask.form,
            amount_fen=ask.amount_fen,
            term_months=ask.term_months,
            policy_id=verdict.policy_id,
            eligible=verdict.eligible,
            desk=self.case.desk,
            due_on=self.case.due_on,
            on=today,
        )
        self.news.append(submitted)

    def propose(self, finding: Finding, *, by: Hand, today: date) -> None:
        """Keep what one hand prepared until the second confirms it; state and desk stay. Raises Conflict, Refused."""
        move(MOVES, self.state, Action.REJECT)
        self._bounded(finding)
        self.case.stop.propose(Proposal(finding, by, today))

    def hand_back(self, words: str, *, by: Hand, today: date) -> None:
        """The second hand does not agree: the case is its desk's again. Raises Conflict, Refused("own_proposal")."""
        move(MOVES, self.state, Action.REJECT)
        proposal = self.case.stop.prepared(by)
        self.case.stop.clear()
        self.case.note(Finding(Outcome.HANDED_BACK, words), today, proposal.by, by)

    def confirm(self, *, by: Hand, today: date, guarantee: str | None = None) -> None:
        """The second hand agrees: what was prepared happens. Raises Conflict, Refused("own_proposal")."""
        move(MOVES, self.state, Action.REJECT)
        proposal = self.case.stop.prepared(by)
        self.case.stop.clear()
        if proposal.finding.outcome is Outcome.REJECTED:
            self.reject(proposal.finding, by=proposal.by, seconded=by, today=today)
        else:
            self.pass_on(proposal.finding, by=proposal.by, seconded=by, today=today, guarantee=guarantee)

    def pass_on(
        self, finding: Finding, *, by: Hand, today: date, seconded: Hand | None = None, guarantee: str | None = None
    ) -> None:
        """This desk is done: on to the next, or APPROVED behind the last. Raises Conflict, Refused("above_asked")."""
        following = self.case.following(self.asked.amount_fen) if self.review else None
        after = move(MOVES, self.state, Action.PASS if following else Action.FINISH)
        case = self.case
        case.stop.free_of_proposal()
        self._bounded(finding)
        entry = case.note(finding, today, by, seconded)
        late = case.clock.used(today) > case.clock.limit
        self._guaranteed(guarantee, today)
        if following:
            case.go_on(today, self.asked.amount_fen)
        else:
            self.grant = self._granted(today)
        self.state = after
        where = (entry.desk, entry.office, following.desk if following else "", self.amount_fen, entry.days, late)
        due_on = case.due_on if following else None
        self.news.append(told.ApplicationPassed(self.id, self.person_id, self.place, *where, due_on, today))
        if self.grant is not None:
            terms = (self.grant.amount_fen, self.grant.term_months, self.grant.rate_bp, self.grant.lapses_on)
            self.news.append(told.ApplicationApproved(self.id, self.person_id, self.place, *terms, today))

    def return_to_her(self, asked: Asked, finding: Finding, *, by: Hand) -> None:
        """Wait for what is missing, said all at once; a return needs one hand. Raises Conflict, Refused."""
        after = move(MOVES, self.state, Action.RETURN)
        case, limits = self.case, self.case.route.limits
        case.stop.free_of_proposal()
        if case.round >= limits.rounds:
            raise Refused("rounds_used", most=limits.rounds)
        if not asked.on < asked.due_on <= asked.on + timedelta(days=limits.returned_days):
            raise Refused("due_day_out_of_reach", most=limits.returned_days)
        case.note(finding, asked.on, by)
        case.wait(asked)
        self.state = after
        why = (case.desk, asked.reasons, len(asked.reasons), asked.due_on, asked.on)
        self.news.append(told.ApplicationReturned(self.id, self.person_id, self.place, *why))

    def resubmit(self, *, verdict: Verdict, answers: Mapping[str, Fact], today: date, ask: Ask | None = None) -> None:
        """She gave what was missing: on at the desk that waited, under a verdict of its own; what changed is kept."""
        after = move(MOVES, self.state, Action.RESUBMIT)
        _eligible(verdict)
        case = self.case
        case.come_back(today)
        self.state, self.ask = after, ask or self.ask
        self.verdicts.append(verdict)
        case.note(Finding(Outcome.RESUBMITTED, facts=answers), today, None)
        came = (case.desk, case.round, case.due_on, today)
        self.news.append(told.ApplicationResubmitted(self.id, self.person_id, *came))

    def reject(self, finding: Finding, *, by: Hand, today: date, seconded: Hand | None = None) -> None:
        """It ends at this desk; raises Conflict."""
        after = move(MOVES, self.state, Action.REJECT)
        self.case.stop.free_of_proposal()
        self.case.note(finding, today, by, seconded)
        self.state, self.ended_on = after, today
        why = (self.case.desk, finding.reasons, today)
        self.news.append(told.ApplicationRejected(self.id, self.person_id, self.place, *why))

    def may_appeal(self, today: date) -> bool:
        """Tell whether she may ask for a second look."""
        return self.state is State.REJECTED and self.case.no_appeal(today) is None

    def appeal(self, words: str, *, today: date) -> None:
        """She asks for a second look after a no, once, in time; raises Conflict, Refused."""
        after = move(MOVES, self.state, Action.APPEAL)
        self.near = self.near.joined(*(one.id for one in self.case.appeal(words, today)))
        self.state, self.ended_on, self.guarantee = after, None, None
        came = (self.case.desk, self.case.due_on, today)
        self.news.append(told.ApplicationAppealed(self.id, self.person_id, *came))

    def withdraw(self, *, today: date) -> None:
        """Take it back; raises Conflict once a contract is signed, or when it has ended."""
        self.state = move(MOVES, self.state, Action.WITHDRAW)
        self.withdrawn_on = self.ended_on = today
        self.news.append(told.ApplicationWithdrawn(self.id, self.person_id, today))

    def lapse(self, *, today: date) -> None:
        """Time ran out; raises Conflict when it does not wait for her or for a contract."""
        after = move(MOVES, self.state, Action.LAPSE)
        waited_for = "papers" if self.state is State.RETURNED else "contract"
        self.state, self.ended_on = after, today
        self.news.append(told.ApplicationLapsed(self.id, self.person_id, waited_for, today))

    def sign(self, signed: Contract) -> None:
        """The contract is signed, never above what was granted; raises Conflict, Refused("above_granted")."""
        after, said = move(MOVES, self.state, Action.SIGN), (signed.number, signed.amount_fen, signed.on)
        if self.grant is None or signed.amount_fen > self.grant.amount_fen or signed.rate_bp > self.grant.rate_bp:
            raise Refused("above_granted")
        self.contract, self.state = signed, after
        self.news.append(told.ApplicationContracted(self.id, self.person_id, self.place, *said))

    def disburse(self, *, today: date) -> None:
        """The money is out: from here on the loan has a life of its own. Raises Conflict."""
        self.state, self.ended_on = move(MOVES, self.state, Action.DISBURSE), today

    def _bounded(self, finding: Finding) -> None:
        amount = finding.facts.get("amount_fen")
        if isinstance(amount, int) and amount > self.asked.amount_fen:
            raise Refused("above_asked", most_fen=self.asked.amount_fen, given_fen=amount)

    def _guaranteed(self, number: str | None, today: date) -> None:
        if number is None:
            return
        self.guarantee = number
        stands = (self.case.step.office, number, self.amount_fen, today)
        self.news.append(told.ApplicationGuaranteed(self.id, self.person_id, self.place, *stands))

    def _granted(self, today: date) -> Grant:
        rate, term = self.case.fact("rate_bp"), self.case.fact("term_months")
        if not isinstance(rate, int):
            raise Refused("no_rate")
        months = term if isinstance(term, int) else self.asked.term_months
        lapses_on = today + timedelta(days=self.case.route.limits.approved_days)
        return Grant(self.amount_fen, months, rate, today, lapses_on)


def _eligible(verdict: Verdict) -> None:
    if not verdict.eligible:
        raise Refused("not_eligible", reasons=verdict.reasons)
