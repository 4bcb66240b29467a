"""The county decides with two hands: an officer proposes, another person confirms it or hands it back."""

from dataclasses import dataclass

from services.applicant.domain.nomination import REASONS, Action, Nomination, Proposal, Step
from services.applicant.usecases.ports import Clock, Deed, Ledger
from services.applicant.usecases.title.ports import Nominations
from services.applicant.usecases.title.reach import reach
from services.applicant.usecases.title.rules import Standing, TitlesInForce
from services.applicant.usecases.title.waiting import Waiting
from shared.access import Actor
from shared.errors import Refused

LEAST = 4


@dataclass(frozen=True, slots=True)
class Propose:
    """To hang it out, to refuse it, to clear it or to revoke it."""

    nominations: Nominations
    standing: Standing
    ledger: Ledger
    clock: Clock

    def __call__(self, nomination_id: str, what: Action, *, by: Actor, reason: str = "", note: str = "") -> Nomination:
        """Return it with the proposal.

        Raises NotFound, Conflict("not_in_this_state", "proposed_already"), Refused("reason_needed", "criteria_open",
        "criteria_unmet").
        """
        found = reach(self.nominations, nomination_id, by=by, action="title.propose")
        if what in REASONS and reason not in REASONS[what]:
            raise Refused("reason_needed")
        kept = reason if what in REASONS else ""
        found.propose(Proposal(what, by.id, self.clock.today(), kept, note), self.standing(found))
        self.nominations.save(found)
        self.ledger.note(by, Deed(f"title.propose_{what}", "title", found.id, [found.holder.person_id], reason=kept))
        return found


@dataclass(frozen=True, slots=True)
class Confirm:
    """The second person does it; a notice is taken down again by a job."""

    nominations: Nominations
    titles: TitlesInForce
    waiting: Waiting
    ledger: Ledger

    def __call__(self, nomination_id: str, *, by: Actor, note: str = "") -> Nomination:
        """Return it decided; raises NotFound, Conflict("nothing_proposed"), Refused("same_person")."""
        found = reach(self.nominations, nomination_id, by=by, action="title.decide")
        terms, today = self.titles.of(found.title, found.path), self.titles.clock.today()
        done = found.confirm(Step("confirm", today, by.id, note=note), terms)
        self.nominations.save(found)
        self.waiting.until_it_changes(found)
        self.ledger.note(by, Deed(f"title.{done}", "title", found.id, [found.holder.person_id]))
        return found


@dataclass(frozen=True, slots=True)
class HandBack:
    """The second person wants the officer to look again."""

    nominations: Nominations
    ledger: Ledger
    clock: Clock

    def __call__(self, nomination_id: str, note: str, *, by: Actor) -> Nomination:
        """Return it without the proposal; raises NotFound, Conflict("nothing_proposed"), Refused("reason_missing")."""
        if len(note.strip()) < LEAST:
            raise Refused("reason_missing", least=LEAST)
        found = reach(self.nominations, nomination_id, by=by, action="title.decide")
        found.hand_back(Step("hand_back", self.clock.today(), by.id, note=note))
        self.nominations.save(found)
        self.ledger.note(by, Deed("title.hand_back", "title", found.id, [found.holder.person_id]))
        return found
