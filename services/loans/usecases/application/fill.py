"""One sheet of a draft is stored as it is filled in, whole or not."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from services.loans.domain import consent
from services.loans.domain.application import Application
from services.loans.domain.draft import Draft, Step
from services.loans.usecases.application.reach import reach
from services.loans.usecases.consent.ports import Consents
from services.loans.usecases.policy.terms import TermsInForce
from services.loans.usecases.ports import Applications, Deed, Ledger
from shared.access import Actor, Kind
from shared.errors import Stale


@dataclass(frozen=True, slots=True)
class Fill:
    """The policy of the day and of her county bounds what may be asked for; who was named anew is asked anew."""

    applications: Applications
    terms: TermsInForce
    consents: Consents
    ledger: Ledger

    def __call__(
        self, application_id: str, step: Step, answers: dict[str, Any], *, by: Actor, seen: int | None = None
    ) -> Application:
        """Store the answers of one sheet; `seen` is the version the form was made from.

        Raises NotFound, Conflict, Invalid with fields, Stale("changed_meanwhile").
        """
        return self.several(application_id, {step: answers}, by=by, seen=seen)

    def several(
        self, application_id: str, sheets: Mapping[Step, dict[str, Any]], *, by: Actor, seen: int | None = None
    ) -> Application:
        """Store the sheets of one page together, or none of them; raises as for one sheet."""
        found = self._open(application_id, seen, by)
        before = found.draft
        for step, answers in sheets.items():
            terms = self.terms(found.place, found.draft.business, found.applied_on)
            found.fill(partial(Draft.with_answers, step=step, answers=answers, terms=terms))
        return self._kept(found, before, by)

    def partner(
        self, application_id: str, number: int, answers: dict[str, Any], *, by: Actor, seen: int | None = None
    ) -> Application:
        """Store what is said of one who borrows together with her, counted from 1; raises as for one sheet."""
        found = self._open(application_id, seen, by)
        before = found.draft
        found.fill(lambda draft: draft.with_partner(number, answers))
        return self._kept(found, before, by)

    def _open(self, application_id: str, seen: int | None, by: Actor) -> Application:
        found = reach(self.applications, application_id, by=by, action="application.fill")
        if seen is not None and seen != found.version:
            raise Stale("changed_meanwhile")
        return found

    def _kept(self, found: Application, before: Draft, by: Actor) -> Application:
        for who in consent.replaced(before, found.draft):
            self.consents.forget(found.id, who)
        self.applications.save(found)
        if by.kind is Kind.STAFF:
            self.ledger.note(by, Deed("application.fill_for_her", found.id, found.person_id))
        return found
