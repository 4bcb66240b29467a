"""A woman in a class: she applies, has a place or waits, and may give it back."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from services.training.domain.attendance import Share
from services.training.domain.news import (
    Attended,
    Corrected,
    Dropped,
    Enrolled,
    Examined,
    Moved,
    News,
    Offered,
    OpinionAsked,
    Seat,
    Waitlisted,
)
from services.training.domain.points import Correction, Score, put_right
from services.training.domain.session import Slot
from services.training.domain.standard import ExamRule
from services.training.domain.training_class import Hold, TrainingClass
from services.training.domain.training_class import State as ClassState
from shared.clock import SHANGHAI
from shared.errors import Conflict, Refused
from shared.machine import move


class State(StrEnum):
    """Where she stands."""

    APPLIED = "applied"
    ENROLLED = "enrolled"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    DROPPED = "dropped"
    ELIGIBLE = "eligible"
    SHORT = "short"
    PASSED = "passed"
    FAILED = "failed"
    CERTIFIED = "certified"


class Action(StrEnum):
    """What may happen."""

    ENROL = "enrol"
    WAIT = "wait"
    OFFER = "offer"
    DROP = "drop"
    QUALIFY = "qualify"
    FALL_SHORT = "fall_short"
    SUCCEED = "succeed"
    FAIL = "fail"
    MISS = "miss"
    CERTIFY = "certify"
    TAKE_BACK = "take_back"
    SUCCEED_AFTER_ALL = "succeed_after_all"
    FAIL_AFTER_ALL = "fail_after_all"


MOVES: Mapping[tuple[State, Action], State] = {
    (State.APPLIED, Action.ENROL): State.ENROLLED,
    (State.APPLIED, Action.WAIT): State.WAITLISTED,
    (State.APPLIED, Action.DROP): State.DROPPED,
    (State.WAITLISTED, Action.ENROL): State.ENROLLED,
    (State.WAITLISTED, Action.OFFER): State.OFFERED,
    (State.WAITLISTED, Action.DROP): State.DROPPED,
    (State.OFFERED, Action.ENROL): State.ENROLLED,
    (State.OFFERED, Action.DROP): State.DROPPED,
    (State.ENROLLED, Action.DROP): State.DROPPED,
    (State.ENROLLED, Action.QUALIFY): State.ELIGIBLE,
    (State.ENROLLED, Action.FALL_SHORT): State.SHORT,
    (State.ELIGIBLE, Action.SUCCEED): State.PASSED,
    (State.ELIGIBLE, Action.FAIL): State.FAILED,
    (State.ELIGIBLE, Action.MISS): State.FAILED,
    (State.FAILED, Action.SUCCEED): State.PASSED,
    (State.FAILED, Action.FAIL): State.FAILED,
    (State.PASSED, Action.SUCCEED_AFTER_ALL): State.PASSED,
    (State.PASSED, Action.FAIL_AFTER_ALL): State.FAILED,
    (State.FAILED, Action.SUCCEED_AFTER_ALL): State.PASSED,
    (State.FAILED, Action.FAIL_AFTER_ALL): State.FAILED,
    (State.CERTIFIED, Action.SUCCEED_AFTER_ALL): State.CERTIFIED,
    (State.ELIGIBLE, Action.FALL_SHORT): State.SHORT,
    (State.PASSED, Action.FALL_SHORT): State.SHORT,
    (State.FAILED, Action.FALL_SHORT): State.SHORT,
    (State.SHORT, Action.QUALIFY): State.ELIGIBLE,
    (State.PASSED, Action.CERTIFY): State.CERTIFIED,
    (State.CERTIFIED, Action.TAKE_BACK): State.PASSED,
    (State.CERTIFIED, Action.FAIL): State.FAILED,
}
LIVE = frozenset({State.APPLIED, State.ENROLLED, State.WAITLISTED, State.OFFERED, State.ELIGIBLE})
WAITS = frozenset({State.APPLIED, State.WAITLISTED, State.OFFERED})
HOLDS: Mapping[State, Hold] = {
    State.WAITLISTED: Hold.WAITING,
    State.OFFERED: Hold.OFFERED,
    State.ENROLLED: Hold.ENROLLED,
}
TAUGHT = frozenset({State.ENROLLED, State.ELIGIBLE, State.SHORT, State.PASSED, State.FAILED, State.CERTIFIED})
QUALIFIED = TAUGHT - {State.ENROLLED, State.SHORT}
TO_EXAMINE = frozenset({State.ELIGIBLE, State.FAILED})
CALLED_OFF = "class_called_off"
REASONS = ("by_herself", "by_coordinator", "moved_away", "ill", "no_answer")
OTHER_CLASS = "other_class"


@dataclass(frozen=True, slots=True)
class Origin:
    """How she came: `channel` is self, officer, roster or ledger; warnings are slugs shown on the class's list."""

    channel: str
    by: str
    at: datetime
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """Her turn in the waiting list: `standing` by the rule that was in force, smaller first, then `rank`.

    `party` names those who come only together, `size` how many they want to be; `answer_by` is set while she is offered
    a seat.
    """

    standing: tuple[int, ...] = ()
    party: str = ""
    size: int = 1
    answer_by: datetime | None = None


