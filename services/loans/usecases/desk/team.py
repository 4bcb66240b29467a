"""The work of an office as its leader sees it: how much lies with whom, and giving a case to one of them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from services.loans.domain.access import RULES
from services.loans.domain.application import Application
from services.loans.usecases.application.reach import reach
from services.loans.usecases.desk.hands import face, holds, lies
from services.loans.usecases.desk.ports import Lies
from services.loans.usecases.ports import Applications, Deed, Ledger
from shared.access import Actor, Post, scope
from shared.errors import Conflict, Denied, Refused

LEAD = "desk.lead"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may work at a desk: an account that is in use, its posts, and its fingerprint (Actor.mark)."""

    id: str
    name: str
    posts: tuple[Post, ...]
    mark: str = ""

    def actor(self, by: Actor) -> Actor:
        """Return the colleague as somebody who acts, of the same kind as the leader who asks."""
        return Actor(self.id, by.kind, self.posts, self.name, mark=self.mark)


@dataclass(frozen=True, slots=True)
class InHand:
    """What lies with one account: cases it holds now, cases given to it, those among them past their day."""

    held: int = 0
    given: int = 0
    late: int = 0


class Teams(Protocol):
    """Who has what, beside the applications."""

    def in_hand(self, offices: Collection[str], today: str) -> dict[str, InHand]:
        """Return by account what lies with it at some offices; `today` is a day, 2026-11-24."""

    def give(self, lies: Lies, account: str, name: str) -> bool:
        """Let an open case come to one account alone and end the lease of any other; False when it is not open."""


@dataclass(frozen=True, slots=True)
class Team:
    """Giving is a hand-over, too: it ends the lease that another has; it ends with the next decision."""

    applications: Applications
    teams: Teams
    ledger: Ledger

    def in_hand(self, today: str, *, by: Actor) -> dict[str, InHand]:
        """Return what lies with whom in the offices the asker leads."""
        return self.teams.in_hand(scope(RULES, by, LEAD).units or frozenset(), today)

    def give(self, application_id: str, to: Colleague, *, by: Actor) -> Application:
        """Give an open case of an office one leads to an officer of that office.

        Raises NotFound, Refused("not_your_desk"), Refused("not_of_this_office"), Refused("colleague_near"),
        Conflict("not_in_this_state").
        """
        found = reach(self.applications, application_id, by=by, action=LEAD)
        face(found, by)
        found.require_on_desk()
        step = found.case.step
        if step.office not in (scope(RULES, by, LEAD).units or ()):
            raise Refused("not_your_desk")
        if not holds(to.actor(by), step, step.officer):
            raise Refused("not_of_this_office", name=to.name)
        self._free(found, to, by)
        if not self.teams.give(lies(found), to.id, to.name):
            raise Conflict("not_in_this_state")
        self.ledger.note(by, Deed("case.give", found.id, found.person_id, to.id))
        return found

    def _free(self, found: Application, to: Colleague, by: Actor) -> None:
        try:
            reach(self.applications, found.id, by=to.actor(by), action="desk.work")
        except Denied as near:
            raise Refused("colleague_near", name=to.name) from near
