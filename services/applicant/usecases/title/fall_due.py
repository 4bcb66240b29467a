"""A day has come: the notice comes down and the title holds, or its years are over."""

from collections.abc import Callable
from dataclasses import dataclass

from services.applicant.domain.nomination import Nomination, State, Step
from services.applicant.usecases.title.nominate import Agreements
from services.applicant.usecases.title.ports import Nominations, Numbers
from services.applicant.usecases.title.remind import Yearly
from services.applicant.usecases.title.rules import TitlesInForce
from services.applicant.usecases.title.waiting import Waiting, last_day
from shared.access import SYSTEM
from shared.errors import NotFound

BY = "system"


@dataclass(frozen=True, slots=True)
class Numbering:
    """FZ-431230-2026-0012, gapless per county and year; the public address says nothing."""

    numbers: Numbers
    titles: TitlesInForce
    new_code: Callable[[], str]

    def next(self, one: Nomination) -> str:
        """Return the number of a title recognised today."""
        series = f"FZ-{self.titles.division(one.path)}-{self.titles.clock.today().year}"
        return f"{series}-{self.numbers.next(series):04d}"


@dataclass(frozen=True, slots=True)
class FallDue:
    """Runs with its job; early or late it does what is due on that day, and promises what comes next."""

    nominations: Nominations
    titles: TitlesInForce
    numbering: Numbering
    agreements: Agreements
    waiting: Waiting
    yearly: Yearly

    def __call__(self, nomination_id: str, job: object) -> Nomination | None:
        """Return the title as it is now, None when there is none of that id."""
        try:
            found = self.nominations.get(SYSTEM, nomination_id)
        except NotFound:
            self.waiting.due.done(job)
            return None
        day = last_day(found)
        if day is not None and day < self.titles.clock.today():
            self._change(found)
            self.nominations.save(found)
        self.waiting.until_it_changes(found)
        self.waiting.due.done(job)
        return found

    def _change(self, found: Nomination) -> None:
        today = self.titles.clock.today()
        if found.state is not State.NOTICED:
            found.expire(Step("expire", today, BY))
        elif not self.agreements.stands(found.holder.person_id):
            found.disturb(Step("object", today, BY, reason="consent_withdrawn"))
        else:
            terms = self.titles.of(found.title, found.path)
            numbering = self.numbering
            found.recognise(numbering.next(found), numbering.new_code(), terms, Step("recognise", today, BY))
            self.yearly.promise(found)
