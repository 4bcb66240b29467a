"""Income after a certificate: she answers herself, or an officer of her place writes down what she says."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from services.training.domain.access import RULES
from services.training.domain.certificate import Certificate
from services.training.domain.followup import FollowUp, FollowUpRule, Income, Total, totals
from services.training.domain.months import months_after
from services.training.usecases.asking import INCOME, moment
from services.training.usecases.catalogue import Catalogue
from services.training.usecases.ports import Clock, Deed, Due, Ledger
from shared.access import Actor, Kind, Scope, can, scope
from shared.errors import Conflict, NotFound, Problem
from shared.policy import NATION
from shared.replica import Replica

MOST = 200


class FollowUps(Protocol):
    """Follow-ups by certificate."""

    def get(self, followup_id: str) -> FollowUp:
        """Return one; raises NotFound("followup_not_found")."""

    def of_person(self, person_id: str) -> list[FollowUp]:
        """Return all of hers, newest first."""

    def numbered(self, scope: Scope, numbers: Collection[str]) -> list[FollowUp]:
        """Return those inside the scope whose certificates have these numbers."""

    def due(self, scope: Scope, today: date, limit: int) -> list[FollowUp]:
        """Return those inside the scope that are asked for now, the longest due first."""

    def inside(self, scope: Scope) -> Iterator[FollowUp]:
        """Return all inside the scope."""

    def put(self, one: FollowUp, next_on: date | None) -> None:
        """Store one with the day she is asked again; raises Stale when somebody saved meanwhile."""


class Papers(Protocol):
    """Certificates, as far as whoever holds one is asked."""

    def get(self, certificate_id: str) -> Certificate:
        """Return one; raises NotFound("certificate_not_found")."""

    def of_classes_since(self, day: date) -> list[str]:
        """Return the ids of the valid ones of classes here that were given out from a day on."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody answered: fen a month now, what she lives by, fen a month before the training (asked once).

    `month` is the one a sheet was made for, None for the one that is asked now.
    """

    fen: int
    doing: str
    before_fen: int | None = None
    month: int | None = None


@dataclass(frozen=True, slots=True)
class FollowUpUseCases:
    """`begin` is part of giving out a certificate, `ask` a job; the rest are answers and questions."""

    followups: FollowUps
    papers: Papers
    catalogue: Catalogue
    replica: Replica
    promises: Due
    ledger: Ledger
    clock: Clock

    def rule(self, day: date) -> FollowUpRule:
        """Return the rule in force."""
        values = self.catalogue.policy.on(day, NATION, "training.followup").values
        return FollowUpRule(tuple(values["months"]), tuple(values["doing"]), frozenset(values["not_for"]))

    def begin(self, paper: Certificate, class_id: str) -> bool:
        """Promise to ask her, where her course is one that should change what she earns; tells whether it is."""
        rule, course = self.rule(paper.issued_on), paper.course.code
        if self.catalogue.course(course, paper.course.starts_on or paper.issued_on).trade in rule.not_for:
            return False
        card, where = self.replica.cards.get(paper.person_id), paper.source.path
        county = where[1] if len(where) > 1 else where[-1]
        path = card.path if card else where
        one = FollowUp(paper.id, paper.number, paper.person_id, class_id, course, county, path, paper.issued_on)
        self.followups.put(one, one.next_on(rule))
        self._promise(one, rule)
        return True

    def recent_papers(self) -> list[str]:
        """Return the certificates whose last month has not come yet."""
        today = self.clock.today()
        return self.papers.of_classes_since(months_after(today, -max(self.rule(today).months)))

    def catch_up(self, certificate_id: str) -> bool:
        """Begin the follow-up of a certificate of before, or promise its messages; tells whether it was begun."""
        try:
            there = self.followups.get(certificate_id)
        except NotFound:
            paper = self.papers.get(certificate_id)
            return self.begin(paper, paper.source.class_id or "")
        self._promise(there, self.rule(self.clock.today()))
        return False

    def ask(self, key: str, job: object) -> None:
        """Tell her on her phone that a month is asked for, unless it is answered already."""
        followup_id, _, month = key.partition(":")
        one, today = self.followups.get(followup_id), self.clock.today()
        rule = self.rule(today)
        one.remind(int(month), self.catalogue.course(one.course, one.issued_on).title, rule, today)
        self.followups.put(one, one.next_on(rule))
        self.promises.done(job)

    def end(self, certificate_id: str) -> None:
        """Ask no more after a certificate that was revoked; with another under a new number it begins anew."""
        try:
            one = self.followups.get(certificate_id)
        except NotFound:
            return
        one.over = True
        self.followups.put(one, None)

    def hers(self, *, by: Actor) -> list[FollowUp]:
        """Return what a woman is asked now."""
        today = self.clock.today()
        return [one for one in self.followups.of_person(by.id) if one.asked(self.rule(today), today) is not None]

    def due(self, *, by: Actor) -> list[FollowUp]:
        """Return who is to be asked now inside the officer's units, the longest due first, at most 200."""
        return self.followups.due(scope(RULES, by, "followup.read"), self.clock.today(), MOST)

    def take(self, *, by: Actor) -> list[FollowUp]:
        """Return the same for a sheet with names, which the audit keeps."""
        due = self.due(by=by)
        self.ledger.note(by, Deed("followup.take", "followups", "due", tuple(one.person_id for one in due)))
        return due

    def totals(self, group: str, *, by: Actor) -> list[Total]:
        """Return what it came to inside the officer's units, by `class_id`, `course` or `county`."""
        found = self.followups.inside(scope(RULES, by, "followup.read"))
        return totals(found, self.rule(self.clock.today()), group)

    def one(self, followup_id: str, *, by: Actor) -> FollowUp:
        """Return one of hers, or of the officer's units; raises NotFound."""
        one = self.followups.get(followup_id)
        if not can(RULES, by, "followup.answer", path=one.path, person_id=one.person_id):
            raise NotFound("followup_not_found")
        return one

    def answer(self, followup_id: str, said: Said, *, by: Actor) -> FollowUp:
        """Keep what she says; an officer's hand is kept in the audit. Raises NotFound, Conflict, Refused, Stale."""
        one = self.one(followup_id, by=by)
        rule, month = self._keep(one, said, by.id)
        self.followups.put(one, one.next_on(rule))
        if by.kind is Kind.STAFF:
            self.ledger.note(by, Deed("followup.answer", "followup", one.id, (one.person_id,), facts={"month": month}))
        return one

    def numbered(self, numbers: Collection[str], *, by: Actor) -> list[FollowUp]:
        """Return those of certificates with these numbers inside the officer's units."""
        return self.followups.numbered(scope(RULES, by, "followup.answer"), numbers)

    def book(self, answers: Sequence[tuple[str, Said]], *, by: Actor) -> str:
        """Keep the answers of a sheet, all or none; returns the id of the last, which stands for the sheet."""
        kept = ""
        for followup_id, said in answers:
            kept = self.answer(followup_id, said, by=by).id
        return kept

    def wrong(self, one: FollowUp, said: Said) -> Problem | None:
        """Return what is wrong with an answer, without keeping it."""
        try:
            self._keep(one, said, "")
        except Problem as problem:
            return problem
        return None

    def _promise(self, one: FollowUp, rule: FollowUpRule) -> None:
        """Promise the messages that are to come; once more changes nothing."""
        for month in rule.months:
            at = moment(one.due_on(month))
            if at > self.clock.now():
                self.promises.add(INCOME, f"{one.id}:{month}", at)

    def _keep(self, one: FollowUp, said: Said, by: str) -> tuple[FollowUpRule, int]:
        today = self.clock.today()
        rule = self.rule(today)
        if said.month is not None and said.month != one.asked(rule, today):
            raise Conflict("not_asked_now")
        return rule, one.answer(Income(said.fen, said.doing, today, by), said.before_fen, rule)
