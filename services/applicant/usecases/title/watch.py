"""Something is wrong: an objection while the notice hangs out, or a title that has to put something right."""

from dataclasses import dataclass

from services.applicant.domain.nomination import REASONS, Action, Nomination, Step, shifted
from services.applicant.usecases.ports import Deed, Ledger
from services.applicant.usecases.title.ports import Nominations
from services.applicant.usecases.title.reach import reach
from services.applicant.usecases.title.rules import TitlesInForce
from shared.access import Actor
from shared.errors import Refused


@dataclass(frozen=True, slots=True)
class Watch:
    """By an officer with a reason; the day by which it has to be right again comes from the title's rules."""

    nominations: Nominations
    titles: TitlesInForce
    ledger: Ledger

    def __call__(self, nomination_id: str, reason: str, note: str, *, by: Actor) -> Nomination:
        """Return it on watch; raises NotFound, Conflict, Refused("reason_needed")."""
        found = reach(self.nominations, nomination_id, by=by, action="title.watch")
        _known(Action.WATCH, reason)
        today, terms = self.titles.clock.today(), self.titles.of(found.title, found.path)
        found.watch(shifted(today, terms.watch_months), Step("watch", today, by.id, reason, note))
        self.nominations.save(found)
        self.ledger.note(by, Deed("title.watch", "title", found.id, [found.holder.person_id], reason=reason))
        return found


@dataclass(frozen=True, slots=True)
class Disturb:
    """Somebody objected while it hung out: the county looks again."""

    nominations: Nominations
    titles: TitlesInForce
    ledger: Ledger

    def __call__(self, nomination_id: str, reason: str, note: str, *, by: Actor) -> Nomination:
        """Return it under review again; raises NotFound, Conflict, Refused("reason_needed")."""
        found = reach(self.nominations, nomination_id, by=by, action="title.object")
        _known(Action.OBJECT, reason)
        found.disturb(Step("object", self.titles.clock.today(), by.id, reason, note))
        self.nominations.save(found)
        self.ledger.note(by, Deed("title.object", "title", found.id, [found.holder.person_id], reason=reason))
        return found


def _known(what: Action, reason: str) -> None:
    if reason not in REASONS[what]:
        raise Refused("reason_needed")
