"""She gave what a desk waited for: judged anew under the day she first applied; what changed is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.loans.domain.application import Application
from services.loans.domain.hand_in import Told, last_told
from services.loans.domain.review import Fact
from services.loans.usecases.application.reach import reach
from services.loans.usecases.paper.ports import Papers
from services.loans.usecases.ports import Applications, Clock, Guards
from services.loans.usecases.submission.check import Check
from services.loans.usecases.submission.ports import HandIns
from services.loans.usecases.submission.submit import agreed, ask_of, kept
from services.loans.usecases.submission.together import Together
from shared.access import Actor


@dataclass(frozen=True, slots=True)
class Resubmit:
    """Goes on at the desk that waited, without queueing again."""

    applications: Applications
    hand_ins: HandIns
    papers: Papers
    check: Check
    together: Together
    guards: Guards
    clock: Clock

    def __call__(self, application_id: str, told: Told | None, consents: Sequence[str], *, by: Actor) -> Application:
        """Return it at the desk that waited. Without an answer of applicant what it told the first time counts.

        Raises NotFound, Conflict when nobody waits for her, Refused("still_missing"), Refused("not_complete"),
        Refused("consent_missing"), Refused("not_eligible"), Refused("borrows_elsewhere"), Refused("rounds_used").
        """
        found = reach(self.applications, application_id, by=by, action="application.submit")
        self.guards.touch(f"papers:{found.id}")
        found.require_returned()
        self.check.complete(found)
        agreed(consents)
        earlier = self.hand_ins.of(found.id)
        known = told or last_told(earlier)
        verdict = self.check.verdict(found, known)
        changes = self._changes(found)
        found.resubmit(verdict=verdict, answers=changes, ask=ask_of(found), today=self.clock.today())
        found.near = found.near.told(told.marks, told.stands, told.partners) if told else found.near
        self.together(found)
        self.hand_ins.add(kept(found, known, consents, self.clock))
        self.applications.save(found)
        return found

    def _changes(self, found: Application) -> dict[str, Fact]:
        last, turn = self.hand_ins.of(found.id), found.case.round
        fresh = tuple(dict.fromkeys(one.kind for one in self.papers.of(found.id) if one.round == turn))
        changed = last[-1].differs(found.draft) if last else {}
        answers = {name: _fact(value) for name, value in changed.items()}
        before = {f"{name}.before": _fact(last[-1].answers.get(name)) for name in changed}
        return answers | before | ({"papers": fresh} if fresh else {})


def _fact(value: Any) -> Fact:
    if isinstance(value, list | tuple):
        return tuple(str(one) for one in value)
    return value if isinstance(value, int | str) or value is None else str(value)