@dataclass(slots=True)
class Enrolment:
    """One woman in one class; `rank` is her place in the order of asking, None when she never waited.

    `minutes` of class time are counted when the class goes to its exam; `scores` are her tries, first to last, and
    `corrections` what was put right in them.
    """

    id: str
    person_id: str
    class_id: str
    path: tuple[str, ...]
    origin: Origin
    state: State = State.APPLIED
    rank: int | None = None
    since: date | None = None
    reason: str = ""
    minutes: int | None = None
    scores: tuple[Score, ...] = ()
    corrections: tuple[Correction, ...] = ()
    turn: Turn = Turn()
    version: int = 0
    news: list[News] = field(default_factory=list)

    @property
    def live(self) -> bool:
        """Tell whether she has a place or waits for one."""
        return self.state in LIVE

    @property
    def qualified(self) -> bool:
        """Tell whether she was let to the exam."""
        return self.state in QUALIFIED

    @property
    def examiners(self) -> set[str]:
        """Return whoever wrote down points of hers, first or in a correction: none of them gives out her paper."""
        return {score.by for score in self.scores} | {right.by for right in self.corrections}

    def seated_in(self, into: TrainingClass, *, today: date, together: int = 1) -> None:
        """Take a seat of the class, or the next rank of its waiting list; raises Conflict("class_not_open").

        `together` is how many seats it takes for her and those who come only with her.
        """
        if into.take_seat(together):
            self._enrolled(into, today)
            return
        self.state, self.rank, self.since = move(MOVES, self.state, Action.WAIT), into.seats.last_rank, today
        self.news.append(Waitlisted(self._seat(into), self.origin.channel, today))

    def promoted_in(self, into: TrainingClass, *, today: date) -> None:
        """Take a freed seat, or the one that is offered to her; raises Conflict("class_full")."""
        move(MOVES, self.state, Action.ENROL)
        into.promote(HOLDS[self.state])
        self._enrolled(into, today)

    def offered_in(self, into: TrainingClass, *, answer_by: datetime, today: date) -> None:
        """Be offered a freed seat until a moment; raises Conflict("class_full")."""
        after = move(MOVES, self.state, Action.OFFER)
        into.offer()
        self.state, self.turn = after, replace(self.turn, answer_by=answer_by)
        self.news.append(Offered(self._seat(into), answer_by, today))

    def accepted_in(self, into: TrainingClass, *, now: datetime, today: date) -> None:
        """Say yes to an offer; raises Conflict in another state, Conflict("offer_over") when it has lapsed."""
        if self.lapsed(now):
            raise Conflict("offer_over")
        if self.state is not State.OFFERED:
            raise Conflict("not_in_this_state", state=self.state.value, action=Action.ENROL.value)
        self.promoted_in(into, today=today)

    def lapsed(self, now: datetime) -> bool:
        """Tell whether a seat was offered to her and she has not answered in time."""
        return self.state is State.OFFERED and self.turn.answer_by is not None and self.turn.answer_by <= now

    def drop(self, out_of: TrainingClass, *, reason: str, today: date) -> None:
        """Give the place back, or wait no longer; raises Conflict when there is nothing to give back."""
        held = HOLDS.get(self.state)
        self.state, self.reason = move(MOVES, self.state, Action.DROP), reason
        if held is not None:
            out_of.give_back(held)
        self.news.append(Dropped(self._seat(out_of), reason, today))

    def moved(self, of: TrainingClass, before: Slot, after: Slot, *, today: date) -> None:
        """Hear that a session of hers goes from one time to another; the class has its new days already."""
        self.news.append(Moved(self._seat(of), before.on, after.on, after.begins, of.plan.starts_on, today))

    def counted(self, of: TrainingClass, minutes: int, least: int, *, today: date) -> None:
        """Be let to the exam with minutes enough, else fall short; raises Conflict in another state."""
        if minutes < least:
            self.state, self.minutes = move(MOVES, self.state, Action.FALL_SHORT), minutes
            return
        self.state, self.minutes = move(MOVES, self.state, Action.QUALIFY), minutes
        self.news.append(Attended(self._seat(of), minutes, today))

    def examined(self, of: TrainingClass, score: Score, rule: ExamRule) -> None:
        """Pass or fail; raises Conflict in another state, Refused("no_tries_left") after the last try."""
        passed = rule.passed(score.theory, score.practice)
        after = move(MOVES, self.state, Action.SUCCEED if passed else Action.FAIL)
        if len(self.scores) >= rule.tries:
            raise Refused("no_tries_left", most=rule.tries)
        self.state, self.scores = after, (*self.scores, score)
        self.news.append(Examined(self._seat(of), passed, score.on))

    def corrected(self, of: TrainingClass, right: Correction, rule: ExamRule) -> None:
        """Have the points of a try as they should have been; she passed when any of her tries is enough.

        Raises NotFound("try_not_found"), Refused("reason_missing"), Conflict in another state, and Conflict
        ("try_void" | "nothing_changed" | "certificate_stands" | "result_closed"): a paper is revoked first, and the
        closing sheet of a class that is over has told who passed, unless her paper was revoked since.
        """
        scores, said = put_right(self.scores, right)
        passed = any(score.passed(rule) for score in scores)
        if self.state is State.CERTIFIED and not passed:
            raise Conflict("certificate_stands")
        after = move(MOVES, self.state, Action.SUCCEED_AFTER_ALL if passed else Action.FAIL_AFTER_ALL)
        if of.state is not ClassState.EXAM and after is not self.state and not self.scores[right.number - 1].void:
            raise Conflict("result_closed")
        before, self.state, self.scores = self.state, after, scores
        self.corrections = (*self.corrections, said)
        today = said.at.astimezone(SHANGHAI).date()
        self.news.append(Corrected(self._seat(of), self.qualified, passed, after is not before, today))

    def recounted(self, of: TrainingClass, share: Share, rule: ExamRule, *, today: date) -> None:
        """Have other minutes, after the book was corrected in the exam: who falls short keeps her points unused.

        Raises Conflict("certificate_stands") where her paper would have to be revoked first.
        """
        if self.state is State.CERTIFIED and not share.enough:
            raise Conflict("certificate_stands")
        self.minutes = share.minutes
        if share.enough == self.qualified:
            return
        self.state = move(MOVES, self.state, Action.QUALIFY if share.enough else Action.FALL_SHORT)
        passed = any(score.passed(rule) for score in self.scores) if share.enough and self.scores else None
        if passed is not None:
            self.state = move(MOVES, self.state, Action.SUCCEED if passed else Action.FAIL)
        self.news.append(Corrected(self._seat(of), self.qualified, passed, True, today))

    def asked_what_it_was_like(self, of: TrainingClass, until: date, *, today: date) -> None:
        """Hear that she may say until a day what the class was like."""
        self.news.append(OpinionAsked(self._seat(of), until, today))

    def missed(self) -> None:
        """Not have come to the exam before the class closed; raises Conflict in another state."""
        self.state = move(MOVES, self.state, Action.MISS)

    def certified(self) -> None:
        """Hold a certificate; raises Conflict in another state."""
        self.state = move(MOVES, self.state, Action.CERTIFY)

    def certificate_taken_back(self, *, void: str) -> None:
        """Hold none any more: with `void` her tries count for nothing and she may try again; raises Conflict."""
        self.state = move(MOVES, self.state, Action.FAIL if void else Action.TAKE_BACK)
        if void:
            self.scores = tuple(replace(score, void=void) for score in self.scores)

    def _enrolled(self, into: TrainingClass, today: date) -> None:
        self.state, self.since = move(MOVES, self.state, Action.ENROL), today
        self.turn = replace(self.turn, answer_by=None)
        plan = into.plan
        self.news.append(Enrolled(self._seat(into), self.origin.channel, plan.starts_on, plan.ends_on, today))

    def _seat(self, of: TrainingClass) -> Seat:
        return Seat(self.id, self.person_id, of.id, of.plan.course, of.plan.title)
